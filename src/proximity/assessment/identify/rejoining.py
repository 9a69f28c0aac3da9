"""Undoes what parts or joins words to hide them: spaced letters, and words without blanks such as hashtags. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from proximity.assessment.identify.compiling import Machine
from proximity.assessment.identify.cutting import Word, forms

_LEAST_LETTERS = 3
_LONGEST_RUN = 40
_LONGEST_PART = 20
_LEAST_JOINED, _LEAST_BEGUN = 6, 6
_REMEMBERED = 2048
_COMPOUNDING, _INFLECTED = frozenset({"fi", "et"}), frozenset({"fi", "et", "lv", "bg"})
"""Languages whose words are joined and inflected beyond their dictionary: if few are taken apart, people must be among them."""
_LEAST_SENTENCE, _LEAST_PEOPLE = 14, 4
_NO_ENDINGS, _LONGEST_ENDING = frozenset(["on", "ei", "ja", "ir", "un", "ar", "са", "не", "да"]), 2
"""Small words that are no endings of theirs: other short ones at the end of a word rather are."""
_FEW, _MANY = 2, 4
_WITH_ONE_LETTER = """
dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt couldnt wouldnt shouldnt mustnt neednt cant wont aint im hes shes
thats theres whats whos theyd youd
"""
_WITH_TWO = "theyre youre theyve youve weve ive theyll youll"
_CONTRACTED = dict.fromkeys(_WITH_ONE_LETTER.split(), 1) | dict.fromkeys(_WITH_TWO.split(), 2)
"""English words that lack their apostrophe, and how many letters stand behind it."""
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
_ALONE = {"en": "ai", "es": "yaeou", "it": "eaioè", "pt": "eaoéàó", "bg": "иаесвукя"}
"""Letters that are words."""
_A_LETTER, _A_SMALL_WORD, _THREE_LETTERS, _A_WORD, _BEGUN, _AN_ENDING_LETTER, _PEOPLE = 20, 16, 28, 20, 32, 16, 5
"""How unlikely a part is: letters and short words fit much; of what only begins like a word, each letter is one less likely."""
_SURE, _SUREST = 5, 10
_BEGINS, _LOOKED_BACK = re.compile(r"(?:[.!?…:\n]|\A)[^\w.!?…:\n]*\Z"), 8
"""Where a sentence begins, a capital makes no name."""


def rejoin(words: Sequence[Word], machine: Machine, text: str) -> list[Word]:
    """Return the words of a text, spaced letters joined and joined words parted where that gives words that matter."""
    found: list[Word] = []
    place = 0
    while place < len(words):
        end = _run(words, place, text)
        joined = _joined(words[place:end], machine, text) if end - place >= _LEAST_LETTERS else []
        after = max(end, place + 1)
        found += joined or [part for word in words[place:after] for part in _parted(word, machine, text)]
        place = after
    return found


def with_signs(words: Sequence[Word], signs: Iterable[str], text: str) -> list[Word]:
    """Return the words of a text and among them the signs that are no words, such as `(((`, where they stand."""
    taken = {place for word in words for place in (word.start, word.end - 1)}
    found = [Word(sign, place, place + len(sign), (sign,)) for sign in sorted(signs) for place in _places(sign, text)]
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
    parts = () if machine.holds(whole) else parts_of(whole, machine)
    if not parts and any(machine.choices((form,), is_bare=False) for form in forms(raw)):
        return [Word(text[run[0].start : run[-1].end], run[0].start, run[-1].end, forms(raw))]
    return [
        Word(text[run[start].start : run[end - 1].end], run[start].start, run[end - 1].end, (whole[start:end],))
        for start, end in parts
    ]


def _parted(word: Word, machine: Machine, text: str) -> list[Word]:
    if machine.language == "en" and word.text.lower() in _CONTRACTED:
        place = len(word.form) - _CONTRACTED[word.text.lower()]
        return [
            Word(word.text[:place], word.start, word.start + place, (word.form[:place],)),
            Word(word.text[place:], word.start + place, word.end, (word.form[place:],)),
        ]
    if word.form in _ON_PHONES.get(machine.language, ()):
        return [word._replace(forms=(*word.forms, _ON_PHONES[machine.language][word.form]))]
    if len(word.form) < _LEAST_JOINED or len(word.form) != len(word.text):
        return [word]
    if machine.knows(word.form) or machine.holds(word.form):
        return [word]
    is_tag = word.start > 0 and text[word.start - 1] == "#"
    is_short = machine.language in _INFLECTED and not is_tag and len(word.form) < _LEAST_SENTENCE
    parts = _two_parts(word.form, machine) if is_short else parts_of(word.form, machine)
    if not parts or not (is_tag or _are_words(word, parts, machine, text)):
        return [word]
    return [
        Word(word.text[start:end], word.start + start, word.start + end, (word.form[start:end],))
        for start, end in parts
    ]


def _are_words(word: Word, parts: Sequence[tuple[int, int]], machine: Machine, text: str) -> bool:
    """Say whether parts are words between which a blank is missing, and not a name, a compound, or a word and its ending."""
    is_name = word.text[:1].isupper() and word.text[1:].islower()
    if is_name and not _BEGINS.search(text, max(0, word.start - _LOOKED_BACK), word.start):
        return False
    found = [word.form[start:end] for start, end in parts]
    has_small = any(len(part) > 1 and machine.is_small(part) for part in found)
    if len(found) == _FEW and is_name and not has_small:
        return False
    if sum(len(part) == 1 for part in found) * _MANY > len(found):
        return False
    if machine.language in _INFLECTED and len(found) < _MANY and not _is_phrase(found, machine, has_small=has_small):
        return False
    return all(len(part) == 1 or _is_word(part, machine) for part in found) and _fit_no_less(found, word, machine)


def _is_phrase(parts: Sequence[str], machine: Machine, *, has_small: bool) -> bool:
    """Say whether few parts are a phrase in a language that joins and inflects by itself: people, a small word, no ending."""
    if _is_ending(parts[-1]) or not any(machine.names(part) for part in parts):
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
        before = machine.is_small(first) and _is_people(last, machine)
        if before or (machine.is_small(last) and not _is_ending(last) and _is_people(first, machine)):
            return (0, end), (end, len(letters))
    return ()


def _is_people(part: str, machine: Machine) -> bool:
    return len(part) >= _LEAST_PEOPLE and machine.names(part)


def _is_word(part: str, machine: Machine) -> bool:
    return machine.knows(part) or machine.holds(part) or machine.names(part)


@lru_cache(maxsize=_REMEMBERED)
def parts_of(letters: str, machine: Machine) -> tuple[tuple[int, int], ...]:
    """Return the words that letters without blanks consist of, as few as may be; nothing unless one of them matters."""
    best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(letters))]
    for start in range(len(letters)):
        before = best[start]
        if before is None:
            continue
        for length, cost in _words_begun(letters[start : start + _LONGEST_PART], machine):
            end, whole = start + length, before[0] + cost
            known = best[end]
            if length < len(letters) and (known is None or whole < known[0]):
                best[end] = (whole, start)
    found: list[tuple[int, int]] = []
    end = len(letters)
    while end > 0:
        step = best[end]
        if step is None:
            return ()
        found.append((step[1], end))
        end = step[1]
    found.reverse()
    matters = len(found) > 1 and any(end - start > 2 and _matters(letters[start:end], machine) for start, end in found)
    return tuple(found) if matters else ()


def _words_begun(letters: str, machine: Machine) -> Iterator[tuple[int, int]]:
    """Yield how long the words are that letters begin with, and how unlikely each is as a part."""
    known, begun = machine.known_lengths(letters), machine.begun_lengths(letters)
    alone = _ALONE.get(machine.language, "")
    for length in range(1, len(letters) + 1):
        part = letters[:length]
        if length == 1:
            if part in alone:
                yield length, _A_LETTER
        elif machine.is_small(part):
            yield length, _A_SMALL_WORD
        elif length in known and length >= _LEAST_LETTERS:
            yield length, _cost(part, machine)
        elif length >= _LEAST_BEGUN and (begins := [one for one in begun if one <= length]):
            yield length, _BEGUN + _AN_ENDING_LETTER * (length - max(begins))


def _cost(part: str, machine: Machine) -> int:
    if len(part) == _LEAST_LETTERS:
        return _THREE_LETTERS
    return _A_WORD - max(0, min(len(part), _SUREST) - _SURE) - _PEOPLE * machine.names(part)


def _matters(part: str, machine: Machine) -> bool:
    """Say whether a pattern names a word, or a long word by its beginning."""
    return machine.holds(part) or (len(part) >= _LEAST_BEGUN and machine.begins(part))
