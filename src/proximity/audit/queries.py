"""Reads of the log: what happened to one object. The log holds identifiers and labels, so what comes out holds no content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `actor` is as the log names her (`person:<id>`, `operator`, `reporter`). `id` grows with time."""

    id: UUID
    at: datetime
    actor: str
    action: str
    label: str
    purpose: str


def events_about(
    target: UUID, *, but: Collection[str] = (), only: str = "", limit: int = 200, before: UUID | None = None
) -> list[Event]:  # fmt: skip
    """Return what happened to one object, newest first, at most `limit`, without the actions named in `but`, or `only` one.

    `before` begins behind an event that was the last of the page before.
    """
    found = AuditEvent.objects.filter(target=str(target)).exclude(action__in=but)
    if only:
        found = found.filter(action=only)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_event(event) for event in found.order_by("-id")[:limit]]


def last_event(target: UUID, *actions: str) -> Event | None:
    """Return the newest of some actions on one object, or None."""
    event = AuditEvent.objects.filter(target=str(target), action__in=actions).order_by("-id").first()
    return None if event is None else _event(event)


def last_events(targets: Iterable[UUID], *actions: str) -> dict[UUID, Event]:
    """Return the newest of some actions on each of several objects, in one query; objects without one are left out."""
    found = AuditEvent.objects.filter(target__in=[str(one) for one in targets], action__in=actions)
    return {UUID(event.target): _event(event) for event in found.order_by("id")}


def noted_targets(action: str, targets: Iterable[UUID], *, actor: str, since: datetime) -> set[UUID]:
    """Return of which of several objects the log tells of an action of one actor since an instant."""
    found = AuditEvent.objects.filter(
        target__in=[str(one) for one in targets], action=action, actor=actor, at__gte=since
    )
    return {UUID(target) for target in found.values_list("target", flat=True)}


def _event(event: AuditEvent) -> Event:
    return Event(event.pk, event.at, event.actor, event.action, event.label, event.purpose)


def was_erased(target: UUID) -> bool:
    """Say whether the log tells that somebody erased an object."""
    return AuditEvent.objects.filter(target=str(target), action__endswith=".erased").exists()


def was_noted(action: str, *, target: UUID, actor: str, since: datetime) -> bool:
    """Say whether the log tells of an action of one actor on one object since an instant."""
    return AuditEvent.objects.filter(target=str(target), action=action, actor=actor, at__gte=since).exists()
