"""One more line of a file's custody, written by every operation that touches it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.evidence.access import CUSTODY_TABLE
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.rules.custody import Act
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.records import RecordKey


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand touched a file: a person at an organisation, an organisation's worker, or (both None) the reporter."""

    organisation_id: UUID | None = None
    person_id: UUID | None = None

    @classmethod
    def of(cls, by: Actor | None) -> "Hand":
        """Return the hand of an actor, or of the reporter."""
        return cls(by.organisation.pk, by.person_id) if by else cls()


def note_custody(
    file: EvidenceFile, act: Act, *, key: RecordKey, hand: Hand, sha256: str, purpose: str = "", now: datetime
) -> CustodyEntry:  # fmt: skip
    """Add a line: what was done, by whom, when, with which bytes (`sha256`, hexadecimal), what for. Only ever adds."""
    entry = CustodyEntry(
        id=new_id(), city_id=file.city_id, file=file, act=act, organisation_id=hand.organisation_id,
        person_id=hand.person_id, at=now,
    )  # fmt: skip
    entry.purpose = key.seal_text(purpose, table=CUSTODY_TABLE, column="purpose", row=entry.pk)
    entry.sha256 = key.seal_text(sha256, table=CUSTODY_TABLE, column="sha256", row=entry.pk)
    entry.save(force_insert=True)
    return entry
