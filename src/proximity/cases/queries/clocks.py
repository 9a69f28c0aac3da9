"""The clocks of cases, from what is stored of them: the promises of the report's recipient and the country's limits."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.cases.access_referrals import first_sent
from proximity.cases.models import Case
from proximity.cases.rules.clocks import Clock, Moments, clocks_of
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.times import ClockRule
from proximity.packs.vocabulary import ClockKind, OrganisationKind
from proximity.reporting.models import Message, Recipient
from proximity.reporting.rules.states import MAY_READ, MessageKind

type Moved = Callable[[Collection[UUID]], Mapping[UUID, datetime]]

TELLS = (MessageKind.MESSAGE, MessageKind.FEEDBACK)
# Each tells, for cases by their ids, when they first left the house; the earliest counts. Nouns that hand over stand here.
HANDED_OVER: tuple[Moved, ...] = (first_sent,)


def limits_for(by: Actor, day: date) -> tuple[ClockRule, ...]:
    """Return the limits of the law that bind the actor's organisation on a day; none where its country has no pack."""
    country = by.organisation.city.country
    if country not in available_countries() or by.organisation.kind not in set(OrganisationKind):
        return ()
    return load_pack(country).clocks_on(day, OrganisationKind(by.organisation.kind))


def clocks_of_cases(
    cases: Collection[Case], *, by: Actor, limits: Collection[ClockRule]
) -> dict[UUID, tuple[Clock, ...]]:
    """Return the clocks of cases that the actor may see, by case, in a constant number of queries."""
    zone = by.organisation.city.time_zone
    recipients = {
        one.report_id: one
        for one in Recipient.objects.filter(
            report__in=[case.report_id for case in cases if case.report_id], organisation=by.organisation,
            status__in=MAY_READ,
        ).select_related("report")
    }  # fmt: skip
    informed = _informed(recipients, by) if any(one.kind is ClockKind.INFORM for one in limits) else {}
    moved = _handed_over([case.pk for case in cases])
    return {
        case.pk: clocks_of(
            _moments(case, *_about(case, recipients, informed), moved.get(case.pk)), limits,
            time_zone=zone,
        )
        for case in cases
    }  # fmt: skip


def _about(
    case: Case, recipients: Mapping[UUID, Recipient], informed: Mapping[UUID, list[datetime]]
) -> tuple[Recipient | None, list[datetime] | None]:
    """Return where the report of a case stands and when its person was informed; nothing where another body referred it."""
    if case.report_id is None:
        return None, None
    return recipients.get(case.report_id), informed.get(case.report_id)


def _moments(
    case: Case, recipient: Recipient | None, informed: list[datetime] | None, handed_over_at: datetime | None
) -> Moments:  # fmt: skip
    since = case.complaint_at or case.opened_at
    return Moments(
        told_at=recipient.report.sent_at if recipient else None,
        complaint_at=case.complaint_at,
        offence_at=case.offence_at,
        acknowledge_by=recipient.acknowledge_by if recipient else None,
        acknowledged_at=recipient.acknowledged_at if recipient else None,
        informed_at=next((at for at in informed or () if at >= since), None),
        feedback_by=(case.feedback_due or recipient.feedback_by) if recipient else None,
        feedback_at=recipient.feedback_at if recipient and case.feedback_due is None else None,
        handed_over_at=handed_over_at,
        closed_at=case.closed_at,
    )


def _informed(reports: Collection[UUID], by: Actor) -> dict[UUID, list[datetime]]:
    found: dict[UUID, list[datetime]] = {}
    told = Message.objects.filter(report__in=list(reports), organisation=by.organisation, kind__in=TELLS)
    for report, at in told.order_by("sent_at").values_list("report_id", "sent_at"):
        found.setdefault(report, []).append(at)
    return found


def _handed_over(cases: Collection[UUID]) -> dict[UUID, datetime]:
    found: dict[UUID, datetime] = {}
    for moved in HANDED_OVER:
        for case, at in moved(cases).items():
            found[case] = min(at, found.get(case, at))
    return found
