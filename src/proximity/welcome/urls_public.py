"""Addresses of the public front: `everywhere` without a language, `in_languages` below `/<lang>/`."""

from django.urls import path

from proximity.foundation.metrics import metrics
from proximity.welcome import views

everywhere = [
    path("", views.choose_language, name="choose_language"),
    path("leave/", views.leave, name="leave"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("staff/", views.staff_door, name="staff_door"),
]
in_languages = [
    path("", views.home, name="home"),
    path("help/", views.help_near_you, name="help"),
    path("privacy/", views.privacy, name="privacy"),
]
