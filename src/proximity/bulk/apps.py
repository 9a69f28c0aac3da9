"""Django's entry to bulk."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Import of history, export of a city."""

    name = "proximity.bulk"
    label = "bulk"
