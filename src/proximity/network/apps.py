"""Django's entry to the network."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The machinery of the Exchange Network."""

    name = "proximity.network"
    label = "network"
