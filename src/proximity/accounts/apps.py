"""Django's entry to accounts."""

from django.apps import AppConfig
from django.conf import settings


class AccountsConfig(AppConfig):
    """People, organisations and the access they have."""

    name = "proximity.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins, in the workspace only: the public process loads none of the sign-in machinery."""
        if settings.SIDE == "staff":
            from proximity.accounts import trail  # noqa: PLC0415  (needs the tables of allauth, which come later)

            trail.listen()
