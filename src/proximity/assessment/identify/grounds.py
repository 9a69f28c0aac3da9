"""Which ground words name where several compete in one sentence: of "Muslim women", that they are Muslim. Pure."""

from collections.abc import Iterable, Sequence

from proximity.assessment.identify.entries import Kind, Stance, TermIs
from proximity.assessment.identify.finding import Found, Hit

PERSON_WORDS = frozenset({"GEN", "AGE"})
"""Families whose words ("woman", "old") are used of anybody: beside another ground they tell who, not why."""
_MARKS = frozenset({TermIs.TRAIT, TermIs.THING})
"""An accent, a prayer or an illness beside "Peruvians" tells of the same people, and no second ground."""
_COMPARED = "RACE.WHITE"
"""Beside others of another skin, "white" tells with whom they are compared."""
_SAME_PEOPLE = frozenset({"SO.GAY", "SO.LESB"})
_TOGETHER = "SO.LGBT"
_SITUATION, _NATION, _MIGRANT = "APO", "XENO.NATION", "XENO.MIGRANT"
_MOST_BELIEVE = frozenset({"REL.CHR", "REL.CATH", "REL.PROT", "REL.ORTH"})
"""The faith of most, a parish or its priest beside other people is where it happens, or who speaks."""
_ANY_DISABILITY, _OF_THE_MIND = "DIS.PHYS", "DIS.MENT"
"""Words for any disability stand with those of the body; beside one of the mind they mean that."""
_SAID_WITHIN, _BE_WITHIN, _LIST_WITHIN, _LONGEST_ARTICLE = 8, 4, 3, 3
"""Words between people and what they are called, between "are" and it, between two of a list; letters of "the", "los"."""
_SUBJECT_WITHIN = 2
"""Words of a sentence among which its subject is looked for."""
_FORMS_OF_BE = """
is are was were be been isn aren wasn weren s re es son era eran será serán fue fueron ser sean è sono era
erano siano sarà saranno essere é são eram serão foi foram sejam on ovat ole oo oli olivat olla olisi oled pole olid olema ir
nav bija būs esam ес съм си е са сме сте беше бяха бъде
"""
_BE = frozenset(_FORMS_OF_BE.split())
_JOINS = "and or nor y e o u ni ed od né ou nem ja tai sekä eikä või ning ega un vai ne и или ни"
_AND = frozenset(_JOINS.split())
_SPEAKS_OF = (Stance.SELF, Stance.REPORT, Stance.WRITE, Stance.PAINT, Stance.NEGATE, Stance.DENOUNCE)


def family(hit: Hit) -> str:
    """Return the family of the ground that a hit names."""
    return (hit.entry.ground or "").split(".")[0]


def is_weaker(one: Hit, others: Iterable[Hit]) -> bool:
    """Say whether another word of the sentence tells the ground better."""
    return any(_beats(other, one) for other in others if other.entry.ground and other.entry.ground != one.entry.ground)


def strongest(found: Found, sentence: int) -> Sequence[Hit]:
    """Return what names a ground in a sentence and no other word there names better. Each sentence is gone through once."""
    if sentence not in found.strongest:
        named = found.named.get(sentence, [])
        found.strongest[sentence] = [one for one in named if not is_weaker(one, named)]
    return found.strongest[sentence]


def _beats(other: Hit, one: Hit) -> bool:
    is_person_word = one.entry.kind in {Kind.TERM, Kind.SLUR} and family(one) in PERSON_WORDS
    if is_person_word and family(other) not in PERSON_WORDS:
        return True
    if one.entry.ground == _COMPARED and family(other) == family(one):
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


def meant(found: Found, hits: Sequence[Hit]) -> set[str]:
    """Return the grounds that a sentence is about: where people of several are named side by side, those of all.

    Of the words that name one ground in the same way the first is looked at: a list of a thousand slurs costs no more.
    """
    firsts = {
        (hit.entry.ground, hit.entry.kind, hit.entry.term_is, hit.entry.people): hit for hit in reversed(hits)
    }.values()
    strong = [hit for hit in firsts if not is_weaker(hit, firsts)]
    telling = [hit for hit in strong if not any(_gives_way(found, hit, other) for other in strong)]
    named = {hit.entry.ground for hit in telling or strong if hit.entry.ground}
    return (named - _SAME_PEOPLE) | {_TOGETHER} if named >= _SAME_PEOPLE or _TOGETHER in named else named


def _gives_way(found: Found, one: Hit, other: Hit) -> bool:
    """Say whether one but describes the people whom another names: "Roma from Slovakia", "Syrian refugees", "X are parasites"."""
    if other.entry.ground == one.entry.ground or not other.entry.people or family(other) in PERSON_WORDS:
        return False
    if _is_side_by_side(found, one, other) or _is_said_of(found, other, one):
        return False
    if _is_said_of(found, one, other) or (family(one) == _SITUATION and family(other) != _SITUATION):
        return True
    if other.entry.ground == _MIGRANT and family(one) == "RACE":
        return max(one.start - other.end, other.start - one.end) <= 1
    if one.entry.ground in _MOST_BELIEVE:
        return other.entry.ground not in _MOST_BELIEVE
    return one.entry.ground == _NATION or (one.entry.ground, other.entry.ground) == (_ANY_DISABILITY, _OF_THE_MIND)


def _is_said_of(found: Found, one: Hit, people: Hit) -> bool:
    """Say whether a word stands behind "are" and people before it: what they are called."""
    if not people.end <= one.start <= people.end + _SAID_WITHIN:
        return False
    words = found.layout.words[max(people.end, one.start - _BE_WITHIN) : one.start]
    return any(word.form in _BE for word in words)


def _is_side_by_side(found: Found, one: Hit, other: Hit) -> bool:
    """Say whether two words are parts of one list: "Poles, Roma and Muslims"."""
    first, second = sorted((one, other), key=lambda hit: hit.start)
    named = {place for hit in found.named_beside(one) for place in range(hit.start, hit.end)}
    words = [found.layout.words[place].form for place in range(first.end, second.start) if place not in named]
    if any(len(word) > _LONGEST_ARTICLE and word not in _AND for word in words) or len(words) > _LIST_WITHIN:
        return False
    return any(word in _AND for word in words) or found.layout.has_break(first.end - 1, second.start)


def joined(found: Found, ground: str | None, hit: Hit) -> str | None:
    """Return the ground that a sign has beside all that its sentence names: gay and lesbian together are one."""
    hits = found.named_beside(hit)
    if ground is None or all(one.entry.ground != ground for one in hits):
        return ground
    sentence = found.layout.sentence[hit.start]
    before = _people_before(found, sentence)
    called = all(_are_they(found, one, before) for one in hits if one.entry.ground == ground)
    about = _about(found, sentence - 1 if called else sentence)
    if ground in _SAME_PEOPLE and _TOGETHER in about:
        return _TOGETHER
    return ground if ground in about or len(about) != 1 else next(iter(about))


def _about(found: Found, sentence: int) -> set[str]:
    """Return the grounds that a sentence is about, worked out once: each sign in it asks."""
    if sentence not in found.about:
        found.about[sentence] = meant(found, found.named.get(sentence, ()))
    return found.about[sentence]


def about_before(found: Found, hit: Hit) -> str | None:
    """Return the one ground that the sentence before is about: "a turban? Your kind is not served here"."""
    about = _about(found, found.layout.sentence[hit.start] - 1)
    return next(iter(about)) if len(about) == 1 else None


def _people_before(found: Found, sentence: int) -> list[Hit]:
    return [one for one in found.named.get(sentence - 1, ()) if one.entry.people]


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
            before = _people_before(part, sentence)
            found |= meant(
                part,
                [
                    hit
                    for hit in hits
                    if (
                        spoken
                        or not hit.entry.innocent
                        or hit.entry.ground in taken
                        or part.layout.quote_of(hit.start, hit.end)
                    )
                    and not _are_they(part, hit, before)
                ],
            )
    return found


def _are_they(found: Found, hit: Hit, before: Sequence[Hit]) -> bool:
    """Say whether a word for anybody is but what people of the sentence before are called: "They are no proper mothers"."""
    start = found.layout.starts[found.layout.sentence[hit.start]]
    return (
        (family(hit) in PERSON_WORDS or hit.entry.ground == _COMPARED)
        and hit.start - start >= _SUBJECT_WITHIN
        and any(family(one) not in PERSON_WORDS for one in before)
    )
