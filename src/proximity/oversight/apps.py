"""Django's entry to oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The auditor's pages; no tables."""

    name = "proximity.oversight"
    label = "oversight"
