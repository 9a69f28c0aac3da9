"""What a case received from another body by referral: its dossiers and files, joined with its own, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record, open_records
from proximity.cases.access_referrals import steps_of, thread_of
from proximity.cases.models import Case, ProceedingsStep, Referral, ReferralFile
from proximity.cases.queries.referral_labels import STEP
from proximity.cases.rules.proceedings import standing
from proximity.cases.rules.referrals import ReferralState
from proximity.cases.snapshots import open_snapshot, words_of_step
from proximity.dossier.rules.values import Coded, Dossier, OutcomeRow
from proximity.evidence.queries.files import FileLine, files_by_id, files_listed

# What the police set of a case: the later body says it of its own.
OF_POLICE = frozenset({"complaint", "offence"})


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


def files_received(case: Case) -> list[UUID]:
    """Return the files that came with the referrals which a case's organisation accepted in its proceedings."""
    if case.referral_id is None:
        return []
    came = ReferralFile.objects.filter(
        referral__thread_id=thread_of(case), referral__receiver_id=case.organisation_id,
        referral__state=ReferralState.ACCEPTED,
    )  # fmt: skip
    return list(came.values_list("file_id", flat=True))


def case_files(case: Case, *, by: Actor) -> list[FileLine]:
    """Return every file of a case: of its report, its own, and what came with a referral; each once, the oldest first."""
    subjects = [subject for subject in (case.report_id, case.pk) if subject is not None]
    found = [line for subject in subjects for line in files_listed(subject, by=by)]
    found += files_by_id(files_received(case), by=by)
    return sorted({line.id: line for line in found}.values(), key=lambda line: line.added_at)


def joined(received: Dossier, own: Dossier) -> Dossier:
    """Return one dossier of two: what was received, then what was added; the head and what is left out are the later's."""
    told = [row for row in received.facts if row.fact.code not in OF_POLICE]
    return replace(
        own,
        perception=own.perception or received.perception,
        facts=own.facts if own.perception else (*told, *own.facts),
        told=own.told or received.told,
        persons=every(received.persons, own.persons),
        indicators=every(received.indicators, own.indicators),
        suggestions=every(received.suggestions, own.suggestions),
        bias=every(own.bias, received.bias),
        second_readings=every(received.second_readings, own.second_readings),
        grounds=every(received.grounds, own.grounds),
        qualifications=every(received.qualifications, own.qualifications),
        law_note=own.law_note or received.law_note,
    )


def outcomes_of(case: Case, *, by: Actor) -> tuple[OutcomeRow, ...]:
    """Return what came of a matter at the bodies it was referred to, as it stands, in the language that is switched on."""
    thread = thread_of(case)
    if thread is None:
        return ()
    key, steps = open_record(thread, by=by), standing(steps_of(thread))
    names = names_of(step.noted_by for step in steps)
    return tuple(_outcome(step, names, *words_of_step(step, key)) for step in steps)


def _outcome(step: ProceedingsStep, names: Mapping[UUID, str], source: str, reasons: str) -> OutcomeRow:
    name = names.get(step.noted_by, "") if step.noted_by else ""
    who = ", ".join(part for part in (name, step.organisation.name) if part)
    return OutcomeRow(
        Coded(step.kind, str(STEP.get(step.kind, step.kind))), step.on, source, reasons, who, step.noted_at
    )


def every[T](first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    """Return the rows of both, each once: a supplement repeats what was sent before."""
    return tuple(dict.fromkeys((*first, *second)))
