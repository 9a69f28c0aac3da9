"""Django's entry to the exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What cities exchange."""

    name = "proximity.exchange"
    label = "exchange"
