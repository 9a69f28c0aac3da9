"""A practice record in FRA's form, what it needs before it is submitted, and what reviews make of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from proximity.exchange.rules import reading
from proximity.exchange.rules.vocabulary import Category, Criterion, Evidence, PracticeType, Scope, Standing
from proximity.foundation.pure.json import JSONObject, JSONValue

REVIEWERS = 2
"""Cities besides the author's whose review makes a practice a reviewed one."""
TEXTS = (
    "summary", "target_groups", "funding", "amount", "objectives", "steps", "stakeholders", "evaluation", "transfer",
)  # fmt: skip
TRANSLATED = ("title", *TEXTS)
"""What a translation says anew; the rest is codes, days and names."""
NEEDED = ("title", "english_title", "summary", "organisation", "objectives", "steps")


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice. What is empty is not known, and stays visibly so: nothing here is ever filled in by us."""

    title: str = ""
    english_title: str = ""
    summary: str = ""
    country: str = ""
    organisation: str = ""
    type: PracticeType | None = None
    categories: tuple[Category, ...] = ()
    grounds: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    scope: Scope | None = None
    target_groups: str = ""
    funding: str = ""
    amount: str = ""
    objectives: str = ""
    steps: str = ""
    stakeholders: str = ""
    evaluation: str = ""
    evidence: Evidence | None = None
    transfer: str = ""
    criteria: Mapping[Criterion, str] = field(default_factory=dict)
    edition: int = 0
    source: str = ""
    source_url: str = ""
    seen_on: date | None = None

    def as_json(self) -> JSONObject:
        """Return the record as it travels."""
        plain: dict[str, JSONValue] = {}
        for name, value in asdict(self).items():
            plain[name] = _plain(value)
        return plain

    @classmethod
    def from_json(cls, content: JSONObject) -> "Practice":
        """Return the record of a content, from whichever city and version of the program."""
        texts = {name: reading.text_of(content, name) for name in (*TRANSLATED, *_LINES)}
        reasons = reading.part_of(content, "criteria")
        return cls(
            **texts,
            type=reading.code_of(content, "type", PracticeType),
            categories=reading.codes_of(content, "categories", Category),
            grounds=reading.texts_of(content, "grounds"),
            starts_on=reading.day_of(content, "starts_on"),
            ends_on=reading.day_of(content, "ends_on"),
            scope=reading.code_of(content, "scope", Scope),
            evidence=reading.code_of(content, "evidence", Evidence),
            criteria={one: why for one in Criterion if (why := reading.text_of(reasons, one.value))},
            edition=reading.number_of(content, "edition"),
            seen_on=reading.day_of(content, "seen_on"),
        )

    def in_words_of(self, translation: JSONObject) -> "Practice":
        """Return the record with the words of a translation; what it leaves out stays as it was written."""
        said: JSONObject = {name: text for name in TRANSLATED if (text := reading.text_of(translation, name))}
        return Practice.from_json(self.as_json() | said)


_LINES = ("english_title", "country", "organisation", "source", "source_url")


def _plain(value: object) -> JSONValue:
    if isinstance(value, date):
        return reading.said(value)
    if isinstance(value, tuple):
        return reading.listed(value)
    if isinstance(value, dict):
        return {str(key): str(one) for key, one in value.items()}
    return value if isinstance(value, int) else str(value or "")


def what_misses(practice: Practice) -> Iterator[str]:
    """Yield the fields that must be filled before others are asked to review: the rest may stay not known."""
    yield from (name for name in NEEDED if not getattr(practice, name))
    if practice.type is None:
        yield "type"
    yield from (name for name in ("categories", "grounds") if not getattr(practice, name))
    if practice.starts_on and practice.ends_on and practice.ends_on < practice.starts_on:
        yield "ends_on"


def meets_criteria(practice: Practice) -> bool:
    """Say whether somebody said yes to each of PROXIMITY's three conditions, and why."""
    return all(practice.criteria.get(one) for one in Criterion)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a city said of one edition of a practice."""

    city: UUID | str
    edition: int
    recommends: bool
    said_at: datetime


def standing(*, author: UUID | str, edition: int, opinions: Iterable[Opinion]) -> Standing:
    """Return what a practice has reached: each other city's last word on this edition counts once, the author's own never.

    One city that asks for a change is enough to show it; two that recommend it, and none that asks, make it reviewed.
    """
    last: dict[UUID | str, Opinion] = {}
    for one in sorted(opinions, key=lambda one: one.said_at):
        if one.city != author and one.edition == edition:
            last[one.city] = one
    if any(not one.recommends for one in last.values()):
        return Standing.CHANGE_ASKED
    return Standing.REVIEWED if len(last) >= REVIEWERS else Standing.SUBMITTED
