"""What can be done to accounts: cities, organisations with their keys, people, memberships, offices, second factors."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.addresses import end_addresses
from proximity.accounts.guesses import forget_guesses
from proximity.accounts.models import (
    City,
    ElsewhereRoute,
    Membership,
    Organisation,
    OrganisationSecret,
    Person,
)  # fmt: skip
from proximity.accounts.queries import actor_of, open_memberships
from proximity.accounts.rules import (
    OFFICES,
    WITHOUT_RECORDS,
    Centre,
    OrganisationKind,
    Role,
    city_fault,
    goes_with,
)  # fmt: skip
from proximity.accounts.second_factor import SecondFactor, draw_second_factor, drop_second_factor
from proximity.audit.operations import Origin, record_event
from proximity.foundation.keyrings import staff_keyring
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.keys import OrganisationKeys

OPERATOR = Origin(actor="operator")


@dataclass(frozen=True, slots=True)
class HashedPassword:
    """A password as it is stored: hashed once for several accounts that are made together."""

    stored: str


def hash_password(password: str) -> HashedPassword:
    """Hash a password as any is hashed."""
    return HashedPassword(make_password(password))


class OfficeNotOpen(LookupError):
    """The person has no such office, or no longer."""


class NotSound(ValueError):
    """What was given makes no city, organisation or account; the message says why, in a sentence."""


@transaction.atomic
def add_city(
    *, slug: str, name: str, country: str, time_zone: str, reference_prefix: str, centre: Centre | None = None,
    by: Origin = OPERATOR, purpose: str = "",
) -> City:  # fmt: skip
    """Add a city to this instance, with a place on maps where it is known. Raises `NotSound`."""
    if (fault := city_fault(country=country, time_zone=time_zone, reference_prefix=reference_prefix)) is not None:
        raise NotSound(fault)
    city = City(slug=slug, name=name, country=country, time_zone=time_zone, reference_prefix=reference_prefix)
    _stand_at(city, centre)
    _save_new(city)
    record_event("city.added", origin=by, target=city.pk, label=slug, purpose=purpose)
    return city


@transaction.atomic
def place_city(*, city: City, centre: Centre | None, by: Origin = OPERATOR, purpose: str = "") -> None:
    """Say where a city stands on maps, or (None) take its place away. Raises `NotSound`."""
    _stand_at(city, centre)
    city.save(update_fields=["latitude", "longitude", "place_source", "place_seen_on"])
    record_event("city.placed", origin=by, target=city.pk, label="placed" if centre else "no place", purpose=purpose)


def _stand_at(city: City, centre: Centre | None) -> None:
    if centre is not None and centre.fault is not None:
        raise NotSound(centre.fault)
    city.latitude = centre.latitude if centre else None
    city.longitude = centre.longitude if centre else None
    city.place_source, city.place_seen_on = (centre.source, centre.seen_on) if centre else ("", None)


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
    purpose: str = "",
) -> Organisation:
    """Add an organisation and draw its two key pairs; the private halves are kept wrapped by the master key.

    Raises `NotSound`.
    """
    if accepts_reports and kind in WITHOUT_RECORDS:
        raise NotSound(f"An organisation of the kind {kind.value} takes no reports.")
    identifier = new_id()
    keys = OrganisationKeys.generate()
    organisation = Organisation(
        id=identifier, city=city, kind=kind, name=name, body_code=body_code, accepts_reports=accepts_reports,
        acknowledge_days=acknowledge_days, feedback_days=feedback_days, seal_key=keys.public_seal,
        sign_key=keys.public_sign,
    )  # fmt: skip
    _save_new(organisation)
    OrganisationSecret.objects.create(
        organisation=organisation, private_keys=keys.wrapped_by(staff_keyring().master, identifier)
    )
    record_event("organisation.added", origin=by, target=organisation.pk, label=name, purpose=purpose)
    return organisation


@transaction.atomic
def route_elsewhere(
    *, organisation: Organisation, country: str = "", by: Origin = OPERATOR, purpose: str = ""
) -> ElsewhereRoute:
    """Let an organisation take the reports from a country without a city here, or (empty) from all that have no other route.

    In place of whoever took them before. Raises `NotSound` where it takes no reports at all.
    """
    if not organisation.accepts_reports:
        raise NotSound("This organisation takes no reports.")
    route, _ = ElsewhereRoute.objects.update_or_create(country=country, defaults={"organisation": organisation})
    record_event("elsewhere.routed", origin=by, target=organisation.pk, label=country, purpose=purpose)
    return route


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    password: str | HashedPassword,
    language: str = "en",
    by: Origin = OPERATOR,
    purpose: str = "",
) -> Person:
    """Add a person who may sign in once she has an office and a second factor. Raises `NotSound`."""
    hashed = hash_password(password) if isinstance(password, str) else password
    person = Person(email=email.strip().lower(), name=name, language=language, password=hashed.stored)
    _save_new(person)
    record_event("person.added", origin=by, target=person.pk, purpose=purpose)
    return person


@transaction.atomic
def add_membership(
    *, person: Person, organisation: Organisation, role: Role, by: Origin = OPERATOR, purpose: str = "",
    now: datetime | None = None,
) -> Membership:  # fmt: skip
    """Give a person an office, with one role.

    Raises `NotSound` where the role does not go with the kind of organisation, or she works there already.
    """
    if not goes_with(role, OrganisationKind(organisation.kind)):
        kinds = ", ".join(sorted(OFFICES[role]))
        raise NotSound(
            f"The role {role.value} goes with organisations of these kinds: {kinds}; not {organisation.kind}."
        )
    if open_memberships(person).filter(organisation=organisation).exists():
        raise NotSound("This person works there already. End that office first to give another role.")
    membership = Membership.objects.create(
        person=person, organisation=organisation, role=role, started_at=now or timezone.now()
    )
    record_event("membership.added", origin=by, target=membership.pk, label=role.value, purpose=purpose)
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, by: Origin = OPERATOR, purpose: str = "", now: datetime | None = None
) -> None:
    """End a person's office; from the next request on she sees nothing of it."""
    membership.ended_at = now or timezone.now()
    membership.save(update_fields=["ended_at"])
    end_addresses(membership, by=by, purpose=purpose, now=now)
    record_event("membership.ended", origin=by, target=membership.pk, purpose=purpose)


@transaction.atomic
def reset_access(
    *, person: Person, password: str, by: Origin = OPERATOR, purpose: str = "", now: datetime | None = None
) -> None:
    """Give a person a new password, take her second factor away and end her sessions; at her next sign-in she sets one up.

    Her secret addresses end too.

    Sessions that had only given the old password end too: without a second factor they would be let in. Guesses of the
    old password are forgotten.
    """
    person.password = make_password(password)
    person.save(update_fields=["password"])
    drop_second_factor(person)
    _end_sessions(person)
    # Whoever had her password may have made them.
    end_addresses(*person.memberships.all(), by=by, purpose=purpose, now=now)
    forget_guesses(person.email)
    record_event("access.reset", origin=by, target=person.pk, purpose=purpose, now=now)


@transaction.atomic
def change_password(*, person: Person, password: str, keep: str = "", now: datetime | None = None) -> None:
    """Give oneself a new password, once the old one was asked for; every session of hers but `keep`, by its key, ends.

    Raises Django's `ValidationError`, with its sentences, for a password that is easily guessed or the one she has.
    """
    if check_password(password, person.password):
        raise ValidationError(_("This is the password that you have. Please choose another."), code="same")
    validate_password(password, person)
    person.password = make_password(password)
    person.save(update_fields=["password"])
    _end_sessions(person, but=keep)
    record_event("password.changed", origin=Origin(actor=f"person:{person.pk}"), target=person.pk, now=now)


@transaction.atomic
def enter_office(*, person: Person, membership_id: UUID, now: datetime | None = None) -> Actor:
    """Note that a person starts or switches to work in one of her offices, and return the actor.

    Raises `OfficeNotOpen`, the same for an office that is another's, has ended, or never was.
    """
    actor = actor_of(person, membership_id)
    if actor is None:
        raise OfficeNotOpen
    record_event(
        "office.entered", origin=Origin(actor=actor.label), target=membership_id,
        label=actor.organisation.name, now=now,
    )  # fmt: skip
    return actor


@transaction.atomic
def set_language(*, person: Person, language: str, now: datetime | None = None) -> None:
    """Choose the language of one's own workspace. Raises `ValueError` for one the interface does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError("the interface does not speak this language")
    person.language = language
    person.save(update_fields=["language"])
    record_event(
        "language.chosen", origin=Origin(actor=f"person:{person.pk}"), target=person.pk, label=language, now=now
    )


@transaction.atomic
def set_daily_summary(*, person: Person, wanted: bool, now: datetime | None = None) -> None:
    """Choose whether an e-mail tells each morning how much is due, without any content."""
    person.daily_summary = wanted
    person.save(update_fields=["daily_summary"])
    origin, label = Origin(actor=f"person:{person.pk}"), "on" if wanted else "off"
    record_event("summary.chosen", origin=origin, target=person.pk, label=label, now=now)


@transaction.atomic
def set_second_factor(*, person: Person, by: Origin = OPERATOR, now: datetime | None = None) -> SecondFactor:
    """Give a person a new second factor in place of any she had, and return it: it can be shown this once.

    The operator's act, for a new account or a lost telephone; a person sets her own up on her account page.
    """
    factor = draw_second_factor(person)
    record_event("second_factor.set", origin=by, target=person.pk, now=now)
    return factor


@transaction.atomic
def note_second_factor(*, person: Person, what: str = "app", now: datetime | None = None) -> None:
    """Log that a person set up her own second factor, or drew new codes; allauth's flow stores it in this transaction."""
    origin = Origin(actor=f"person:{person.pk}")
    record_event("second_factor.set", origin=origin, target=person.pk, label=what, now=now)


def _end_sessions(person: Person, *, but: str = "") -> None:
    """End where somebody is signed in, those sessions too that have given the password and not yet the second factor."""
    for session in Session.objects.exclude(pk=but).iterator():
        if str(person.pk) in json.dumps(session.get_decoded()):
            session.delete()


def _save_new(made: City | Organisation | Person) -> None:
    """Save what was made, or say what is wrong with it. Raises `NotSound`."""
    try:
        made.full_clean()
    except ValidationError as problem:
        raise NotSound(" ".join(f"{field}: {' '.join(said)}" for field, said in problem.message_dict.items())) from None
    made.save(force_insert=True)
