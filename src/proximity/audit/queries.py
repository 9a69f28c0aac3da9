"""Reads of the log: what happened to one object. The log holds identifiers and labels, so what comes out holds no content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `actor` is as the log names her (`person:<id>`, `operator`, `reporter`), `seq` its number in its chain."""

    at: datetime
    actor: str
    action: str
    label: str
    purpose: str
    organisation: UUID | None = None
    chain: str = ""
    seq: int = 0


def events_about(target: UUID, *, but: Collection[str] = (), only: str = "", limit: int = 200) -> list[Event]:
    """Return what happened to one object, newest first, at most `limit`, without the actions named in `but`, or `only` one."""
    found = AuditEvent.objects.filter(target=str(target)).exclude(action__in=but)
    if only:
        found = found.filter(action=only)
    return [_event(event) for event in found.order_by("-id")[:limit]]


def was_erased(target: UUID) -> bool:
    """Say whether the log tells that somebody erased an object."""
    return AuditEvent.objects.filter(target=str(target), action__endswith=".erased").exists()


def events_about_all(targets: Iterable[UUID]) -> dict[UUID, list[Event]]:
    """Return all that happened to several objects, by object, in the order in which the log was told, in one query."""
    by_target: dict[UUID, list[Event]] = {}
    for event in AuditEvent.objects.filter(target__in=[str(target) for target in targets]).order_by("chain", "seq"):
        by_target.setdefault(UUID(event.target), []).append(_event(event))
    return by_target


def _event(event: AuditEvent) -> Event:
    return Event(
        event.at, event.actor, event.action, event.label, event.purpose, event.organisation_id, event.chain, event.seq
    )  # fmt: skip


def was_noted(action: str, *, target: UUID, actor: str, since: datetime) -> bool:
    """Say whether the log tells of an action of one actor on one object since an instant."""
    return AuditEvent.objects.filter(target=str(target), action=action, actor=actor, at__gte=since).exists()
