"""Reads one text: the way in. Pure, deterministic, in time that grows with the text's length."""

from collections.abc import Iterable, Iterator, Sequence

from proximity.assessment.identify import languages
from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.composing import Candidate, candidates
from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.entries import Kind, Mode, Stance
from proximity.assessment.identify.finding import Found, find
from proximity.assessment.identify.grounds import mentioned
from proximity.assessment.identify.layout import Layout, lay_out
from proximity.assessment.identify.lexicons import FAMILIES, LANGUAGES
from proximity.assessment.identify.quoting import quotations, stretches
from proximity.assessment.identify.rejoining import rejoin, with_signs
from proximity.assessment.identify.results import Caveat, OpenQuestion, Reading, Span, Suggestion
from proximity.assessment.identify.suggesting import split, suggestions

_TURNS = frozenset({Caveat.NEGATED, Caveat.QUOTED, Caveat.DENOUNCED})
"""What is said against "go back to your country" names nobody, and is about them."""


def identify(text: str, *, mode: Mode = Mode.NARRATIVE, language: str | None = None) -> Reading:
    """Return what the words of a text may match, what it mentions and what it leaves open. Never a verdict.

    Without a language among the eight it is guessed; stretches in another of the eight are read with that one's lexicon as well.
    """
    own, layout, found = _found(text, language, mode)
    whole = [one for part in found for one in candidates(part, mode)]
    if mode is Mode.NARRATIVE:
        whole += [one for part in found for one in quotations(part)]
    return _reading(layout, own, found, whole, mode)


def slurs(text: str, *, language: str | None = None) -> tuple[Span, ...]:
    """Return where slurs stand in a text, suggested or not: a page that covers them must miss none that the lexicons know.

    Read in either way: what is joined or mistyped is undone further in a post, and a report of few words is read as one too.
    """
    return tuple(sorted({span for mode in (None, Mode.REPORTED_TEXT) for span in _slurs(text, language, mode)}))


def _slurs(text: str, language: str | None, mode: Mode | None) -> Iterator[Span]:
    _own, layout, found = _found(text, language, mode)
    hits = {hit for part in found for hit in part.hits if hit.entry.kind is Kind.SLUR}
    return (Span(layout.words[hit.start].start, layout.words[hit.end - 1].end) for hit in hits)


def language_of(text: str, *, language: str | None = None) -> str:
    """Return the language in which `identify` reads a text: the one that was told, if it is among the eight, else a guess."""
    return language if language in LANGUAGES else languages.guess(words(text))


def _found(text: str, language: str | None, mode: Mode | None) -> tuple[str, Layout, list[Found]]:
    """Return the language of a text, its words, and what each language's lexicon finds among them."""
    cut = words(text)
    own = language if language in LANGUAGES else languages.guess(cut)
    layout = lay_out(
        text, with_signs(rejoin(cut, machine(own), text, is_short=mode is Mode.REPORTED_TEXT), machine(own).signs, text)
    )
    return own, layout, [find(machine(one), layout, spans, mode) for one, spans in _parts(layout, own)]


def _parts(layout: Layout, own: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return the stretches of words that each language's lexicon reads: its own all, others sentences and quotations in them."""
    parts = {own: [(0, len(layout.words))]}
    sentences = zip(layout.starts, layout.ends, strict=True) if layout.words else ()
    for start, end in (*sentences, *stretches(layout)):
        other = languages.is_surely(layout.words[start:end], own)
        if other is not None:
            parts.setdefault(other, []).append((start, end))
    return list(parts.items())


def _reading(layout: Layout, own: str, found: Sequence[Found], whole: list[Candidate], mode: Mode) -> Reading:
    sound, against = split(whole, length=layout.length, leaning=found[0].leaning, mode=mode)
    made, contra = suggestions(layout, sound), suggestions(layout, against)
    suggested = {one.ground for one in made if one.ground}
    named = mentioned(found, suggested, narrow=mode is Mode.REPORTED_TEXT)
    if mode is Mode.REPORTED_TEXT and not named | suggested:
        named = {one.ground for one in whole if one.ground and one.caveats & _TURNS}
    denounces = any(stance is Stance.DENOUNCE for part in found for stance, _sentence in part.stances)
    return Reading(own, tuple(sorted(named)), made, contra, _open(own, (*made, *contra)), denounces)


def _open(language: str, made: Iterable[Suggestion]) -> tuple[OpenQuestion, ...]:
    answered = {one.family for one in made}
    asked = machine(language).questions
    return tuple(OpenQuestion(family, asked.get(family, "")) for family in FAMILIES if family not in answered)
