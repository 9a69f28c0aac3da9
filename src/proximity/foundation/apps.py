"""Django's entry to the foundation."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Shared ground without tables of its own."""

    name = "proximity.foundation"
    label = "foundation"
