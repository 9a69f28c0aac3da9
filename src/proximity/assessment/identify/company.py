"""Whether what was found in a text stands: something strong, or lesser things that keep one another company. Pure.

What is weighed here is weighed once, to say "show" or "show nothing"; it is not kept, not shown, and says nothing of a case.
"""

from collections.abc import Sequence

from proximity.assessment.identify.composing import Candidate
from proximity.assessment.identify.entries import Kind
from proximity.assessment.identify.results import family_of, is_perceived

AGAINST = "BI-80"
MERE_WORD = "-word"
"""How rules of single words end: in whatever number, they are no company."""
QUOTE_RULE = "engine.quote"
ALWAYS = 3
MIDDLING = 2
_ENOUGH, _LEAST, _WORDS_FOR_ONE = 8, 4, 4
"""What is enough in an account of 32 words and more; a shorter one has room for fewer signs: one for four words."""
# Each number times at most so many of a kind. Fitted to accounts that nobody had tuned to: benchmarks/results/identify.md.
_OF_STRONG, _STRONG = 3, 3
_OF_MIDDLING, _MIDDLINGS = 2, 3
_OF_FAMILY, _OF_COMMON, _OF_FAMILIES = 2, 1, 8
_OF_QUOTE, _OF_NO_MOTIVE = 2, 2
_OF_AGAINST, _AGAINST = 4, 3
_OF_HINT_AGAINST, _HINTS = 2, 2
_NO_MOTIVE = "BI-70"
COMMON = frozenset({"location", "pattern", "group"})
"""Families whose words ("street", "again", "lads") stand in any account."""


def stands(sound: Sequence[Candidate], against: Sequence[Candidate], words: int) -> bool:
    """Say whether anything of a text of so many words is to be shown.

    Hostile words of three points always are, and what somebody perceives as the motive; where no other motive is named, whatever
    has three points, and hostile words in quotation marks where a group is named. Else all that was found is put together: strong
    and middling indicators, families with lesser signs, a quotation, that there was no quarrel; against it, each rule that names
    another motive, and hints at one.
    """
    strong = {one.indicator for one in sound if one.points >= ALWAYS}
    named = {one.entry.rule for one in against if one.points >= MIDDLING}
    hostile = any(one.entry.rule == QUOTE_RULE and one.points >= MIDDLING for one in sound)
    if any(_stands_always(one) for one in sound) or (not named and (strong or hostile)):
        return True
    middling = {one.indicator for one in sound if one.points == MIDDLING}
    lesser = {
        family_of(one.indicator)
        for one in sound
        if one.points < MIDDLING and not one.entry.rule.endswith(MERE_WORD)
    }  # fmt: skip
    hints = {one.entry.rule for one in against} - named
    weight = (
        _OF_STRONG * min(_STRONG, len(strong))
        + _OF_MIDDLING * min(_MIDDLINGS, len(middling))
        + min(_OF_FAMILIES, sum(_OF_COMMON if one in COMMON else _OF_FAMILY for one in lesser))
        + _OF_QUOTE * any(one.entry.rule == QUOTE_RULE for one in sound)
        + _OF_NO_MOTIVE * any(one.indicator == _NO_MOTIVE for one in sound)
        - _OF_AGAINST * min(_AGAINST, len(named))
        - _OF_HINT_AGAINST * min(_HINTS, len(hints))
    )
    return weight >= max(_LEAST, min(_ENOUGH, words // _WORDS_FOR_ONE))


def _stands_always(one: Candidate) -> bool:
    """Say whether something stands whatever else is named: hostile words, or a motive that the victim or another perceives.

    Who robs somebody and shouts it has both motives.
    """
    return one.points >= ALWAYS and (one.entry.kind in {Kind.SLUR, Kind.PREDICATE} or is_perceived(one.indicator))
