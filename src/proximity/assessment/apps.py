"""Django's entry to assessment."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Bias question, indicators, grounds."""

    name = "proximity.assessment"
    label = "assessment"
