"""A case as a dossier: what may be handed on, collected in one place. What is not here is in no pack and no referral."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.assessment.queries.assessments import assessment_of
from proximity.cases.models import Case
from proximity.cases.queries.dossier_assessed import assessed
from proximity.cases.queries.dossier_law import qualified
from proximity.cases.queries.dossier_reported import (
    facts_told,
    of_police,
    perception,
    persons_named,
    report_of,
    words_of_register,
    words_told,
)
from proximity.cases.queries.labels import LEFT_OUT
from proximity.cases.queries.proof import proof_of
from proximity.cases.queries.received import every, joined, outcomes_of, received_dossiers
from proximity.cases.queries.suggestions import suggestion_rows
from proximity.cases.rules.referrals import PersonsShown
from proximity.dossier.rules import values as dossier
from proximity.reporting.access import OpenReport


def dossier_of(
    case: Case, *, by: Actor, language: str, persons: PersonsShown = PersonsShown.BY_ROLE,
    files: Collection[UUID] | None = None, now: datetime | None = None,
) -> dossier.Dossier:  # fmt: skip
    """Return a case as it may be handed on, its codes in words of `language`; `files` are those that go along, None for all.

    What another body referred comes first, as it was received, each row with who noted it there; then what was added here.
    Raises `RecordNotFound` without a wrap, `NotAllowed` by role.
    """
    now = now or timezone.now()
    with override(language):
        own = _own(case, by, language, persons, now)
        for received in received_dossiers(case, by=by):
            own = joined(received, own)
        proof = proof_of(case, by=by, files=files)
        return replace(
            own, told=every(own.told, proof.told), evidence=proof.evidence, custody=proof.custody, gaps=proof.gaps,
            outcomes=outcomes_of(case, by=by),
        )  # fmt: skip


def with_unreadable(found: dossier.Dossier, files: Sequence[UUID]) -> dossier.Dossier:
    """Return a dossier that says of these files that their bytes cannot be read: a gap like any other, named."""
    with override(found.head.language):
        gap = dossier.Coded("unreadable", _("Bytes missing or altered"))
        text = _("The sealed file is not what came in, so it is not in this pack. The hash is that of what came in.")
        gaps = tuple(dossier.GapRow(str(file), gap, text) for file in files)
    return replace(found, gaps=found.gaps + gaps)


def _own(case: Case, by: Actor, language: str, persons: PersonsShown, now: datetime) -> dossier.Dossier:
    """Return what the actor's own organisation knows: what the person told it, what it assessed, how it qualifies it."""
    assessment, reported = assessment_of(case.pk, by=by), report_of(case, by=by)
    key = open_record(case.pk, by=by)
    opinion = assessed(case, assessment, key=key, language=language)
    law = qualified(case, assessment, reported, key=key, language=language)
    return dossier.Dossier(
        head=_head(case, by, reported, language, now),
        perception=perception(reported, case, language) if reported else None,
        facts=(*(facts_told(reported, case, language, persons) if reported else ()), *of_police(case)),
        told=words_told(reported) if reported else words_of_register(case, key),
        persons=persons_named(case, by, reported, language, persons),
        indicators=opinion.indicators, suggestions=suggestion_rows(case, reported, by=by, language=language),
        bias=opinion.bias, second_readings=opinion.second_readings, grounds=opinion.grounds,
        qualifications=law.qualifications, law_note=law.note, left_out=_left_out(LEFT_OUT, persons),
    )  # fmt: skip


def _left_out(words: Mapping[str, object], persons: PersonsShown) -> tuple[dossier.Coded, ...]:
    clear = persons is PersonsShown.IN_CLEAR
    return tuple(
        dossier.Coded(code, str(words[code])) for code in words if not (clear and code in {"contact", "names"})
    )


def _head(case: Case, by: Actor, reported: OpenReport | None, language: str, now: datetime) -> dossier.DossierHead:
    city = by.organisation.city
    return dossier.DossierHead(
        reference=case.reference, organisation=by.organisation.name, city=city.name, country=city.country.upper(),
        language=language, time_zone=city.time_zone, opened_at=case.opened_at, made_at=now,
        made_by=by.name if by.person_id else _("the operator of the installation"),
        report_reference=reported.report.reference if reported else "",
    )  # fmt: skip
