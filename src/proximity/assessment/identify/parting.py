"""Takes letters without blanks apart: of all ways to read words in them the likeliest, as few words as may be. Pure."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from proximity.assessment.identify.vocabulary import Vocabulary

_REMEMBERED = 2048
_LONGEST_PART = 20
LEAST_LETTERS, _LEAST_BEGUN = 3, 6
_WITH_ONE_LETTER = """
dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt couldnt wouldnt shouldnt mustnt neednt cant wont aint im hes shes
thats theres whats whos theyd youd
"""
_WITH_TWO = "theyre youre theyve youve weve ive theyll youll"
CONTRACTED = dict.fromkeys(_WITH_ONE_LETTER.split(), 1) | dict.fromkeys(_WITH_TWO.split(), 2)
"""English words that lack their apostrophe, and how many letters stand behind it."""
ALONE = {"en": "ai", "es": "yaeou", "it": "eaioè", "pt": "eaoéàó", "bg": "иаесвукя"}
"""Letters that are words."""
_TWO = {
    "en": frozenset(["go", "hi", "oh", "ok", "em"]),
    "es": frozenset(["da", "di", "va", "ve", "ir"]),
    "it": frozenset(["va", "sa", "so", "do", "no", "od"]),
    "pt": frozenset(["as", "às", "és", "vá", "vê", "dá", "ir", "cá"]),
    "fi": frozenset(["sä", "mä", "ku", "no", "oo"]),
    "et": frozenset(["no", "su", "ära"]),
    "bg": frozenset(["ги", "ей"]),
}
"""Short words beside the small words of `foundation.words`; of two letters the dictionary has too many abbreviations."""
_A_LETTER, _A_SMALL_WORD, _THREE_LETTERS, _A_WORD, _BEGUN, _AN_ENDING_LETTER, _PEOPLE = 20, 16, 28, 20, 32, 16, 5
"""How unlikely a part is: letters and short words fit much; of what only begins like a word, each letter is one less likely."""
_UNNAMED = 18
"""A dictionary has rare forms that lie over two common words ("demoros" for "de moros"): what no pattern names is less likely."""
_NO_WORD = 30
"""How unlikely a letter is that belongs to no word: a name, a slip."""
_SURE, _SUREST = 5, 10


@lru_cache(maxsize=_REMEMBERED)
def parts_of(letters: str, words: Vocabulary, *, is_loose: bool = False) -> tuple[tuple[int, int], ...]:
    """Return the words that letters without blanks consist of, as few as may be; nothing unless one of them matters.

    `is_loose`: letters that make no word may stand among them, each a part.
    """
    best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(letters))]
    for start in range(len(letters)):
        before = best[start]
        if before is None:
            continue
        begun = _words_begun(letters[start : start + _LONGEST_PART], words)
        for length, cost in chain(begun, [(1, _NO_WORD)] if is_loose else ()):
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
    matters = len(found) > 1 and any(end - start > 2 and _matters(letters[start:end], words) for start, end in found)
    return tuple(found) if matters else ()


def _words_begun(letters: str, words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield how long the words are that letters begin with, and how unlikely each is as a part."""
    known, begun = words.known_lengths(letters), words.begun_lengths(letters)
    alone, two = ALONE.get(words.language, ""), _TWO.get(words.language, ())
    contracted = CONTRACTED if words.language == "en" else ()
    for length in range(1, len(letters) + 1):
        part = letters[:length]
        if length == 1:
            if part in alone:
                yield length, _A_LETTER
        elif words.is_small(part) or part in two or part in contracted:
            yield length, _A_SMALL_WORD
        elif length in known and length >= LEAST_LETTERS:
            yield length, _cost(part, words)
        elif length >= _LEAST_BEGUN and (begins := [one for one in begun if one <= length]):
            yield length, _BEGUN + _AN_ENDING_LETTER * (length - max(begins))


def _cost(part: str, words: Vocabulary) -> int:
    if len(part) == LEAST_LETTERS:
        return _THREE_LETTERS
    longer = max(0, min(len(part), _SUREST) - _SURE)
    return _A_WORD - longer - _PEOPLE * words.names(part) + _UNNAMED * (not words.holds(part))


def _matters(part: str, words: Vocabulary) -> bool:
    """Say whether a pattern names a word, or a long word by its beginning."""
    return words.holds(part) or (len(part) >= _LEAST_BEGUN and words.begins(part))
