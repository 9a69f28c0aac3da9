"""Addresses of the public front: `everywhere` without a language, `in_languages` below `/<lang>/`."""

from django.urls import path

from proximity.foundation.metrics import metrics
from proximity.welcome.views import awareness, cards, front, project
from proximity.welcome.views import help as help_views

everywhere = [
    path("", front.choose_language, name="choose_language"),
    path("leave/", front.leave, name="leave"),
    path("healthz", front.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("staff/", front.staff_door, name="staff_door"),
]
in_languages = [
    path("", front.home, name="home"),
    path("help/", help_views.index, name="help"),
    path("help/<slug:city>/", help_views.city, name="help_city"),
    path("help/<slug:city>/places/", help_views.places, name="help_places"),
    path("help/country/<slug:country>/", help_views.country, name="help_country"),
    path("what-is-a-hate-incident/", awareness.incident, name="incident"),
    path("if-you-see-it/", awareness.witness, name="witness"),
    path("for-young-people/", awareness.young, name="young"),
    path("your-rights/", awareness.rights, name="rights"),
    path("your-rights/<slug:country>/", awareness.rights_country, name="rights_country"),
    path("indicators/", cards.index, name="indicators"),
    path("indicators/<slug:country>/", cards.public, name="indicators_country"),
    path("privacy/", front.privacy, name="privacy"),
    path("project/", project.project, name="project"),
    path("leaflet.pdf", project.leaflet, name="leaflet"),
]
