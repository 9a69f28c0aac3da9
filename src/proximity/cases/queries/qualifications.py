"""Qualifications and second readings of a case, opened; the law that is offered, and the day by which it is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from proximity.assessment.queries.assessments import Assessment, Ground
from proximity.assessment.rules import GroundBasis, GroundStatus
from proximity.cases.models import Case, Qualification, SecondReading
from proximity.cases.rules.qualifications import (
    DayBasis,
    IncidentDay,
    Offer,
    Offers,
    QualificationStatus,
    Reasoned,
    law_on,
    offer_of,
)
from proximity.cases.rules.second_reading import About, Answered, Read, is_of_now
from proximity.foundation.sealing.records import RecordKey
from proximity.packs import codes
from proximity.packs.loader import load_pack
from proximity.packs.pack import Pack
from proximity.reporting.rules.answers import Answers, Precision
from proximity.reporting.rules.deadlines import local_day

NO_GROUND = frozenset({"UNK", "NONE"})
QUALIFICATION, READING = "cases_qualification", "cases_secondreading"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a qualification, opened; `by` is a person's id."""

    number: int
    status: QualificationStatus
    said: Reasoned
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One second reading, opened. `is_of_now` is False where the first answer was changed afterwards."""

    about: About
    thread: UUID | None
    version: int
    agrees: bool
    reasons: str
    by: UUID | None
    at: datetime
    is_of_now: bool


@dataclass(frozen=True, slots=True)
class QualificationLine:
    """One qualification: the version that holds, the earlier ones (newest first), its law, the second readings (newest first).

    `offer` is None where the pack no longer has the wording: its code stands for it then.
    """

    thread: UUID
    offence: str
    now: Version
    earlier: tuple[Version, ...]
    offer: Offer | None
    readings: tuple[ReadingLine, ...]


def pack_for(case: Case) -> Pack:
    """Return the pack of the country that a case is in."""
    return load_pack(case.city.country)


def incident_day(case: Case, told: Answers | None, sent_at: datetime | None) -> IncidentDay:
    """Return the day by which the law is chosen: the day she told, else the local day on which her report came, and why."""
    stand_in = local_day(sent_at or case.opened_at, case.city.time_zone)
    if told is None:
        return IncidentDay(stand_in, DayBasis.UNKNOWN)
    day = _day(told.when_date)
    if told.when_precision == Precision.EXACT and day is not None:
        return IncidentDay(day, DayBasis.TOLD)
    basis = DayBasis.ABOUT if told.when_precision == Precision.ABOUT else DayBasis.UNKNOWN
    return IncidentDay(stand_in, basis, told.when_text or told.when_date)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def grounds_for_law(grounds: Iterable[Ground]) -> tuple[tuple[str, GroundBasis], ...]:
    """Return the grounds of a case that were not rejected, as the law is asked about them; "not known" is no question to it."""
    known = {one.code for one in codes.grounds()} - NO_GROUND
    return tuple((one.code, one.basis) for one in grounds if one.status != GroundStatus.REJECTED and one.code in known)


def offers_for(case: Case, assessment: Assessment, day: date, *, jurisdiction: str = "") -> Offers:
    """Return what the law offers a case on a day; an unknown jurisdiction, or none, is the country's default."""
    pack = pack_for(case)
    known = {one.code for one in pack.jurisdictions}
    chosen = jurisdiction if jurisdiction in known else pack.default_jurisdiction
    return law_on(pack, day, jurisdiction=chosen, grounds=grounds_for_law(assessment.grounds))


def qualifications_of(case: Case, assessment: Assessment, *, key: RecordKey) -> tuple[QualificationLine, ...]:
    """Return the qualifications of a case, opened, in the order they were first considered."""
    return qualified_and_read(case, assessment, key=key)[0]


def bias_readings(case: Case, assessment: Assessment, *, key: RecordKey) -> tuple[ReadingLine, ...]:
    """Return the second readings of the bias question, newest first."""
    return tuple(one for one in _readings(case, key, standing_of(assessment, ())) if one.about == About.BIAS)


def qualified_and_read(
    case: Case, assessment: Assessment, *, key: RecordKey
) -> tuple[tuple[QualificationLine, ...], tuple[ReadingLine, ...]]:
    """Return the qualifications of a case and the second readings of the bias question."""
    found: dict[UUID, list[Qualification]] = {}
    for row in Qualification.objects.filter(case=case).order_by("thread", "-number"):
        found.setdefault(row.thread, []).append(row)
    readings = _readings(case, key, standing_of(assessment, (rows[0] for rows in found.values())))
    grounds, pack = grounds_for_law(assessment.grounds), pack_for(case)
    lines = tuple(
        QualificationLine(
            thread=thread, offence=rows[0].offence, now=_version(rows[0], key),
            earlier=tuple(_version(row, key) for row in rows[1:]), offer=offer_of(pack, rows[0].offence, grounds=grounds),
            readings=tuple(one for one in readings if one.thread == thread),
        )
        for thread, rows in found.items()
    )  # fmt: skip
    return lines, tuple(one for one in readings if one.about == About.BIAS)


def standing_of(assessment: Assessment, newest: Iterable[Qualification]) -> list[Answered]:
    """Return what a second person can read: the answer to the bias question and each qualification that is not dropped."""
    found = [
        Answered(About.QUALIFICATION, row.thread, row.number, row.written_by)
        for row in newest if row.status != QualificationStatus.DROPPED
    ]  # fmt: skip
    if assessment.bias is not None:
        found.insert(0, Answered(About.BIAS, None, assessment.bias.number, assessment.bias.by))
    return found


def newest_of(case: Case) -> list[Qualification]:
    """Return the version that holds of each qualification of a case."""
    return list(Qualification.objects.filter(case=case).order_by("thread", "-number").distinct("thread"))


def _readings(case: Case, key: RecordKey, standing: list[Answered]) -> list[ReadingLine]:
    rows = SecondReading.objects.filter(case=case).order_by("-read_at", "-id")
    return [
        ReadingLine(
            about=About(row.about), thread=row.thread, version=row.version, agrees=row.agrees,
            reasons=key.open_text(bytes(row.reasons), table=READING, column="reasons", row=row.pk), by=row.read_by,
            at=row.read_at, is_of_now=any(is_of_now(as_read(row), one) for one in standing),
        )
        for row in rows
    ]  # fmt: skip


def as_read(row: SecondReading) -> Read:
    """Return a second reading as the rules look at it."""
    return Read(About(row.about), row.thread, row.version, row.read_by)


def _version(row: Qualification, key: RecordKey) -> Version:
    said = key.open_json(bytes(row.content), table=QUALIFICATION, column="content", row=row.pk)
    reasoned = Reasoned.from_json(said if isinstance(said, dict) else {})
    return Version(row.number, QualificationStatus(row.status), reasoned, row.written_by, row.written_at)
