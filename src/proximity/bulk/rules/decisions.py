"""What a person has decided of a table: what each column is, what each value means, what holds for all rows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from proximity.assessment.rules import FIRST_STATUSES, GroundBasis, GroundStatus
from proximity.bulk.rules.cells import same
from proximity.bulk.rules.dates import Order
from proximity.bulk.rules.fields import (
    CODED,
    FOR_ALL,
    NOTHING,
    ONCE,
    Field,
    codes_of,
    parts_of,
    proposed_codes,
    proposed_fields,
)
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.packs.schema import Category

MOST_VALUES = 200
"""Different values that a column of codes has at most; past it, it is no column of codes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it was read: heading, a few of its cells, how many rows fill it, and its values where they are few."""

    heading: str
    samples: tuple[str, ...]
    filled: int
    values: Mapping[str, int] | None

    def as_json(self) -> JSONObject:
        """Return it as JSON."""
        values: JSONValue = None if self.values is None else dict(self.values)
        return {"heading": self.heading, "samples": list(self.samples), "filled": self.filled, "values": values}

    @classmethod
    def from_json(cls, value: JSONValue) -> "Column":
        """Return it from JSON that `as_json` made."""
        found = value if isinstance(value, dict) else {}
        samples, values = found.get("samples"), found.get("values")
        return cls(
            str(found.get("heading", "")), tuple(map(str, samples)) if isinstance(samples, list) else (),
            int(str(found.get("filled", 0))),
            {name: int(str(count)) for name, count in values.items()} if isinstance(values, dict) else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions. `fields` by column (None: not decided), `values` by field and value as written, `for_all` by field."""

    source: str = ""
    fields: tuple[Field | None, ...] = ()
    values: Mapping[Field, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    for_all: Mapping[Field, str] = field(default_factory=dict)
    order: Order = Order.DMY
    language: str = ""
    ground_status: GroundStatus | None = None
    ground_basis: GroundBasis | None = None

    def column_of(self, wanted: Field) -> int | None:
        """Return which column a field stands in."""
        return next((index for index, one in enumerate(self.fields) if one is wanted), None)

    @property
    def coded(self) -> list[tuple[int, Field]]:
        """Return the columns of codes, each with what it is."""
        return [(index, one) for index, one in enumerate(self.fields) if one is not None and one in CODED]

    def as_json(self) -> JSONObject:
        """Return it as JSON."""
        return {
            "source": self.source, "fields": [str(one) if one else None for one in self.fields], "order": str(self.order),
            "values": {str(one): {text: list(codes) for text, codes in known.items()} for one, known in self.values.items()},
            "for_all": {str(one): code for one, code in self.for_all.items()}, "language": self.language,
            "ground_status": self.ground_status and str(self.ground_status),
            "ground_basis": self.ground_basis and str(self.ground_basis),
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: JSONValue) -> "Decisions":
        """Return it from JSON; a code that is not known any more is forgotten, so that it is asked for again."""
        found = value if isinstance(value, dict) else {}
        fields, values, for_all = found.get("fields"), found.get("values"), found.get("for_all")
        status, basis = str(found.get("ground_status")), str(found.get("ground_basis"))
        return cls(
            source=str(found.get("source", "")),
            fields=tuple(_field(one) for one in fields) if isinstance(fields, list) else (),
            values=_known_values(values) if isinstance(values, dict) else {},
            for_all={Field(one): str(code) for one, code in for_all.items() if one in FOR_ALL and code in codes_of(Field(one))}
            if isinstance(for_all, dict) else {},
            order=Order(str(found.get("order", Order.DMY))), language=str(found.get("language", "")),
            ground_status=GroundStatus(status) if status in FIRST_STATUSES else None,
            ground_basis=GroundBasis(basis) if basis in set(GroundBasis) else None,
        )  # fmt: skip


def _field(value: JSONValue) -> Field | None:
    return Field(str(value)) if value in set(Field) else None


def _known_values(values: JSONObject) -> dict[Field, dict[str, tuple[str, ...]]]:
    found: dict[Field, dict[str, tuple[str, ...]]] = {}
    for name, known in values.items():
        if name in {str(one) for one in CODED} and isinstance(known, dict):
            allowed = {*codes_of(Field(name)), NOTHING}
            found[Field(name)] = {
                text: tuple(map(str, chosen)) for text, chosen in known.items()
                if isinstance(chosen, list) and set(map(str, chosen)) <= allowed
            }  # fmt: skip
    return found


def first_decisions(columns: Sequence[Column], remembered: JSONValue, *, language: str) -> Decisions:
    """Return what is proposed for a table: what was decided for these headings the last time, else what they say themselves."""
    kept = remembered if isinstance(remembered, dict) else {}
    by_heading = kept.get("headings")
    known = by_heading if isinstance(by_heading, dict) else {}
    last = Decisions.from_json(kept.get("last"))
    guessed = proposed_fields(column.heading for column in columns)
    fields = [_field(known.get(same(column.heading))) or guess for column, guess in zip(columns, guessed, strict=True)]
    return replace(last, fields=_each_once(fields), language=last.language or language)


def to_remember(decisions: Decisions, columns: Sequence[Column], before: JSONValue) -> JSONObject:
    """Return what an organisation keeps of its decisions for the next table."""
    kept = before if isinstance(before, dict) else {}
    earlier = kept.get("headings")
    headings: JSONObject = dict(earlier) if isinstance(earlier, dict) else {}
    for column, one in zip(columns, decisions.fields, strict=True):
        if one is not None:
            headings[same(column.heading)] = str(one)
    last = Decisions.from_json(kept.get("last"))
    values = {
        one: {**last.values.get(one, {}), **decisions.values.get(one, {})} for one in {*last.values, *decisions.values}
    }
    return {"headings": headings, "last": replace(decisions, fields=(), values=values).as_json()}


def values_in(column: Column, one: Field) -> dict[str, int]:
    """Return the different values of a column of codes, each with in how many rows it stands."""
    found: dict[str, int] = {}
    for cell, count in (column.values or {}).items():
        for part in parts_of(one, cell):
            found[part] = found.get(part, 0) + count
    return found


def with_proposals(decisions: Decisions, columns: Sequence[Column], categories: Iterable[Category]) -> Decisions:
    """Return the decisions with what can be proposed for values that nobody has decided; what nobody can know stays open."""
    categories, values = tuple(categories), {one: dict(known) for one, known in decisions.values.items()}
    for index, one in decisions.coded:
        known = values.setdefault(one, {})
        for value in values_in(columns[index], one):
            proposed = proposed_codes(one, value, categories).codes
            if not known.get(value) and proposed:
                known[value] = proposed
    return replace(decisions, values=values)


def undecided_values(decisions: Decisions, columns: Sequence[Column]) -> list[tuple[Field, str]]:
    """Return the values that a person still has to decide."""
    return [
        (one, value)
        for index, one in decisions.coded
        for value in values_in(columns[index], one) if not decisions.values.get(one, {}).get(value)
    ]  # fmt: skip


def faults_of(decisions: Decisions, columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return what is missing or wrong in the decisions of columns: the name of the form's field, and a code of what it is."""
    faults = [(f"column_{index}", "undecided") for index, one in enumerate(decisions.fields) if one is None]
    seen: set[Field] = set()
    for index, one in enumerate(decisions.fields):
        if one in seen and one in ONCE:
            faults.append((f"column_{index}", "twice"))
        if one in CODED and columns[index].values is None:
            faults.append((f"column_{index}", "no_codes"))
        if one is not None:
            seen.add(one)
    faults += [
        (str(one), "missing")
        for one in (Field.EXTERNAL, Field.RECORDED)
        if one not in seen and not _by_happened(one, seen)
    ]
    faults += [(f"all_{one}", "needed") for one in FOR_ALL if one not in seen and one not in decisions.for_all]
    if Field.GROUNDS in seen:
        pairs = (("ground_status", decisions.ground_status), ("ground_basis", decisions.ground_basis))
        faults += [(name, "needed") for name, chosen in pairs if chosen is None]
    return faults if decisions.source.strip() else [("source", "needed"), *faults]


def _by_happened(one: Field, seen: set[Field]) -> bool:
    """Say whether a register that has but one day stands by that: the day it happened is then the day it was recorded."""
    return one is Field.RECORDED and Field.HAPPENED in seen


def _each_once(fields: Sequence[Field | None]) -> tuple[Field | None, ...]:
    taken: set[Field] = set()
    found: list[Field | None] = []
    for one in fields:
        found.append(None if one in taken and one in ONCE else one)
        if one is not None:
            taken.add(one)
    return tuple(found)
