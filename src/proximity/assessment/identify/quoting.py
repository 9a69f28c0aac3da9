"""What somebody said or wrote, by an account: words in quotation marks that name a group or are hostile. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from proximity.assessment.identify.composing import Candidate, ground_of
from proximity.assessment.identify.entries import Entry, Kind, Origin, Said, Stance
from proximity.assessment.identify.finding import Found, Hit
from proximity.assessment.identify.layout import Layout
from proximity.assessment.identify.results import Caveat
from proximity.assessment.identify.stance import channel

_ORIGIN = Origin("the engine itself", date(2026, 11, 26), None)
QUOTE = Entry(rule="engine.quote", kind=Kind.CUE, patterns=(), origin=_ORIGIN, points=2)
TOLD = Entry(rule="engine.told-word", kind=Kind.CUE, patterns=(), origin=_ORIGIN, points=1)
_TOLD_WORDS = 10
_LEAST_TOLD = 2
_SPOKEN = (Stance.REPORT, Stance.WRITE, Stance.PAINT)
_REACHES = 8
_MOST_WORDS = 30
_LONGEST = 200
_GRAVE = 2


def quotations(found: Found) -> Iterator[Candidate]:
    """Yield quotations of an account, and what follows a verb of speaking or writing, as far as they may tell something."""
    layout = found.layout
    hostile_in: dict[int, list[Hit]] = {}
    for hit in found.hits:
        if hit.entry.kind in {Kind.PREDICATE, Kind.SLUR}:
            hostile_in.setdefault(layout.sentence[hit.start], []).append(hit)
    for entry, start, end in (*_quoted(found), *_told(found)):
        sentences = range(layout.sentence[start], layout.sentence[end - 1] + 1)
        named = [hit for at in sentences for hit in found.named.get(at, ()) if start <= hit.start and hit.end <= end]
        hostile = [hit for at in sentences for hit in hostile_in.get(at, ()) if start <= hit.start and hit.end <= end]
        whole = Hit(entry, start, end)
        points = 2 if entry is QUOTE and _is_spoken(found, whole, sentences) and _tells(found, named, hostile) else 1
        yield Candidate(
            channel(found, whole), ground_of(found, whole) if named else None, start, end, entry, points,
            frozenset({Caveat.QUOTED}), "quote",
        )  # fmt: skip


def _tells(found: Found, named: list[Hit], hostile: list[Hit]) -> bool:
    """Say whether a quotation is hostile to a group: named within it or, if more than a common insult is said, in the account."""
    if named:
        return bool(hostile)
    grave = (one for one in hostile if one.entry.said is not Said.INFERIORISE and one.entry.points >= _GRAVE)
    return any(found.named.values()) and any(grave)


def _quoted(found: Found) -> Iterable[tuple[Entry, int, int]]:
    for start, end in stretches(found.layout):
        sentences = range(found.layout.sentence[start], found.layout.sentence[end - 1] + 1)
        names = any(found.named.get(at) for at in sentences)
        if names or _is_spoken(found, Hit(QUOTE, start, end), sentences):
            yield QUOTE, start, end


def _told(found: Found) -> Iterable[tuple[Entry, int, int]]:
    """Yield the words of a clause that follow a verb of speaking, writing or painting, outside quotations."""
    layout = found.layout
    for (stance, sentence), hits in found.stances.items():
        for hit in hits if stance in _SPOKEN else ():
            end = hit.end
            while end < min(layout.ends[sentence], hit.end + _TOLD_WORDS) and end not in layout.breaks:
                end += 1
            if end - hit.end >= _LEAST_TOLD and layout.quote_of(hit.end, end) is None:
                yield TOLD, hit.end, end


def _is_spoken(found: Found, hit: Hit, sentences: range) -> bool:
    around = range(sentences.start - 1, sentences.stop + 1)
    return any(_is_near(one, hit.start, hit.end) for what in _SPOKEN for at in around for one in found.stance(what, at))


def _is_near(one: Hit, start: int, end: int) -> bool:
    return -_REACHES <= one.start - end <= _REACHES or -_REACHES <= one.end - start <= _REACHES


def stretches(layout: Layout) -> Iterable[tuple[int, int]]:
    """Return the quotations of a text as numbers of words, cut where they are too long to be shown."""
    words = layout.words
    place = 0
    for first, last in layout.quotes:
        while place < len(words) and words[place].start < first:
            place += 1
        end = place
        while end < len(words) and end - place < _MOST_WORDS and words[end].end <= min(last, first + _LONGEST):
            end += 1
        if end > place:
            yield place, end
        place = end
