"""From candidates to suggestions: what says little needs company, what overlaps is said once, and nobody gets a flood. Pure."""

from collections.abc import Iterable, Sequence
from itertools import chain

from proximity.assessment.identify.company import ALWAYS, MERE_WORD, MIDDLING, stands
from proximity.assessment.identify.composing import Candidate
from proximity.assessment.identify.entries import HOSTILE, Kind, Mode
from proximity.assessment.identify.layout import Layout
from proximity.assessment.identify.passages import LONGEST_PASSAGE, passage
from proximity.assessment.identify.results import AGAINST, Span, Suggestion, family_of, is_perceived

_COMMON = frozenset({"location", "pattern", "group"})
"""Families whose words ("street", "again", "lads") stand in any account."""
_PER_INDICATOR = 5
_RULES = 6
_ENOUGH = (0, 0, 0, 0, 0, 3, 3)
"""By place among the families how much must speak for one to be shown: points of its weightiest sign and rules that found any."""
_LONG, _ENOUGH_WHERE_LONG = 540, (0, 0, 0, 2, 3, 3, 4)
"""In an account of so many signs, some hundred English words, something of any family is found by chance."""
_LEANS = {"expression": 2, "perception": 2, "timing": 1, "violence": -1, "motive": -1}
"""Of these families what is shown was marked more often than of others, or less: benchmarks/results/identify.md."""


def split(
    found: Sequence[Candidate], *, length: int, leaning: int = 0, mode: Mode = Mode.NARRATIVE
) -> tuple[list[Candidate], list[Candidate]]:
    """Return what may be suggested, and what speaks against, from all candidates of a text of so many signs: all, or nothing.

    Beside suggestions, what speaks against must be told twice: of what one rule alone found there, hardly any was meant.

    What is called out against people names no other motive ("they are all thieves", no theft), nor does the reason that
    somebody perceives ("they did not let the flat to us because we are black", no quarrel about rent); but where a reason stands
    within longer words that deny it, these are what is said ("nobody thinks that it was because we are black").
    """
    other = [one for one in found if one.indicator == AGAINST and one.points > 0]
    denials = _by_place(one for one in other if one.points >= MIDDLING)
    sound = [
        one
        for one in found
        if one.indicator != AGAINST
        and one.points > 0
        and not any(_is_denied_in(one, longer) for longer in denials.get(one.start, ()))
    ]
    plain = {place for one in sound if _is_plain(one) for place in range(one.start, one.end)}
    against = [one for one in other if plain.isdisjoint(range(one.start, one.end))]
    told = mode is Mode.REPORTED_TEXT
    shown = any(one.points >= MIDDLING for one in sound) if told else stands(sound, against, length, leaning)
    return (sound, _told_twice(against)) if shown else ([], against)


def _told_twice(against: Sequence[Candidate]) -> list[Candidate]:
    """Return what names another motive, where two rules at least speak of one; what denies a motive outright always."""
    least = MIDDLING if len({one.entry.rule for one in against}) > 1 else ALWAYS
    return [one for one in against if one.points >= least]


def _by_place(found: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    """Return candidates by each word that they hold, so that a text of any length costs no more than its length."""
    places: dict[int, list[Candidate]] = {}
    for one in found:
        for place in range(one.start, one.end):
            places.setdefault(place, []).append(one)
    return places


def _is_denied_in(one: Candidate, longer: Candidate) -> bool:
    """Say whether a perceived reason stands within longer words of another motive."""
    return (
        is_perceived(one.indicator)
        and longer.start <= one.start
        and one.end <= longer.end
        and one.end - one.start < longer.end - longer.start
    )


def _is_plain(one: Candidate) -> bool:
    return (one.entry.kind in HOSTILE and one.points >= MIDDLING) or (
        is_perceived(one.indicator) and one.points >= ALWAYS
    )


def suggestions(layout: Layout, found: Sequence[Candidate]) -> tuple[Suggestion, ...]:
    """Return candidates as suggestions, the weightiest of each indicator, in the order of the text."""
    families = _shown(found, layout.length)
    kept: dict[str, list[Suggestion]] = {}
    for one in sorted((one for one in found if family_of(one.indicator) in families), key=_rank):
        same = kept.setdefault(one.indicator, [])
        words = Span(layout.words[one.start].start, layout.words[one.end - 1].end)
        if len(same) == _PER_INDICATOR or any(_overlap(words, other.words) for other in same):
            continue
        made = _suggestion(layout, one, words)
        if made is not None and not any(_says_the_same(made, other) for other in same):
            same.append(made)
    return tuple(sorted(chain(*kept.values()), key=lambda one: (one.spans, one.indicator, one.rule)))


def _shown(found: Sequence[Candidate], length: int) -> frozenset[str]:
    """Return the families that are shown, those for which most speaks: of the last few only what more than a word or two tell."""
    telling: dict[str, int] = {}
    rules: dict[str, set[str]] = {}
    for one in found:
        family, rule = family_of(one.indicator), one.entry.rule
        rules.setdefault(family, set()).add(rule)
        telling[family] = max(telling.get(family, 0), 0 if rule.endswith(MERE_WORD) else one.points)
    speaks = {
        family: telling[family] + min(_RULES, len(rules[family])) + _LEANS.get(family, 0) for family in rules
    }  # fmt: skip
    ranked = sorted(rules, key=lambda family: (-speaks[family], family in _COMMON, family))
    least = _ENOUGH_WHERE_LONG if length >= _LONG else _ENOUGH
    return frozenset(family for family, enough in zip(ranked, least, strict=False) if speaks[family] >= enough)


def _rank(one: Candidate) -> tuple[int, bool, bool, int, int, bool, int, str]:
    """Return what comes first: more points, then slurs, which say what they mean, then the shorter; single words last.

    Of the same words what says whom they are about, and what leaves more open: a harmless reading is not to be lost.
    """
    rule, kind = one.entry.rule, one.entry.kind
    is_least = rule.endswith(MERE_WORD), kind is not Kind.SLUR
    return -one.points, *is_least, one.end - one.start, one.start, one.ground is None, -len(one.caveats), rule


def _suggestion(layout: Layout, one: Candidate, words: Span) -> Suggestion | None:
    if words.end - words.start > LONGEST_PASSAGE:
        return None
    return Suggestion(
        one.indicator, one.ground, (passage(layout, one.start, one.end),), words, one.entry.rule, one.reason, one.points,
        tuple(sorted(one.caveats)), one.entry.meaning, one.entry.innocent,
    )  # fmt: skip


def _overlap(words: Span, others: Span) -> bool:
    return words.start < others.end and others.start < words.end


def _says_the_same(one: Suggestion, other: Suggestion) -> bool:
    """Say whether one adds nothing to another whose words are others: it says little and stands in the same passage.

    Of what speaks against a motive, one in a passage is enough: there are more ways to tell of a quarrel than to read.
    """
    if one.spans != other.spans:
        return False
    return one.indicator == AGAINST or (one.points < MIDDLING and one.ground in {None, other.ground})
