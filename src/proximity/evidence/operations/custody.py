"""One more line of custody, and its event in the log: written together by every operation that touches a piece."""

from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.audit.operations import Origin, record_event
from proximity.evidence.access import CUSTODY_TABLE, REPORTER
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.rules.custody import EVENTS, Act, Hand
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.sealing.records import RecordKey

WORKER = "worker"


def hand_of(by: Actor | None) -> Hand:
    """Return the hand of an actor, or of the person who reported."""
    return Hand(by.organisation.pk, by.person_id) if by else Hand()


def note_custody(
    file: EvidenceFile, act: Act, *, key: RecordKey, hand: Hand, now: datetime, sha256: str = "", purpose: str = "",
    label: str = "", about: UUID | None = None, to: Hand | None = None, details: JSONObject | None = None,
) -> CustodyEntry:  # fmt: skip
    """Add a line and its event: what was done, by whom, when, with which bytes (`sha256`, hexadecimal), what for. Only ever adds.

    Both are written at the same instant in the caller's transaction, so that the custody report finds what was taken out of one
    of them. `purpose` stands sealed in the line; in the log only where an original was opened.
    """
    to = to or Hand()
    entry = CustodyEntry(
        id=new_id(), city_id=file.city_id, file=file, act=act, organisation_id=hand.organisation, person_id=hand.person, at=now,
        about=about, to_organisation_id=to.organisation, to_person_id=to.person,
    )  # fmt: skip
    entry.purpose = key.seal_text(purpose, table=CUSTODY_TABLE, column="purpose", row=entry.pk)
    entry.sha256 = key.seal_text(sha256, table=CUSTODY_TABLE, column="sha256", row=entry.pk)
    if details is not None:
        entry.details = key.seal_json(details, table=CUSTODY_TABLE, column="details", row=entry.pk)
    entry.save(force_insert=True)
    record_event(
        EVENTS[act], origin=_origin(file, hand), target=file.pk, label=label or file.kind, now=now,
        purpose=purpose if act is Act.ORIGINAL_OPENED else "",
    )  # fmt: skip
    return entry


def _origin(file: EvidenceFile, hand: Hand) -> Origin:
    if hand.organisation is None:
        return Origin(actor=REPORTER, city=file.city_id)
    actor = f"person:{hand.person}" if hand.person else WORKER
    return Origin(actor=actor, city=file.city_id, organisation=hand.organisation)
