"""Django's entry to the public front."""

from django.apps import AppConfig


class WelcomeConfig(AppConfig):
    """Home, help, privacy, the way out; no tables."""

    name = "proximity.welcome"
    label = "welcome"
