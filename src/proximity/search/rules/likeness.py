"""Which cases may be the same incident, or belong to one series, and why. A person decides; these are only reasons."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rapidfuzz import fuzz

from proximity.search.rules.sounds import PARTICLES, latin, name_keys, skeleton, sound
from proximity.search.rules.words import Passage, Source, words_of

MOST_OPENED = 200
"""Cases that are opened and compared with one."""
NEAR = timedelta(days=3)
"""Days by which people who tell of one incident differ."""
NAME_ALIKE, SOUND_ALIKE, PLACE_ALIKE = 78, 40, 80
"""Out of 100, by `rapidfuzz`: a word of a name as it is written, one that sounds the same, the words of a place."""
SHORT = 6
"""Letters that a name has at least: shorter ones are alike by chance."""
BONES, BONES_ALIKE = 5, 92
"""Consonants that a name has at least, and out of 100 how alike they are, where its words are parted otherwise."""
TEXT_SAME, TEXT_ALIKE = 0.45, 0.22
"""Share of the rarer text's words that the other has too."""


class Reason(StrEnum):
    """Why two cases are alike."""

    NAME = "name"
    DAY = "day"
    NEAR_DAY = "near_day"
    PLACE = "place"
    TEXT = "text"
    SOME_TEXT = "some_text"
    GROUND = "ground"


class Likeness(StrEnum):
    """What two cases may be to one another."""

    SAME = "same"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class Features:
    """What of a case is compared. Names in Latin letters, words as they are indexed."""

    names: tuple[str, ...]
    places: frozenset[str]
    day: date | None
    words: frozenset[str]
    grounds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What two cases may be, why, and how surely in comparison with others."""

    likeness: Likeness
    reasons: tuple[Reason, ...]
    score: float


def features_of(passages: Iterable[Passage], grounds: Collection[str]) -> Features:
    """Return what is compared of a case."""
    names, places, words, day = [], set[str](), set[str](), None
    for passage in passages:
        if passage.source is Source.NAME:
            names.append(latin(passage.text))
        elif passage.source is Source.DAY:
            day = _day(passage.text)
        elif passage.source is Source.PLACE:
            places |= words_of(passage)
        elif passage.source in {Source.TOLD, Source.ADDED, Source.REFERRED}:
            words |= words_of(passage)
    return Features(tuple(names), frozenset(places), day, frozenset(words), frozenset(grounds))


def block_keys(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield what a case is filed under besides its words: its names as they sound, and each word of the place with the week."""
    places, day = set[str](), None
    for passage in passages:
        if passage.source is Source.NAME:
            yield from name_keys(passage.text)
        elif passage.source is Source.DAY:
            day = _day(passage.text)
        elif passage.source is Source.PLACE:
            places |= words_of(passage)
    if day is None:
        return
    # A day that is three days out falls into one of two neighbouring weeks of the other.
    weeks = {(moment - date(1970, 1, 5)).days // 7 for moment in (day - NEAR / 2, day + NEAR / 2)}
    for week in sorted(weeks):
        yield from (f"week {week} {place}" for place in sorted(places))


def compare(one: Features, other: Features) -> Proposal | None:
    """Return what two cases may be to one another, or None."""
    reasons = tuple(_reasons(one, other))
    apart = bool(one.day and other.day and abs(one.day - other.day) > NEAR)
    found, weight = frozenset(reasons), sum(WEIGHTS[reason] for reason in reasons)
    if not apart and _is_same(found):
        return Proposal(Likeness.SAME, reasons, weight)
    if _is_series(found):
        return Proposal(Likeness.SERIES, reasons, weight)
    return None


WEIGHTS = {
    Reason.NAME: 3.0, Reason.DAY: 1.5, Reason.NEAR_DAY: 1.0, Reason.PLACE: 1.5, Reason.TEXT: 3.0, Reason.SOME_TEXT: 1.0,
    Reason.GROUND: 0.5,
}  # fmt: skip


def _is_same(found: frozenset[Reason]) -> bool:
    """One incident: somebody alike, or the same words, or the same place, on a day near; without a day, both of the first two."""
    near = bool(found & {Reason.DAY, Reason.NEAR_DAY})
    told = bool(found & {Reason.TEXT, Reason.SOME_TEXT})
    if not near:
        return {Reason.NAME, Reason.TEXT} <= found
    if Reason.NAME in found and (Reason.PLACE in found or told):
        return True
    return Reason.TEXT in found or (Reason.PLACE in found and (told or {Reason.DAY, Reason.GROUND} <= found))


def _is_series(found: frozenset[Reason]) -> bool:
    """A series: the same victim or suspect again, or the same place and way of doing it (R22)."""
    if Reason.NAME in found:
        return True
    told = bool(found & {Reason.TEXT, Reason.SOME_TEXT})
    return Reason.PLACE in found and told and (Reason.GROUND in found or Reason.TEXT in found)


def _reasons(one: Features, other: Features) -> Iterator[Reason]:
    if any(_alike(name, known) for name in one.names for known in other.names):
        yield Reason.NAME
    if one.day and other.day and abs(one.day - other.day) <= NEAR:
        yield Reason.DAY if one.day == other.day else Reason.NEAR_DAY
    if one.places and other.places and _place_alike(one.places, other.places):
        yield Reason.PLACE
    share = _shared(one.words, other.words)
    if share >= TEXT_SAME:
        yield Reason.TEXT
    elif share >= TEXT_ALIKE:
        yield Reason.SOME_TEXT
    if one.grounds & other.grounds:
        yield Reason.GROUND


def _alike(one: str, other: str) -> bool:
    """Say whether two names are alike: each word of the shorter sounds or looks like one of the other, or all together."""
    fewer, more = sorted(([word for word in name.split() if word not in PARTICLES] for name in (one, other)), key=len)
    if not fewer:
        return False
    if (
        (len(fewer) > 1 or len(more) == 1)
        and sum(map(len, fewer)) >= SHORT
        and all(_near(word, more) for word in fewer)
    ):
        return True
    bones, others = skeleton(one), skeleton(other)
    parted = len(one.split()) != len(other.split())
    return parted and min(len(bones), len(others)) >= BONES and fuzz.ratio(bones, others) >= BONES_ALIKE


def _near(word: str, words: Iterable[str]) -> bool:
    """Say whether a word of a name sounds like one of another, or is a slip away from it."""
    heard = sound(word)
    return any(
        (len(heard) >= 2 and heard == sound(known) and fuzz.ratio(word, known) >= SOUND_ALIKE)
        or fuzz.ratio(word, known) >= NAME_ALIKE
        for known in words
    )


def _place_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return fuzz.token_set_ratio(" ".join(sorted(one)), " ".join(sorted(other))) >= PLACE_ALIKE


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which share of the shorter text's words stands in the other; short texts share by chance, so they tell nothing."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer >= 6 else 0.0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
