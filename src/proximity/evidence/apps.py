"""Django's entry to evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Files, sealed."""

    name = "proximity.evidence"
    label = "evidence"
