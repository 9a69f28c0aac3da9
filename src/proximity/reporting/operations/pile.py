"""What is not a report: one person puts it onto a pile, a second one of the same organisation agrees or takes it back.

Until then nothing changes for the person who sent it. Afterwards it is closed here without being an incident; her mailbox stays
open, and what she writes brings it back.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.foundation.pure.ids import new_id
from proximity.reporting.access import OpenReport, lock_pile, own_recipient_to_change, reports_visible_to
from proximity.reporting.models import ErasureRequest, Message, Pile, Recipient, Report
from proximity.reporting.operations.handling import read_report
from proximity.reporting.queries.apart import ApartPage, apart_page
from proximity.reporting.rules.pile import MAY_STAND, MOST_AT_ONCE, PileState, Reason, check_decides, digest_of
from proximity.reporting.rules.states import MAY_READ, NotNow, RecipientStatus, check_may_become


@transaction.atomic
def look_through(*, by: Actor, after: str = "", older: str = "", now: datetime | None = None) -> ApartPage:
    """Open and compare what was sent while very many arrived, and note in the log how many were compared. Raises `NotAllowed`."""
    by.check_may(Capability.READ_REPORTS)
    page = apart_page(by, after=after, older=older)
    record_event(
        "pile.compared", origin=by.origin, target=by.organisation.pk, label=str(page.compared),
        now=now or timezone.now(),
    )  # fmt: skip
    return page


@transaction.atomic
def read_samples(*, reports: Sequence[UUID], by: Actor, now: datetime | None = None) -> list[OpenReport]:
    """Read some reports of a group, as any report is read: noted, logged. What was taken back meanwhile is left out."""
    by.check_may(Capability.READ_REPORTS)
    found = reports_visible_to(by).filter(pk__in=reports, recipients__status__in=MAY_READ).select_related("city")
    return [read_report(report=report, by=by, now=now) for report in found.order_by("-pk")]


@transaction.atomic
def propose_pile(*, reports: Collection[UUID], reason: Reason, by: Actor, now: datetime | None = None) -> Pile:
    """Put reports onto a pile for a second person. Those that somebody has begun to work on meanwhile stay where they are.

    Raises `NotAllowed`, and `NotNow` where none is left or where there are too many.
    """
    by.check_may(Capability.ANSWER_REPORTS)
    if by.person_id is None or len(reports) > MOST_AT_ONCE:
        raise NotNow("a person puts some reports onto a pile, and not too many")
    rows = Recipient.objects.select_for_update().filter(
        organisation=by.organisation, report__in=list(reports), status__in=MAY_STAND, pile__isnull=True
    )
    found = dict(rows.values_list("report_id", "pk"))
    if not found:
        raise NotNow("none of these can be put onto a pile")
    now = now or timezone.now()
    pile = Pile.objects.create(
        id=new_id(), city_id=by.city_id, organisation=by.organisation, reason=reason, count=len(found),
        digest=digest_of(found), proposed_by=by.person_id, proposed_at=now,
    )  # fmt: skip
    Recipient.objects.filter(pk__in=found.values()).update(pile=pile)
    record_event("pile.proposed", origin=by.origin, target=pile.pk, label=_label(pile, found), now=now)
    return pile


@transaction.atomic
def decide_pile(*, pile: Pile, confirm: bool, by: Actor, now: datetime | None = None) -> int:
    """Agree that the reports of a pile are none, or take them back; return how many were set aside.

    What somebody began to work on since, or the person took back, wrote to or asked about, is left out.
    Raises `NotAllowed`, `PileNotFound`, and `NotNow` for one's own pile, for one that was decided, and for one that is not what
    was proposed.
    """
    by.check_may(Capability.ANSWER_REPORTS)
    pile = lock_pile(pile.pk, by=by)
    check_decides(PileState(pile.state), confirm=confirm, proposer=pile.proposed_by, decider=by.person_id)
    rows = Recipient.objects.select_for_update().filter(organisation=by.organisation, pile=pile)
    found = dict(rows.values_list("report_id", "pk"))
    # Fewer than proposed were taken back by those who sent them; others in their place were never looked at.
    if confirm and len(found) >= pile.count and digest_of(found) != pile.digest:
        raise NotNow("this is not what was put onto the pile")
    now = now or timezone.now()
    going = rows.filter(status__in=MAY_STAND).exclude(_spoken_since(pile)) if confirm else rows.none()
    chosen = list(going.values_list("pk", flat=True))
    pile.state = PileState.CONFIRMED if confirm else PileState.TAKEN_BACK
    pile.decided_by, pile.decided_at = by.person_id, now
    pile.save(update_fields=["state", "decided_by", "decided_at"])
    Recipient.objects.filter(pk__in=set(found.values()) - set(chosen)).update(pile=None)
    Recipient.objects.filter(pk__in=chosen).update(status=RecipientStatus.SET_ASIDE, status_at=now)
    if confirm:
        record_event(
            "pile.confirmed", origin=by.origin, target=pile.pk, label=f"{len(chosen)} / {_label(pile, found)}", now=now
        )
    else:
        record_event("pile.taken_back", origin=by.origin, target=pile.pk, label=_label(pile, found), now=now)
    return len(chosen)


@transaction.atomic
def take_up(*, report: Report, by: Actor, now: datetime | None = None) -> None:
    """Take a report up again that was set aside: it is one after all. Raises `NotAllowed`, `NotNow`."""
    by.check_may(Capability.ANSWER_REPORTS)
    recipient = own_recipient_to_change(report, by=by)
    if recipient.status != RecipientStatus.SET_ASIDE:
        raise NotNow("this report is not set aside")
    check_may_become(RecipientStatus(recipient.status), RecipientStatus.BEING_READ)
    now = now or timezone.now()
    recipient.status, recipient.status_at, recipient.pile = RecipientStatus.BEING_READ, now, None
    recipient.save(update_fields=["status", "status_at", "pile"])
    record_event("report.taken_up", origin=by.origin, target=report.pk, label=report.reference, now=now)


def _spoken_since(pile: Pile) -> Q:
    """Say of which reports somebody has spoken since they were put onto a pile: the person, or an answer to her."""
    hers = Message.objects.filter(organisation=None, sent_at__gte=pile.proposed_at, report__recipients__pile=pile)
    asked = ErasureRequest.objects.filter(
        organisation=pile.organisation_id, decided_at__isnull=True, report__recipients__pile=pile
    )
    return (
        Q(report__in=hers.values("report")) | Q(report__in=asked.values("report"))
        | Q(acknowledged_at__gte=pile.proposed_at)
    )  # fmt: skip


def _label(pile: Pile, reports: Collection[UUID]) -> str:
    """Return what the log says of a pile: the one report by its reference, of many their number, the reason, and a digest."""
    if len(reports) == 1:
        return str(Report.objects.values_list("reference", flat=True).get(pk=next(iter(reports))))
    return f"{pile.count} · {pile.reason} · {pile.digest[:16]}"
