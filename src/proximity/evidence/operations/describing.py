"""Evidence that is no file: a thing that somebody keeps, and what stood on a page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import new_record
from proximity.accounts.rules import Capability
from proximity.evidence.access import TABLE
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.operations.receive import check_room
from proximity.evidence.rules.clocks import NotValid
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import CAPTURE, THING, Sender, State, short_name
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.json import JSONObject


@dataclass(frozen=True, slots=True)
class Captured:
    """What stood on a page: the address as it was copied, never fetched by us; whose it was; when it was seen; the very words."""

    url: str
    platform: str
    account: str
    seen_at: str
    words: str
    language: str


@transaction.atomic
def add_thing(
    *, subject_id: UUID, name: str, description: str, readers: Iterable[Organisation], barred: Iterable[Organisation] = (),
    by: Actor, now: datetime | None = None,
) -> EvidenceFile:  # fmt: skip
    """Describe a thing that is kept as evidence: a leaflet, a knife, a memory stick. Raises as `receive_file`, and `NotValid`."""
    if not name.strip():
        raise NotValid("name")
    return _describe(THING, subject_id, name, description, None, readers, barred, by, now)


@transaction.atomic
def add_capture(
    *, subject_id: UUID, captured: Captured, note: str = "", readers: Iterable[Organisation],
    barred: Iterable[Organisation] = (), by: Actor, now: datetime | None = None,
) -> EvidenceFile:  # fmt: skip
    """Keep what stood on a page: address, account, literal words. Raises as `receive_file`, and `NotValid` without an address."""
    if not captured.url.strip():
        raise NotValid("url")
    name = " · ".join(part for part in (captured.platform, captured.account) if part) or captured.url
    return _describe(CAPTURE, subject_id, name, note, dict(asdict(captured)), readers, barred, by, now)


def _describe(
    kind: str, subject_id: UUID, name: str, note: str, facts: JSONObject | None, readers: Iterable[Organisation],
    barred: Iterable[Organisation], by: Actor, now: datetime | None,
) -> EvidenceFile:  # fmt: skip
    by.check_may(Capability.ENTER_REPORTS)
    check_room(subject_id)
    now, row = now or timezone.now(), new_id()
    key = new_record(row, city_id=by.city_id, readers=readers, barred=barred)
    piece = EvidenceFile(
        id=row, city_id=by.city_id, subject_id=subject_id, kind=kind, added_at=now, sender=Sender.STAFF,
        state=State.NO_FILE, organisation=by.organisation, added_by=by.person_id,
        name=key.seal_text(short_name(name.strip()), table=TABLE, column="name", row=row),
        note=key.seal_text(note.strip(), table=TABLE, column="note", row=row),
        original=key.seal_json({}, table=TABLE, column="original", row=row),
        facts=None if facts is None else key.seal_json(facts, table=TABLE, column="facts", row=row),
    )  # fmt: skip
    piece.save(force_insert=True)
    note_custody(piece, Act.RECEIVED, key=key, hand=hand_of(by), now=now)
    return piece
