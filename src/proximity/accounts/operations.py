"""What can be done to accounts: cities, organisations with their keys, people, memberships, offices."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import City, Membership, Organisation, OrganisationSecret, Person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind, Role
from proximity.audit.operations import Origin, record_event
from proximity.foundation.keyrings import staff_keyring
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.keys import OrganisationKeys

OPERATOR = Origin(actor="operator")


@transaction.atomic
def add_city(
    *, slug: str, name: str, country: str, time_zone: str, reference_prefix: str, by: Origin = OPERATOR
) -> City:
    """Add a city to this instance."""
    city = City.objects.create(
        slug=slug, name=name, country=country, time_zone=time_zone, reference_prefix=reference_prefix
    )
    record_event("city.added", origin=by, target=city.pk, label=slug)
    return city


@transaction.atomic
def add_organisation(
    *,
    city: City,
    kind: OrganisationKind,
    name: str,
    body_code: str = "",
    accepts_reports: bool = False,
    acknowledge_days: int = 2,
    feedback_days: int = 10,
    by: Origin = OPERATOR,
) -> Organisation:
    """Add an organisation and draw its two key pairs; the private halves are kept wrapped by the master key."""
    identifier = new_id()
    keys = OrganisationKeys.generate()
    organisation = Organisation.objects.create(
        id=identifier, city=city, kind=kind, name=name, body_code=body_code, accepts_reports=accepts_reports,
        acknowledge_days=acknowledge_days, feedback_days=feedback_days, seal_key=keys.public_seal,
        sign_key=keys.public_sign,
    )  # fmt: skip
    OrganisationSecret.objects.create(
        organisation=organisation, private_keys=keys.wrapped_by(staff_keyring().master, identifier)
    )
    record_event("organisation.added", origin=by, target=organisation.pk, label=name)
    return organisation


@transaction.atomic
def add_person(*, email: str, name: str, password: str, language: str = "en", by: Origin = OPERATOR) -> Person:
    """Add a person who may sign in once she has an office and a second factor."""
    person = Person.objects.create(email=email.lower(), name=name, language=language, password=make_password(password))
    record_event("person.added", origin=by, target=person.pk)
    return person


@transaction.atomic
def add_membership(
    *, person: Person, organisation: Organisation, role: Role, by: Origin = OPERATOR, now: datetime | None = None
) -> Membership:
    """Give a person an office, with one role."""
    membership = Membership.objects.create(
        person=person, organisation=organisation, role=role, started_at=now or timezone.now()
    )
    record_event("membership.added", origin=by, target=membership.pk, label=role.value)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Origin = OPERATOR, now: datetime | None = None) -> None:
    """End a person's office; from the next request on she sees nothing of it."""
    membership.ended_at = now or timezone.now()
    membership.save(update_fields=["ended_at"])
    record_event("membership.ended", origin=by, target=membership.pk)


@transaction.atomic
def enter_office(*, membership: Membership, now: datetime | None = None) -> Actor:
    """Note that a person starts or switches to work in one of her offices, and return the actor."""
    actor = actor_from(membership)
    record_event(
        "office.entered", origin=Origin(actor=actor.label), target=membership.pk,
        label=membership.organisation.name, now=now,
    )  # fmt: skip
    return actor
