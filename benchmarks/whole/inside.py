"""What the benchmark needs from inside the installation of DATA: people, drafts, addresses, counts; each task prints JSON.

`python -m benchmarks.whole.inside TASK [NUMBER]`, in a process of its own: whoever measures holds neither Django nor a key.
"""

import json
import secrets
import sys
import time
from datetime import timedelta
from typing import Any

from benchmarks.seeding.__main__ import put_on_environment

from proximity.config.installation import Installation

put_on_environment(Installation.from_environment())

import django

django.setup()

from benchmarks.seeding.seeder import ground_of_this_installation
from benchmarks.seeding.telling import FAMILY, NOBODYS, telling_of, vocabulary
from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.keys import search_secret
from proximity.accounts.models import Membership
from proximity.accounts.operations import (
    add_city,
    add_membership,
    add_organisation,
    add_person,
    hash_password,
    set_second_factor,
)
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind, Role
from proximity.audit.verify import verify_all
from proximity.cases.models import Case
from proximity.config.demo.making import as_staff
from proximity.foundation.words.lemmas import stem
from proximity.insight.models import FactRow, Release
from proximity.insight.operations.release import prepare_release, release_table
from proximity.reporting.drafts import Draft
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.flood import QUESTIONS
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.routing import SEPARATOR
from proximity.search.models import CommonTerm, IndexedRecord
from proximity.search.queries.asking import Words, seal_words
from proximity.search.rules.words import Numbering

CITY = "madrid"
OFFICERS = ("Alice", "Bob", "Clara", "David", "Eva", "Felix")
STORY = (
    "Íbamos en el autobús y un hombre nos gritó que volviéramos a nuestro país. Después empujó a mi hermana contra la puerta."
    " El conductor lo vio y no dijo nada. Mi hermana tiene un golpe en el hombro y desde entonces no quiere subir sola."
)  # fmt: skip


def found() -> dict[str, Any]:
    """Found the city, its bodies and who works there; return how an officer signs in."""
    password = secrets.token_hex(12)
    with transaction.atomic():
        city = add_city(
            slug=CITY, name="Madrid", country="es", time_zone="Europe/Madrid", reference_prefix="MAD", purpose="bench"
        )
        police = add_organisation(
            city=city, kind=OrganisationKind.LOCAL_POLICE, name="Policía Municipal", accepts_reports=True,
            body_code="es.madrid.policia_municipal", purpose="bench",
        )  # fmt: skip
        add_organisation(
            city=city, kind=OrganisationKind.NGO, name="Acogida Madrid", accepts_reports=True, purpose="bench"
        )
        hall = add_organisation(city=city, kind=OrganisationKind.CITY_HALL, name="Ayuntamiento", purpose="bench")
        hashed = hash_password(password)
        codes: tuple[str, ...] = ()
        for name in OFFICERS:
            person = add_person(email=f"{name.lower()}@bench.example", name=name, password=hashed)
            codes = codes or set_second_factor(person=person).codes
            add_membership(person=person, organisation=police, role=Role.OFFICER)
        official = add_person(email="lars@bench.example", name="Lars", password=hashed)
        add_membership(person=official, organisation=hall, role=Role.CITY_OFFICIAL)
    return {"email": f"{OFFICERS[0].lower()}@bench.example", "password": password, "codes": list(codes)}


def drafts(number: int) -> list[str]:
    """Return so many filled-in drafts before Send, each with a receipt of its own, as they stand in the browsers of people."""
    now = timezone.now()
    return [Draft(step=Step.CHECK, typed=_typed(one)).seal(now) for one in range(number)]


def asked(number: int) -> list[list[str]]:
    """Return so many drafts at the question that is asked while very many arrive, each with the right answer."""
    now, questions = timezone.now(), list(QUESTIONS.items())
    made = []
    for one in range(number):
        question, answer = questions[one % len(questions)]
        draft = Draft(step=Step.CHECK, typed=_typed(one)).asking(question, wrong=0)
        made.append([draft.seal(now), str(answer)])
    return made


def _typed(number: int) -> dict[Step, dict[str, list[str]]]:
    ground, telling = _ground(), telling_of(number)
    day = (timezone.now() - timedelta(days=2)).date().isoformat()
    readers = SEPARATOR.join(str(body.pk) for body in (ground.ngo, ground.police))
    return {
        Step.SAFE: {"safe_now": ["yes"]},
        Step.WHERE: {"city": [CITY]},
        Step.WHAT: {"what": [f"{STORY} {' '.join(telling.words)}."], "place": [telling.place]},
        Step.WHEN: {"when_precision": ["exact"], "when_date": [day], "when_time": ["18:30"]},
        Step.BEFORE: {"happened_before": ["no"]},
        Step.TARGETS: {"targets": ["person"]},
        Step.BECAUSE: {"perceived": ["yes"], "why": ["Por lo que dijo antes de empujar."]},
        Step.OFFICER: {"officer": ["no"]},
        Step.WHO: {"standing": ["victim"]},
        Step.WISHES: {"wishes": ["support", "police"]},
        Step.READERS: {"readers": [readers]},
    }


_grounds: list[Any] = []


def _ground() -> Any:
    if not _grounds:
        _grounds.append(ground_of_this_installation())
    return _grounds[0]


def pages() -> dict[str, list[str]]:
    """Return addresses of case pages, and of searches for words by how frequent they are."""
    actor = _ground().officers[0]
    with transaction.atomic():
        enter_as(actor)
        newest = Case.objects.filter(organisation=actor.organisation).order_by("-pk")
        count = newest.count()
        references = list(newest.values_list("reference", flat=True)[:: max(1, count // 200)][:200])
        deep = newest.values_list("pk", flat=True)[count // 2]
        frequencies = _frequencies(actor)
        asked = {kind: [f"/search/?q={_sealed(word, actor)}" for word in words] for kind, words in frequencies.items()}
        together = [
            f"{one} {other}" for one, other in zip(frequencies["frequent"], frequencies["frequent"][1:], strict=False)
        ]
        asked["two frequent"] = [f"/search/?q={_sealed(words, actor)}" for words in together]
    return {
        "list": [
            "/cases/",
            "/cases/?status=all",
            f"/cases/?status=all&after={deep}",
            "/cases/?status=all&ground=REL.MUS",
        ],
        "case": [f"/cases/{reference}/" for reference in references],
        **{f"search, {kind}": found for kind, found in asked.items()},
    }


def _sealed(words: str, actor: Actor) -> str:
    return seal_words(Words(text=words), by=actor)


def _frequencies(actor: Actor) -> dict[str, list[str]]:
    """Return words by in how many texts they stand: near the 5 % that are cut, in some, in hardly any, in none."""
    numbering = Numbering(search_secret(actor.organisation.pk))
    common = set(CommonTerm.objects.filter(organisation=actor.organisation).values_list("term", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, count(*) FROM search_posting WHERE organisation_id = %s GROUP BY term",
            [actor.organisation.pk],
        )
        counts = dict(cursor.fetchall())
    texts = IndexedRecord.objects.filter(organisation=actor.organisation).count()
    known = {}
    for word in (*vocabulary()[0], *(name for name in FAMILY if " " not in name)):
        term = numbering.term(stem(word, "es"))
        if term in counts and term not in common:
            known[word] = counts[term] / texts
    ranked = sorted(known, key=known.__getitem__, reverse=True)
    middling = [word for word in ranked if known[word] < 0.01]
    return {
        "frequent": ranked[:12], "middling": middling[:12], "rare": ranked[-12:], "absent": list(NOBODYS),
    }  # fmt: skip


def release() -> dict[str, float]:
    """Count and release the city's figures as the city hall does; return how long each took, and over how many facts."""
    official = Membership.objects.select_related("person", "organisation__city").get(role=Role.CITY_OFFICIAL)
    by = actor_from(official)
    begun = time.perf_counter()
    with transaction.atomic(), as_staff():
        enter_as(by)
        prepared = prepare_release(by=by)
    counted, first = time.perf_counter(), not Release.objects.filter(city_id=by.city_id).exists()
    with transaction.atomic(), as_staff():
        enter_as(by)
        release_table(prepared_id=prepared.pk, by=by, note="" if first else "More cases.")
    return {"seconds": counted - begun, "released": time.perf_counter() - counted, "facts": FactRow.objects.count()}


def verify() -> dict[str, float]:
    """Verify the whole log; return rows, seconds, seconds of this process's own work, and how many chains are faulty."""
    begun, computed = time.perf_counter(), time.process_time()
    reports = verify_all(None)
    rows = sum(report.count for report in reports)
    faulty = sum(bool(report.faults) for report in reports)
    return {
        "rows": rows, "seconds": time.perf_counter() - begun, "computed": time.process_time() - computed, "faulty": faulty,
    }  # fmt: skip


def stored() -> dict[str, int]:
    """Return how many reports and cases there are, and how many reports are not whole."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*) FROM reporting_report report WHERE NOT EXISTS (
              SELECT 1 FROM reporting_recipient WHERE report_id = report.id
            ) OR NOT EXISTS (SELECT 1 FROM accounts_keywrap WHERE record_id = report.id)
        """)
        (half,) = cursor.fetchone()
    marks = Recipient.objects.values_list("flood", flat=True)
    return {
        "reports": Report.objects.count(), "cases": Case.objects.count(), "half": half,
        "unanswered": marks.filter(flood="unanswered").count(),
    }  # fmt: skip


TASKS = {
    "found": found, "drafts": drafts, "asked": asked, "pages": pages, "release": release, "verify": verify, "stored": stored,
}  # fmt: skip

if __name__ == "__main__":
    json.dump(TASKS[sys.argv[1]](*map(int, sys.argv[2:])), sys.stdout)
