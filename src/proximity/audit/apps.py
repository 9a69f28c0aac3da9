"""Django's entry to the audit log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only event log."""

    name = "proximity.audit"
    label = "audit"
