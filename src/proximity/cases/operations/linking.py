"""Deciding what two cases are to one another, and taking it back. Nothing of either moves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.assessment.rules import NotNow
from proximity.audit.operations import record_event
from proximity.cases.access import lock_case
from proximity.cases.models import Case, CaseLink
from proximity.cases.rules.links import LinkKind
from proximity.foundation.pure.ids import new_id


class LinkNotFound(LookupError):
    """There is no such decision for whoever asks."""


@transaction.atomic
def link_cases(*, case: Case, other: Case, kind: LinkKind, by: Actor, now: datetime | None = None) -> CaseLink:
    """Record what two cases are to one another. The same: the younger is merged into the older, where work goes on.

    Both references stay valid, and whoever told either goes on hearing. Raises `NotNow` where something was decided of the two,
    or one of them is merged already; `CaseNotFound`.
    """
    # In one order, whoever begins: two who decide at once wait for one another, and not forever.
    older, younger = (lock_case(one, by=by) for one in sorted((case, other), key=lambda each: each.pk))
    if older.pk == younger.pk or _between(older, younger).exists():
        raise NotNow("something was decided of these two")
    if kind == LinkKind.SAME and _merged(older, younger):
        raise NotNow("one of them is merged already")
    now = now or timezone.now()
    first, second = (younger, older) if kind == LinkKind.SAME else (older, younger)
    link = CaseLink.objects.create(
        id=new_id(), city_id=by.city_id, organisation=by.organisation, case=first, other=second, kind=kind,
        decided_by=by.person_id, decided_at=now,
    )  # fmt: skip
    _tell(f"case.linked_{kind}", first, second, by, now)
    return link


@transaction.atomic
def end_link(*, case: Case, link_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take a decision about a case back: both are as they were. Raises `LinkNotFound`, `CaseNotFound`."""
    lock_case(case, by=by)
    standing = CaseLink.objects.select_for_update(of=("self",)).filter(
        Q(case=case) | Q(other=case), pk=link_id, ended_at__isnull=True, organisation=by.organisation
    )
    link = standing.select_related("case", "other").first()
    if link is None:
        raise LinkNotFound
    link.ended_at, link.ended_by = now or timezone.now(), by.person_id
    link.save(update_fields=["ended_at", "ended_by"])
    _tell(f"case.unlinked_{link.kind}", link.case, link.other, by, link.ended_at)


def _between(one: Case, other: Case) -> QuerySet[CaseLink]:
    pair = [one.pk, other.pk]
    return CaseLink.objects.filter(case__in=pair, other__in=pair, ended_at__isnull=True)


def _merged(older: Case, younger: Case) -> bool:
    """Say whether the older is merged elsewhere, or the younger already stands for others or is merged itself."""
    same = CaseLink.objects.filter(kind=LinkKind.SAME, ended_at__isnull=True)
    return same.filter(Q(case__in=[older, younger]) | Q(other=younger)).exists()


def _tell(action: str, case: Case, other: Case, by: Actor, now: datetime) -> None:
    """Tell the log of both, so that the timeline of each shows it."""
    for one, of in ((case, other), (other, case)):
        label = f"{one.reference} · {of.reference}"
        record_event(action, origin=by.origin, target=one.pk, label=label, now=now)
