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

from proximity.accounts.models import City, ElsewhereRoute
from proximity.accounts.operations import (
    add_city,
    add_membership,
    add_organisation,
    add_person,
    set_second_factor,
)
from proximity.accounts.rules import OrganisationKind, Role
from proximity.config.demo.casework import add_casework
from proximity.config.demo.demo_case import add_demo_case
from proximity.config.demo.figures import add_figures
from proximity.config.demo.keeping import add_old_cases
from proximity.config.demo.making import DemoCity
from proximity.config.demo.needs import add_needs
from proximity.config.demo.plans import add_plan
from proximity.config.demo.referring import add_referrals

HERE = Path(__file__).parent
HEADER = (
    "name", "organisation", "city", "e-mail", "password", "TOTP secret", "one-time codes", "address",
)  # fmt: skip

type Say = Callable[[str], None]


def seed(accounts_file: Path, *, say: Say) -> None:
    """Fill the demo cities. Does nothing where they are already there; begins anew where it was interrupted."""
    if City.objects.exists():
        say("The demo cities are there already; their data is kept.")
        return
    description = tomllib.loads((HERE / "cities.toml").read_text())
    rows: list[tuple[str, ...]] = []
    now = timezone.now()
    # All or nothing: a demo that was interrupted begins anew.
    with transaction.atomic():
        for values in description["city"]:
            demo = _add_city(values, rows)
            # First, so that what the lists call newest is newest.
            add_old_cases(demo, now=now)
            add_casework(demo, now=now, done=partial(_say_progress, say, demo.city.name))
            add_needs(demo, now=now)
            add_referrals(demo, now=now)
            if values.get("demo_case"):
                add_demo_case(demo, now=now, beside=accounts_file.parent)
            add_figures(demo, now=now)
            add_plan(demo, now=now)
            say(f"{demo.city.name}: figures released from 1,500 coded facts")
        # Before the commit: passwords that no file holds would lock everybody out.
        write_accounts(accounts_file, rows)


def _say_progress(say: Say, city: str, count: int) -> None:
    if count % 20 == 0:
        say(f"{city}: {count} cases")


def _add_city(values: dict[str, Any], rows: list[tuple[str, ...]]) -> DemoCity:
    city = add_city(
        slug=values["slug"],
        name=values["name"],
        country=values["country"],
        time_zone=values["time_zone"],
        reference_prefix=values["prefix"],
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
            # The first one named answers for every country that has none of its own.
            country = city.country if ElsewhereRoute.objects.exists() else ""
            ElsewhereRoute.objects.create(country=country, organisation=organisation)
    rows.extend(_add_person(demo, person) for person in values["person"])
    return demo


def _add_person(demo: DemoCity, values: dict[str, str]) -> tuple[str, ...]:
    password = f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
    email = f"{values['name'].lower()}@{demo.city.slug}.example"
    person = add_person(email=email, name=values["name"], password=password, language=demo.language)
    factor = set_second_factor(person=person)
    organisation = demo.organisations[values["office"]]
    membership = add_membership(person=person, organisation=organisation, role=Role(values["role"]))
    demo.people[values["name"].lower()] = membership
    return (
        values["name"], organisation.name, demo.city.name, email, password, factor.secret, " ".join(factor.codes),
        settings.STAFF_ADDRESS,
    )  # fmt: skip


def write_accounts(path: Path, rows: list[tuple[str, ...]]) -> None:
    """Write the table of demo accounts, readable by its owner alone."""
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
