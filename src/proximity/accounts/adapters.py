"""What allauth asks of this project: no signing up, no mail, one way to prove oneself again, secrets sealed at rest.

Everything else of allauth stays as it is; its pages are reached only where `urls_staff` names them.
"""

from base64 import b64decode, b64encode

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from proximity.accounts.models import Person
from proximity.accounts.requests import signed_in_just_now
from proximity.foundation.clients import client_network
from proximity.foundation.keyrings import staff_keyring

CONTEXT = "proximity/second-factor/1"


class SignInAdapter(DefaultAccountAdapter):
    """Signing in with e-mail and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail address and password do not fit together. Please try again."),
        "incorrect_password": _("This is not your password. Please try again."),
        "too_many_login_attempts": _("Too many wrong codes. Please wait five minutes, then try again."),
        "rate_limited": _("Too many wrong codes. Please wait five minutes, then try again."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Say that nobody signs up: the operator adds people."""
        return False

    def pre_authenticate(self, _request: HttpRequest, **_credentials: object) -> None:
        """Leave counting wrong passwords to django-axes: a count per account alone would let anybody lock anybody out."""

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Say whether the person at work still knows her password."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Person | AnonymousUser) -> list[dict[str, str]]:
        """Return the one way to prove oneself again, for looking at recovery codes: the password."""
        if not user.is_authenticated:
            return []
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, **_kwargs: object) -> bool:
        """Say whether to ask for the password again before secrets are shown: not right after signing in with it."""
        return not signed_in_just_now(self.request)

    def add_message(self, *_args: object, **_kwargs: object) -> None:
        """Show none of allauth's messages: our pages say themselves what happened."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network that allauth counts requests by."""
        return client_network(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: a time-based code from an app, or one of ten codes on paper."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code does not fit. Please take the next one that your app shows, or another from your list."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret sealed with the master key: a copy of the database alone gives nobody a second factor."""
        return b64encode(staff_keyring().master.wrap(text.encode(), context=CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises `SealBroken` with another master key."""
        return staff_keyring().master.unwrap(b64decode(encrypted_text), context=CONTEXT).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return a QR code as an SVG element that can stand in a page: a strict CSP allows no data address."""
        image = qrcode.make(url, image_factory=SvgPathFillImage, box_size=14, border=4)
        svg: str = image.to_string(encoding="unicode")
        return svg
