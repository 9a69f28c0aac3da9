"""What a column of a register can be, and what is proposed for heading and values where the words are the same. Pure."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from proximity.assessment.rules import BiasAnswer
from proximity.bulk.rules.cells import same
from proximity.cases.rules.history import is_ground
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState
from proximity.insight.rules.facts import Channel, Stage
from proximity.packs import codes
from proximity.packs.schema import Category

WORDS = Path(__file__).parent.parent / "words.toml"
_SEVERAL = re.compile(r"[;|\n,+]")


class Field(StrEnum):
    """What a column is. The last two are no field of a case: kept as it is written, sealed, or left out."""

    EXTERNAL = "external"
    RECORDED = "recorded"
    HAPPENED = "happened"
    CLOSED = "closed"
    TOLD = "told"
    PLACE = "place"
    TITLE = "title"
    KIND = "kind"
    GROUNDS = "grounds"
    BIAS = "bias"
    STATUS = "status"
    COMPLAINT = "complaint"
    OFFENCE = "offence"
    STAGE = "stage"
    CHANNEL = "channel"
    KEEP = "keep"
    LEAVE_OUT = "leave_out"


ONCE = frozenset(Field) - {Field.KEEP, Field.LEAVE_OUT}
DAYS = (Field.RECORDED, Field.HAPPENED, Field.CLOSED)
CODED: Mapping[Field, tuple[str, ...]] = {
    Field.KIND: (),  # the packs' list
    Field.GROUNDS: (),  # the packs' list
    Field.BIAS: tuple(BiasAnswer),
    Field.STATUS: tuple(CaseStatus),
    Field.COMPLAINT: tuple(ComplaintState),
    Field.OFFENCE: tuple(OffenceState),
    Field.STAGE: tuple(Stage),
    Field.CHANNEL: tuple(Channel),
}
NOTHING = "-"
"""Decided: this value says nothing, and nothing is recorded of it."""
FOR_ALL = (Field.BIAS, Field.STATUS)
"""What every case has: where no column says it, a person says it for all rows."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a value: codes, none where nobody can know; `among` is what a wider value of theirs can be of ours."""

    codes: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


def codes_of(field: Field) -> tuple[str, ...]:
    """Return the codes that a coded field may hold; of grounds the families too, for registers that are no finer."""
    if field is Field.KIND:
        return tuple(one.code for one in codes.incident_types())
    if field is Field.GROUNDS:
        fine = [one.code for one in codes.grounds()]
        return tuple(dict.fromkeys((*fine, *(one.code for one in codes.ground_families()))))
    return CODED[field]


def parts_of(field: Field, cell: str) -> tuple[str, ...]:
    """Return the values of one cell: of grounds a register may write several."""
    if field is not Field.GROUNDS:
        return (cell,) if cell else ()
    return tuple(dict.fromkeys(part.strip() for part in _SEVERAL.split(cell) if part.strip()))


def proposed_field(heading: str) -> Field | None:
    """Return what a heading says that its column is, or None."""
    # A heading that is our own name for it: what was exported from here is known again.
    own = {same(one): one for one in ONCE}
    return own.get(same(heading)) or _headings().get(same(heading))


def proposed_fields(headings: Iterable[str]) -> list[Field | None]:
    """Return what is proposed for each column; of two that say the same only the first has a proposal."""
    taken: set[Field] = set()
    found: list[Field | None] = []
    for heading in headings:
        field = proposed_field(heading)
        found.append(field if field not in taken else None)
        if field is not None:
            taken.add(field)
    return found


def proposed_codes(field: Field, value: str, categories: Iterable[Category] = ()) -> Proposal:
    """Return what is proposed for a value, by our own codes and words and by the categories of the country's statistics.

    A category that is wider than any ground of ours is proposed as nothing: which of them it is, the register does not say (S13).
    """
    wanted = same(value)
    if field is Field.GROUNDS:
        return _ground(wanted, categories)
    own = {same(code): code for code in codes_of(field)}
    found = own.get(wanted) or _values().get(field, {}).get(wanted)
    if found is None and field is Field.KIND:
        found = next((one.code for one in codes.incident_types() if wanted in _words(one)), None)
    return Proposal((found,) if found else ())


def is_lossy(field: Field, chosen: Iterable[str]) -> bool:
    """Say whether a value that was decided says less in our codes than it did: a family, "other", or nothing."""
    coarse = {"OTHER", "UNK", "other", NOTHING}
    return any(
        code in coarse or (field is Field.GROUNDS and code != NOTHING and not is_ground(code)) for code in chosen
    )


def _ground(wanted: str, categories: Iterable[Category]) -> Proposal:
    entries = (*codes.grounds(), *codes.ground_families())
    for entry in entries:
        if wanted == same(entry.code) or wanted in _words(entry):
            return Proposal((entry.code,))
    for category in categories:
        if wanted in {same(words) for _, words in category.words.pairs} | {same(category.code)}:
            one = category.codes if len(category.codes) == 1 else ()
            return Proposal(one, () if one else category.codes)
    return Proposal()


def _words(entry: codes.Entry) -> set[str]:
    return {same(words) for _, words in entry.words.pairs}


@lru_cache(maxsize=1)
def _headings() -> Mapping[str, Field]:
    return {same(word): Field(field) for field, words in _data()["headings"].items() for word in words}


@lru_cache(maxsize=1)
def _values() -> Mapping[Field, Mapping[str, str]]:
    return {
        Field(field): {same(word): code for code, words in values.items() for word in words}
        for field, values in _data()["values"].items()
    }


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
