"""Cases that are the same, told by two people: whether they are found again in texts that no rule was made with.

`python -m benchmarks.heldout [SEED]` prints recall and what is wrongly proposed; what was measured stands in
benchmarks/results/heldout.md. Stories, names and slips are other ones than those of `search/tests/tellings.py`: people who
mishear names, who write without accents, in capitals or in Latin letters, who put the family name first or leave a part of it
away, who tell in another language than the other, who give the place by what stands beside it, who know the day only roughly.
"""

import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from benchmarks.heldout_stories import BESIDES, KINDS, LANGUAGES, PEOPLE, PLACES

from proximity.search.rules.likeness import MOST_OPENED, Likeness, block_keys, compare, features_of
from proximity.search.rules.words import Numbering, Passage, Source, terms_of, too_frequent

PAIRS, OTHERS, SEED = 40, 160, 77
"""Pairs and other cases for each language."""
GROUNDS = ("ORI.ETH", "REL.MUS", "REL.JEW", "GEN.F", "SO.GAY", "RACE.BLACK", "RACE.ROMA")
BEGIN, DAYS = date(2024, 3, 1), 800
WHOLE = "told by both"


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened: to whom, where, when, how."""

    person: tuple[str, str]
    place: tuple[str, str]
    number: int
    day: date
    kind: int
    ground: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases of one incident, and what the second lacks or has otherwise."""

    language: str
    first: UUID
    second: UUID
    how: str


type Told = tuple[list[Passage], set[str]]


def plain(text: str) -> str:
    """Return a text without accents, as from a foreign keyboard."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def hurried(draw: random.Random, text: str, share: float = 0.025) -> str:
    """Return a text with letters swapped, left out, or struck beside."""
    signs = list(text)
    for at in range(1, len(signs) - 1):
        if signs[at].isalpha() and draw.random() < share:
            match draw.randrange(3):
                case 0:
                    signs[at], signs[at - 1] = signs[at - 1], signs[at]
                case 1:
                    signs[at] = ""
                case _:
                    signs[at] = draw.choice("aeionrst")
    return "".join(signs)


def family_first(name: str) -> str:
    """Return a name as forms have it: the last word, a comma, the others."""
    first, _space, last = name.rpartition(" ")
    return f"{last}, {first}" if first else name


NAME_ERRORS: Mapping[str, Callable[[random.Random, str], str]] = {
    "as it is": lambda _draw, name: name,
    "no accents": lambda _draw, name: plain(name),
    "capitals": lambda _draw, name: name.upper(),
    "family name first": lambda _draw, name: family_first(name),
    "a slip": lambda draw, name: hurried(draw, name, 0.08),
    "one word less": lambda _draw, name: " ".join(name.split()[:2]) if len(name.split()) > 2 else name,
}


def incident(draw: random.Random, language: str) -> Incident:
    """Draw an incident."""
    return Incident(
        person=draw.choice(PEOPLE[language] + PEOPLE["everywhere"]), place=draw.choice(PLACES[language]),
        number=draw.randrange(1, 120), day=BEGIN + timedelta(days=draw.randrange(DAYS)),
        kind=draw.randrange(len(KINDS[language])), ground=draw.choice(GROUNDS),
    )  # fmt: skip


def first_telling(draw: random.Random, what: Incident, language: str) -> Told:
    """Tell an incident as the person does to whom it happened."""
    text = f"{KINDS[language][what.kind][0]} {' '.join(draw.sample(BESIDES[language], 2))}"
    return _told(text, f"{what.place[0]} {what.number}", what.day, what.person[0], language), {what.ground}


def second_telling(draw: random.Random, what: Incident, language: str, how: str) -> Told:
    """Tell it as somebody else does, who saw it or heard of it, or at another office."""
    other = draw.choice([one for one in LANGUAGES if one != language]) if how == "another language" else language
    text = f"{KINDS[other][what.kind][1]} {draw.choice(BESIDES[other])}"
    place = draw.choice([what.place[0], what.place[0], what.place[1], f"{what.place[0]}, {what.number}"])
    days = draw.choice([0, 0, 0, 0, 1, -1, 1, 2])
    name = draw.choice(list(NAME_ERRORS.values()))(draw, what.person[draw.randrange(2)])
    passages = _told(
        hurried(draw, text), "" if how == "no place" else plain(place) if draw.random() < 0.3 else place,
        None if how == "no day" else what.day + timedelta(days=days), "" if how == "no name" else name, other,
    )  # fmt: skip
    return passages, set() if draw.random() < 0.3 else {what.ground}


def _told(text: str, place: str, day: date | None, name: str, language: str) -> list[Passage]:
    passages = [Passage(Source.TOLD, text, language)]
    passages += [Passage(Source.PLACE, place, language)] if place else []
    passages += [Passage(Source.DAY, day.isoformat())] if day else []
    return passages + ([Passage(Source.NAME, name)] if name else [])


HOW = (WHOLE, "no name", "no day", "no place", "another language")


def seeded(seed: int = SEED) -> tuple[dict[UUID, Told], dict[UUID, Incident], list[Pair]]:
    """Return all cases, what happened in each, and which are the same."""
    draw = random.Random(seed)  # noqa: S311  (no secret)
    cases: dict[UUID, Told] = {}
    happened: dict[UUID, Incident] = {}
    pairs = []
    for language in LANGUAGES:
        for number in range(OTHERS):
            case, what = uuid4(), incident(draw, language)
            happened[case] = what
            cases[case] = (
                second_telling(draw, what, language, WHOLE) if number % 2 else first_telling(draw, what, language)
            )
        for number in range(PAIRS):
            what, how = incident(draw, language), HOW[number % len(HOW)]
            pair = Pair(language, uuid4(), uuid4(), how)
            cases[pair.first] = first_telling(draw, what, language)
            cases[pair.second] = second_telling(draw, what, language, how)
            happened[pair.first] = happened[pair.second] = what
            pairs.append(pair)
    return cases, happened, pairs


class Index:
    """The index of one office in memory, as the database has it: numbers to cases, what is too frequent left out."""

    def __init__(self, cases: Mapping[UUID, Told]) -> None:
        """File all cases."""
        self._numbering = Numbering(b"held out, measured, never kept!!")
        self._filed = {case: self._numbers(passages) for case, (passages, _grounds) in cases.items()}
        counts = Counter(number for numbers in self._filed.values() for number in numbers)
        most = too_frequent(len(cases))
        self._counts = {number: count for number, count in counts.items() if count <= most}
        self._by_number: dict[int, list[UUID]] = {}
        for case, numbers in self._filed.items():
            for number in numbers & self._counts.keys():
                self._by_number.setdefault(number, []).append(case)

    def _numbers(self, passages: Sequence[Passage]) -> frozenset[int]:
        return terms_of(passages, self._numbering) | {self._numbering.block(key) for key in block_keys(passages)}

    def candidates(self, case: UUID) -> list[UUID]:
        """Return the cases that share the most telling numbers with one, as `search.queries.alike` asks the database."""
        weights: Counter[UUID] = Counter()
        for number in self._filed[case] & self._counts.keys():
            if self._counts[number] <= 400:
                for other in self._by_number[number]:
                    weights[other] += self._counts[number] ** -0.5  # type: ignore[assignment]  # a weight, not a count
        weights.pop(case, None)
        return [other for other, _weight in weights.most_common(MOST_OPENED)]


def shares(one: Incident, other: Incident) -> bool:
    """Say whether two incidents share the person, or the place and the way of doing it: proposing a series is right."""
    return one.person == other.person or (one.place, one.kind) == (other.place, other.kind)


def measure(seed: int = SEED) -> dict[str, float]:
    """Measure, print, and return the shares."""
    cases, happened, pairs = seeded(seed)
    index, features = Index(cases), {case: features_of(*told) for case, told in cases.items()}
    opened, proposed, same = Counter[str](), Counter[str](), Counter[str]()
    by_how, of_how, wrong = Counter[str](), Counter[str](), Counter[Likeness]()
    for pair in pairs:
        found = index.candidates(pair.second)
        made = {case: compare(features[pair.second], features[case]) for case in found}
        hit = made.get(pair.first)
        opened[pair.language] += pair.first in found
        proposed[pair.language] += hit is not None
        same[pair.language] += hit is not None and hit.likeness is Likeness.SAME
        of_how[pair.how] += 1
        by_how[pair.how] += hit is not None
        for case, each in made.items():
            if (
                each
                and case != pair.first
                and (each.likeness is Likeness.SAME or not shares(happened[case], happened[pair.second]))
            ):
                wrong[each.likeness] += 1
    total = len(pairs)
    sys.stdout.write(f"{len(cases)} cases, {total} pairs, seed {seed}\n")
    for language in LANGUAGES:
        line = f"{opened[language]} opened, {proposed[language]} proposed, {same[language]} as the same"
        sys.stdout.write(f"  {language}: of {PAIRS} pairs {line}\n")
    for how in HOW:
        sys.stdout.write(f"  {how}: {by_how[how]} of {of_how[how]} proposed\n")
    shares_of = {
        "opened": sum(opened.values()) / total, "proposed": sum(proposed.values()) / total, "same": sum(same.values()) / total,
        "wrongly the same": wrong[Likeness.SAME] / total, "wrongly a series": wrong[Likeness.SERIES] / total,
    }  # fmt: skip
    for name, share in shares_of.items():
        sys.stdout.write(f"  {name}: {share:.3f}\n")
    return shares_of


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
