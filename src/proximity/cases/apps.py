"""Django's entry to cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Case file: opening, assessment, tasks, closing."""

    name = "proximity.cases"
    label = "cases"
