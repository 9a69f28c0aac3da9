"""Undoes what parts or joins words to hide them: spaced letters, and words without blanks such as hashtags. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from proximity.assessment.identify import inflection
from proximity.assessment.identify.compiling import Machine
from proximity.assessment.identify.cutting import Word, forms, undisguised
from proximity.assessment.identify.parting import ALONE, CONTRACTED, LEAST_LETTERS, parts_of

_LONGEST_RUN = 40
_LEAST_JOINED, _LEAST_IN_SHORT = 6, 5
_COMPOUNDING, _INFLECTED = frozenset({"fi", "et"}), frozenset({"fi", "et", "lv", "bg"})
"""Languages whose words are joined and inflected beyond their dictionary: if few are taken apart, people must be among them."""
_LEAST_SENTENCE, _LEAST_PEOPLE, _LEAST_LAST, _SURE_PEOPLE = 14, 4, 5, 6
_NO_ENDINGS, _LONGEST_ENDING = frozenset(["on", "ei", "ja", "ir", "un", "ar", "са", "не", "да"]), 2
"""Small words that are no endings of theirs: other short ones at the end of a word rather are."""
_FEW, _MANY = 2, 4
_CONTRACTING = ("ve", "re", "ll", "t", "s", "d", "m")
"""What stands behind an English apostrophe."""
_ON_PHONES = {
    "en": {
        "u": "you",
        "ur": "your",
        "r": "are",
        "ppl": "people",
        "cos": "because",
        "coz": "because",
        "bc": "because",
        "wanna": "want",
    },
    "es": {
        "d": "de",
        "q": "que",
        "k": "que",
        "xq": "porque",
        "pq": "porque",
        "pa": "para",
        "x": "por",
        "tb": "también",
    },
    "it": {"x": "per", "nn": "non", "ke": "che", "xké": "perché", "xke": "perché", "cmq": "comunque"},
    "pt": {
        "q": "que",
        "n": "não",
        "pq": "porque",
        "tb": "também",
        "vc": "você",
        "pra": "para",
        "pro": "para",
        "tá": "está",
    },
}
"""How words are shortened on phones."""
_BEGINS, _LOOKED_BACK = re.compile(r"(?:[.!?…:\n]|\A)[^\w.!?…:\n]*\Z"), 8
"""Where a sentence begins, a capital makes no name."""


def rejoin(words: Sequence[Word], machine: Machine, text: str, *, is_short: bool = False) -> list[Word]:
    """Return the words of a text, spaced letters joined and joined words parted where that gives words that matter.

    `is_short`: in a short text, where much is joined and misspelt, people among the parts are enough.
    """
    found: list[Word] = []
    whole, place = machine.whole, 0
    while place < len(words):
        word = words[place]
        if word.text in whole:
            found.append(word)
            place += 1
            continue
        end = _run(words, place, text)
        joined = _joined(words[place:end], machine, text) if end - place >= LEAST_LETTERS else []
        after = max(end, place + 1)
        found += joined or [
            part for word in words[place:after] for part in _parted(word, machine, text, is_short=is_short)
        ]
        place = after
    return found


def with_signs(words: Sequence[Word], signs: Iterable[str], text: str) -> list[Word]:
    """Return the words of a text and among them the signs that are no words, such as `(((`, where they stand."""
    found = [Word(sign, place, place + len(sign), (sign,)) for sign in sorted(signs) for place in _places(sign, text)]
    if not found:
        return list(words)
    taken = {place for word in words for place in (word.start, word.end - 1)}
    return sorted([*words, *(one for one in found if one.start not in taken)], key=lambda one: (one.start, -one.end))


def _places(sign: str, text: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + len(sign))


def _run(words: Sequence[Word], place: int, text: str) -> int:
    """Return where a run of single letters ends that stand one sign apart."""
    end = place
    while end < len(words) and end - place < _LONGEST_RUN and len(words[end].form) == 1:
        if end > place and words[end].start - words[end - 1].end > 2:
            break
        end += 1
    return end


def _joined(run: Sequence[Word], machine: Machine, text: str) -> list[Word]:
    raw = "".join(word.text for word in run)
    whole = forms(raw)[0]
    if len(whole) != len(run):
        return []
    parts = () if machine.words.holds(whole) else parts_of(whole, machine.words)
    if not parts and any(machine.choices((form,), is_bare=False) for form in forms(raw)):
        return [Word(text[run[0].start : run[-1].end], run[0].start, run[-1].end, forms(raw))]
    return [
        Word(text[run[start].start : run[end - 1].end], run[start].start, run[end - 1].end, (whole[start:end],))
        for start, end in parts
    ]


def _parted(word: Word, machine: Machine, text: str, *, is_short: bool) -> list[Word]:
    if machine.language == "en" and _is_contracted(word):
        return _contraction(word)
    if others := _other_forms(word, machine):
        return [word._replace(forms=(*word.forms, *others))]
    if len(word.form) == len(word.text) and len(word.form) >= (_LEAST_IN_SHORT if is_short else _LEAST_JOINED):
        return _taken_apart(word, machine, text, is_short=is_short)
    if 1 < len(word.form) < _LEAST_IN_SHORT:
        machine.remember_whole(word.text)
    return [word]


def _taken_apart(word: Word, machine: Machine, text: str, *, is_short: bool) -> list[Word]:
    """Return the words that a word consists of which is none itself."""
    if machine.words.knows(word.form) or machine.words.holds(word.form):
        machine.remember_whole(word.text)
        return [word]
    parts = _parts(word, machine, text)
    if not is_short:
        return _cut(word, parts)
    found = _cut(word, parts or _parts_with_people(word, machine, text))
    if machine.language != "en":
        return found
    return [small for part in found for small in (_contraction(part) if _is_contracted(part) else (part,))]


def _other_forms(word: Word, machine: Machine) -> Sequence[str]:
    """Return what a word is short for on phones, or the people it names with so many digits that it may be a number."""
    if word.form in _ON_PHONES.get(machine.language, ()):
        return (_ON_PHONES[machine.language][word.form],)
    return _as_people(word.form, machine) if not word.form.isalpha() and len(word.forms) == 1 else ()


def _is_contracted(word: Word) -> bool:
    return word.form in CONTRACTED and len(word.form) == len(word.text)


def _as_people(form: str, machine: Machine) -> list[str]:
    """Return the words for people that so many digits stand for in a word that it may be a number: "gyp5135"."""
    return [read for read in undisguised(form) if len(read) >= _LEAST_PEOPLE and machine.words.is_people(read)]


def _cut(word: Word, parts: Sequence[tuple[int, int]]) -> list[Word]:
    """Return a word cut in parts; where there are none, the word."""
    if not parts:
        return [word]
    read = word.forms[-1] if len(word.forms[-1]) == len(word.text) else word.form
    return [
        Word(
            word.text[start:end],
            word.start + start,
            word.start + end,
            tuple(dict.fromkeys((word.form[start:end], read[start:end]))),
        )
        for start, end in parts
    ]


def _contraction(word: Word) -> list[Word]:
    place = len(word.form) - CONTRACTED[word.form]
    return _cut(word, ((0, place), (place, len(word.form))))


def _parts(word: Word, machine: Machine, text: str) -> Sequence[tuple[int, int]]:
    is_tag = word.start > 0 and text[word.start - 1] == "#"
    is_short = machine.language in _INFLECTED and not is_tag and len(word.form) < _LEAST_SENTENCE
    parts = _two_parts(word.form, machine) if is_short else parts_of(word.form, machine.words)
    return parts if parts and (is_tag or _are_words(word, parts, machine, text)) else ()


def _parts_with_people(word: Word, machine: Machine, text: str) -> Sequence[tuple[int, int]]:
    """Return the parts of what is joined in a short text, if people are among them, however it is written."""
    if any(
        machine.words.knows(form) or machine.words.holds(form) or machine.words.may_mean(form) for form in word.forms
    ):
        return ()
    is_name = word.text[:1].isupper() and word.text[1:].islower()
    is_within = is_name and not _BEGINS.search(text, max(0, word.start - _LOOKED_BACK), word.start)
    if machine.language not in _INFLECTED and machine.names_alone(word.form):
        return ()
    ways = dict.fromkeys(form for form in word.forms if len(form) == len(word.text))
    is_long = machine.language not in _INFLECTED and len(word.form) >= _LEAST_SENTENCE
    for letters, is_loose in product(ways, (False, True) if is_long else (False,)):
        behind = _behind_apostrophe(letters, word, machine, text)
        parts = _with_rests(
            parts_of(letters[behind:], machine.words, is_loose=is_loose), letters[behind:], machine.language
        )
        parts = [(start + behind, end + behind) for start, end in parts]
        found = [letters[start:end] for start, end in parts]
        people = [part for part in found if _is_surely_people(part, machine)]
        least = _SURE_PEOPLE if is_name and (is_within or len(found) == _FEW) else _LEAST_PEOPLE - 1
        if not people or len(max(people, key=len)) < least:
            continue
        if machine.language in _INFLECTED and not _is_joined(found, word, machine):
            continue
        if _has_few_letters(found, 1 if is_name or machine.language in _INFLECTED else 0):
            return [*([(0, behind)] if behind else []), *parts]
    return ()


def _with_rests(parts: Iterable[tuple[int, int]], letters: str, language: str) -> list[tuple[int, int]]:
    """Return parts with letters that are no words, side by side, as one part."""
    found: list[tuple[int, int]] = []
    was_rest = False
    for start, end in parts:
        is_rest = end - start == 1 and letters[start] not in ALONE.get(language, "")
        if is_rest and was_rest:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        was_rest = is_rest
    return found


def _has_few_letters(parts: Sequence[str], fewer: int) -> bool:
    """Say whether of parts no more than half, less so many, are single letters."""
    return sum(len(part) == 1 for part in parts) * _FEW <= len(parts) - fewer


def _is_surely_people(part: str, machine: Machine) -> bool:
    if machine.language in _INFLECTED:
        return len(part) >= _LEAST_PEOPLE and (machine.words.names(part) or machine.names_alone(part))
    return machine.words.is_people(part) or machine.names_alone(part)


def _is_joined(parts: Sequence[str], word: Word, machine: Machine) -> bool:
    """Say whether parts are words of a language that joins and inflects by itself, none of them an ending."""
    last = parts[-1]
    if len(parts) < _MANY and len(last) < _LEAST_LAST and not machine.words.is_small(last):
        return False
    if _is_ending(last) or (not machine.words.is_small(last) and inflection.is_ending(last, machine.language)):
        return False
    return len(parts) >= _MANY or _fit_no_less(parts, word, machine)


def _behind_apostrophe(letters: str, word: Word, machine: Machine, text: str) -> int:
    """Return how many letters belong to what stands before an apostrophe: the "ve" of "I'venever"."""
    if machine.language != "en" or word.start == 0 or text[word.start - 1] not in "'’":
        return 0
    return next((len(one) for one in _CONTRACTING if letters.startswith(one)), 0)


def _are_words(word: Word, parts: Sequence[tuple[int, int]], machine: Machine, text: str) -> bool:
    """Say whether parts are words between which a blank is missing, and not a name, a compound, or a word and its ending."""
    is_name = word.text[:1].isupper() and word.text[1:].islower()
    if is_name and not _BEGINS.search(text, max(0, word.start - _LOOKED_BACK), word.start):
        return False
    found = [word.form[start:end] for start, end in parts]
    has_small = any(len(part) > 1 and machine.words.is_small(part) for part in found)
    if len(found) == _FEW and is_name and not has_small:
        return False
    if sum(len(part) == 1 for part in found) * _MANY > len(found):
        return False
    if machine.language in _INFLECTED and len(found) < _MANY and not _is_phrase(found, machine, has_small=has_small):
        return False
    return all(len(part) == 1 or _is_word(part, machine) for part in found) and _fit_no_less(found, word, machine)


def _is_phrase(parts: Sequence[str], machine: Machine, *, has_small: bool) -> bool:
    """Say whether few parts are a phrase in a language that joins and inflects by itself: people, a small word, no ending."""
    if _is_ending(parts[-1]) or not any(machine.words.names(part) for part in parts):
        return False
    return has_small or (machine.language not in _COMPOUNDING and len(parts) > _FEW)


def _is_ending(part: str) -> bool:
    return len(part) <= _LONGEST_ENDING and part not in _NO_ENDINGS


def _fit_no_less(parts: Sequence[str], word: Word, machine: Machine) -> bool:
    """Say whether parts fit all that the whole fits: nothing is lost by taking it apart."""
    fits = (machine.choices((part,), is_bare=False, is_name=True) for part in parts)
    return machine.choices(word.forms, is_bare=False) <= frozenset().union(*fits)


def _two_parts(letters: str, machine: Machine) -> tuple[tuple[int, int], ...]:
    """Return a word for people and a small word, in whichever order, that a word consists of; a small ending is none."""
    for end in range(2, len(letters) - 1):
        first, last = letters[:end], letters[end:]
        before = machine.words.is_small(first) and _is_people(last, machine)
        if before or (machine.words.is_small(last) and not _is_ending(last) and _is_people(first, machine)):
            return (0, end), (end, len(letters))
    return ()


def _is_people(part: str, machine: Machine) -> bool:
    return len(part) >= _LEAST_PEOPLE and machine.words.names(part)


def _is_word(part: str, machine: Machine) -> bool:
    return machine.words.knows(part) or machine.words.holds(part) or machine.words.names(part)
