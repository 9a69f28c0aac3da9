"""What both processes answer to whoever watches them, and the indicator cards at the point of work."""

from django.urls import path

from proximity.foundation.metrics import metrics
from proximity.welcome.views import cards, front

urlpatterns = [
    path("healthz", front.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("cards/", cards.at_work, name="cards"),
]
