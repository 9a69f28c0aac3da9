"""Addresses of the figures in the workspace, below `/figures/`."""

from django.urls import path

from proximity.insight.views import comparison, staff

app_name = "figures"
urlpatterns = [
    path("", staff.index, name="index"),
    path("prepare/", staff.prepare, name="prepare"),
    path("prepared/", staff.prepared, name="prepared"),
    path("release/", staff.release, name="release"),
    path("cities/", comparison.cities, name="cities"),
    path("cities/odihr.csv", comparison.download, name="odihr"),
    path("<int:version>/figures.csv", staff.download, name="csv"),
]
