"""A case as a dossier: what may be handed on, collected. What is not collected here is in no pack and in no referral."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.assessment.queries.assessments import Answer, Assessment, Ground, Indicator, assessment_of
from proximity.assessment.queries.labels import ALLEGED_BY, BASIS, BIAS, GROUND_BASIS, GROUND_STATUS, STRENGTH, Words
from proximity.cases.models import Case
from proximity.cases.queries.labels import COMPLAINT, LEFT_OUT, OFFENCE
from proximity.cases.queries.proof import proof_of
from proximity.dossier.rules import values as dossier
from proximity.packs import codes
from proximity.reporting.access import OpenReport, open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import MAY_READ
from proximity.reporting.views.answers import Told, ToldPage, told, told_on

# What is a fact of the incident. How to reach her, whether she is safe and whom she told are not: they are in no pack.
FACTS = (
    "city", "country", "place", "when_precision", "when_date", "when_time", "when_text", "happened_before", "reported_before",
    "reported_where", "reported_number", "targets", "officer", "officer_body",
)  # fmt: skip
OWN_WORDS = frozenset({"place", "when_text", "reported_where", "reported_number"})

type Names = Mapping[UUID, str]


def dossier_of(case: Case, *, by: Actor, language: str, now: datetime | None = None) -> dossier.Dossier:
    """Return a case that `access` gave the actor as a dossier in a language. Raises `RecordNotFound` without a wrap."""
    now = now or timezone.now()
    assessment, reported = assessment_of(case.pk, by=by), _reported(case, by)
    names = names_of([case.opened_by, *_people(assessment)])
    with override(language):
        evidence, custody = proof_of(case, by=by)
        return dossier.Dossier(
            head=_head(case, by, reported, language, now),
            perception=_perception(reported, case, language) if reported else None,
            facts=(*_facts(reported, case, language), *_of_police(case)),
            told=_told(reported) if reported else (),
            indicators=tuple(
                _indicator(one, names, language) for one in (*assessment.indicators, *assessment.withdrawn)
            ),
            bias=tuple(_bias(one, names) for one in assessment.answers),
            grounds=tuple(_ground(one, names, language) for one in assessment.grounds),
            evidence=evidence, custody=custody,
            left_out=tuple(coded(code, LEFT_OUT) for code in LEFT_OUT),
        )  # fmt: skip


def with_unreadable(found: dossier.Dossier, files: Sequence[UUID]) -> dossier.Dossier:
    """Return a dossier that says of these files that their bytes cannot be read: a gap like any other, named."""
    with override(found.head.language):
        gap = dossier.Coded("unreadable", _("Bytes missing or altered"))
        text = _("The sealed file is not what came in, so it is not in this pack. The hash is that of what came in.")
        gaps = tuple(dossier.GapRow(str(file), gap, text) for file in files)
    return replace(found, gaps=found.gaps + gaps)


def coded(code: str, words: Mapping[str, Words]) -> dossier.Coded:
    """Return a code with its words in the language that is switched on."""
    return dossier.Coded(str(code), str(words[code]))


def _reported(case: Case, by: Actor) -> OpenReport | None:
    """Return the report, or None where the person's word no longer lets the organisation read it, or its key is gone."""
    recipients = Recipient.objects.filter(report=case.report_id, organisation=by.organisation, status__in=MAY_READ)
    if case.report_id is None or not recipients.exists():
        return None
    return open_report(Report.objects.select_related("city").get(pk=case.report_id), by=by)


def _head(case: Case, by: Actor, reported: OpenReport | None, language: str, now: datetime) -> dossier.DossierHead:
    return dossier.DossierHead(
        reference=case.reference, organisation=by.organisation.name, city=case.city.name, country=case.city.country.upper(),
        language=language, time_zone=case.city.time_zone, opened_at=case.opened_at, made_at=now,
        made_by=by.name if by.person_id else _("the operator of the installation"),
        report_reference=reported.report.reference if reported else "",
    )  # fmt: skip


def _pages(reported: OpenReport, case: Case, language: str) -> list[ToldPage]:
    return told(reported.answers, case.city, language)


def _facts(reported: OpenReport | None, case: Case, language: str) -> list[dossier.FactRow]:
    if reported is None:
        return []
    lines = {line.name: line for page in _pages(reported, case, language) for line in page.lines}
    return [_fact(lines[name], reported) for name in FACTS if name in lines]


def _fact(line: Told, reported: OpenReport) -> dossier.FactRow:
    fact, said = dossier.Coded(line.name, str(line.asked)), "\n".join(map(str, line.answers))
    if line.name in OWN_WORDS:
        return dossier.FactRow(fact, words=dossier.Words(said, reported.report.language))
    return dossier.FactRow(fact, said)


def _of_police(case: Case) -> list[dossier.FactRow]:
    return [
        dossier.FactRow(dossier.Coded("complaint", _("Formal complaint")), str(COMPLAINT[case.complaint_state])),
        dossier.FactRow(dossier.Coded("offence", _("What the police suspect")), str(OFFENCE[case.offence_state])),
    ]


def _perception(reported: OpenReport, case: Case, language: str) -> dossier.Perception:
    pages, answers = _pages(reported, case, language), reported.answers
    because = {line.name: line for line in told_on(Step.BECAUSE, pages)}
    standing = next((line for page in pages for line in page.lines if line.name == "standing"), None)
    chosen = because["grounds"].answers if "grounds" in because else ()
    return dossier.Perception(
        answer=_answer(answers.perceived, because.get("perceived")),
        standing=_answer(answers.standing, standing) if standing else None,
        grounds=tuple(dossier.Coded(code, str(words)) for code, words in zip(answers.grounds, chosen, strict=True)),
        why=dossier.Words(answers.why, reported.report.language) if answers.why else None,
    )  # fmt: skip


def _answer(code: str, line: Told | None) -> dossier.Coded:
    return dossier.Coded(code, str(line.answers[0]) if line else _("not answered"))


def _told(reported: OpenReport) -> tuple[dossier.Told, ...]:
    about = dossier.Coded("what", _("What happened"))
    said_by = _("the person who reported")
    return (
        dossier.Told(about, said_by, dossier.Words(reported.answers.what, reported.report.language), reported.report.sent_at),
    )  # fmt: skip


def _indicator(one: Indicator, names: Names, language: str) -> dossier.IndicatorRow:
    gone = one.withdrawal
    return dossier.IndicatorRow(
        indicator=dossier.Coded(one.code, codes.indicator(one.code).label(language)), direction=one.direction,
        strength=coded(one.strength, STRENGTH), basis=coded(one.basis, BASIS), quote=dossier.Words(one.quote, one.language),
        noted_by=_name(one.by, names), noted_at=one.at,
        withdrawn=dossier.Withdrawn(gone.reason, _name(gone.by, names), gone.at) if gone else None,
    )  # fmt: skip


def _bias(one: Answer, names: Names) -> dossier.BiasRow:
    return dossier.BiasRow(coded(one.answer, BIAS), one.reasons, _name(one.by, names), one.at)


def _ground(one: Ground, names: Names, language: str) -> dossier.GroundRow:
    return dossier.GroundRow(
        ground=dossier.Coded(one.code, codes.ground(one.code).label(language)), basis=coded(one.basis, GROUND_BASIS),
        alleged_by=coded(one.alleged_by, ALLEGED_BY), status=coded(one.status, GROUND_STATUS), by=_name(one.by, names),
        at=one.at,
    )  # fmt: skip


def _name(person: UUID | None, names: Names) -> str:
    return names.get(person, "") if person else ""


def _people(assessment: Assessment) -> Iterator[UUID | None]:
    yield from (one.by for one in assessment.answers)
    yield from (one.by for one in (*assessment.indicators, *assessment.withdrawn))
    yield from (one.by for one in assessment.grounds)
    yield from (one.withdrawal.by for one in assessment.withdrawn if one.withdrawal)
