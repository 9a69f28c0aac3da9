"""Addresses of practices on the public site, below `/<lang>/practices/`."""

from django.urls import path

from proximity.exchange.views import public

app_name = "practices"
urlpatterns = [
    path("", public.index, name="index"),
    path("feed.xml", public.feed, name="feed"),
    path("<uuid:object_id>/", public.practice, name="practice"),
]
