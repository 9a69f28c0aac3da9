"""Filling the demo: cities and organisations, people with second factors, reports, cases and facts."""

import csv
import os
import secrets
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from proximity.accounts.models import City, ElsewhereRoute, Membership, Organisation
from proximity.accounts.operations import (
    HashedPassword,
    add_city,
    add_membership,
    add_organisation,
    add_person,
    hash_password,
    set_second_factor,
)
from proximity.accounts.rules import Centre, OrganisationKind, Role
from proximity.cases.models import Case
from proximity.config.demo import casework
from proximity.config.demo.casework import add_cases, add_reports
from proximity.config.demo.demo_case import add_demo_case
from proximity.config.demo.directory import add_directory, share_units
from proximity.config.demo.exchange import add_exchange
from proximity.config.demo.figures import add_figures
from proximity.config.demo.keeping import add_old_cases, old_cases
from proximity.config.demo.learning import add_learning
from proximity.config.demo.making import DemoCity
from proximity.config.demo.meter import Meter
from proximity.config.demo.needs import add_needs
from proximity.config.demo.parts import in_parts
from proximity.config.demo.plans import add_plan
from proximity.config.demo.referring import add_referrals
from proximity.config.demo.text_tool import add_text_tool
from proximity.foundation.processes.child import ProcessProblem
from proximity.insight.models import Release

HERE = Path(__file__).parent
HEADER = (
    "name", "organisation", "city", "e-mail", "password", "TOTP secret", "one-time codes", "address",
)  # fmt: skip

LAST_STEPS = 16
"""How many cases what follows a city's cases weighs: reports, referrals, needs, figures and plan."""

type Row = tuple[str, ...]
type Say = Callable[[str], None]
type Values = dict[str, Any]


def seed(accounts_file: Path, *, say: Say, at_once: int = 1) -> None:
    """Fill the demo cities that are not filled yet, so many at a time; a city that was interrupted goes on where it stopped.

    With more than one at a time each works in a process forked from this one, which must hold no other thread.
    """
    cities = _chosen(tomllib.loads((HERE / "cities.toml").read_text(encoding="utf-8"))["city"])
    _found_cities(cities, accounts_file)
    filled = set(Release.objects.values_list("city__slug", flat=True))
    waiting = [values for values in cities if values["slug"] not in filled]
    if not waiting:
        _together(cities)
        say("The demo cities are there already; their data is kept.")
        return
    meter = Meter(sum(len(casework.stories_of(_city(values))) + LAST_STEPS for values in waiting), say)
    fill = partial(_fill, beside=accounts_file.parent, meter=meter, say=say)
    if at_once == 1 or len(waiting) == 1:
        for values in waiting:
            fill(values)
    else:
        in_parts(waiting, fill, at_once=at_once)
    _together(cities)


def processes() -> int:
    """Return how many cities to fill at once: one for each core, but not so many that old machines run out of memory."""
    return min(os.cpu_count() or 1, 4)


def _found_cities(cities: list[Values], accounts_file: Path) -> None:
    """Add the cities that are missing, with their people. By themselves: one log tells of them all, and it is told in turn."""
    there = set(City.objects.values_list("slug", flat=True))
    rows: list[Row] = _read_accounts(accounts_file) if there and accounts_file.exists() else []
    with transaction.atomic():
        for values in cities:
            if values["slug"] not in there:
                _add_city(values, rows)
        # Before the commit: passwords that no file holds would lock everybody out.
        if rows:
            write_accounts(accounts_file, rows)


def _together(cities: list[Values]) -> None:
    """Add what the cities tell each other and learn together, once all of them are there, in an interrupted demo now."""
    demos, now = {values["slug"]: _city(values) for values in cities}, timezone.now()
    add_exchange(demos, now=now)
    add_learning(demos, now=now)
    share_units(demos.values(), now=now)


def _fill(values: Values, *, beside: Path, meter: Meter, say: Say) -> None:
    """Fill one city: each case is there once it is whole, and what follows the cases is there all or not at all."""
    now, demo = timezone.now(), _city(values)
    begun = Case.objects.filter(organisation=demo.organisations["police"]).count()
    if not begun:
        # First, so that what the lists call newest is newest.
        begun = add_old_cases(demo, now=now)
    add_cases(demo, now=now, begun=begun - old_cases(demo), done=partial(_say_progress, meter, demo.city.name))
    with transaction.atomic():
        add_reports(demo, now=now)
        add_needs(demo, now=now)
        add_directory(demo, now=now)
        add_referrals(demo, now=now)
        if values.get("text_tool"):
            add_text_tool(demo, now=now)
        if values.get("demo_case"):
            add_demo_case(demo, now=now, beside=beside)
        # The figures say that the city is done.
        add_figures(demo, now=now)
        add_plan(demo, now=now)
    meter.add(f"{demo.city.name}, figures and plan", LAST_STEPS)
    say(f"{demo.city.name}: ready, with figures from 1,500 coded facts")


def _city(values: Values) -> DemoCity:
    """Return a city of the demo that was added before."""
    demo = DemoCity(City.objects.get(slug=values["slug"]), values["language"])
    bodies = {body.name: body for body in Organisation.objects.filter(city=demo.city).select_related("city")}
    demo.organisations = {body["key"]: bodies[body["name"]] for body in values["organisation"]}
    for member in (
        Membership.objects.filter(organisation__city=demo.city)
        .select_related("person", "organisation__city")
        .order_by("pk")
    ):
        demo.people[member.person.name.lower()] = member
    return demo


def _read_accounts(path: Path) -> list[Row]:
    with path.open(newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]


def _chosen(cities: list[Values]) -> list[Values]:
    """Return the cities that DEMO_CITIES names (slugs, commas between), or all. Raises `ProcessProblem` for another."""
    chosen = os.environ.get("DEMO_CITIES", "").strip() or "all"
    names = [values["slug"] for values in cities] if chosen == "all" else [name.strip() for name in chosen.split(",")]
    unknown = set(names) - {values["slug"] for values in cities}
    if unknown:
        raise ProcessProblem(f"DEMO_CITIES names no city of the demo: {', '.join(sorted(unknown))}.")
    return [values for values in cities if values["slug"] in names]


def _say_progress(meter: Meter, city: str, done: int, of: int) -> None:
    meter.add(f"{city}, case {done} of {of}")


def _add_city(values: Values, rows: list[Row]) -> DemoCity:
    city = add_city(
        slug=values["slug"],
        name=values["name"],
        country=values["country"],
        time_zone=values["time_zone"],
        reference_prefix=values["prefix"],
        centre=Centre(**values["place"]),
    )
    demo = DemoCity(city, values["language"])
    for body in values["organisation"]:
        organisation = add_organisation(
            city=city,
            kind=OrganisationKind(body["kind"]),
            name=body["name"],
            body_code=body.get("body", ""),
            accepts_reports=body.get("accepts_reports", False),
        )
        demo.organisations[body["key"]] = organisation
        if body.get("elsewhere"):
            # The one that answers "anywhere" does for every country that has none of its own.
            country = "" if body["elsewhere"] == "anywhere" else city.country
            ElsewhereRoute.objects.create(country=country, organisation=organisation)
    # One for all who work in a city, and hashed once: that takes a fifth of a second of both cores.
    password = f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
    hashed = hash_password(password)
    rows.extend(_add_person(demo, person, password, hashed) for person in values["person"])
    return demo


def _add_person(demo: DemoCity, values: dict[str, str], password: str, hashed: HashedPassword) -> Row:
    email = f"{values['name'].lower()}@{demo.city.slug}.example"
    person = add_person(email=email, name=values["name"], password=hashed, language=demo.language)
    factor = set_second_factor(person=person)
    organisation = demo.organisations[values["office"]]
    membership = add_membership(person=person, organisation=organisation, role=Role(values["role"]))
    demo.people[values["name"].lower()] = membership
    return (
        values["name"], organisation.name, demo.city.name, email, password, factor.secret, " ".join(factor.codes),
        settings.STAFF_ADDRESS,
    )  # fmt: skip


def write_accounts(path: Path, rows: list[Row]) -> None:
    """Write the table of demo accounts, readable by its owner alone."""
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
