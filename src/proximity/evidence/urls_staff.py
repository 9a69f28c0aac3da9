"""Addresses of files in the workspace, below `/files/`."""

from django.urls import path

from proximity.evidence import views

app_name = "evidence"
urlpatterns = [
    path("<uuid:file_id>/", views.clean_copy, name="clean"),
    path("<uuid:file_id>/play/", views.play, name="play"),
    path("<uuid:file_id>/original/", views.original, name="original"),
]
