"""The texts of cases and reports, opened: what is indexed of them and what a result shows of them.

Names only of those whom R22 links by: victims and suspects. A witness, a child's guardian or a third person stands in one case
for that case alone and is not looked up by name; neither is a child. Needs, conversations with the person, reasons for sealing
and whatever was withdrawn are not indexed at all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import open_records
from proximity.assessment.models import BiasAnswerGiven, IndicatorEntry
from proximity.assessment.queries.assessments import BIAS, INDICATOR
from proximity.cases.models import Case, CaseOrigin, CasePerson, Referral, Task
from proximity.cases.operations.opening import TABLE as CASE
from proximity.cases.queries.origins import opened_origin
from proximity.cases.queries.persons import TABLE as PERSON
from proximity.cases.queries.persons import details_of
from proximity.cases.rules.history import Origin
from proximity.cases.rules.persons import AgeBand, PersonRole, is_treated_as_child
from proximity.cases.snapshots import open_snapshot
from proximity.dossier.rules.encoding import NotADossier
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.access import MESSAGE_TABLE, answers_of
from proximity.reporting.models import Message, Recipient, Report
from proximity.reporting.rules.states import MAY_READ, MessageKind
from proximity.search.rules.words import Passage, Source

__all__ = ["PERSON", "Passages", "passages_of", "readable_reports"]

type Passages = Mapping[UUID, list[Passage]]
LINKED_BY_NAME = frozenset({PersonRole.VICTIM, PersonRole.INDIRECT_VICTIM, PersonRole.SUSPECT})
TASK = "cases_task"
# What was tampered with cannot be opened: the rest is found all the same.
LEFT_OUT = suppress(SealBroken, NotADossier)


def passages_of(records: Collection[UUID], *, by: Actor) -> Passages:
    """Return the texts of cases and reports that the actor's organisation may read, in a constant number of queries.

    What cannot be opened, because it was tampered with, is left out; the others are found.
    """
    found: dict[UUID, list[Passage]] = defaultdict(list)
    cases = list(Case.objects.filter(pk__in=records, organisation=by.organisation).select_related("referral"))
    _told(_told_in(records, cases, by), found, by)
    if cases:
        keys = open_records([case.pk for case in cases], by=by)
        _of_cases([case for case in cases if case.pk in keys], keys, found, by)
    return {record: [one for one in passages if one.text] for record, passages in found.items()}


def _told_in(records: Collection[UUID], cases: Collection[Case], by: Actor) -> dict[UUID, UUID]:
    """Return which reports are read, each with the record that it is found as: one that became a case is found as that case."""
    became = {case.report_id: case.pk for case in cases if case.report_id}
    known = {case.pk for case in cases}
    alone = [one for one in records if one not in known]
    taken = set(Case.objects.filter(report__in=alone, organisation=by.organisation).values_list("report", flat=True))
    return became | {one: one for one in alone if one not in taken}


def readable_reports(reports: Iterable[UUID], *, by: Actor) -> list[UUID]:
    """Return those reports that were opened at the actor's organisation and that the person's word still lets it read."""
    allowed = Recipient.objects.filter(report__in=list(reports), organisation=by.organisation, status__in=MAY_READ)
    opened = KeyWrap.objects.filter(organisation=by.organisation, opened_at__isnull=False)
    return list(allowed.filter(report__in=opened.values("record_id")).values_list("report", flat=True))


def _told(reports: Mapping[UUID, UUID], found: dict[UUID, list[Passage]], by: Actor) -> None:
    """Add what persons told and added; `reports` leads from a report to the record that it is found as."""
    readable = readable_reports(reports, by=by)
    facts = list(Message.objects.filter(report__in=readable, organisation=None, kind=MessageKind.FACTS).order_by("id"))
    keys = open_records([*readable, *(one.pk for one in facts)], by=by)
    opened = set(
        KeyWrap.objects.filter(
            record_id__in=[one.pk for one in facts], organisation=by.organisation, opened_at__isnull=False
        ).values_list("record_id", flat=True)
    )
    for report in Report.objects.filter(pk__in=readable):
        if report.pk in keys:
            with LEFT_OUT:
                found[reports[report.pk]] += _answered(report, keys[report.pk])
    for fact in facts:
        if fact.pk in opened:
            with LEFT_OUT:
                found[reports[fact.report_id]].append(_added(fact, keys[fact.pk]))


def _answered(report: Report, key: RecordKey) -> list[Passage]:
    answers = answers_of(report, key)
    return [
        Passage(Source.TOLD, answers.what, report.language),
        Passage(Source.TOLD, answers.why, report.language),
        Passage(Source.PLACE, answers.place, report.language),
        Passage(Source.DAY, answers.when_date),
    ]


def _added(fact: Message, key: RecordKey) -> Passage:
    values = key.open_json(bytes(fact.body), table=MESSAGE_TABLE, column="body", row=fact.pk)
    return Passage(Source.ADDED, str(values.get("text", "")) if isinstance(values, dict) else "")


def _of_cases(
    cases: Collection[Case], keys: Mapping[UUID, RecordKey], found: dict[UUID, list[Passage]], by: Actor
) -> None:
    ids = [case.pk for case in cases]
    for case in cases:
        with LEFT_OUT:
            found[case.pk].append(_text(Source.TITLE, case, "title", CASE, keys[case.pk]))
    for person in CasePerson.objects.filter(case__in=ids, named=True, role__in=LINKED_BY_NAME).order_by("id"):
        if not is_treated_as_child(PersonRole(person.role), AgeBand(person.age_band)):
            with LEFT_OUT:
                found[person.case_id].append(Passage(Source.NAME, details_of(person, keys[person.case_id]).name))
    for answer in _newest_answers(ids):
        with LEFT_OUT:
            found[answer.record_id].append(_text(Source.BIAS, answer, "reasons", BIAS, keys[answer.record_id]))
    for entry in IndicatorEntry.objects.filter(record_id__in=ids, withdrawn_at__isnull=True).order_by("id"):
        with LEFT_OUT:
            found[entry.record_id].append(_text(Source.INDICATOR, entry, "quote", INDICATOR, keys[entry.record_id]))
    for task in Task.objects.filter(case__in=ids).order_by("id"):
        with LEFT_OUT:
            found[task.case_id].append(_text(Source.TASK, task, "title", TASK, keys[task.case_id]))
    for row in CaseOrigin.objects.filter(case__in=ids):
        with LEFT_OUT:
            found[row.case_id] += _of_register(opened_origin(row, keys[row.case_id]))
    _referred([case for case in cases if case.referral], found, by)


def _of_register(origin: Origin) -> list[Passage]:
    """Return what an older register told; its reference there is found too."""
    return [
        Passage(Source.TOLD, origin.told, origin.language),
        Passage(Source.PLACE, origin.place, origin.language),
        Passage(Source.DAY, origin.happened),
        Passage(Source.TITLE, origin.external),
    ]


def _newest_answers(ids: Collection[UUID]) -> list[BiasAnswerGiven]:
    rows = BiasAnswerGiven.objects.filter(record_id__in=ids)
    return list(rows.order_by("record_id", "-number").distinct("record_id"))


def _referred(cases: Collection[Case], found: dict[UUID, list[Passage]], by: Actor) -> None:
    """Add what was told in the dossier that a case was opened from."""
    referrals = {case.pk: case.referral for case in cases if case.referral is not None}
    keys = open_records([one.pk for one in referrals.values()], by=by)
    for case_id, referral in referrals.items():
        if referral.pk in keys:
            with LEFT_OUT:
                found[case_id] += _of_dossier(referral, keys[referral.pk])


def _of_dossier(referral: Referral, key: RecordKey) -> list[Passage]:
    told = open_snapshot(referral, key).dossier.told
    return [Passage(Source.REFERRED, one.words.text, one.words.language) for one in told]


def _text(
    source: Source, row: Case | BiasAnswerGiven | IndicatorEntry | Task, column: str, table: str, key: RecordKey
) -> Passage:
    return Passage(source, key.open_text(bytes(getattr(row, column)), table=table, column=column, row=row.pk))
