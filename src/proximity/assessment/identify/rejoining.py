"""Undoes what parts or joins words to hide them: spaced letters, and words without blanks such as hashtags. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from proximity.assessment.identify.compiling import Machine
from proximity.assessment.identify.cutting import Word, forms

_LEAST_LETTERS = 3
_LONGEST_RUN = 40
_LONGEST_PART = 20
_LEAST_JOINED = 8
_LEAST_BEGUN = 6
_LEAST_PARTS, _LEAST_SENTENCE = 3, 14
_COMPOUNDING = frozenset({"fi", "et"})
"""Languages that join words by themselves: there a hashtag is taken apart, and what would be four words and more."""
_ALONE = frozenset("aeioyиаяусвкi")
_REMEMBERED = 2048


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
    is_tag = word.start > 0 and text[word.start - 1] == "#"
    if len(word.form) < _LEAST_JOINED or len(word.form) != len(word.text):
        return [word]
    if machine.knows(word.form) or machine.holds(word.form):
        return [word]
    may_be_one = machine.language in _COMPOUNDING or machine.choices(word.forms, is_bare=False)
    if not is_tag and may_be_one and len(word.form) < _LEAST_SENTENCE:
        return [word]
    parts = parts_of(word.form, machine)
    if not is_tag and may_be_one and not _are_surely_words(word.form, parts, machine):
        return [word]
    return [
        Word(word.text[start:end], word.start + start, word.start + end, (word.form[start:end],))
        for start, end in parts
    ] or [word]


def _are_surely_words(letters: str, parts: Sequence[tuple[int, int]], machine: Machine) -> bool:
    """Say whether parts are a sentence of the dictionary's words: two are as likely one compound, or a word and its ending."""
    return len(parts) >= _LEAST_PARTS + (machine.language in _COMPOUNDING) and all(
        machine.is_small(part) or (len(part) > _LEAST_LETTERS and (machine.knows(part) or _matters(part, machine)))
        for part in (letters[start:end] for start, end in parts)
    )


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
    """Yield how long the words are that letters begin with, and how unlikely each is as a part.

    One or two letters and the beginnings of words fit much; small words are likely.
    """
    known, begun = machine.known_lengths(letters), max(_LEAST_BEGUN, machine.least_begun(letters) or _LONGEST_PART + 1)
    for length in range(1, len(letters) + 1):
        part = letters[:length]
        if length <= 2:
            if part in _ALONE if length == 1 else machine.is_small(part):
                yield length, 25
        elif machine.is_small(part):
            yield length, 9
        elif length in known:
            yield length, 10
        elif length >= begun:
            yield length, 22


def _matters(part: str, machine: Machine) -> bool:
    """Say whether a pattern names a word, or a long word by its beginning."""
    return machine.holds(part) or (len(part) >= _LEAST_BEGUN and machine.begins(part))
