"""The persons of a case, opened, with what a page has to warn of; and which necessity test a case asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Role
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case, CasePerson, NecessityTest
from proximity.cases.rules.persons import (
    GENERAL_QUESTIONS,
    MOST_DAYS,
    PROPOSED_DAYS,
    AgeBand,
    PersonDetails,
    PersonRole,
    Question,
    SubjectCategory,
    category_of,
    is_treated_as_child,
)
from proximity.cases.rules.states import OffenceState
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.times import NecessityRule
from proximity.reporting.queries.routes import pack_of

# From how many days before a suspect's deletion somebody is told of it at home.
SOON_DAYS = 7
TABLE, TEST_TABLE = "cases_caseperson", "cases_necessitytest"


@dataclass(frozen=True, slots=True)
class NecessityPaper:
    """What is asked before a suspect is named where no offence is suspected. `rule` is None where the country has none."""

    rule: NecessityRule | None
    questions: tuple[Question, ...]
    most_days: int
    proposed_days: int


@dataclass(frozen=True, slots=True)
class TestLine:
    """One necessity test, opened."""

    number: int
    rule: str
    reasons: tuple[tuple[Question, str], ...]
    keep_until: date
    made_by: UUID | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person, opened. `number` tells persons without name apart; `deleted_in` says in how many days she deletes herself."""

    id: UUID
    number: int
    role: PersonRole
    category: SubjectCategory
    age_band: AgeBand
    details: PersonDetails
    guardian: UUID | None
    guardian_in_conflict: bool
    delete_on: date | None
    version: int
    added_by: UUID | None
    added_at: datetime
    tests: tuple[TestLine, ...]

    @property
    def is_child(self) -> bool:
        """Say whether she is protected as a child."""
        return is_treated_as_child(self.role, self.age_band)

    @property
    def is_suspect(self) -> bool:
        """Say whether she is a suspect."""
        return self.role == PersonRole.SUSPECT


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of a case, as its page shows them."""

    lines: tuple[PersonLine, ...]
    test_needed: bool

    @property
    def in_conflict(self) -> tuple[PersonLine, ...]:
        """Return the children whose guardian must not be told or contacted."""
        return tuple(line for line in self.lines if line.guardian_in_conflict)

    def line(self, person_id: UUID | None) -> PersonLine | None:
        """Return one person, or None."""
        return next((line for line in self.lines if line.id == person_id), None)


def persons_of(case: Case, *, by: Actor) -> Persons:
    """Return the persons of a case that `access` gave the actor, in three queries. Raises `RecordNotFound` without a wrap."""
    key = open_record(case.pk, by=by)
    rows = list(CasePerson.objects.filter(case=case).order_by("id"))
    tests = list(NecessityTest.objects.filter(case=case).order_by("-number"))
    lines = tuple(_line(row, number, key, tests) for number, row in enumerate(rows, start=1))
    return Persons(lines, test_needed=OffenceState(case.offence_state) != OffenceState.SUSPECTED)


def suspects_leaving(by: Actor, *, today: date, limit: int = 20) -> list[tuple[str, date]]:
    """Return the cases where a suspect deletes herself within a week, with the day, for whoever works on them."""
    cases = cases_visible_to(by)
    if by.role != Role.SUPERVISOR:
        cases = cases.filter(assignee=by.person_id)
    rows = CasePerson.objects.filter(case__in=cases, delete_on__lte=today + timedelta(days=SOON_DAYS))
    found = rows.order_by("delete_on", "id").values_list("case__reference", "delete_on")[:limit]
    return [(reference, on) for reference, on in found if on]


def necessity_paper(case: Case, *, on: date) -> NecessityPaper:
    """Return what has to be answered on a day before a suspect of this case may be named without suspicion of an offence."""
    pack = pack_of(case.city.country)
    rule = pack.necessity_rule_on(on) if pack else None
    further = tuple(Question(one.value) for one in rule.questions) if rule else ()
    limit = rule.keep_days if rule and rule.keep_days else None
    return NecessityPaper(
        rule, GENERAL_QUESTIONS + further, limit or MOST_DAYS, min(limit or PROPOSED_DAYS, PROPOSED_DAYS)
    )


def details_of(person: CasePerson, key: RecordKey) -> PersonDetails:
    """Return what is written about a person, opened with the key of its case."""
    values = key.open_json(bytes(person.details), table=TABLE, column="details", row=person.pk)
    return PersonDetails.from_json(values) if isinstance(values, dict) else PersonDetails()


def _line(row: CasePerson, number: int, key: RecordKey, tests: Sequence[NecessityTest]) -> PersonLine:
    role = PersonRole(row.role)
    return PersonLine(
        id=row.pk, number=number, role=role, category=category_of(role), age_band=AgeBand(row.age_band),
        details=details_of(row, key), guardian=row.guardian_id, guardian_in_conflict=row.guardian_in_conflict,
        delete_on=row.delete_on, version=row.version, added_by=row.added_by, added_at=row.added_at,
        tests=tuple(_tests((test for test in tests if test.person_id == row.pk), key)),
    )  # fmt: skip


def _tests(rows: Iterable[NecessityTest], key: RecordKey) -> Iterable[TestLine]:
    for row in rows:
        values = key.open_json(bytes(row.reasons), table=TEST_TABLE, column="reasons", row=row.pk)
        given = values if isinstance(values, dict) else {}
        reasons = tuple((question, str(given[question])) for question in Question if given.get(question))
        yield TestLine(row.number, row.rule, reasons, row.keep_until, row.made_by, row.made_at)
