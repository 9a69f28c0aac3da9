"""Copying cases into the tables: rows as they are, the log chained, words filed for the search.

Triggers are off while rows are copied (`session_replication_role`), so what they would do is done here: the index of words.
Parts of the work are done side by side in processes forked from this one; each makes the same identifiers for the same case.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.seeding.clones import EVENTS, Clone, Mould, Row, Rows
from benchmarks.seeding.patterns import Ground
from django.db import connection, connections, transaction

from proximity.accounts.actors import enter_as, machine_of
from proximity.accounts.keys import search_secret
from proximity.audit import heads
from proximity.audit.keys import key_of
from proximity.audit.models import AuditHead
from proximity.audit.operations import entry
from proximity.cases.rules.states import reference_of
from proximity.config.demo.parts import in_parts
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.chain import GENESIS, Head, chain_hash
from proximity.search.models import CommonTerm
from proximity.search.operations.indexing import take_out_frequent
from proximity.search.rules.likeness import block_keys
from proximity.search.rules.words import Numbering, terms_of

AT_ONCE = 250
"""Cases whose rows are copied together."""
FIRST_NUMBER = 1001
"""Of a year's references: the patterns have smaller ones."""
OPEN_DAYS = 60
"""Cases told within so many days are still worked on; the older ones are closed."""


@dataclass(slots=True)
class Plan:
    """When each case was told and which number it has; the last is the newest. Cases are spread over `over` before `end`."""

    total: int
    end: datetime
    over: timedelta
    closed: Sequence[Mould]
    open: Sequence[Mould]
    zone: ZoneInfo
    prefix: str
    years: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        first: dict[int, int] = {}
        for number in range(self.total):
            first.setdefault(self._year(number), number)
        self.years = first

    def mould(self, number: int) -> Mould:
        """Return which pattern a case is like."""
        is_open = self.end - self.at(number) < timedelta(days=OPEN_DAYS)
        moulds = self.open if is_open else self.closed
        return moulds[number % len(moulds)]

    def at(self, number: int) -> datetime:
        """Return when a case was told, to the day."""
        return self.end - self.over * ((self.total - number) / self.total)

    def _year(self, number: int) -> int:
        pattern = self.mould(number).pattern
        opened = pattern.case.opened_at + timedelta(days=self.days(number))
        return opened.astimezone(self.zone).year

    def days(self, number: int) -> int:
        """Return how many days after its pattern a case was told."""
        return min(0, (self.at(number) - self.mould(number).pattern.at).days)

    def reference(self, number: int) -> str:
        """Return a case's reference."""
        year = self._year(number)
        return reference_of(self.prefix, year, FIRST_NUMBER + number - self.years[year])

    def clone(self, number: int) -> tuple[Mould, Clone]:
        """Return what makes a case."""
        mould = self.mould(number)
        return mould, mould.clone(number, days=self.days(number), reference=self.reference(number))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work: rows with their words, or the log; of the cases from `first` to before `end`."""

    kind: str
    first: int
    end: int


def fill(plan: Plan, numbers: range, ground: Ground, *, at_once: int = 2) -> None:
    """Make cases, in so many processes; then do as the indexer does with words that have become too frequent."""
    half = (numbers.start + numbers.stop) // 2
    parts = [
        Part("rows", numbers.start, half),
        Part("rows", half, numbers.stop),
        Part("log", numbers.start, numbers.stop),
    ]
    if at_once == 1:
        for part in parts:
            write_part(plan, part, ground)
    else:
        in_parts(parts, lambda part: write_part(plan, part, ground), at_once=at_once)
    with transaction.atomic():
        _count_references(plan, ground)
    with transaction.atomic():
        enter_as(machine_of(ground.police))
        take_out_frequent(by=machine_of(ground.police))


def write_part(plan: Plan, part: Part, ground: Ground) -> None:
    """Write one part; the caller is the superuser, since nobody else may switch triggers off."""
    numbers = range(part.first, part.end)
    with transaction.atomic():
        _triggers("replica")
        if part.kind == "log":
            _write_log(plan, numbers)
        else:
            _write_rows(plan, numbers, ground)
        _triggers("origin")


def _triggers(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('session_replication_role', %s, true)", [how])


def _write_rows(plan: Plan, numbers: range, ground: Ground) -> None:
    filing = _Filing(ground)
    for some in itertools.batched(numbers, AT_ONCE):
        rows: Rows = defaultdict(list)
        for number in some:
            mould, clone = plan.clone(number)
            for table, made in mould.made(clone).items():
                if table != EVENTS:
                    rows[table] += made
            for table, made in filing.rows(mould, clone).items():
                rows[table] += made
        for table, made in rows.items():
            copy_rows(table, made)


def _write_log(plan: Plan, numbers: range) -> None:
    chains: dict[str, Head] = {}
    for some in itertools.batched(numbers, AT_ONCE):
        made = []
        for number in some:
            mould, clone = plan.clone(number)
            made += [_chained(row, chains) for row in mould.events(clone)]
        copy_rows(EVENTS, made)
    for chain, head in chains.items():
        AuditHead.objects.update_or_create(chain=chain, defaults={"count": head.count, "digest": head.hash})
        transaction.on_commit(lambda chain=chain, head=head: heads.note_head(chain, head))  # type: ignore[misc]


def _chained(row: Row, chains: dict[str, Head]) -> Row:
    """Return a row of the log as the next of its chain."""
    chain = row["chain"]
    if chain not in chains:
        # Locked to the end: others who write to this log wait.
        known = AuditHead.objects.select_for_update().filter(chain=chain).first()
        chains[chain] = Head(known.count, bytes(known.digest)) if known else Head(0, GENESIS)
    before = chains[chain]
    said = entry(
        chain, before.count + 1, row["at"], row["city_id"], row["organisation_id"], row["actor"], row["action"], row["target"],
        row["label"], row["purpose"],
    )  # fmt: skip
    chains[chain] = Head(before.count + 1, chain_hash(key_of(chain), before.hash, said))
    return row | {"seq": chains[chain].count, "digest": chains[chain].hash}


class _Filing:
    """Files cases for the search of the police, as the indexer does."""

    def __init__(self, ground: Ground) -> None:
        self._office = ground.police.pk
        self._numbering = Numbering(search_secret(self._office))
        self._common = frozenset(CommonTerm.objects.filter(organisation_id=self._office).values_list("term", flat=True))

    def rows(self, mould: Mould, clone: Clone) -> Rows:
        """Return the rows of the index for one case."""
        passages, case = mould.passages_of(clone), clone.ids[mould.pattern.case.pk]
        numbers = terms_of(passages, self._numbering) | {self._numbering.block(key) for key in block_keys(passages)}
        office = {"organisation_id": self._office, "record_id": case}
        return {
            "search_posting": [office | {"term": term} for term in numbers - self._common],
            "search_indexedrecord": [office | {"at": mould.pattern.at + clone.days}],
        }


def copy_rows(table: str, rows: Sequence[Row]) -> None:
    """Copy rows into a table."""
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _count_references(plan: Plan, ground: Ground) -> None:
    """Let the next case of each year follow the last one."""
    drawn = Counter(plan._year(number) for number in range(plan.total))  # noqa: SLF001
    with connection.cursor() as cursor:
        for year, count in drawn.items():
            cursor.execute(
                "INSERT INTO cases_casecounter (id, city_id, year, drawn) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (city_id, year) DO UPDATE SET drawn = greatest(cases_casecounter.drawn, excluded.drawn)",
                [new_id(), ground.city.pk, year, FIRST_NUMBER - 1 + count],
            )


def settle(tables: Iterable[str]) -> None:
    """Clean up and count, as PostgreSQL would by itself within minutes: not while something is measured."""
    connections.close_all()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("CHECKPOINT")
