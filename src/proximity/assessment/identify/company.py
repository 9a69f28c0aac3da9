"""Whether what was found in a text stands: something strong, or lesser things that keep one another company. Pure.

What is weighed here is weighed once, to say "show" or "show nothing"; it is not kept, not shown, and says nothing of a case.
"""

from collections.abc import Sequence

from proximity.assessment.identify.composing import Candidate
from proximity.assessment.identify.entries import Kind
from proximity.assessment.identify.results import family_of

MERE_WORD = "-word"
"""How rules of single words end: in whatever number, they are no company."""
QUOTE_RULE = "engine.quote"
ALWAYS = 3
MIDDLING = 2
# Whole numbers near what was found on accounts that nobody had tuned to: benchmarks/results/identify.md.
_A_POINT, _A_COMMON_POINT = 2, 1
_OF_COMMON_WORDS = frozenset({"location", "pattern"})
_NAMED_AGAINST, _HINT_AGAINST = 8, 4
_AGAIN, _BESIDE = 4, 6
"""Of a further rule of other motives within so many words of an earlier, a quarter: several rules may tell one motive."""
_MOST_AGAINST = 2 * _NAMED_AGAINST
"""Two motives named say as much as any number: who tells of a quarrel tells it in many words."""
_LEAST, _ENOUGH, _SIGNS_FOR_ONE_MORE = 5, 4, 112
"""The longer an account, the more is found in it by chance; in the shortest, one middling sign alone is no company.

Length is counted in signs, some twenty English words: Finnish tells the same in three words of four.
"""
_A_WORD, _WORDS = 2, 5
"""What a single word of everyday trouble weighs, or of scenes that tell, and how many do at most."""
_SAID_TO_SOMEBODY = 4
"""Points of a slur in marks or right behind a verb of speaking."""


def stands(sound: Sequence[Candidate], against: Sequence[Candidate], length: int, leaning: int = 0) -> bool:
    """Say whether anything of a text of so many signs is to be shown.

    `leaning`: its different words of scenes that tell of hate, less those of everyday trouble.

    A slur that somebody is told to have said always is: who robs and shouts it has both motives. So are, where nothing hints at
    another motive, whatever has three points, and hostile words in quotation marks where a group is named. Else what each rule
    found counts by its points, and each rule that names another motive or hints at one counts against it.
    """
    if any(one.entry.kind is Kind.SLUR and one.points >= _SAID_TO_SOMEBODY for one in sound):
        return True
    speaks, says_other = _best_by_rule(sound), _best_by_rule(against)
    if not says_other and any(one.points >= ALWAYS or _is_hostile_quotation(one) for one in speaks):
        return True
    weight = sum(map(_weight, speaks)) - _weight_against(says_other) + _A_WORD * max(-_WORDS, min(_WORDS, leaning))
    return weight >= max(_LEAST, _ENOUGH + length // _SIGNS_FOR_ONE_MORE)


def _is_hostile_quotation(one: Candidate) -> bool:
    return one.entry.rule == QUOTE_RULE and one.points >= MIDDLING


def _best_by_rule(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the weightiest of what each rule found, without mere words."""
    best: dict[str, Candidate] = {}
    for one in found:
        rule = one.entry.rule
        if not rule.endswith(MERE_WORD) and (rule not in best or best[rule].points < one.points):
            best[rule] = one
    return list(best.values())


def _weight(one: Candidate) -> int:
    if one.points < MIDDLING and family_of(one.indicator) in _OF_COMMON_WORDS:
        return _A_COMMON_POINT
    return _A_POINT * min(ALWAYS, one.points)


def _weight_against(found: Sequence[Candidate]) -> int:
    weight = 0
    told: list[Candidate] = []
    for one in sorted(found, key=lambda one: (-one.points, one.start)):
        own = _NAMED_AGAINST if one.points >= MIDDLING else _HINT_AGAINST
        again = any(one.start < other.end + _BESIDE and other.start < one.end + _BESIDE for other in told)
        weight += own // _AGAIN if again else own
        told.append(one)
    return min(_MOST_AGAINST, weight)
