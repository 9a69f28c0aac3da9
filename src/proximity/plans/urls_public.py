"""Addresses of plans on the public site, below `/<lang>/plan/`."""

from django.urls import path

from proximity.plans.views import public

app_name = "plan"
urlpatterns = [
    path("", public.index, name="index"),
    path("<slug:city>/", public.city_plan, name="city"),
    path("<slug:city>/<int:version>/", public.city_plan, name="version"),
]
