"""The only ways to a case: the role's capability, a wrap of one's organisation, and a door that is not shut to oneself.

Absent and forbidden look the same.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Capability, Role
from proximity.cases.models import (
    Case,
    CaseBlock,
    CasePack,
    CasePerson,
    CaseSeal,
    GlassBreak,
    NamedReader,
    NeedsFile,
    ProtectionMeasure,
    Substitution,
    SupportReferral,
    SupportRequest,
    Task,
)
from proximity.cases.rules.doors import Door
from proximity.cases.rules.states import CaseStatus, check_is_open
from proximity.evidence.access import EvidenceNotFound, get_file_for
from proximity.evidence.models import EvidenceFile
from proximity.foundation.pure.ids import may_be_reference
from proximity.reporting.rules.deadlines import local_day


class CaseNotFound(LookupError):
    """There is no such case for whoever asks."""


class PackNotFound(CaseNotFound):
    """There is no such pack for whoever asks."""


class TaskNotFound(LookupError):
    """There is no such task in this case."""


class PersonNotFound(LookupError):
    """There is no such person in this case."""


# The cases that are blocked for somebody, and the sealed ones that she neither works on (or stands in for who does), nor sealed,
# nor is named for, nor opened by breaking the glass. Written out: every act asks it, and put together from parts of the ORM it
# took longer to build than to answer.
SHUT = """
SELECT b.case_id FROM cases_caseblock b WHERE b.person_id = %s AND b.lifted_at IS NULL
UNION ALL
SELECT s.case_id FROM cases_caseseal s JOIN cases_case c ON c.id = s.case_id
WHERE s.organisation_id = %s AND s.lifted_at IS NULL AND s.sealed_by IS DISTINCT FROM %s AND c.assignee_id IS DISTINCT FROM %s
  AND NOT EXISTS (SELECT 1 FROM cases_substitution a WHERE a.organisation_id = %s AND a.substitute_id = %s
                  AND a.person_id = c.assignee_id AND a.from_on <= %s AND a.until_on >= %s AND a.ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM cases_namedreader n WHERE n.case_id = s.case_id AND n.person_id = %s AND n.ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM cases_glassbreak g WHERE g.case_id = s.case_id AND g.person_id = %s AND g.until > %s)
"""


class NeedsNotFound(LookupError):
    """There are no needs, no measure and no referral to support for whoever asks."""


def cases_visible_to(by: Actor, *, before: UUID | None = None) -> QuerySet[Case]:
    """Return the cases that the actor's organisation holds a key to and that are not shut to her inside it.

    `before`: only those with smaller ids, for the later pages of a list, which then pass over the keys of the earlier ones.

    None without the capability to work on cases. The database's wall says the same; here it is said once more, so that neither
    stands alone.
    """
    if not by.may(Capability.WORK_CASES):
        return Case.objects.none()
    held, found = KeyWrap.objects.filter(organisation=by.organisation), Case.objects.filter(city_id=by.city_id)
    if before is not None:
        held, found = held.filter(record_id__lt=before), found.filter(pk__lt=before)
    found = found.filter(pk__in=held.values("record_id"))
    if by.person_id is None:
        return found
    return found.exclude(pk__in=RawSQL(SHUT, _asked_of_shut(by, by.person_id)))  # noqa: S611 - a text of ours, its values apart


def _asked_of_shut(by: Actor, person: UUID) -> tuple[object, ...]:
    today = local_day(timezone.now(), by.organisation.city.time_zone)
    office = by.organisation.pk
    return (person, office, person, person, office, person, today, today, person, person, timezone.now())


def substitutions_of(by: Actor, *, now: datetime | None = None) -> QuerySet[Substitution]:
    """Return the substitutions of the actor's organisation that hold today."""
    today = local_day(now or timezone.now(), by.organisation.city.time_zone)
    return Substitution.objects.filter(
        organisation=by.organisation, from_on__lte=today, until_on__gte=today, ended_at__isnull=True
    )


def stands_in_for(by: Actor) -> list[UUID]:
    """Return the colleagues for whom the actor stands in today."""
    if by.person_id is None:
        return []
    return list(substitutions_of(by).filter(substitute_id=by.person_id).values_list("person_id", flat=True))


def acts_for(by: Actor) -> list[UUID]:
    """Return whose work is the actor's today: her own, and that of whom she stands in for."""
    return [by.person_id, *stands_in_for(by)] if by.person_id else []


def shut_by(case: Case) -> tuple[CaseSeal | None, list[CaseBlock]]:
    """Return the seal and the blocks that stand on a case."""
    blocks = CaseBlock.objects.filter(case=case, lifted_at__isnull=True).order_by("set_at", "id")
    return CaseSeal.objects.filter(case=case, lifted_at__isnull=True).first(), list(blocks)


def door_of(case: Case, *, by: Actor, now: datetime | None = None) -> Door:
    """Return to whom a case that the actor sees is open."""
    return door_with(case, *shut_by(case), by=by, now=now or timezone.now())


def door_with(case: Case, seal: CaseSeal | None, blocks: Iterable[CaseBlock], *, by: Actor, now: datetime) -> Door:
    """Return to whom a case is open with this seal and these blocks on it."""
    named = NamedReader.objects.filter(case=case, ended_at__isnull=True).values_list("person_id", flat=True)
    broken = GlassBreak.objects.filter(case=case, until__gt=now).values_list("person_id", flat=True)
    away = (
        substitutions_of(by, now=now).filter(person_id=case.assignee_id)
        if case.assignee_id
        else Substitution.objects.none()
    )
    return Door(
        assignee=case.assignee_id, blocked=frozenset(block.person_id for block in blocks), is_sealed=seal is not None,
        sealed_by=seal.sealed_by if seal else None, named=frozenset(named), broke_glass=frozenset(broken),
        stand_ins=frozenset(away.values_list("substitute_id", flat=True)),
    )  # fmt: skip


def sealed_case_id(reference: str) -> UUID | None:
    """Return the id of a sealed case of the organisation in context, for a supervisor who is not blocked; else None.

    The case itself she does not see yet.
    """
    if not may_be_reference(reference):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_case(%s)", [reference])
        found: UUID | None = cursor.fetchone()[0]
    return found


def get_case_for(by: Actor, reference: str) -> Case:
    """Return one case by its reference. Raises `CaseNotFound`."""
    if not may_be_reference(reference):
        raise CaseNotFound
    case = cases_visible_to(by).filter(reference=reference).select_related("city", "assignee").first()
    if case is None:
        raise CaseNotFound
    return case


def lock_case(case: Case, *, by: Actor) -> Case:
    """Return the case as it stands now, locked until the transaction ends. Raises `CaseNotFound`."""
    found = cases_visible_to(by).select_for_update().filter(pk=case.pk).first()
    if found is None:
        raise CaseNotFound
    return found


def lock_open_case(case: Case, *, by: Actor) -> Case:
    """Return the case, locked, if it may still be worked on. Raises `CaseNotFound`, and `NotNow` when it is closed."""
    found = lock_case(case, by=by)
    check_is_open(CaseStatus(found.status))
    return found


def get_task(case: Case, task_id: UUID) -> Task:
    """Return one task of a case, locked until the transaction ends. Raises `TaskNotFound`."""
    task = Task.objects.select_for_update().filter(case=case, pk=task_id).first()
    if task is None:
        raise TaskNotFound
    return task


def get_person(case: Case, person_id: UUID) -> CasePerson:
    """Return one person of a case, locked until the transaction ends. Raises `PersonNotFound`."""
    person = CasePerson.objects.select_for_update().filter(case=case, pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return person


def may_see_needs(case: Case, *, by: Actor) -> bool:
    """Say whether somebody may read and keep the needs of a case that `access` gave her.

    Whoever works on the case, stands in for who does, or supervises may; where nobody works on it yet, each who works on needs:
    somebody must begin.
    """
    if not by.may(Capability.WORK_NEEDS):
        return False
    return by.role == Role.SUPERVISOR or case.assignee_id in {None, *acts_for(by)}


def lock_case_for_needs(case: Case, *, by: Actor) -> Case:
    """Return the case, locked, for who may keep its needs; a closed one too, since protection does not end with it.

    Raises `CaseNotFound`, `NeedsNotFound`.
    """
    found = lock_case(case, by=by)
    if not may_see_needs(found, by=by):
        raise NeedsNotFound
    return found


def needs_visible_to(by: Actor) -> QuerySet[NeedsFile]:
    """Return the needs files of the actor's organisation that she may read."""
    if not by.may(Capability.WORK_NEEDS):
        return NeedsFile.objects.none()
    found = NeedsFile.objects.filter(organisation=by.organisation, case__in=cases_visible_to(by))
    if by.role == Role.SUPERVISOR:
        return found
    return found.filter(Q(case__assignee__in=acts_for(by)) | Q(case__assignee=None))


def get_measure(needs: NeedsFile, measure_id: UUID) -> ProtectionMeasure:
    """Return one measure, locked until the transaction ends. Raises `NeedsNotFound`."""
    found = ProtectionMeasure.objects.select_for_update().filter(needs=needs, pk=measure_id).first()
    if found is None:
        raise NeedsNotFound
    return found


def get_support_referral(needs: NeedsFile, referral_id: UUID) -> SupportReferral:
    """Return one referral to support, locked until the transaction ends. Raises `NeedsNotFound`."""
    found = SupportReferral.objects.select_for_update().filter(needs=needs, pk=referral_id).first()
    if found is None:
        raise NeedsNotFound
    return found


def requests_addressed_to(by: Actor) -> QuerySet[SupportRequest]:
    """Return the requests for support that the actor's organisation was sent; none without the capability to give support."""
    if not by.may(Capability.GIVE_SUPPORT):
        return SupportRequest.objects.none()
    held = KeyWrap.objects.filter(organisation=by.organisation).values("record_id")
    return SupportRequest.objects.filter(city_id=by.city_id, to_organisation=by.organisation, pk__in=held)


def get_request_for(by: Actor, request_id: UUID) -> SupportRequest:
    """Return one request for support by its id. Raises `NeedsNotFound`."""
    found = requests_addressed_to(by).select_related("organisation").filter(pk=request_id).first()
    if found is None:
        raise NeedsNotFound
    return found


def get_piece(case: Case, piece_id: UUID, *, by: Actor) -> EvidenceFile:
    """Return one piece of evidence of a case or of its report. Raises `EvidenceNotFound`, also for a piece of another case."""
    piece = get_file_for(by, piece_id)
    if piece.subject_id not in {case.pk, case.report_id}:
        raise EvidenceNotFound
    return piece


def packs_visible_to(by: Actor) -> QuerySet[CasePack]:
    """Return the packs that the actor's organisation holds a key to: those of cases she sees, and those sent by others."""
    if not by.may(Capability.WORK_CASES):
        return CasePack.objects.none()
    held = KeyWrap.objects.filter(organisation=by.organisation).values("record_id")
    sent_or_seen = ~Q(organisation=by.organisation) | Q(case__in=cases_visible_to(by))
    return CasePack.objects.filter(sent_or_seen, city_id=by.city_id, pk__in=held)


def get_pack(by: Actor, pack_id: UUID) -> CasePack:
    """Return one pack. Raises `PackNotFound`."""
    found = packs_visible_to(by).filter(pk=pack_id).first()
    if found is None:
        raise PackNotFound
    return found
