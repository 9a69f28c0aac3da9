"""The lines of custody, opened with the key of their piece. A line whose seal was tampered with says so and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from proximity.evidence.access import CUSTODY_TABLE
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.rules.custody import Act, Collected, Hand, Line, Logged, in_order
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.records import RecordKey

PERSON = "person:"


def lines_of(file: EvidenceFile, key: RecordKey) -> tuple[Line, ...]:
    """Return the custody of a piece in the order in which it was done."""
    return in_order(_line(entry, key) for entry in file.custody.all())


def logged_about(file_ids: Iterable[UUID]) -> Mapping[UUID, tuple[Logged, ...]]:
    """Return what the log tells of several pieces whose keys the organisation in context holds, by piece, in one query.

    Asks a function of the database: the log of other organisations is not theirs to read, but for these pieces it is.
    """
    by_piece: dict[UUID, tuple[Logged, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT target, action, organisation, actor, at, chain, seq FROM custody_events(%s)", [list(file_ids)]
        )
        for target, action, organisation, actor, at, chain, seq in cursor.fetchall():
            person = uuid_or_none(actor.removeprefix(PERSON)) if actor.startswith(PERSON) else None
            logged = Logged(action, Hand(organisation, person), at, chain, seq)
            by_piece[UUID(target)] = (*by_piece.get(UUID(target), ()), logged)
    return by_piece


def _line(entry: CustodyEntry, key: RecordKey) -> Line:
    act, hand = Act(entry.act), Hand(entry.organisation_id, entry.person_id)
    try:
        purpose = key.open_text(bytes(entry.purpose), table=CUSTODY_TABLE, column="purpose", row=entry.pk)
        sha256 = key.open_text(bytes(entry.sha256), table=CUSTODY_TABLE, column="sha256", row=entry.pk)
        details = _details(entry, key)
    except SealBroken:
        return Line(entry.pk, act, hand, entry.at, altered=True)
    return Line(
        id=entry.pk, act=act, hand=hand, at=entry.at, purpose=purpose, sha256=sha256, about=entry.about,
        to=_to(entry, details), collected=_collected(details) if act is Act.COLLECTED else None, details=details,
    )  # fmt: skip


def _details(entry: CustodyEntry, key: RecordKey) -> dict[str, str]:
    if entry.details is None:
        return {}
    opened = key.open_json(bytes(entry.details), table=CUSTODY_TABLE, column="details", row=entry.pk)
    return {name: str(value) for name, value in opened.items()} if isinstance(opened, dict) else {}


def _to(entry: CustodyEntry, details: Mapping[str, str]) -> Hand | None:
    if entry.act == Act.HANDED_OUT:
        return Hand(outside=details.get("outside", ""))
    return Hand(entry.to_organisation_id, entry.to_person_id) if entry.to_organisation_id else None


def _collected(details: Mapping[str, str]) -> Collected:
    at = details.get("at", "")
    return Collected(
        by=details.get("by", ""), person=uuid_or_none(details.get("person", "")),
        at=datetime.fromisoformat(at) if at else None, where=details.get("where", ""), how=details.get("how", ""),
        source=details.get("source", ""),
    )  # fmt: skip
