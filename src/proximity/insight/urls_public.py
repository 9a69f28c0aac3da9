"""Addresses of the figures on the public site, below `/<lang>/figures/`."""

from django.urls import path

from proximity.insight.views import public

app_name = "figures"
urlpatterns = [
    path("", public.index, name="index"),
    path("<slug:city>/", public.city_figures, name="city"),
    path("<slug:city>/<int:version>/", public.city_figures, name="version"),
    path("<slug:city>/<int:version>/figures.csv", public.download, name="csv"),
    path("<slug:city>/<int:version>/about.csv", public.download_about, name="about"),
    path("<slug:city>/figures.csv", public.download, name="latest_csv"),
]
