"""The address that both processes answer, and the indicator cards at the point of work."""

from django.urls import path

from proximity.welcome import views
from proximity.welcome.views import cards

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("cards/", cards.at_work, name="cards"),
]
