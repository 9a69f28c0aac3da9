"""How the police qualify a case, as rows of a dossier: provision, source and mark, elements against facts, second readings."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.queries import names_of
from proximity.assessment.queries.assessments import Assessment
from proximity.cases.models import Case
from proximity.cases.queries.dossier_assessed import Names, name_in, second_reading
from proximity.cases.queries.qualifications import QualificationLine, incident_day, offers_for, qualifications_of
from proximity.cases.rules.qualifications import Element, QualificationStatus
from proximity.dossier.rules.values import Coded, ElementRow, QualificationRow, Withdrawn, Words
from proximity.foundation.sealing.records import RecordKey
from proximity.packs import codes
from proximity.packs.schema import Offence
from proximity.reporting.access import OpenReport


@dataclass(frozen=True, slots=True)
class Qualified:
    """The qualifications of a case and, where the country's law has no place for one of its grounds, that it has none."""

    qualifications: tuple[QualificationRow, ...]
    note: str


def qualified(
    case: Case, assessment: Assessment, reported: OpenReport | None, *, key: RecordKey, language: str
) -> Qualified:  # fmt: skip
    """Return how a case is qualified, in a language that is switched on. A wording that its pack lost stands with its code."""
    lines = qualifications_of(case, assessment, key=key)
    names = names_of([one.now.by for one in lines] + [read.by for one in lines for read in one.readings])
    rows = tuple(_row(one, one.offer.offence, names, language) for one in lines if one.offer is not None)
    return Qualified(rows, _note(case, assessment, reported, language))


def _row(line: QualificationLine, offence: Offence, names: Names, language: str) -> QualificationRow:
    now = line.now
    dropped = now.status == QualificationStatus.DROPPED
    return QualificationRow(
        offence=Coded(offence.code, offence.words.label(language)), provision=offence.provision,
        law=Words(offence.words.label(language), language), source=offence.seen_at.source, seen_on=offence.seen_at.date,
        verified_by=offence.verified_by or "", by=name_in(names, now.by), at=now.at,
        elements=tuple(map(_element, now.said.elements)), reasons=now.said.basis,
        second_readings=tuple(second_reading(one, names) for one in line.readings),
        withdrawn=Withdrawn(now.said.reason, name_in(names, now.by), now.at) if dropped else None,
    )  # fmt: skip


def _element(one: Element) -> ElementRow:
    met = Coded("met", _("yes")) if one.met else Coded("open", _("not shown yet"))
    return ElementRow(Coded("", one.text), met, one.fact)


def _note(case: Case, assessment: Assessment, reported: OpenReport | None, language: str) -> str:
    told = (reported.answers, reported.report.sent_at) if reported else (None, None)
    day = incident_day(case, *told)
    offers = offers_for(case, assessment, day.day)
    if not offers.unnamed:
        return ""
    named = ", ".join(codes.ground(code).label(language) for code in offers.unnamed)
    said = _(
        "No provision in force on %(day)s that was read names this ground: %(grounds)s. The incident counts all the same."
    )
    return said % {"day": date_format(day.day, "DATE_FORMAT"), "grounds": named}
