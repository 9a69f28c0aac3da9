"""Secret addresses: made, ended, and opened by whoever shows the secret. One for each person in each of her offices.

The secret is 256 random bits and is told once; what is kept is its hash. It opens in her name and behind her wall, for as long as
she holds the office, is active and has not made another.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import Membership, SecretAddress
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Capability
from proximity.audit.operations import Origin, record_event

SECRET_BYTES = 32
HOLDER = "SELECT membership, digest FROM accounts_secret_address(%s)"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose address was opened: she acts, and reads in her language."""

    actor: Actor
    language: str


@transaction.atomic
def make_address(*, by: Actor, now: datetime | None = None) -> str:
    """Make the actor's secret address in her office, in place of any she had, and return its secret: it is told this once.

    Raises `NotAllowed` for who does not read the exchange.
    """
    by.check_may(Capability.READ_EXCHANGE)
    now, secret = now or timezone.now(), secrets.token_urlsafe(SECRET_BYTES)
    office = _office(by)
    there = SecretAddress.objects.filter(membership=office).delete()[0]
    SecretAddress.objects.create(
        city_id=by.city_id, organisation=by.organisation, membership=office, digest=_digest(secret), made_at=now
    )
    record_event("calendar.address_made", origin=by.origin, target=office.pk, label="anew" if there else "", now=now)
    return secret


@transaction.atomic
def end_address(*, by: Actor, now: datetime | None = None) -> None:
    """End the actor's secret address in her office, where there is one."""
    office = _office(by)
    if SecretAddress.objects.filter(membership=office).delete()[0]:
        record_event("calendar.address_ended", origin=by.origin, target=office.pk, now=now)


def end_addresses(*memberships: Membership, by: Origin, purpose: str = "", now: datetime | None = None) -> None:
    """End the secret addresses of some offices: the operator's act, with the office or with the access that she takes away."""
    for one in SecretAddress.objects.filter(membership__in=memberships):
        one.delete()
        record_event("calendar.address_ended", origin=by, target=one.membership_id, purpose=purpose, now=now)


def address_of(by: Actor) -> SecretAddress | None:
    """Return the actor's own address in her office, without its secret; None where she has none."""
    found = SecretAddress.objects.filter(membership__person=by.person_id, organisation=by.organisation)
    return found.first()


def open_address(secret: str, *, needs: Capability) -> Holder | None:
    """Enter the context of whoever a secret was told to, and return her; None where it is nobody's, or opens this no more.

    Looked up by its hash, so that how long it takes says nothing about what is kept. Must run inside `transaction.atomic`.
    """
    shown = _digest(secret)
    with connection.cursor() as cursor:
        cursor.execute(HOLDER, [shown])
        row = cursor.fetchone()
    if row is None or not hmac.compare_digest(bytes(row[1]), shown):
        return None
    membership = Membership.objects.select_related("person", "organisation__city").get(pk=row[0])
    actor = actor_from(membership)
    if not actor.may(needs):
        return None
    enter_as(actor)
    return Holder(actor, membership.person.language)


def _office(by: Actor) -> Membership:
    return Membership.objects.get(person=by.person_id, organisation=by.organisation, ended_at=None)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()
