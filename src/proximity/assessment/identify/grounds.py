"""Which ground words name where several compete in one sentence: of "Muslim women", that they are Muslim. Pure."""

from collections.abc import Iterable, Sequence

from proximity.assessment.identify.entries import Kind, Stance, TermIs
from proximity.assessment.identify.finding import Found, Hit

PERSON_WORDS = frozenset({"GEN", "AGE"})
"""Families whose words ("woman", "old") are used of anybody: beside another ground they tell who, not why."""
_MARKS = frozenset({TermIs.TRAIT, TermIs.THING})
"""An accent, a prayer or an illness beside "Peruvians" tells of the same people, and no second ground."""
_COMPARED = "RACE.WHITE"
"""Beside people of another skin, "white" tells with whom they are compared."""
_SAME_PEOPLE = frozenset({"SO.GAY", "SO.LESB"})
_TOGETHER = "SO.LGBT"
_SPEAKS_OF = (Stance.SELF, Stance.REPORT, Stance.WRITE, Stance.PAINT, Stance.NEGATE, Stance.DENOUNCE)


def family(hit: Hit) -> str:
    """Return the family of the ground that a hit names."""
    return (hit.entry.ground or "").split(".")[0]


def is_weaker(one: Hit, others: Iterable[Hit]) -> bool:
    """Say whether another word of the sentence tells the ground better."""
    return any(_beats(other, one) for other in others if other.entry.ground and other.entry.ground != one.entry.ground)


def _beats(other: Hit, one: Hit) -> bool:
    is_person_word = one.entry.kind in {Kind.TERM, Kind.SLUR} and family(one) in PERSON_WORDS
    if is_person_word and family(other) not in PERSON_WORDS:
        return True
    if one.entry.ground == _COMPARED and other.entry.people and family(other) == family(one):
        return True
    if one.entry.term_is in _MARKS and other.entry.people and family(other) not in PERSON_WORDS:
        return True
    if family(one) != family(other):
        return False
    if (one.start, one.end) == (other.start, other.end):
        return (other.entry.kind is Kind.SLUR, one.entry.ground or "") > (
            one.entry.kind is Kind.SLUR,
            other.entry.ground or "",
        )
    return other.entry.people and one.entry.term_is in _MARKS


def meant(hits: Sequence[Hit]) -> set[str]:
    """Return the grounds that a sentence is about."""
    found = {hit.entry.ground for hit in hits if hit.entry.ground and not is_weaker(hit, hits)}
    return (found - _SAME_PEOPLE) | {_TOGETHER} if found >= _SAME_PEOPLE or _TOGETHER in found else found


def joined(ground: str | None, hits: Sequence[Hit]) -> str | None:
    """Return the ground of one word beside the others of its sentence: gay and lesbian together are one."""
    return _TOGETHER if ground in _SAME_PEOPLE and _TOGETHER in meant(hits) else ground


def mentioned(parts: Iterable[Found], suggested: Iterable[str], *, narrow: bool) -> set[str]:
    """Return the grounds that the words of a text name; `narrow`: where several compete in a sentence, those it is about.

    A word with a harmless reading names its ground only where it is taken for a sign, or where it is spoken of as a word.
    """
    if not narrow:
        return {hit.entry.ground for part in parts for hits in part.named.values() for hit in hits if hit.entry.ground}
    taken = set(suggested)
    found: set[str] = set()
    for part in parts:
        for sentence, hits in part.named.items():
            spoken = any(part.stance(stance, sentence) for stance in _SPEAKS_OF)
            found |= meant(
                [
                    hit
                    for hit in hits
                    if spoken
                    or not hit.entry.innocent
                    or hit.entry.ground in taken
                    or part.layout.quote_of(hit.start, hit.end)
                ]
            )
    return found
