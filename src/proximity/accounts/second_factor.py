"""The second factor as allauth keeps it: one secret for an app, ten codes on paper. Only the workspace's process loads this."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled

from proximity.accounts.models import Person


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """What a person needs beside her password: the secret for an app (base 32), and ten codes that each work once."""

    secret: str = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)


def has_second_factor(person: Person) -> bool:
    """Say whether an app is set up; codes on paper alone are none."""
    return bool(is_mfa_enabled(person, [Authenticator.Type.TOTP]))


def draw_second_factor(person: Person) -> SecondFactor:
    """Store a new secret and ten new codes, sealed, in place of any there were, and return them."""
    drop_second_factor(person)
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return SecondFactor(secret=secret, codes=tuple(RecoveryCodes.activate(person).generate_codes()))


def drop_second_factor(person: Person) -> None:
    """Take away a person's app and codes; until she sets them up anew no other page opens to her."""
    Authenticator.objects.filter(user=person).delete()


def unused_codes(person: Person) -> int:
    """Return how many of a person's codes on paper still work."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return 0 if found is None else len(found.wrap().get_unused_codes())
