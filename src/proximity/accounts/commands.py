"""Cities, organisations and accounts at the command line. Runs with the database owner's connection; each act is the operator's.

Every function says in plain lines what it did. Raises `NotSound` with a sentence for whoever typed the command.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction

from proximity.accounts import operations
from proximity.accounts.models import City, Membership, Organisation, Person
from proximity.accounts.operations import NotSound
from proximity.accounts.queries import open_memberships
from proximity.accounts.rules import Centre, OrganisationKind, Role
from proximity.accounts.second_factor import has_second_factor
from proximity.audit.operations import Origin, record_event
from proximity.foundation.sealing.crockford import encode, groups

type Say = Callable[[str], None]

_SYMBOLS = 16
_NEVER = "never"
SHOWN_ONCE = (
    "Shown this once. Give it to her in person or by telephone, not by e-mail. At her next sign-in she sets up a second"
    " factor: an app on her telephone."
)


def list_cities(say: Say, *, purpose: str) -> None:
    """Say which cities there are."""
    rows = [
        (city.slug, city.name, city.country, city.time_zone, city.reference_prefix, _place(city))
        for city in City.objects.all()
    ]
    _say_table(say, ("city", "name", "country", "time zone", "prefix", "place on maps"), rows)
    _note("cities.listed", purpose)


def _place(city: City) -> str:
    return f"{city.latitude:.2f} {city.longitude:.2f}" if city.latitude is not None else "none"


def add_city(
    say: Say, *, slug: str, name: str, country: str, time_zone: str, prefix: str, purpose: str,
    latitude: float | None = None, longitude: float | None = None, source: str = "", seen_on: date | None = None,
) -> None:  # fmt: skip
    """Add a city."""
    city = operations.add_city(
        slug=slug, name=name, country=country, time_zone=time_zone, reference_prefix=prefix, purpose=purpose,
        centre=_centre(latitude, longitude, source, seen_on),
    )  # fmt: skip
    say(f"{city.name} is there. Next: proximity organisation add {city.slug} …")


def place_city(
    say: Say, *, slug: str, latitude: float | None, longitude: float | None, source: str, seen_on: date | None,
    purpose: str,
) -> None:  # fmt: skip
    """Say where a city stands on maps; without coordinates it is on none."""
    city = _city(slug)
    operations.place_city(city=city, centre=_centre(latitude, longitude, source, seen_on), purpose=purpose)
    say(f"{city.name}: {_place(city)}")


def _centre(latitude: float | None, longitude: float | None, source: str, seen_on: date | None) -> Centre | None:
    """Return the place that was typed, or None where none was. Raises `NotSound` where half of it was."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise NotSound("A place needs both --latitude and --longitude.")
    return Centre(latitude, longitude, source.strip(), seen_on)


def list_organisations(say: Say, *, purpose: str) -> None:
    """Say which organisations there are, city by city."""
    found = Organisation.objects.select_related("city").order_by("city__name", "name")
    rows = [(one.city.slug, one.name, one.kind, "yes" if one.accepts_reports else "no", one.body_code) for one in found]
    _say_table(say, ("city", "organisation", "kind", "takes reports", "body"), rows)
    _note("organisations.listed", purpose)


@transaction.atomic
def add_organisation(
    say: Say, *, city: str, name: str, kind: OrganisationKind, body: str, takes_reports: bool, elsewhere: str | None,
    acknowledge_days: int, feedback_days: int, purpose: str,
) -> None:  # fmt: skip
    """Add an organisation; with `elsewhere` it takes the reports from that country too, or (empty) from everywhere else."""
    made = operations.add_organisation(
        city=_city(city), kind=kind, name=name, body_code=body, accepts_reports=takes_reports,
        acknowledge_days=acknowledge_days, feedback_days=feedback_days, purpose=purpose,
    )  # fmt: skip
    if elsewhere is not None:
        operations.route_elsewhere(organisation=made, country=elsewhere, purpose=purpose)
    say(f"{made.name} is there, with keys of its own. Next: proximity account add E-MAIL --city {city} …")


def list_accounts(say: Say, *, purpose: str) -> None:
    """Say who may sign in, and where each of them works."""
    rows = []
    for person in Person.objects.order_by("email"):
        signed_in = person.last_login.date().isoformat() if person.last_login else _NEVER
        factor = "yes" if has_second_factor(person) else "no"
        offices = [_office(one) for one in open_memberships(person)] or [("", "no office", "")]
        rows += [(person.email, person.name, *office, factor, signed_in) for office in offices]
    _say_table(say, ("e-mail", "name", "city", "organisation", "role", "second factor", "last sign-in"), rows)
    _note("accounts.listed", purpose)


@transaction.atomic
def add_account(
    say: Say, *, email: str, name: str, city: str, organisation: str, role: Role, language: str, purpose: str
) -> None:
    """Add an account with its first office and say its password; somebody who has an account is given one more office."""
    office = _organisation(city, organisation)
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is not None:
        operations.add_membership(person=person, organisation=office, role=role, purpose=purpose)
        say(f"{person.name} has an account already and now also works for {office.name}. Her password stays.")
        return
    password = draw_password()
    person = operations.add_person(email=email, name=name, password=password, language=language, purpose=purpose)
    operations.add_membership(person=person, organisation=office, role=role, purpose=purpose)
    say(f"{person.email} may sign in, as {role.value} of {office.name}.")
    _say_password(say, password)


def reset_account(say: Say, *, email: str, purpose: str) -> None:
    """Give somebody a new password, and say it; her second factor and her sessions end."""
    password = draw_password()
    person = _person(email)
    operations.reset_access(person=person, password=password, purpose=purpose)
    say(f"{person.email}: a new password; the second factor is gone, and open sessions have ended.")
    _say_password(say, password)


def end_office(say: Say, *, email: str, city: str, organisation: str, purpose: str) -> None:
    """End somebody's work for an organisation."""
    person, office = _person(email), _organisation(city, organisation)
    membership = open_memberships(person).filter(organisation=office).first()
    if membership is None:
        raise NotSound(f"{person.email} does not work for {office.name}.")
    operations.end_membership(membership=membership, purpose=purpose)
    say(f"{person.email} no longer works for {office.name}: she sees nothing of it from now on.")


def draw_password() -> str:
    """Return a random password of 80 bits that can be read over the telephone."""
    return groups(encode(secrets.randbits(5 * _SYMBOLS), _SYMBOLS)).lower()


def _say_password(say: Say, password: str) -> None:
    say("")
    say(f"    {password}")
    say("")
    say(SHOWN_ONCE)


def _say_table(say: Say, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    table = [head, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _office(membership: Membership) -> tuple[str, str, str]:
    return (membership.organisation.city.slug, membership.organisation.name, membership.role)


def _city(slug: str) -> City:
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise NotSound(f"There is no city {slug!r}: see `proximity city list`.")
    return city


def _organisation(city: str, name: str) -> Organisation:
    found = Organisation.objects.filter(city=_city(city), name=name).first()
    if found is None:
        raise NotSound(f"There is no organisation {name!r} in {city}: see `proximity organisation list`.")
    return found


def _person(email: str) -> Person:
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise NotSound("There is no account with this e-mail address: see `proximity account list`.")
    return person


def _note(action: str, purpose: str) -> None:
    with transaction.atomic():
        record_event(action, origin=Origin(actor="operator"), purpose=purpose)
