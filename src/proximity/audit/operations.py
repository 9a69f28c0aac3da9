"""The one way into the log."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from proximity.audit import heads
from proximity.audit.keys import key_of
from proximity.audit.models import AuditEvent, AuditHead
from proximity.foundation.sealing.chain import GENESIS, Head, chain_hash

INSTANCE = "instance"
# Written out: each act tells of itself at least once, and the log is most of what it asks of the database.
LOCK = "SELECT count, digest FROM audit_audithead WHERE chain = %s FOR UPDATE"
APPEND = """
WITH told AS (
  INSERT INTO audit_auditevent
    (id, chain, seq, at, city_id, organisation_id, actor, action, target, label, purpose, digest)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
)
UPDATE audit_audithead SET count = %s, digest = %s WHERE chain = %s
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event belongs and who caused it. `city` None means the instance itself: sign-ins, accounts, settings."""

    actor: str
    city: UUID | None = None
    organisation: UUID | None = None

    @property
    def chain(self) -> str:
        """Return the chain's name; each side writes its own, with its own key."""
        return f"{self.city or INSTANCE}/{settings.SIDE}"


def record_event(
    action: str,
    *,
    origin: Origin,
    target: UUID | str = "",
    label: str = "",
    purpose: str = "",
    now: datetime | None = None,
) -> AuditEvent:
    """Append one event to its chain, in the caller's transaction, which must be open.

    The head of the chain is locked until the transaction ends, so that two writers never take the same number.
    Raises `RuntimeError` outside a transaction: an event that outlives its act would be a lie.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of the act it tells of")
    with connection.cursor() as cursor:
        head = _locked_head(cursor, origin.chain)
        event = AuditEvent(
            chain=origin.chain, seq=head.count + 1, at=now or timezone.now(), city_id=origin.city,
            organisation_id=origin.organisation, actor=origin.actor, action=action, target=str(target), label=label,
            purpose=purpose,
        )  # fmt: skip
        reached = Head(count=event.seq, hash=chain_hash(key_of(origin.chain), head.hash, entry_of(event)))
        event.digest = reached.hash
        _append(cursor, event, reached)
    heads.note_on_commit(event.chain, reached)
    return event


def entry_of(event: AuditEvent) -> dict[str, str | int]:
    """Return what the chain covers of an event: everything that it says."""
    return entry(
        event.chain, event.seq, event.at, event.city_id, event.organisation_id, event.actor, event.action, event.target,
        event.label, event.purpose,
    )  # fmt: skip


def entry(
    chain: str, seq: int, at: datetime, city: UUID | None, organisation: UUID | None, actor: str, action: str,
    target: str, label: str, purpose: str,
) -> dict[str, str | int]:  # fmt: skip
    """Return the entry of an event from its columns. Changing this breaks every chain that is already there."""
    return {
        "chain": chain,
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "city": str(city or ""),
        "organisation": str(organisation or ""),
        "actor": actor,
        "action": action,
        "target": target,
        "label": label,
        "purpose": purpose,
    }


def _locked_head(cursor: CursorWrapper, chain: str) -> Head:
    cursor.execute(LOCK, [chain])
    found = cursor.fetchone()
    if found is None:
        # Two first writers may both come here; the second waits for the first and then finds what it has written.
        AuditHead.objects.bulk_create([AuditHead(chain=chain, count=0, digest=GENESIS)], ignore_conflicts=True)
        cursor.execute(LOCK, [chain])
        found = cursor.fetchone()
    count, digest = found
    return Head(count=count, hash=bytes(digest))


def _append(cursor: CursorWrapper, event: AuditEvent, head: Head) -> None:
    """Write an event and move the head of its chain, which the caller has locked, in one statement."""
    cursor.execute(APPEND, [
        event.pk, event.chain, event.seq, event.at, event.city_id, event.organisation_id, event.actor, event.action,
        event.target, event.label, event.purpose, head.hash, head.count, head.hash, event.chain,
    ])  # fmt: skip
    if cursor.rowcount != 1:
        raise RuntimeError("the head of a chain was not moved")
