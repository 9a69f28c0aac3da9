"""TAXII 2.1 as we speak it: places of the order as moments, and the shapes of the answers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from proximity.foundation.pure.json import JSONObject
from proximity.network.rules.kinds import NAMESPACE

MEDIA = "application/taxii+json;version=2.1"
STIX_MEDIA = "application/stix+json;version=2.1"
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
MAX_SEQ = 2**53


def public_collection(instance: UUID) -> UUID:
    """Return the identifier of an instance's collection for everybody."""
    return uuid5(NAMESPACE, f"{instance}/public")


def members_collection(instance: UUID) -> UUID:
    """Return the identifier of an instance's collection for members, each of whom sees what is for it."""
    return uuid5(NAMESPACE, f"{instance}/members")


def date_added(seq: int) -> str:
    """Return a place as a moment: strictly increasing, so that `added_after` loses nothing and repeats nothing."""
    return (_FIRST + timedelta(microseconds=seq)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seq_after(added_after: str) -> int:
    """Return the place that a moment stands for, rounded down. Raises `ValueError` for what is no moment."""
    moment = datetime.fromisoformat(added_after)
    if moment.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return max(0, min(MAX_SEQ, (moment - _FIRST) // timedelta(microseconds=1)))


def collection(identifier: UUID, *, title: str, description: str, may_read: bool) -> JSONObject:
    """Return how a collection is described."""
    return {
        "id": str(identifier), "title": title, "description": description, "can_read": may_read, "can_write": False,
        "media_types": [STIX_MEDIA],
    }  # fmt: skip
