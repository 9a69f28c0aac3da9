"""Checking the chains of the log against their keys and against the heads kept beside the data.

Rows are read once, in order, as a stream: a chain of millions needs no more memory than a short one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from proximity.audit.heads import noted_chains, outside_head
from proximity.audit.keys import key_of
from proximity.audit.models import AuditEvent, AuditHead
from proximity.audit.operations import INSTANCE, entry
from proximity.foundation.sealing.chain import GENESIS, ChainFault, ChainRow, Head, verify_chain

SIDES = ("staff", "public")
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What became of checking one chain: how many rows were read, the last hash, and everything wrong.

    `head_missing` says that rows are there while no head lies beside the data: then nobody can tell whether the end was
    cut off, so a chain without its head is not whole.
    """

    chain: str
    count: int
    last: bytes
    faults: tuple[ChainFault, ...]
    head_missing: bool

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.faults and not self.head_missing

    @property
    def owner(self) -> str:
        """Return whose chain it is: the id of a city, or `instance`."""
        return self.chain.rpartition("/")[0]

    @property
    def side(self) -> str:
        """Return which process wrote it: `staff` or `public`."""
        return self.chain.rpartition("/")[2]


VERIFIED = "audit.verified"
WHOLE = "whole"


def outcome_of(reports: Sequence[ChainReport]) -> str:
    """Return the outcome of a check in a few words, as the log keeps it: `whole`, or how many chains are faulty."""
    faulty = sum(not report.is_whole for report in reports)
    return f"{faulty} of {len(reports)} chains faulty" if faulty else WHOLE


def verify_all(city: UUID | None) -> list[ChainReport]:
    """Check the chains of one city and those of the instance, both sides of each; with None, all there are.

    The caller stands in the city's context, or is the owner of the tables, whom no wall keeps from any row.
    """
    owned = [f"{owner}/{side}" for owner in (city, INSTANCE) for side in SIDES]
    return [verify_one(chain) for chain in (sorted(_all_chains()) if city is None else owned)]


def verify_one(chain: str) -> ChainReport:
    """Check one chain."""
    with transaction.atomic():
        # The head first: rows that come after it are no fault, a head that is newer than the rows read would look like one.
        outside = outside_head(chain)
        inside = AuditHead.objects.filter(chain=chain).first()
        known = outside or (Head(inside.count, bytes(inside.digest)) if inside else None)
        last = _Last()
        faults = verify_chain(key_of(chain), last.watching(_rows(chain)), known)
    return ChainReport(chain, last.count, last.hash, tuple(faults), head_missing=outside is None and last.count > 0)


def _all_chains() -> set[str]:
    stored = AuditEvent.objects.order_by().values_list("chain", flat=True).distinct()
    return noted_chains() | set(stored) | set(AuditHead.objects.values_list("chain", flat=True))


_COLUMNS = ("seq", "at", "city_id", "organisation_id", "actor", "action", "target", "label", "purpose", "digest")


def _rows(chain: str) -> Iterator[ChainRow]:
    """Yield a chain's rows in order, without making a model instance of each."""
    found = AuditEvent.objects.filter(chain=chain).order_by("seq").values_list(*_COLUMNS)
    for *said, digest in found.iterator(CHUNK):
        yield ChainRow(said[0], entry(chain, *said), bytes(digest))


@dataclass(slots=True)
class _Last:
    """Remembers how many rows went by, and the hash of the last."""

    count: int = 0
    hash: bytes = GENESIS

    def watching(self, rows: Iterator[ChainRow]) -> Iterator[ChainRow]:
        for row in rows:
            self.count, self.hash = self.count + 1, row.hash
            yield row
