"""Reads of the log for its pages: events with the names that an auditor may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation, Person
from proximity.accounts.rules import Capability
from proximity.audit.models import AuditEvent
from proximity.audit.verify import VERIFIED, WHOLE
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.oversight.access import events_visible_to
from proximity.oversight.actions import ACTIONS
from proximity.oversight.purposes import purpose_in_words
from proximity.oversight.rules import LogFilter

PERSON = "person:"
# Our own measure, no law's: once a month somebody sees whether the log is whole.
VERIFY_EVERY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event as an auditor reads it. `at` is on the city's clock; `who` is a name or a kind of visitor.

    `what` is the action in words, empty for one that this version does not know.
    """

    id: UUID
    seq: int
    chain: str
    at: datetime
    who: str
    actor: str
    organisation: str
    action: str
    what: str
    target: str
    label: str
    purpose: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some events, newest first, and where the next page begins (None on the last)."""

    rows: list[LogRow]
    next_before: UUID | None


def log_page(by: Actor, wanted: LogFilter, *, before: UUID | None = None, size: int = 50) -> LogPage:
    """Return the newest `size` events that fit, older than the event `before` where one is given."""
    found = _matching(events_visible_to(by), wanted, by)
    if before is not None:
        found = found.filter(id__lt=before)
    events = list(found[: size + 1])
    shown = events[:size]
    return LogPage(_rows(shown, by), shown[-1].pk if len(events) > size else None)


def _matching(events: QuerySet[AuditEvent], wanted: LogFilter, by: Actor) -> QuerySet[AuditEvent]:
    """Narrow `events`. An action given as `report` stands for all that begin with `report.`."""
    if wanted.action:
        events = events.filter(Q(action=wanted.action) | Q(action__startswith=f"{wanted.action}."))
    if wanted.actor:
        events = events.filter(actor=wanted.actor)
    if wanted.target:
        events = events.filter(Q(target=wanted.target) | Q(label=wanted.target))
    first, last = wanted.interval(by.organisation.city.time_zone)
    if first is not None:
        events = events.filter(at__gte=first)
    return events if last is None else events.filter(at__lte=last)


def _rows(events: Sequence[AuditEvent], by: Actor) -> list[LogRow]:
    zone = ZoneInfo(by.organisation.city.time_zone)
    names = names_of({event.actor for event in events}, by)
    offices = {one.pk: one.name for one in Organisation.objects.filter(pk__in={e.organisation_id for e in events})}
    return [
        LogRow(
            id=event.pk, seq=event.seq, chain=event.chain, at=event.at.astimezone(zone), who=names[event.actor],
            actor=event.actor, organisation=offices.get(event.organisation_id, "") if event.organisation_id else "",
            action=event.action, what=str(ACTIONS.get(event.action, "")), target=event.target, label=event.label,
            purpose=purpose_in_words(event.purpose),
        )
        for event in events
    ]  # fmt: skip


def names_of(actors: Iterable[str], by: Actor) -> dict[str, str]:
    """Return what to call each actor of the log. People of other cities, seen in the instance's chain, keep their names."""
    named = {f"{PERSON}{person.pk}": person.name for person in people_of(by)}
    kinds = {
        "operator": _("the operator"), "reporter": _("who reports"), "unknown": _("somebody not signed in"),
        "system": _("the program"),
    }  # fmt: skip
    elsewhere = _("somebody of another city")
    return {
        actor: named.get(actor) or (elsewhere if actor.startswith(PERSON) else str(kinds.get(actor, actor)))
        for actor in actors
    }


def people_of(by: Actor) -> QuerySet[Person]:
    """Return everybody who works or has worked in the auditor's city, by name."""
    return Person.objects.filter(memberships__organisation__city=by.city_id).distinct().order_by("name")


def home_items(actor: Actor) -> HomeList | None:
    """Return what waits for an auditor: the log, and when somebody last had it verified; None for everybody else."""
    if not actor.may(Capability.READ_AUDIT):
        return None
    last = events_visible_to(actor).filter(action=VERIFIED).first()
    outcome = _("never yet") if last is None else _("whole") if last.label == WHOLE else _("NOT whole")
    when = (
        ""
        if last is None
        else date_format(last.at.astimezone(ZoneInfo(actor.organisation.city.time_zone)), "DATE_FORMAT")
    )
    overdue = last is None or last.label != WHOLE or timezone.now() - last.at > VERIFY_EVERY
    verify = HomeItem(
        label=_("Verify the log"), url=reverse("audit_log") + "#verify", what=_("Last time:") + f" {outcome}",
        due=when, urgent=overdue, waits=overdue,
    )  # fmt: skip
    read = HomeItem(
        label=_("Read the log"), url=reverse("audit_log"), what=_("Who did what in your city, and why"), waits=False
    )
    return HomeList(_("Audit"), [verify, read])
