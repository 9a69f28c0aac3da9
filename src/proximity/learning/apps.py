"""Django's entry to learning."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Learning together."""

    name = "proximity.learning"
    label = "learning"
