"""A pattern taken apart into its rows, and put together again as another case.

Of each column of each row it is found out what it holds: an identifier, a moment, a text with a reference in it, a value sealed
under the key of one of its records. A column of bytes of which that cannot be said stops the seeding: nothing is copied unread.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from benchmarks.seeding.patterns import Pattern
from benchmarks.seeding.telling import telling_of
from django.db import connection

from proximity.accounts.keys import organisation_keys
from proximity.accounts.models import Organisation
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.privacy import proximity_models
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.insight.access import origin_link
from proximity.insight.rules.facts import Quarter
from proximity.reporting.access import REPORTER
from proximity.search.queries.texts import passages_of
from proximity.search.rules.words import Passage

WRAPS, EVENTS, FACTS, CASES, REPORTS = (
    "accounts_keywrap", "audit_auditevent", "insight_factrow", "cases_case", "reporting_report",
)  # fmt: skip
DAY = "the day on which it happened"
# Derived by triggers and the indexer: `filing` makes them.
DERIVED = frozenset({"search_change", "search_posting", "search_indexedrecord", "search_commonterm"})

type Row = dict[str, Any]
type Rows = dict[str, list[Row]]
type Maker = Callable[["Clone", Row, Any], Any]


class NotUnderstood(RuntimeError):
    """A column holds bytes of which the seeder cannot say what they are."""


def all_rows() -> Rows:
    """Return every row of every table of ours; the caller is whom no wall binds."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in proximity_models():
            table = model._meta.db_table
            if table not in DERIVED:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                names = [column.name for column in cursor.description or ()]
                found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def rows_of_pattern(pattern: Pattern, everything: Rows) -> tuple[Rows, set[UUID]]:
    """Return the rows that belong to a pattern, and the identifiers of its records and rows.

    A row belongs to it that names its report or its case, or a row that does.
    """
    ids, taken = {pattern.report.pk, pattern.case.pk}, set[tuple[str, int]]()
    while True:
        names = ids | {str(one) for one in ids} | {origin_link(one) for one in ids}
        new = [
            (table, number)
            for table, rows in everything.items()
            for number, row in enumerate(rows)
            if (table, number) not in taken and any(_hashable(value) and value in names for value in row.values())
        ]
        if not new:
            break
        taken.update(new)
        ids |= {
            row["id"] for row in (everything[table][number] for table, number in new) if isinstance(row.get("id"), UUID)
        }
    found: Rows = defaultdict(list)
    for table, number in sorted(taken):
        found[table].append(everything[table][number])
    return found, ids


def _hashable(value: object) -> bool:
    return isinstance(value, UUID | str | bytes)


@dataclass(slots=True)
class Clone:
    """One case that is being made: what its pattern's identifiers, keys and words become."""

    ids: Mapping[UUID, UUID]
    days: timedelta
    texts: Mapping[str, str]
    told: Mapping[str, str]
    receipt: Receipt = field(default_factory=Receipt.draw)
    keys: dict[UUID, RecordKey] = field(default_factory=dict)
    public: bytes = b""

    @property
    def day(self) -> date:
        """Return the day on which it happened."""
        return date.fromisoformat(self.told[DAY])

    def key(self, record: UUID) -> RecordKey:
        """Return the new key of one of the pattern's records."""
        if record not in self.keys:
            self.keys[record] = RecordKey.generate()
        return self.keys[record]

    @property
    def reader(self) -> bytes:
        """Return the public key that follows from the receipt."""
        self.public = self.public or self.receipt.reader_keys().public
        return self.public


@dataclass(slots=True)
class Mould:
    """A pattern, understood: makes other cases like it."""

    pattern: Pattern
    rows: Rows
    ids: list[UUID]
    passages: list[Passage]
    makers: dict[str, list[dict[str, Maker]]]
    told: dict[str, str]
    title: str

    @classmethod
    def of(cls, pattern: Pattern, everything: Rows, bodies: Mapping[UUID, Organisation]) -> "Mould":
        """Take a pattern apart. Raises `NotUnderstood`."""
        rows, ids = rows_of_pattern(pattern, everything)
        keys = _keys_of(rows)
        names = [pattern.case.reference, pattern.report.reference, *map(str, ids)]
        reading = _Reading(ids, keys, bodies, names)
        makers = {table: [reading.makers(table, row) for row in found] for table, found in rows.items()}
        content = reading.opened[REPORTS, "content"]
        told = {name: str(content.get(name, "")) for name in ("what", "place", "when_date")}
        told["name"] = pattern.name
        return cls(pattern, rows, sorted(ids), [], makers, told, str(reading.opened[CASES, "title"]))

    def clone(self, number: int, *, days: int, reference: str) -> Clone:
        """Return what makes case `number`, told so many days after the pattern."""
        draw = random.Random(f"ids {number}")  # noqa: S311  (identifiers are no secrets)
        shift = timedelta(days=days)
        ids = {old: _another_id(old, shift, draw) for old in self.ids}
        report, telling = f"R-{_letters(number)}", telling_of(number)
        texts = {self.pattern.case.reference: reference, self.pattern.report.reference: report}
        happened = date.fromisoformat(self.told["when_date"]) + shift
        told = {
            DAY: happened.isoformat(),
            self.told[
                "what"
            ]: f"{self.told['what'].replace(self.told['place'], telling.place)} {' '.join(telling.words)}.",
            self.told["place"]: telling.place,
            self.told["when_date"]: happened.isoformat(),
            self.told["name"]: telling.name,
            self.title: f"{self.title} · {telling.words[0]}",
        }
        texts |= {str(old): str(new) for old, new in ids.items()}
        return Clone(ids, shift, texts, told)

    def made(self, clone: Clone) -> Rows:
        """Return the rows of a clone; those of the log without their place in the chain."""
        return {
            table: [
                {name: makers[name](clone, row, value) if name in makers else value for name, value in row.items()}
                for row, makers in zip(found, self.makers[table], strict=True)
            ]
            for table, found in self.rows.items()
        }

    def events(self, clone: Clone) -> list[Row]:
        """Return a clone's rows of the log alone, in their order."""
        pairs = zip(self.rows[EVENTS], self.makers[EVENTS], strict=True)
        return [
            {name: makers[name](clone, row, value) if name in makers else value for name, value in row.items()}
            for row, makers in sorted(pairs, key=lambda pair: (pair[0]["chain"], pair[0]["seq"]))
        ]

    def passages_of(self, clone: Clone) -> list[Passage]:
        """Return what a clone is found by."""
        return [Passage(one.source, clone.told.get(one.text, one.text), one.likely) for one in self.passages]


def take_passages(moulds: list[Mould], *, by: Any) -> None:
    """Note of each mould what its pattern is found by, as the indexer reads it; in the context of the police's own work."""
    found = passages_of([mould.pattern.case.pk for mould in moulds], by=by)
    for mould in moulds:
        mould.passages = list(found.get(mould.pattern.case.pk, ()))


def _keys_of(rows: Rows) -> dict[UUID, RecordKey]:
    keys = {}
    for wrap in rows[WRAPS]:
        body, record = wrap["organisation_id"], wrap["record_id"]
        private = organisation_keys(body).private_seal
        keys[record] = RecordKey.open_wrap(bytes(wrap["wrapped"]), private, record_id=record, reader=str(body))
    return keys


@dataclass(slots=True)
class _Reading:
    """Finds out what the columns of a pattern's rows hold."""

    ids: set[UUID]
    keys: Mapping[UUID, RecordKey]
    bodies: Mapping[UUID, Organisation]
    names: list[str]
    opened: dict[tuple[str, str], Any] = field(default_factory=dict)

    def makers(self, table: str, row: Row) -> dict[str, Maker]:
        """Return how each column of a row is made that is not the same in each case."""
        found = {name: self._maker(table, name, row, value) for name, value in row.items() if value is not None}
        if table == FACTS:
            found |= {name: _QUARTERS[name] for name in _QUARTERS if row[name] is not None}
        return {name: maker for name, maker in found.items() if maker is not None}

    def _maker(self, table: str, name: str, row: Row, value: Any) -> Maker | None:
        if isinstance(value, UUID):
            return _as_id if value in self.ids else None
        if isinstance(value, date):  # a moment is one too
            return lambda clone, _row, old: old + clone.days
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bytes):
            return None if table == EVENTS else self._bytes(table, name, row, value)
        return None

    def _text(self, value: str) -> Maker | None:
        held = [name for name in self.names if name in value]
        if not held:
            return None

        def retold(clone: Clone, _row: Row, old: str) -> str:
            for name in held:
                old = old.replace(name, clone.texts[name])
            return old

        return retold

    def _bytes(self, table: str, name: str, row: Row, value: bytes) -> Maker:
        if (table, name) == (WRAPS, "wrapped"):
            body = self.bodies[row["organisation_id"]]
            return lambda clone, old, _value: clone.key(old["record_id"]).wrap_for(
                bytes(body.seal_key), record_id=clone.ids[old["record_id"]], reader=str(body.pk)
            )
        if name == "reporter_wrap" and row["id"] in self.keys:
            return lambda clone, old, _value: clone.key(old["id"]).wrap_for(
                clone.reader, record_id=clone.ids[old["id"]], reader=REPORTER
            )
        if (table, name) in _OF_RECEIPT:
            return _OF_RECEIPT[table, name]
        if linked := next((one for one in self.ids if origin_link(one) == value), None):
            return lambda clone, _row, _value: origin_link(clone.ids[linked])
        return self._sealed(table, name, row, value)

    def _sealed(self, table: str, name: str, row: Row, value: bytes) -> Maker:
        place = {"table": table, "column": name, "row": row["id"]}
        for record, key in self.keys.items():
            for opening, sealing in (("open_json", "seal_json"), ("open_text", "seal_text"), ("open", "seal")):
                try:
                    plain = getattr(key, opening)(value, **place)
                except SealBroken:
                    continue
                self.opened[table, name] = plain
                return _sealer(record, sealing, table, name, plain)
        raise NotUnderstood(f"{table}.{name}")


def _sealer(record: UUID, sealing: str, table: str, name: str, plain: Any) -> Maker:
    def seal(clone: Clone, row: Row, _value: Any) -> bytes:
        value = _retold(plain, clone)
        return getattr(clone.key(record), sealing)(value, table=table, column=name, row=clone.ids[row["id"]])  # type: ignore[no-any-return]

    return seal


def _retold(plain: Any, clone: Clone) -> Any:
    """Return what was sealed with the clone's own words in it."""
    if isinstance(plain, str):
        return clone.told.get(plain, plain)
    if isinstance(plain, dict):
        return {name: _retold(value, clone) for name, value in plain.items()}
    return plain


def _as_id(clone: Clone, _row: Row, old: UUID) -> UUID:
    return clone.ids[old]


_OF_RECEIPT: dict[tuple[str, str], Maker] = {
    (REPORTS, "receipt_lookup"): lambda clone, _row, _value: clone.receipt.lookup(public_keyring().pepper),
    (REPORTS, "reader_key"): lambda clone, _row, _value: clone.reader,
}


_QUARTERS: dict[str, Maker] = {
    "year": lambda clone, _row, _value: Quarter.of(clone.day).year,
    "quarter": lambda clone, _row, _value: Quarter.of(clone.day).quarter,
}


def _another_id(old: UUID, shift: timedelta, draw: random.Random) -> UUID:
    """Return another identifier of the same kind: a random one, or one whose time is as much later."""
    if old.version != 7:
        return UUID(int=draw.getrandbits(128), version=4)
    moment = (old.int >> 80) + round(shift.total_seconds() * 1000)
    return UUID(int=moment << 80 | (old.int >> 64 & 0xFFFF) << 64 | 0b10 << 62 | draw.getrandbits(62))


_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _letters(number: int) -> str:
    """Return six signs for a number, as if drawn; never the same for two."""
    # An odd factor turns the 30 bits over without two numbers meeting.
    mixed = number * 0x2545F491 % (1 << 30)
    return "".join(_SIGNS[mixed >> 5 * place & 31] for place in range(6))
