"""What a running demo holds: asked in a process of its own, set up as the operator's, by `contents_of`."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import enter_as
from proximity.accounts.models import City, Membership, Organisation
from proximity.accounts.queries import actor_from
from proximity.assessment.models import BiasAnswerGiven, GroundEntry, IndicatorEntry
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case
from proximity.cases.queries.dues import dues_on, local_day_of
from proximity.cases.rules.dues import Urgency
from proximity.config.demo.making import as_staff
from proximity.config.installation import Installation
from proximity.foundation.database.passwords import read_passwords
from proximity.foundation.database.paths import Paths, find_place
from proximity.foundation.database.urls import socket_urls
from proximity.insight.models import FactRow, Release
from proximity.insight.rules.facts import Source
from proximity.packs import codes
from proximity.plans.models import Publication
from tests.running import Demo

type Contents = dict[str, dict[str, Any]]

ASK = "import django; django.setup(); from tests import demo_contents; demo_contents.write()"


def contents_of(demo: Demo) -> Contents:
    """Return what each city of a running demo holds, by its slug."""
    paths = Paths.of(demo.data)
    urls = socket_urls(read_passwords(paths), find_place(paths).socket_folder)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=Installation(demo.data, demo.port, demo.staff_port).operator_environment(urls),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: Contents = json.loads(done.stdout)
    return found


def write() -> None:
    found = {city.slug: _held(city.pk) | {"overdue": _overdue(city.pk)} for city in City.objects.all()}
    json.dump(found, sys.stdout)


def _held(city: UUID) -> dict[str, Any]:
    """Count and list what was filled; as the owner of the tables, who stands outside the wall."""
    bodies = Organisation.objects.filter(city=city)
    police = bodies.exclude(kind="ngo").get(accepts_reports=True)
    cases, indicators = Case.objects.filter(organisation=police), IndicatorEntry.objects.filter(city_id=city)
    return {
        "country": police.city.country,
        "police": police.body_code,
        "bodies": sorted(body for body in bodies.values_list("body_code", flat=True) if body),
        "kinds": sorted(bodies.values_list("kind", flat=True).distinct()),
        "cases": cases.count(),
        "statuses": sorted(set(cases.values_list("status", flat=True))),
        "languages": sorted(set(cases.values_list("report__language", flat=True))),
        "grounds": sorted(set(GroundEntry.objects.filter(city_id=city).values_list("code", flat=True))),
        "families": sorted({codes.indicator(code).family for code in indicators.values_list("code", flat=True)}),
        "directions": sorted(set(indicators.values_list("direction", flat=True))),
        "answers": sorted(set(BiasAnswerGiven.objects.filter(city_id=city).values_list("answer", flat=True))),
        "history": FactRow.objects.filter(city=city, source=Source.HISTORY).count(),
        "releases": Release.objects.filter(city=city).count(),
        "plans": Publication.objects.filter(city=city).count(),
    }


def _overdue(city: UUID) -> list[str]:
    """Return what had passed when a city was filled, for anybody who works on its cases.

    Not what passes after it: the midnight of a city may come between the filling and this look.
    """
    found, now = [], datetime.fromtimestamp((city.int >> 80) / 1000, UTC)  # its id is of version 7: when it was made
    for member in Membership.objects.filter(organisation__city=city).select_related("person", "organisation__city"):
        with transaction.atomic(), as_staff():
            actor = actor_from(member)
            enter_as(actor)
            dues = dues_on(cases_visible_to(actor), by=actor)
            late = [one.what for one in dues if one.urgency(now, local_day_of(actor, now)) is Urgency.OVERDUE]
        found += [f"{member.person.name}: {what}" for what in late]
    return found
