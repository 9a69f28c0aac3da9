"""Who collected a piece, where, when, how; and where a thing is kept. Said again, it is corrected; what was said before stays."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.rules.clocks import NotValid
from proximity.evidence.rules.custody import Act, Collected
from proximity.foundation.pure.json import JSONObject


@transaction.atomic
def note_collection(
    *, file: EvidenceFile, collected: Collected, by: Actor, now: datetime | None = None
) -> CustodyEntry:  # fmt: skip
    """Note how a piece was collected. Raises `NotAllowed`, `RecordNotFound`, `NotValid` without a name or a zone of the time."""
    by.check_may(Capability.ENTER_REPORTS)
    if not collected.by.strip():
        raise NotValid("collected_by")
    if collected.at is not None and collected.at.tzinfo is None:
        raise NotValid("collected_at")
    return note_custody(
        file, Act.COLLECTED, key=open_record(file.pk, by=by), hand=hand_of(by), details=collection_as_json(collected),
        now=now or timezone.now(),
    )  # fmt: skip


@transaction.atomic
def note_place(*, file: EvidenceFile, place: str, by: Actor, now: datetime | None = None) -> CustodyEntry:
    """Note where a thing is kept. Raises `NotAllowed`, `RecordNotFound`, `NotValid` for nothing."""
    by.check_may(Capability.ENTER_REPORTS)
    if not place.strip():
        raise NotValid("place")
    return note_custody(
        file, Act.PLACED, key=open_record(file.pk, by=by), hand=hand_of(by), purpose=place.strip(), now=now or timezone.now()
    )  # fmt: skip


def collection_as_json(collected: Collected) -> JSONObject:
    """Return what is sealed of a collection; `collection_from_json` reads it."""
    return {
        "by": collected.by.strip(), "person": str(collected.person or ""), "where": collected.where.strip(),
        "at": collected.at.isoformat() if collected.at else "", "how": collected.how.strip(),
        "source": collected.source.strip(),
    }  # fmt: skip
