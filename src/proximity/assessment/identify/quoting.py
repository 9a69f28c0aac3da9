"""What somebody said or wrote, by an account: words in quotation marks that name a group or are hostile. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from proximity.assessment.identify.composing import Candidate, ground_of
from proximity.assessment.identify.entries import HOSTILE, Entry, Kind, Origin, Said, Stance
from proximity.assessment.identify.finding import Found, Hit
from proximity.assessment.identify.layout import Layout
from proximity.assessment.identify.results import Caveat
from proximity.assessment.identify.stance import channel

_ORIGIN = Origin("the engine itself", date(2026, 11, 26), None)
QUOTE = Entry(rule="engine.quote", kind=Kind.CUE, patterns=(), origin=_ORIGIN, points=2)
NAMED = Entry(rule="engine.named-word", kind=Kind.CUE, patterns=(), origin=_ORIGIN, points=1)
"""One or two words between marks, which nobody is told to have said: as likely the name of a shop."""
TOLD = Entry(rule="engine.told-word", kind=Kind.CUE, patterns=(), origin=_ORIGIN, points=1)
_TOLD_WORDS = 16
_CLAUSE = 6
"""Words after which a comma ends what is told: before, it may part a call from what is called out."""
_LEAST_TOLD = 2
_LEAST_QUOTED = 3
"""Words from which a quotation is more likely something said than the name of a shop or a play."""
_LEADS_IN = frozenset(":,–—-")
_CLOSES = frozenset("!?.…")
_SPOKEN = (Stance.REPORT, Stance.WRITE, Stance.PAINT)
_REACHES = 8
_BESIDE = 3
_MOST_WORDS = 30
_LONGEST = 200
_GRAVE = 2


def quotations(found: Found) -> Iterator[Candidate]:
    """Yield quotations of an account, and what follows a verb of speaking or writing, as far as they may tell something."""
    layout = found.layout
    hostile_in: dict[int, list[Hit]] = {}
    for hit in found.hits:
        if hit.entry.kind in HOSTILE:
            hostile_in.setdefault(layout.sentence[hit.start], []).append(hit)
    for entry, start, end in (*_quoted(found), *_told(found)):
        sentences = range(layout.sentence[start], layout.sentence[end - 1] + 1)
        named = [hit for at in sentences for hit in found.named.get(at, ()) if start <= hit.start and hit.end <= end]
        hostile = [hit for at in sentences for hit in hostile_in.get(at, ()) if start <= hit.start and hit.end <= end]
        whole = Hit(entry, start, end)
        said = entry is QUOTE and (_is_spoken(found, whole, sentences) or _is_led_in(layout, whole))
        if entry is QUOTE and not (hostile and named) and _speaks_against(found, whole, sentences):
            continue
        if entry is QUOTE and not hostile and end - start < _LEAST_QUOTED and not _is_said_here(found, whole):
            whole = Hit(NAMED, start, end)
        points = 2 if said and _tells(found, named, hostile) else 1
        yield Candidate(
            channel(found, whole), ground_of(found, whole) if named else None, start, end, whole.entry, points,
            frozenset({Caveat.QUOTED}), "quote",
        )  # fmt: skip


def _tells(found: Found, named: list[Hit], hostile: list[Hit]) -> bool:
    """Say whether a quotation is hostile to a group: named within it or, if more than a common insult is said, in the account."""
    if named:
        return bool(hostile)
    grave = (one for one in hostile if one.entry.said is not Said.INFERIORISE and one.entry.points >= _GRAVE)
    return any(found.named.values()) and any(grave)


def _speaks_against(found: Found, hit: Hit, sentences: range) -> bool:
    """Say whether the words themselves speak against hate: as on a banner at a march."""
    return any(
        hit.start <= one.start and one.end <= hit.end for at in sentences for one in found.stance(Stance.DENOUNCE, at)
    )


def _quoted(found: Found) -> Iterable[tuple[Entry, int, int]]:
    for start, end in stretches(found.layout):
        sentences = range(found.layout.sentence[start], found.layout.sentence[end - 1] + 1)
        names = any(found.named.get(at) for at in sentences)
        said = Hit(QUOTE, start, end)
        if (
            names
            or end - start >= _LEAST_QUOTED
            or _is_spoken(found, said, sentences)
            or _is_led_in(found.layout, said)
        ):
            yield QUOTE, start, end


def _told(found: Found) -> Iterable[tuple[Entry, int, int]]:
    """Yield the words of a clause that follow a verb of speaking, writing or painting, outside quotations."""
    layout = found.layout
    for (stance, sentence), hits in found.stances.items():
        for hit in hits if stance in _SPOKEN else ():
            end = _end_of_told(layout, hit.end, layout.ends[sentence])
            if end - hit.end >= _LEAST_TOLD:
                yield TOLD, hit.end, end


def _end_of_told(layout: Layout, start: int, limit: int) -> int:
    """Return where that ends which is told from a word on: at a quotation, or a comma after some words."""
    end = start
    while end < min(limit, start + _TOLD_WORDS) and layout.quote_of(end, end + 1) is None:
        end += 1
        if end - start >= _CLAUSE and (end - 1) in layout.breaks:
            break
    return end


def _is_spoken(found: Found, hit: Hit, sentences: range) -> bool:
    around = range(sentences.start - 1, sentences.stop + 1)
    return any(_is_near(one, hit.start, hit.end) for what in _SPOKEN for at in around for one in found.stance(what, at))


def _is_led_in(layout: Layout, hit: Hit) -> bool:
    """Say whether a quotation follows a colon, comma or dash, begins a sentence, or ends as one: as what is said does."""
    first, last = layout.words[hit.start].start, layout.words[hit.end - 1].end
    before = layout.text[max(0, first - 4) : first].rstrip("“„«»”\"‘' ")
    return (
        before[-1:] in _LEADS_IN
        or hit.start == layout.starts[layout.sentence[hit.start]]
        or layout.text[last : last + 1] in _CLOSES
    )


def _is_said_here(found: Found, hit: Hit) -> bool:
    """Say whether few words between marks are surely said: a verb of speaking stands beside them, or a colon before."""
    here = (one for what in _SPOKEN for one in found.stance(what, found.layout.sentence[hit.start]))
    return _is_led_in(found.layout, hit) or any(
        -_BESIDE <= one.start - hit.end <= _BESIDE or -_BESIDE <= one.end - hit.start <= _BESIDE for one in here
    )


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
