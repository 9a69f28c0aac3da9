"""Addresses of the workspace, one line per area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("proximity.welcome.urls_staff")),
]
