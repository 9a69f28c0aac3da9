"""Addresses of oversight, all in the workspace."""

from django.urls import path

from proximity.oversight import views

urlpatterns = [
    path("audit/", views.log, name="audit_log"),
    path("audit/verify/", views.verify, name="audit_verify"),
    path("audit/log.csv", views.export, name="audit_export"),
]
