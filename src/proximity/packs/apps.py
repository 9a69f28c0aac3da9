"""Makes the country packs an installed area, so that checks and documentation find it; it has no models."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """The area `packs`."""

    name = "proximity.packs"
    label = "packs"
