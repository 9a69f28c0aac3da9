"""The one address that both processes answer."""

from django.urls import path

from proximity.welcome.views import front

urlpatterns = [path("healthz", front.healthz, name="healthz")]
