"""Django's entry to the public front."""

from django.apps import AppConfig


class WelcomeConfig(AppConfig):
    """Home, help, privacy, the project, leaflets, the way out."""

    name = "proximity.welcome"
    label = "welcome"
