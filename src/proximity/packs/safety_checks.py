"""Checks of the shared safety sentences: every language there, every placeholder filled for every pack, no number to dial."""

from collections.abc import Iterator

from proximity.packs.checks import SIGNATURE, Problem, telephone_like
from proximity.packs.codes import Codes
from proximity.packs.pack import Pack
from proximity.packs.safety import (
    DETAILS,
    NAMED,
    PLACEHOLDERS,
    RIGHTS_CORE,
    SAFETY_LANGUAGES,
    Safety,
    fill,
    placeholders,
    values_of,
)
from proximity.packs.schema import Words
from proximity.packs.vocabulary import TextKey

# What a sentence must not lose in any language: the number in danger, the days that are promised.
NEEDED: dict[str, frozenset[str]] = {
    TextKey.EMERGENCY: frozenset({"numbers"}),
    TextKey.NO_NIGHT_WATCH: frozenset({"numbers"}),
    TextKey.NOT_FORMAL_COMPLAINT: frozenset({"named"}),
    TextKey.FORMAL_COMPLAINT_HOW: frozenset({"named", "police"}),
    TextKey.ANSWER_TIMES: frozenset({"acknowledgement_days", "feedback_days"}),
    DETAILS: frozenset({"in_country"}),
}


def _lists(safety: Safety) -> Iterator[tuple[str, Words]]:
    """Yield every wording of the list with its place."""
    yield "number_joint", safety.number_joint
    yield "named", safety.named
    yield from ((sentence.code, sentence.words) for sentence in safety.sentences)
    yield from ((also.code, also.words) for also in safety.also)
    for inside in safety.inside:
        yield f"inside {inside.code}", inside.words


def sentence_problems(codes: Codes) -> Iterator[Problem]:
    """Yield faults of the list itself: sentences, languages, countries and placeholders that are missing or unknown."""
    safety = codes.safety
    wanted, present = {*map(str, TextKey), RIGHTS_CORE, DETAILS}, [one.code for one in safety.sentences]
    yield from ((code, "the safety sentence is missing") for code in sorted(wanted - set(present)))
    yield from ((code, "no page asks for this safety sentence") for code in sorted(set(present) - wanted))
    for codes_of in (present, [one.code for one in safety.also], [one.code for one in safety.inside]):
        yield from (
            (code, "stands there twice") for code in sorted({one for one in codes_of if codes_of.count(one) > 1})
        )
    without = {country.code for country in codes.countries} - {one.code for one in safety.inside}
    yield from ((f"inside {code}", "the country is missing") for code in sorted(without))
    for where, words in _lists(safety):
        yield from ((where, f"has no text in {lang!r}") for lang in SAFETY_LANGUAGES if lang not in words.languages)
        for number in (number for _, text in words.pairs for number in telephone_like(text)):
            yield where, f"{number} looks like a telephone number"
        yield from _placeholder_problems(where, words)
    for lang, signature in safety.reviewed:
        if not SIGNATURE.fullmatch(signature):
            yield f"reviewed {lang}", 'must read "name, office, 2027-01-31"'


def _placeholder_problems(where: str, words: Words) -> Iterator[Problem]:
    known, needed = (NAMED, NAMED) if where == "named" else (PLACEHOLDERS, NEEDED.get(where, frozenset[str]()))
    for lang, text in words.pairs:
        used = placeholders(text)
        yield from ((where, f"in {lang!r}: no pack fills {{{name}}}") for name in sorted(used - known))
        yield from ((where, f"in {lang!r}: {{{name}}} is missing") for name in sorted(needed - used))


def filled_problems(pack: Pack, safety: Safety) -> Iterator[Problem]:
    """Yield what a pack leaves unfilled, languages that the list lacks, and additions that stand in no list.

    For a list without faults of its own: a broken one is said once, not for every country.
    """
    if not pack.safety.complaint:
        yield "safety.complaint", "the name of the formal complaint is missing"
    known = {one.code for one in safety.also}
    yield from (
        (one.code, "unknown addition to a safety sentence") for one in pack.safety.also if one.code not in known
    )
    for lang in pack.languages:
        if lang not in safety.number_joint.languages:
            yield "country.toml", f"the pack speaks {lang!r}, the safety sentences do not"
    for lang in SAFETY_LANGUAGES:
        if not values_of(safety, pack.filling, lang)["in_country"]:
            yield "safety", f"in {lang!r}: nothing fills {{in_country}}"
        for sentence in safety.sentences:
            for number in telephone_like(fill(safety, sentence, pack.filling, lang).body):
                yield sentence.code, f"in {lang!r}: {number} looks like a telephone number"
