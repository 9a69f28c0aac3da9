"""Whether what was found in a text stands: something strong, or lesser things that keep one another company. Pure.

What is weighed here is weighed once, to say "show" or "show nothing"; it is not kept, not shown, and says nothing of a case.
"""

from collections.abc import Sequence

from proximity.assessment.identify.composing import Candidate
from proximity.assessment.identify.results import family_of

AGAINST = "BI-80"
MERE_WORD = "-word"
"""How rules of single words end: in whatever number, they are no company."""
QUOTE_RULE = "engine.quote"
TOLD_RULE = "engine.told-word"
ALWAYS = 3
MIDDLING = 2
_ENOUGH = 7
_OF_MIDDLING, _OF_QUOTE, _OF_GROUND, _OF_FAMILY, _OF_TOLD = 4, 4, 2, 1, 1
_OF_HINT_AGAINST = 3
_NO_COMPANY = frozenset({"location"})
"""A mosque or a synagogue is where things happen as elsewhere: where nothing else is told, that it was there tells nothing."""


def stands(sound: Sequence[Candidate], against: Sequence[Candidate], *, names_ground: bool) -> bool:
    """Say whether anything of a text is to be shown.

    Something of three points always is. Else: one or two things of two points, a quotation, a ground that is named, further
    families of signs count for it; a hint at another motive against it; and where another motive is named, two things of two
    points are wanted.
    """
    if any(one.points >= ALWAYS for one in sound):
        return True
    middling = {one.indicator for one in sound if one.points == MIDDLING}
    if any(one.points >= MIDDLING for one in against) and len(middling) < MIDDLING:
        return False
    rules = {one.entry.rule for one in sound}
    families = {family_of(one.indicator) for one in sound if not one.entry.rule.endswith(MERE_WORD)} - _NO_COMPANY
    weight = (
        _OF_MIDDLING * min(2, len(middling))
        + _OF_QUOTE * (QUOTE_RULE in rules)
        + _OF_TOLD * (TOLD_RULE in rules)
        + _OF_GROUND * names_ground
        + _OF_FAMILY * len(families)
        - _OF_HINT_AGAINST * any(one.points < MIDDLING for one in against)
    )
    return weight >= _ENOUGH
