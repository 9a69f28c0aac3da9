"""Addresses of the network in the workspace, below `/network/`."""

from django.urls import path

from proximity.network.views import staff

app_name = "network"
urlpatterns = [
    path("", staff.index, name="index"),
    path("read/", staff.read_now, name="read_now"),
    path("<uuid:instance_id>/", staff.would_be_sent, name="would_be_sent"),
]
