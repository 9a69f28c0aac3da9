"""Django's entry to plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Local action plans."""

    name = "proximity.plans"
    label = "plans"
