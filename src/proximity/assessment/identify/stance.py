"""Who speaks, and how: whether what was found is negated, quoted, denounced, asked, or said of one's own group. Pure."""

from proximity.assessment.identify.entries import Kind, Mode, Stance
from proximity.assessment.identify.finding import Found, Hit
from proximity.assessment.identify.results import AGAINST, Caveat, is_perceived

_NEGATION_REACHES = 6
_NEVER_NEGATED = frozenset({"BI-20", "BI-26", "BI-51", "BI-70"})
"""What these say, they often say with a negation of their own."""
_BUT = {
    "en": {"but"}, "es": {"pero"}, "it": {"ma", "però"}, "pt": {"mas", "porém"}, "fi": {"mutta"}, "et": {"aga", "kuid", "ent"},
    "lv": {"bet", "taču"}, "bg": {"но", "ама", "обаче"},
}  # fmt: skip
_THAT = frozenset({"that", "que", "che", "että", "et", "ka", "че"})
_YOU = "you ya te ti os vos le vi sinua sulle sinulle sind teid tev tevi jums jūs vam ви ти те"
_PARTS_FROM_SELF = _THAT | frozenset(_YOU.split())
"""Between "I" and a slur these tell that it is another's: "es tev, …"."""
_BELIEVED = _THAT | {"it", "he", "she", "they", "this", "q", "ett"}
"""How a belief that is negated ends: "I don't think it"."""
_FORMS_OF_BE = """
was were is been be being just only really even it that this about necessarily t
fue fueron es era sea fuera ha han sido haya solo sólo foi é fosse seja tenha só apenas è sia stato stata affatto
ole ollut olisi johdu johtunut se siitä mitenkään olnud oleks see olnu
bija bijis ir tas tā nemaz е беше било това изобщо
"""
_WAS = frozenset(_FORMS_OF_BE.split())
"""What may stand between "not" and "because" where the reason is denied: "it was not because", not "I was not served because"."""
_NO = frozenset({"no", "nē"})
"""What answers a question and negates nothing else: Italian "no", Latvian "nē"."""
_SAID_AFTER = 4
"""Words by which "he shouted" may stand behind what was shouted."""
_HANDED_ON_WITHIN = 3
"""Sentences after a letter, a post, a message is told of, in which its words may stand."""
_SPOKEN = (Stance.REPORT, Stance.WRITE, Stance.PAINT)


def caveats_of(found: Found, hit: Hit, mode: Mode) -> frozenset[Caveat]:
    """Return what is to be said beside a hit."""
    caveats = set()
    if hit.entry.indicator not in _NEVER_NEGATED and _negated(found, hit):
        caveats.add(Caveat.NEGATED)
    if is_quoted(found, hit) if mode is Mode.NARRATIVE else _is_anothers(found, hit):
        caveats.add(Caveat.QUOTED)
    if mode is Mode.REPORTED_TEXT and _denounced(found, hit):
        caveats.add(Caveat.DENOUNCED)
    if found.layout.sentence[hit.start] in found.layout.questions and hit.entry.kind is Kind.PREDICATE:
        caveats.add(Caveat.QUESTION)
    if mode is Mode.REPORTED_TEXT and hit.entry.kind is Kind.SLUR and is_own(found, hit):
        caveats.add(Caveat.IN_GROUP_USE)
    if hit.entry.innocent:
        caveats.add(Caveat.HOMONYM if hit.entry.kind is Kind.SLUR else Caveat.INNOCENT_READING)
    return frozenset(caveats)


def is_own(found: Found, hit: Hit) -> bool:
    """Say whether "we" or "I am a" stands right before a word, or words of pride hold it: "proud dyke"."""
    return _near(found, Stance.SELF, hit) or any(
        _is_within(hit, one) for one in _same_sentence(found, Stance.SELF, hit)
    )


def is_spoken(found: Found, hit: Hit) -> bool:
    """Say whether somebody speaks or writes at that place, as against the author of an account telling something."""
    return is_quoted(found, hit) or any(
        one.start - hit.end <= _SAID_AFTER for stance in _SPOKEN for one in _same_sentence(found, stance, hit)
    )


def is_handed_on(found: Found, hit: Hit) -> bool:
    """Say whether a message is told of shortly before, so that this may be what it says: "He sent me this. Get out, you"."""
    here = found.layout.sentence[hit.start]
    return any(found.stance(Stance.WRITE, sentence) for sentence in range(here - _HANDED_ON_WITHIN, here))


def is_quoted(found: Found, hit: Hit) -> bool:
    """Say whether words stand in quotation marks, or follow a verb of speaking closely."""
    if found.layout.quote_of(hit.start, hit.end) is not None:
        return True
    return any(0 <= hit.start - one.end <= 4 for one in _same_sentence(found, Stance.REPORT, hit))


def _is_anothers(found: Found, hit: Hit) -> bool:
    """Say whether words stand in marks, or a verb of speaking before them: they may be another's, unless that is affirmed."""
    told = (one for stance in (Stance.REPORT, Stance.WRITE) for one in _same_sentence(found, stance, hit))
    return found.layout.quote_of(hit.start, hit.end) is not None or any(
        one.end <= hit.start and not found.is_affirmed(one) and not _but(found, one, hit) for one in told
    )


def channel(found: Found, hit: Hit) -> str:
    """Return the indicator for hostile words: spoken, painted or drawn, or written and sent; the nearest word tells."""
    near = [
        (min(abs(hit.start - one.end), abs(one.start - hit.end)), rank)
        for rank, stance in enumerate(_SPOKEN)
        for one in _same_sentence(found, stance, hit)
    ]
    return ("BI-10", "BI-13", "BI-12")[min(near)[1]] if near else "BI-10"


def _negated(found: Found, hit: Hit) -> bool:
    """Say whether a negation stands shortly before, in the same quotation or outside as the hit does; or answers a question.

    What is denied in words of its own stays so behind another: "non conosceva la vittima e non ne sapeva la religione".
    """
    if _is_answered_no(found, hit):
        return True
    if hit.entry.indicator == AGAINST and any(
        _is_within(one, hit) for one in _same_sentence(found, Stance.NEGATE, hit)
    ):
        return False
    quote = found.layout.quote_of(hit.start, hit.end)
    return any(
        one.end <= hit.start
        and _apart(found, one.end, hit.start) <= _NEGATION_REACHES
        and not found.layout.has_break(one.end - 1, hit.start)
        and not _turns(found, one, hit)
        and found.layout.quote_of(one.start, one.end) == quote
        and not _is_undone(found, one)
        and (not is_perceived(hit.entry.indicator) or _denies_reason(found, one, hit))
        for one in _same_sentence(found, Stance.NEGATE, hit)
    )


def _is_answered_no(found: Found, hit: Hit) -> bool:
    """Say whether what was found is asked and denied in the next sentence: "was it because I am black? No", and so on."""
    layout = found.layout
    sentence = layout.sentence[hit.start]
    if sentence not in layout.questions or sentence + 1 >= len(layout.starts):
        return False
    answer = layout.starts[sentence + 1]
    if any(one.start == answer for one in found.stance(Stance.NEGATE, sentence + 1)):
        return True
    is_alone = answer + 1 == layout.ends[sentence + 1] or answer in layout.breaks
    return is_alone and layout.words[answer].form in _NO


def _apart(found: Found, start: int, end: int) -> int:
    """Return how many words stand between two places; those of a name for people are one: "users of wheelchairs"."""
    names = {
        (one.start, one.end)
        for one in found.named.get(found.layout.sentence[start], ())
        if start <= one.start and one.end <= end and one.end > one.start + 1
    }
    within = {place for first, last in names for place in range(first + 1, last)}
    return end - start - len(within)


def _denies_reason(found: Found, negation: Hit, hit: Hit) -> bool:
    """Say whether a negation is of the reason that follows, and not of what was done for it: "I was not let in because I am"."""
    words = found.layout.words
    if words[negation.end - 1].form in _BELIEVED:
        return True
    return all(word.form in _WAS for word in words[negation.end : hit.start])


def _is_undone(found: Found, negation: Hit) -> bool:
    """Say whether a negation is itself negated: "do not say that they are not". In one clause a second "no" undoes nothing."""
    words = found.layout.words
    return any(
        one.end <= negation.start <= one.end + 2 * _NEGATION_REACHES
        and any(word.form in _THAT for word in words[one.end : negation.start])
        for one in _same_sentence(found, Stance.NEGATE, negation)
    )


def _turns(found: Found, negation: Hit, hit: Hit) -> bool:
    """Say whether a word such as "but" stands between a negation and a hit: it does not reach over it."""
    return any(negation.end <= one.start < hit.start for one in _same_sentence(found, Stance.BREAK, hit))


def _denounced(found: Found, hit: Hit) -> bool:
    """Say whether somebody speaks against it in that sentence, or in the one before or after."""
    here = found.layout.sentence[hit.start]
    return any(
        one.start < hit.start or one.start >= hit.end or _is_within(hit, one)
        for sentence in (here - 1, here, here + 1)
        for one in found.stance(Stance.DENOUNCE, sentence)
        if sentence != here or not _but(found, one, hit)
    )


def _but(found: Found, before: Hit, hit: Hit) -> bool:
    """Say whether "but" turns what stands before it: "they may call it racist, but"."""
    words = _BUT.get(before.entry.rule.split(".")[0], set())
    return any(word.form in words for word in found.layout.words[before.start : hit.start])


def _is_within(hit: Hit, longer: Hit) -> bool:
    """Say whether a hit is but a part of longer words: of "enough of these jokes", "enough of"."""
    return longer.start <= hit.start and hit.end <= longer.end and longer.end - longer.start > hit.end - hit.start


def _near(found: Found, stance: Stance, hit: Hit) -> bool:
    """Say whether such a word stands right before a hit, or one word away that is neither "you" nor "that"."""
    words = found.layout.words
    return any(
        one.end <= hit.start
        and hit.start - one.end <= 1
        and all(word.form not in _PARTS_FROM_SELF for word in words[one.end : hit.start])
        for one in _same_sentence(found, stance, hit)
    )


def _same_sentence(found: Found, stance: Stance, hit: Hit) -> list[Hit]:
    return found.stance(stance, found.layout.sentence[hit.start])
