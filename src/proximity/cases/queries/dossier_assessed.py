"""What was assessed, as rows of a dossier: indicators for and against, the bias question with its second readings, grounds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from proximity.accounts.queries import names_of
from proximity.assessment.queries.assessments import Answer, Assessment, Ground, Indicator
from proximity.assessment.queries.labels import ALLEGED_BY, BASIS, BIAS, GROUND_BASIS, GROUND_STATUS, STRENGTH, Words
from proximity.cases.models import Case
from proximity.cases.queries.qualifications import ReadingLine, bias_readings
from proximity.dossier.rules import values as dossier
from proximity.foundation.sealing.records import RecordKey
from proximity.packs import codes

type Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Assessed:
    """The rows that an assessment gives a dossier."""

    indicators: tuple[dossier.IndicatorRow, ...]
    bias: tuple[dossier.BiasRow, ...]
    second_readings: tuple[dossier.SecondReadingRow, ...]
    grounds: tuple[dossier.GroundRow, ...]


def assessed(case: Case, assessment: Assessment, *, key: RecordKey, language: str) -> Assessed:
    """Return an assessment as rows, what was withdrawn among them, in a language that is switched on."""
    readings = bias_readings(case, assessment, key=key)
    names = names_of([*_people(assessment), *(one.by for one in readings)])
    found = (*assessment.indicators, *assessment.withdrawn)
    return Assessed(
        indicators=tuple(_indicator(one, names, language) for one in found),
        bias=tuple(_bias(one, names) for one in assessment.answers),
        second_readings=tuple(second_reading(one, names) for one in readings),
        grounds=tuple(_ground(one, names, language) for one in assessment.grounds),
    )


def second_reading(one: ReadingLine, names: Names) -> dossier.SecondReadingRow:
    """Return what a second reader said, and whether the first answer has changed since."""
    words = _("agrees") if one.agrees else _("differs")
    if not one.is_of_now:
        words = _("%(opinion)s, with an earlier version") % {"opinion": words}
    code = "agrees" if one.agrees else "differs"
    return dossier.SecondReadingRow(dossier.Coded(code, words), one.reasons, name_in(names, one.by), one.at)


def name_in(names: Names, person: UUID | None) -> str:
    """Return a person's name, or nothing where nobody or somebody unknown did it."""
    return names.get(person, "") if person else ""


def coded(code: str, words: Mapping[str, Words]) -> dossier.Coded:
    """Return a code with its words in the language that is switched on."""
    return dossier.Coded(str(code), str(words[code]))


def _indicator(one: Indicator, names: Names, language: str) -> dossier.IndicatorRow:
    gone = one.withdrawal
    return dossier.IndicatorRow(
        indicator=dossier.Coded(one.code, codes.indicator(one.code).label(language)), direction=one.direction,
        strength=coded(one.strength, STRENGTH), basis=coded(one.basis, BASIS), quote=dossier.Words(one.quote, one.language),
        noted_by=name_in(names, one.by), noted_at=one.at, suggested_by=one.suggested_by,
        withdrawn=dossier.Withdrawn(gone.reason, name_in(names, gone.by), gone.at) if gone else None,
    )  # fmt: skip


def _bias(one: Answer, names: Names) -> dossier.BiasRow:
    return dossier.BiasRow(coded(one.answer, BIAS), one.reasons, name_in(names, one.by), one.at)


def _ground(one: Ground, names: Names, language: str) -> dossier.GroundRow:
    return dossier.GroundRow(
        ground=dossier.Coded(one.code, codes.ground(one.code).label(language)), basis=coded(one.basis, GROUND_BASIS),
        alleged_by=coded(one.alleged_by, ALLEGED_BY), status=coded(one.status, GROUND_STATUS), by=name_in(names, one.by),
        at=one.at,
    )  # fmt: skip


def _people(assessment: Assessment) -> Iterator[UUID | None]:
    yield from (one.by for one in assessment.answers)
    yield from (one.by for one in (*assessment.indicators, *assessment.withdrawn))
    yield from (one.by for one in assessment.grounds)
    yield from (one.withdrawal.by for one in assessment.withdrawn if one.withdrawal)
