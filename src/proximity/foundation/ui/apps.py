"""Django's entry to the look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Layouts, components and static files."""

    name = "proximity.foundation.ui"
    label = "ui"
