"""Django's entry to search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Words in sealed texts."""

    name = "proximity.search"
    label = "search"
