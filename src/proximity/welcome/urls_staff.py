"""The one address that both processes answer."""

from django.urls import path

from proximity.welcome import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]
