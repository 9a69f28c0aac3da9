"""Django's entry to the dossier."""

from django.apps import AppConfig


class DossierConfig(AppConfig):
    """The pack for the prosecution."""

    name = "proximity.dossier"
    label = "dossier"
