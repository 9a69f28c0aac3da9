"""A case as it may be handed on: what was told, what is assessed, what the files are. No needs, no messages, no tasks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record, open_records
from proximity.assessment.queries import labels as assessment_labels
from proximity.assessment.queries.assessments import Ground, Indicator, assessment_of
from proximity.assessment.queries.labels import Words as Label
from proximity.cases.access_referrals import steps_of, thread_of
from proximity.cases.models import Case, ProceedingsStep, Referral, ReferralFile
from proximity.cases.queries.referral_labels import STEP
from proximity.cases.rules.proceedings import standing
from proximity.cases.rules.referrals import PersonsShown, ReferralState
from proximity.cases.snapshots import open_snapshot, words_of_step
from proximity.dossier.rules.values import (
    BiasRow,
    Coded,
    CustodyRow,
    Dossier,
    DossierHead,
    EvidenceRow,
    FactRow,
    GroundRow,
    Hashed,
    IndicatorRow,
    OutcomeRow,
    Perception,
    PersonRow,
    Told,
    Withdrawn,
    Words,
)
from proximity.evidence.queries.files import FileLine, files_by_id, files_listed
from proximity.packs import codes
from proximity.packs.codes import UnknownCode
from proximity.reporting.access import OpenReport, open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import MAY_READ
from proximity.reporting.views.answers import Told as ToldLine
from proximity.reporting.views.answers import ToldPage, told

# Said in places of their own, or nobody's business but the person's and of who took the report.
APART = frozenset({Step.WHAT, Step.BECAUSE, Step.CONTACT, Step.READERS})
LEFT_OUT: dict[str, Label] = {
    "needs": _("needs and protection"),
    "messages": _("messages between the person and the organisations she chose"),
    "tasks": _("tasks"),
}
CONTACT = _("how to reach the person")
PERSON = _("the person who reported")
ABOUT_WHAT = _("What happened")


def dossier_of(
    case: Case, *, by: Actor, language: str, persons: PersonsShown, files: Iterable[UUID] | None = None, now: datetime
) -> Dossier:  # fmt: skip
    """Return a case as it may be handed on, its codes in words of `language`; `files` are those that go along, None for all.

    What another body referred comes first, as it was received, each row with who noted it there; then what was added here.
    Raises `RecordNotFound` without a wrap, `NotAllowed` by role.
    """
    with translation.override(language):
        own = _own(case, by, language, persons, now)
        for received in received_dossiers(case, by=by):
            own = _joined(received, own)
        chosen = [line for line in case_files(case, by=by) if files is None or line.id in set(files)]
        return replace(own, evidence=_evidence(chosen), custody=_custody(chosen), outcomes=_outcomes(case, by))


def received_dossiers(case: Case, *, by: Actor) -> tuple[Dossier, ...]:
    """Return what was referred to a case's organisation in its proceedings and accepted, the newest first."""
    if case.referral_id is None:
        return ()
    found = Referral.objects.filter(
        thread_id=thread_of(case), receiver_id=case.organisation_id, state=ReferralState.ACCEPTED
    )
    referrals = list(found.order_by("-id"))
    keys = open_records([one.pk for one in referrals], by=by)
    return tuple(open_snapshot(one, keys[one.pk]).dossier for one in referrals if one.pk in keys)


def case_files(case: Case, *, by: Actor) -> list[FileLine]:
    """Return every file of a case: of its report, its own, and what came with a referral; each once, the oldest first."""
    subjects = [subject for subject in (case.report_id, case.pk) if subject is not None]
    found = [line for subject in subjects for line in files_listed(subject, by=by)]
    if case.referral_id is not None:
        came = ReferralFile.objects.filter(
            referral__thread_id=thread_of(case), referral__receiver_id=case.organisation_id,
            referral__state=ReferralState.ACCEPTED,
        )  # fmt: skip
        found += files_by_id(came.values_list("file_id", flat=True), by=by)
    return sorted({line.id: line for line in found}.values(), key=lambda line: line.added_at)


def report_of(case: Case, *, by: Actor) -> OpenReport | None:
    """Return the report of a case, opened, where the person's word still lets the organisation read it."""
    may = Recipient.objects.filter(report=case.report_id, organisation=by.organisation, status__in=MAY_READ)
    if case.report_id is None or not may.exists():
        return None
    return open_report(Report.objects.select_related("city").get(pk=case.report_id), by=by)


def _own(case: Case, by: Actor, language: str, persons: PersonsShown, now: datetime) -> Dossier:
    assessment, opened = assessment_of(case.pk, by=by), report_of(case, by=by)
    indicators = (*assessment.indicators, *assessment.withdrawn)
    people = [one.by for one in assessment.answers] + [one.by for one in indicators]
    people += [one.by for one in assessment.grounds] + [
        one.withdrawal.by for one in assessment.withdrawn if one.withdrawal
    ]
    names = names_of(people)
    base = _told(opened, case, language, persons) if opened else Dossier(head=_head(case, by, language, now))
    left = LEFT_OUT | ({} if persons is PersonsShown.IN_CLEAR else {"contact": CONTACT})
    return replace(
        base,
        head=_head(case, by, language, now, report=opened.report.reference if opened else ""),
        indicators=tuple(_indicator(one, names) for one in indicators),
        bias=tuple(
            BiasRow(_coded(one.answer, assessment_labels.BIAS), one.reasons, _name(one.by, names), one.at)
            for one in assessment.answers
        ),
        grounds=tuple(_ground(one, names) for one in assessment.grounds),
        left_out=tuple(Coded(code, str(words)) for code, words in left.items()),
    )


def _head(case: Case, by: Actor, language: str, now: datetime, *, report: str = "") -> DossierHead:
    city = by.organisation.city
    return DossierHead(
        reference=case.reference, organisation=by.organisation.name, city=city.name, country=city.country,
        language=language, time_zone=city.time_zone, opened_at=case.opened_at, made_at=now, made_by=by.name,
        report_reference=report,
    )  # fmt: skip


def _told(opened: OpenReport, case: Case, language: str, persons: PersonsShown) -> Dossier:
    """Return what the person told: her account, what she perceives and why, and the other answers as facts."""
    answers, said_in = opened.answers, opened.report.language
    pages = told(answers, case.city, language)
    return Dossier(
        head=DossierHead("", "", "", "", language, "", case.opened_at, case.opened_at, ""),
        perception=_perception(answers, pages, said_in),
        facts=tuple(_facts(pages, answers, said_in, persons)),
        told=(Told(Coded("what", str(ABOUT_WHAT)), str(PERSON), Words(answers.what, said_in), opened.report.sent_at),),
        persons=(PersonRow(Coded(answers.standing or "reporter", _words_of("standing", pages) or str(PERSON))),),
    )


def _perception(answers: Answers, pages: Sequence[ToldPage], said_in: str) -> Perception:
    standing_words = _words_of("standing", pages)
    return Perception(
        answer=Coded(answers.perceived, _words_of("perceived", pages)),
        standing=Coded(answers.standing, standing_words) if standing_words else None,
        grounds=tuple(_coded_ground(code) for code in answers.grounds),
        why=Words(answers.why, said_in) if answers.why else None,
    )


def _facts(pages: Sequence[ToldPage], answers: Answers, said_in: str, persons: PersonsShown) -> Iterator[FactRow]:
    shown = APART - ({Step.CONTACT} if persons is PersonsShown.IN_CLEAR else set())
    for page in pages:
        if page.step in shown:
            continue
        for line in page.lines:
            raw = getattr(answers, line.name)
            own_words = isinstance(raw, str) and [raw] == [str(one) for one in line.answers]
            value, words = _joined_words(line), Words(raw, said_in) if own_words else None
            yield FactRow(Coded(line.name, str(line.asked)), "" if own_words else value, words)


def _words_of(name: str, pages: Sequence[ToldPage]) -> str:
    return next((_joined_words(line) for page in pages for line in page.lines if line.name == name), "")


def _joined_words(line: ToldLine) -> str:
    return " · ".join(str(one) for one in line.answers)


def _coded(code: str, words: object) -> Coded:
    found = words.get(code, code) if isinstance(words, dict) else code
    return Coded(str(code), str(found))


def _coded_ground(code: str) -> Coded:
    lang = translation.get_language() or "en"
    families = {one.code: one.label(lang) for one in codes.ground_families()}
    try:
        return Coded(code, families.get(code) or codes.ground(code).label(lang))
    except UnknownCode:
        return Coded(code, code)


def _indicator(one: Indicator, names: dict[UUID, str]) -> IndicatorRow:
    gone = one.withdrawal
    return IndicatorRow(
        indicator=Coded(one.code, codes.indicator(one.code).label(translation.get_language() or "en")),
        direction=one.direction, strength=_coded(one.strength, assessment_labels.STRENGTH),
        basis=_coded(one.basis, assessment_labels.BASIS), quote=Words(one.quote, one.language),
        noted_by=_name(one.by, names), noted_at=one.at,
        withdrawn=Withdrawn(gone.reason, _name(gone.by, names), gone.at) if gone else None,
    )  # fmt: skip


def _ground(one: Ground, names: dict[UUID, str]) -> GroundRow:
    return GroundRow(
        ground=_coded_ground(one.code), basis=_coded(one.basis, assessment_labels.GROUND_BASIS),
        alleged_by=_coded(one.alleged_by, assessment_labels.ALLEGED_BY),
        status=_coded(one.status, assessment_labels.GROUND_STATUS), by=_name(one.by, names), at=one.at,
    )  # fmt: skip


def _evidence(lines: Iterable[FileLine]) -> tuple[EvidenceRow, ...]:
    return tuple(
        EvidenceRow(
            id=str(line.id), name=line.name, kind=Coded("file", str(line.kind)), added_by=line.who or str(PERSON),
            added_at=line.added_at, note=Words(line.note) if line.note else None, original=Hashed(line.sha256, line.size),
        )
        for line in lines
    )  # fmt: skip


def _custody(lines: Iterable[FileLine]) -> tuple[CustodyRow, ...]:
    return tuple(
        CustodyRow(
            str(line.id),
            Coded("custody", str(entry.act)),
            entry.who,
            entry.where,
            entry.at,
            entry.purpose,
            entry.sha256,
        )
        for line in lines
        for entry in line.custody
    )


def _outcomes(case: Case, by: Actor) -> tuple[OutcomeRow, ...]:
    thread = thread_of(case)
    if thread is None:
        return ()
    key, steps = open_record(thread, by=by), standing(steps_of(thread))
    names = names_of(step.noted_by for step in steps)
    return tuple(_outcome(step, names, *words_of_step(step, key)) for step in steps)


def _outcome(step: ProceedingsStep, names: dict[UUID, str], source: str, reasons: str) -> OutcomeRow:
    who = ", ".join(part for part in (_name(step.noted_by, names), step.organisation.name) if part)
    return OutcomeRow(_coded(step.kind, STEP), step.on, source, reasons, who, step.noted_at)


def _name(person: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(person, "") if person else ""


def _joined(received: Dossier, own: Dossier) -> Dossier:
    """Return one dossier of two: what was received, then what was added; the head and what is left out are the later's."""
    return replace(
        own,
        perception=own.perception or received.perception,
        facts=own.facts or received.facts,
        told=own.told or received.told,
        persons=own.persons or received.persons,
        indicators=_all(received.indicators, own.indicators),
        suggestions=_all(received.suggestions, own.suggestions),
        bias=_all(own.bias, received.bias),
        second_readings=_all(received.second_readings, own.second_readings),
        grounds=_all(received.grounds, own.grounds),
        qualifications=_all(received.qualifications, own.qualifications),
        law_note=own.law_note or received.law_note,
    )


def _all[T](first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    """Return the rows of both, each once: a supplement repeats what was sent before."""
    return tuple(dict.fromkeys((*first, *second)))
