"""Django's entry to insight."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Facts, releases, figures."""

    name = "proximity.insight"
    label = "insight"
