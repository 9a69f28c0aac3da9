"""Addresses of the public front: `everywhere` without a language, `in_languages` below `/<lang>/`."""

from django.urls import path

from proximity.foundation.metrics import metrics
from proximity.welcome.views import front, project

everywhere = [
    path("", front.choose_language, name="choose_language"),
    path("leave/", front.leave, name="leave"),
    path("healthz", front.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("staff/", front.staff_door, name="staff_door"),
]
in_languages = [
    path("", front.home, name="home"),
    path("help/", front.help_near_you, name="help"),
    path("privacy/", front.privacy, name="privacy"),
    path("project/", project.project, name="project"),
    path("leaflet.pdf", project.leaflet, name="leaflet"),
]
