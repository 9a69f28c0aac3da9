"""Undoes what parts or joins words to hide them: spaced letters, and words without blanks such as hashtags. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from proximity.assessment.identify.compiling import Machine
from proximity.assessment.identify.cutting import Word, forms

_LEAST_LETTERS = 3
_LONGEST_RUN = 40
_LONGEST_PART = 20
_LEAST_JOINED = 8
_LEAST_BEGUN = 6
_COMPOUNDING = frozenset({"fi", "et"})
"""Languages that join words by themselves: there only a hashtag is taken apart."""
_ALONE = frozenset("aeioyиаяусвкi")


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
    if machine.holds(whole) or any(machine.choices((form,), is_bare=False) for form in forms(raw)):
        return [Word(text[run[0].start : run[-1].end], run[0].start, run[-1].end, forms(raw))]
    parts = parts_of(whole, machine)
    return [
        Word(text[run[start].start : run[end - 1].end], run[start].start, run[end - 1].end, (whole[start:end],))
        for start, end in parts
    ]


def _parted(word: Word, machine: Machine, text: str) -> list[Word]:
    is_tag = word.start > 0 and text[word.start - 1] == "#"
    if len(word.form) < _LEAST_JOINED or len(word.form) != len(word.text):
        return [word]
    if machine.knows(word.form) or machine.holds(word.form) or (machine.language in _COMPOUNDING and not is_tag):
        return [word]
    if not is_tag and machine.choices(word.forms, is_bare=False):
        return [word]
    parts = parts_of(word.form, machine)
    return [
        Word(word.text[start:end], word.start + start, word.start + end, (word.form[start:end],))
        for start, end in parts
    ] or [word]


def parts_of(letters: str, machine: Machine) -> list[tuple[int, int]]:
    """Return the words that letters without blanks consist of, as few as may be; nothing unless one of them matters."""
    best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_PART), end):
            before = best[start]
            if before is None or not _is_word(letters[start:end], machine):
                continue
            cost = before[0] + (10 if end - start > 2 else 25)
            if best[end] is None or cost < (best[end] or (cost + 1, 0))[0]:
                best[end] = (cost, start)
    found: list[tuple[int, int]] = []
    end = len(letters)
    while end > 0:
        step = best[end]
        if step is None:
            return []
        found.append((step[1], end))
        end = step[1]
    found.reverse()
    matters = len(found) > 1 and any(end - start > 2 and _matters(letters[start:end], machine) for start, end in found)
    return found if matters else []


def _is_word(part: str, machine: Machine) -> bool:
    if len(part) == 1:
        return part in _ALONE
    return machine.knows(part) or _matters(part, machine) if len(part) > 2 else machine.is_small(part)


def _matters(part: str, machine: Machine) -> bool:
    """Say whether a pattern names a word, or a long word by its beginning."""
    return machine.holds(part) or (len(part) >= _LEAST_BEGUN and machine.begins(part))
