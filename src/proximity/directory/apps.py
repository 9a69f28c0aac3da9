"""Django's entry to the directory."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Units, reporting centres and services of a city."""

    name = "proximity.directory"
    label = "directory"
