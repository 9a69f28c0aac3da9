"""Django's entry to accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations and the access they have."""

    name = "proximity.accounts"
    label = "accounts"
