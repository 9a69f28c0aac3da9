"""Finds patterns among the words of a text: first what names grounds, places and stance, then what asks for these. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from proximity.assessment.identify.compiling import Machine
from proximity.assessment.identify.entries import Entry, Kind, Mode, Stance
from proximity.assessment.identify.indexing import AnyOf, Fits, Index, asks_for_people
from proximity.assessment.identify.layout import Layout
from proximity.assessment.identify.matching import Line


class Hit(NamedTuple):
    """An entry found in the words from `start` to before `end`."""

    entry: Entry
    start: int
    end: int
    has_group: bool = False


@dataclass(slots=True)
class Found:
    """All that was found in a text."""

    layout: Layout
    lines: list[Line]
    """The sentences, in their order."""
    named: dict[int, list[Hit]] = field(default_factory=dict)
    stances: dict[tuple[Stance, int], list[Hit]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    affirmed: set[int] = field(default_factory=set)
    about: dict[int, set[str]] = field(default_factory=dict)
    """For each sentence for which it was asked the grounds that it is about."""
    strongest: dict[int, list[Hit]] = field(default_factory=dict)
    """For each sentence for which it was asked what names a ground and no other word there names better."""

    def is_affirmed(self, one: Hit) -> bool:
        """Say whether words are but a part of what means the contrary: the "no" of "no doubt"."""
        return not self.affirmed.isdisjoint(range(one.start, one.end))

    def stance(self, stance: Stance, sentence: int) -> list[Hit]:
        """Return what says so in a sentence."""
        return self.stances.get((stance, sentence), [])

    @property
    def leaning(self) -> int:
        """Return how many different words are of scenes that tell of hate, less those that are of everyday trouble."""
        words: dict[Stance, set[str]] = {Stance.ORDINARY: set(), Stance.TELLING: set()}
        for (stance, _sentence), hits in self.stances.items():
            if stance in words:
                words[stance].update(self.layout.words[hit.start].form for hit in hits)
        return len(words[Stance.TELLING]) - len(words[Stance.ORDINARY])

    def named_beside(self, hit: Hit) -> list[Hit]:
        """Return what names a ground in the sentence of a hit."""
        return self.named.get(self.layout.sentence[hit.start], [])


def find(machine: Machine, layout: Layout, spans: Iterable[tuple[int, int]], mode: Mode | None = None) -> Found:
    """Return what a machine finds in stretches of a text, given as numbers of words; without a mode what is for either."""
    found = Found(layout, _lines(machine, layout, spans, mode))
    first = _walk(found, machine.first, attrgetter("first"))
    _note(found, first)
    kept = [hit for hit in first if _is_for(hit.entry, mode) and _passes(machine, found, hit)]
    for line in found.lines:
        line.forget()
    _note(found, kept)
    _sort(found, kept)
    then = _walk(found, machine.then, attrgetter("then"))
    found.hits = [hit for hit in dict.fromkeys([*kept, *then]) if hit.entry.stance is None]
    found.hits = [hit for hit in found.hits if hit.entry.kind in _CHECKED or _passes(machine, found, hit)]
    return found


def _is_for(entry: Entry, mode: Mode | None) -> bool:
    return mode is None or entry.mode in {None, mode}


_NOTHING = Fits()
_SURELY_NO_NAME = 6
"""Letters: at the beginning of an account's sentence too "Nero", "Turku", "Buda" are no "negro", "Turkki", "Buddha"."""
_FARTHEST = 400
"""Words that a guard of the whole text looks at on either side: a text of any length costs no more than its length."""
_CHECKED = frozenset({Kind.TERM, Kind.SLUR, Kind.PLACE, Kind.STANCE})
NATIONS_CAPITAL = frozenset({"en"})
"""Where names of nations are written with a capital, it tells nothing."""
_CONTRARY = frozenset({Stance.NEGATE, Stance.DENOUNCE})


def _is_bare(layout: Layout) -> bool:
    """Say whether a text of some length is written without any accent, though its language may have them."""
    return len(layout.text) >= 40 and layout.text.isascii()


def is_name_like(layout: Layout, number: int) -> bool:
    """Say whether a word within a sentence begins with a capital and goes on small: it is rather a name than anything else."""
    text = layout.words[number].text
    return text[:1].isupper() and text[1:].islower() and number != layout.starts[layout.sentence[number]]


def _may_be_name(word: str) -> bool:
    """Say whether a word that begins with a capital is so short that it is rather a name than another word mistyped."""
    return len(word) < _SURELY_NO_NAME and word[:1].isupper() and word[1:].islower()


def _lines(machine: Machine, layout: Layout, spans: Iterable[tuple[int, int]], mode: Mode | None) -> list[Line]:
    """Return the sentences of a text with the choices that the words fit which a machine is to read."""
    is_bare, is_short = _is_bare(layout), mode is Mode.REPORTED_TEXT
    tells = machine.language not in NATIONS_CAPITAL
    fits = [_NOTHING] * len(layout.words)
    for start, end in spans:
        for number in range(start, end):
            word = layout.words[number]
            is_name = word.text[0].isupper() and (
                (tells and is_name_like(layout, number)) or (mode is Mode.NARRATIVE and _may_be_name(word.text))
            )
            fits[number] = machine.fits(word.forms, is_bare=is_bare, is_name=is_name, is_short=is_short)
    often = machine.often.fitting
    return [Line(start, fits[start:end], often) for start, end in zip(layout.starts, layout.ends, strict=False)]


def _walk(found: Found, index: Index, places: Callable[[Fits], tuple[int, ...]]) -> list[Hit]:
    """Return what of an index stands in a text."""
    hits = [
        Hit(entry, start, end, entry.kind is Kind.PREDICATE and asks_for_people(index.steps[at]))
        for line in found.lines
        for at in line.with_all(index, index.possible(map(places, line.words), line.held, line.bits, line.names))
        for entry in (index.entries[at],)
        for start, end in line.find(index.steps[at])
    ]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.entry.rule))


def _sort(found: Found, kept: Iterable[Hit]) -> None:
    """Lay what names grounds and what says who speaks by sentence, so that a long text costs no more than its length.

    A negation within a name negates nothing: "non vedente", "non-binary", "sin papeles", "personas no binarias"; nor does one
    behind the first word of what people have or are: "somebody who cannot walk".
    """
    for hit in kept:
        if hit.entry.stance is Stance.AFFIRM:
            found.affirmed.update(range(hit.start, hit.end))
    within = {
        place
        for hit in kept
        if hit.entry.kind is Kind.TERM and hit.end > hit.start + 1
        for place in range(hit.start if hit.entry.people else hit.start + 1, hit.end)
    }
    for hit in kept:
        if hit.entry.stance in _CONTRARY and found.is_affirmed(hit):
            continue
        if hit.entry.stance is Stance.NEGATE and within.issuperset(range(hit.start, hit.end)):
            continue
        if hit.entry.stance is not None:
            found.stances.setdefault((hit.entry.stance, found.layout.sentence[hit.start]), []).append(hit)
    for hit in _widest([hit for hit in kept if hit.entry.kind in {Kind.TERM, Kind.SLUR}]):
        found.named.setdefault(found.layout.sentence[hit.start], []).append(hit)


def _widest(named: list[Hit]) -> list[Hit]:
    """Return what names grounds without what stands within a longer name: of “trans women”, women are not another ground."""
    longest: dict[int, Hit] = {}
    for hit in named:
        for number in range(hit.start, hit.end):
            if number not in longest or longest[number].end - longest[number].start < hit.end - hit.start:
                longest[number] = hit
    return [
        hit
        for hit in named
        if any(
            longest[number].end - longest[number].start == hit.end - hit.start for number in range(hit.start, hit.end)
        )
    ]


def _note(found: Found, hits: Iterable[Hit]) -> None:
    for hit in hits:
        found.lines[found.layout.sentence[hit.start]].note(hit.start, hit.end, unit_names(hit.entry))


def unit_names(entry: Entry) -> frozenset[str]:
    """Return the built-in classes that a found entry belongs to."""
    return _names_of(entry.kind, entry.stance, str(entry.term_is), entry.ground, people=entry.people)


@lru_cache(maxsize=512)
def _names_of(kind: Kind, stance: Stance | None, term_is: str, ground: str | None, *, people: bool) -> frozenset[str]:
    if stance is not None:
        return frozenset({stance.value})
    names = {kind.value} if kind in {Kind.SLUR, Kind.PLACE} else {term_is}
    if kind is not Kind.PLACE:
        names.add("ground")
        if ground is not None:
            names |= {ground, ground.split(".")[0]}
        if people:
            names.add("group")
        names.discard("people")
    return frozenset(names)


def _passes(machine: Machine, found: Found, hit: Hit) -> bool:
    guards = machine.guards.get(hit.entry.rule)
    if guards is None:
        return True
    unless, only_with = guards
    start, end = _scope(found.layout, hit)
    if _stands(found, unless, start, end):
        return False
    return not only_with.sequences or _stands(found, only_with, start, end)


def _scope(layout: Layout, hit: Hit) -> tuple[int, int]:
    """Return the words that a guard looks at."""
    scope = hit.entry.guard.scope
    if scope.whole_text:
        return max(0, hit.start - _FARTHEST), min(len(layout.words), hit.end + _FARTHEST)
    sentence = layout.sentence[hit.start]
    start, end = layout.starts[sentence], layout.ends[sentence]
    if scope.words is not None:
        return max(start, hit.start - scope.words), min(end, hit.end + scope.words)
    return start, end


def _stands(found: Found, patterns: AnyOf, start: int, end: int) -> bool:
    """Say whether any of these patterns stands between two words, within a sentence."""
    if not patterns.sequences:
        return False
    for line in found.lines[found.layout.sentence[start] : found.layout.sentence[end - 1] + 1]:
        held = line.held
        if patterns.asked and held.isdisjoint(patterns.asked):
            continue
        for sequence in patterns.sequences:
            if held.issuperset(sequence.asked) and line.holds(sequence.steps, start, end):
                return True
    return False
