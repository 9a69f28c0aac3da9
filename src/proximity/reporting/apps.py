"""Django's entry to reporting."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Intake, mailbox, inbox."""

    name = "proximity.reporting"
    label = "reporting"
