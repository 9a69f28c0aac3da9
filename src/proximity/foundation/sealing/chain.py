"""The HMAC chain under the audit log: what cannot be changed afterwards without being named.

Each row's hash is a keyed hash over the hash before it and the row's entry. Without the key nobody makes a hash that
fits, so every edit, deletion, insertion and recomputation shows. The head (how many rows, and the last hash) is also
kept outside the database, because a chain alone cannot tell that its end was cut off.

An entry is canonical JSON. Its numbers are integers and its instants text: the database may hand a float back otherwise
than it was written, which would look like an edit.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from proximity.foundation.sealing.boxes import derive
from proximity.foundation.sealing.encoding import require_length

type ChainValue = bool | int | str | Sequence[ChainValue] | Mapping[str, ChainValue] | None
"""What an entry may hold: JSON without fractions."""

HASH_BYTES = 32
GENESIS = bytes(HASH_BYTES)
"""The hash before the first row."""

_CANONICAL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


class ChainRow(NamedTuple):
    """One row as stored. `seq` counts from 1 without holes; `entry` is everything that the hash covers."""

    seq: int
    entry: Mapping[str, ChainValue]
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """How many rows there were at least, and the hash of the last of them; (0, GENESIS) for an empty chain."""

    count: int
    hash: bytes


class FaultKind(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    INSERTED = "inserted"
    RECOMPUTED = "recomputed"
    WRONG_KEY = "wrong key"
    TAIL_CUT = "tail cut"
    HEAD_DIFFERS = "head differs"


_SENTENCES = {
    FaultKind.ALTERED: "{rows} not what was written, or a row just before was taken out and the rest renumbered.",
    FaultKind.MISSING: "{rows} missing; the row after could not be checked.",
    FaultKind.DUPLICATE: "{rows} there twice, or out of order.",
    FaultKind.INSERTED: "{rows} not written by Proximity: the rows around fit together without.",
    FaultKind.RECOMPUTED: "{rows} recomputed without the key.",
    FaultKind.WRONG_KEY: "{rows} not fitting the key: this is another key, or all was recomputed without it.",
    FaultKind.TAIL_CUT: "{rows} cut off at the end.",
    FaultKind.HEAD_DIFFERS: "{rows} not the one that the head kept outside names.",
}


class ChainFault(NamedTuple):
    """One thing wrong: of which kind, in rows `first` to `last` (both included)."""

    kind: FaultKind
    first: int
    last: int

    def __str__(self) -> str:
        """Return one English sentence for the command line."""
        rows = f"Row {self.first} is" if self.first == self.last else f"Rows {self.first} to {self.last} are"
        return _SENTENCES[self.kind].format(rows=rows)


def chain_key(audit_key: bytes, chain: str) -> bytes:
    """Return the key of one `chain` (a city's, the instance's), so that no row can be moved between chains."""
    return derive(audit_key, "proximity/chain/1", chain)


def chain_hash(key: bytes, previous: bytes, entry: Mapping[str, ChainValue]) -> bytes:
    """Return the hash (32 bytes) of the row that holds `entry` and follows the one whose hash is `previous`.

    Raises ValueError when `previous` is not 32 bytes or `entry` holds what UTF-8 cannot, TypeError when it is no JSON.
    """
    require_length(previous, HASH_BYTES, "the hash before")
    return hmac.digest(key, previous + _CANONICAL.encode(entry).encode(), "sha256")


def verify_chain(key: bytes, rows: Iterable[ChainRow], head: Head | None) -> list[ChainFault]:
    """Return everything wrong with the chain `rows` (ordered by seq), by row; an empty list when it is whole.

    `head` is the one kept outside, or None when there is none. Rows beyond it are no fault as long as they fit: the
    head is written after the rows, and nobody can add fitting rows without the key. Rows are read once, as a stream.
    """
    walk = _Walk(key, head)
    for row in rows:
        walk.take(row)
    return walk.finish()


@dataclass(slots=True)
class _Walk:
    """The state of one verification. `previous` is the hash stored last, `verified` the last that fitted."""

    key: bytes = field(repr=False)
    head: Head | None
    previous: bytes = GENESIS
    verified: bytes = GENESIS
    any_fitted: bool = False
    last_seq: int = 0
    head_seen: bool = False
    # Rows that do not fit are held back until a later row tells what happened to them.
    unfit: list[int] = field(default_factory=list)
    faults: list[ChainFault] = field(default_factory=list)

    def take(self, row: ChainRow) -> None:
        after_gap = self._check_order(row.seq)
        if self.head is not None and row.seq == self.head.count:
            self.head_seen |= row.hash == self.head.hash
        if self._fits(row, self.previous):
            self._settle(FaultKind.ALTERED)
            self.any_fitted = True
        elif after_gap:
            self._settle(FaultKind.ALTERED)
        elif self.unfit and self._fits(row, self.verified):
            self._settle(FaultKind.INSERTED)
            self.any_fitted = True
        else:
            self.unfit.append(row.seq)
            self.previous = row.hash
            return
        self.previous = self.verified = row.hash

    def finish(self) -> list[ChainFault]:
        self._settle(self._kind_of_unfit_end())
        if self.head is not None:
            self._check_head(self.head)
        return sorted(self.faults, key=lambda fault: fault.first)

    def _check_order(self, seq: int) -> bool:
        """Note a hole or a repetition before `seq`; return whether rows are missing just before it."""
        expected = self.last_seq + 1
        if seq > expected:
            self.faults.append(ChainFault(FaultKind.MISSING, expected, seq - 1))
        elif seq < expected:
            self.faults.append(ChainFault(FaultKind.DUPLICATE, seq, seq))
        self.last_seq = max(self.last_seq, seq)
        return seq > expected

    def _fits(self, row: ChainRow, previous: bytes) -> bool:
        # A stored hash of another length was not written by us, and nothing can follow it.
        return len(previous) == HASH_BYTES and hmac.compare_digest(chain_hash(self.key, previous, row.entry), row.hash)

    def _settle(self, kind: FaultKind) -> None:
        """Turn the rows held back into one fault of `kind`."""
        if self.unfit:
            self.faults.append(ChainFault(kind, min(self.unfit), max(self.unfit)))
            self.unfit.clear()

    def _kind_of_unfit_end(self) -> FaultKind:
        """Say what happened when the last rows do not fit: their hashes were made anew unless the head knows them."""
        if len(self.unfit) <= 1:
            return FaultKind.ALTERED
        if not self.any_fitted:
            return FaultKind.WRONG_KEY
        known = self.head is not None and self.head.hash == self.previous
        return FaultKind.ALTERED if known else FaultKind.RECOMPUTED

    def _check_head(self, head: Head) -> None:
        if self.last_seq < head.count:
            self.faults.append(ChainFault(FaultKind.TAIL_CUT, self.last_seq + 1, head.count))
        elif head.count and not self.head_seen:
            self.faults.append(ChainFault(FaultKind.HEAD_DIFFERS, head.count, head.count))
