"""How a text is laid out: its words, sentences, clauses, and what stands in quotation marks. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from proximity.assessment.identify.cutting import Word
from proximity.assessment.identify.wrapping import unwrapped

_END = re.compile(r"[.!?…;\n]")
_BREAK = re.compile("[,:–—()]| - ")
_ABBREVIATED = re.compile(r"\.\s?")
_SENTENCE_WORDS = 80
_QUOTES = re.compile(
    '“[^“”]{1,600}”|„[^„“”"]{1,600}[“”"]|«[^«»]{1,600}»|»[^«»]{1,600}«|”[^”]{1,600}”|"[^"]{1,600}"'
    "|‘(?<![^\\W_]‘)[^‘]{1,600}?’(?![^\\W_])|'(?<![^\\W_]')[^']{1,600}?'(?![^\\W_])"
)
MARKS = (
    "virgolette|comillas|aspas|quotes?|unquote|quotation marks?|inverted commas|lainausmerkit|lainausmerkki|lainaus|jutumärgid|"
    "tsitaat|tsitaadi|pēdiņas|pēdiņās|citāts|citāta|кавички|цитат|цитата"
)
_CLOSING = "chiu|cierr|fech|close|end|aizver|aizvēr|затвар|затвор|край|sulg|lõp"
_DICTATED = re.compile(
    rf"\b(?:{MARKS})(?:\s{{1,8}}(?:auki|alkaa|algab|algus|sākas|sākums|отварям|отворени))?\b[\s,:]{{0,8}}"
    rf"(?P<said>[^\W_].{{1,300}}?)(?<![\s,.])[\s,.]{{1,8}}(?:(?:{_CLOSING})\w{{0,12}}\s{{1,8}})?(?:{MARKS})\b",
    re.IGNORECASE | re.DOTALL,
)
"""Marks that a dictated text has as words: open quotes … close quotes."""
IN_MARKS = (
    "virgolette", "comillas", "aspas", "quot", "inverted comma", "lainaus", "jutumär", "tsitaa", "pēdiņ", "citāt", "кавички",
    "цитат",
)  # fmt: skip
"""What such words hold: few texts have any, and to look for two of them in all costs more than all else here."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of a text and for each its sentence. `starts`, `ends`: of sentences, as numbers of words, ends exclusive.

    `length`: how many signs the words have, each with a blank behind it.
    """

    text: str
    words: tuple[Word, ...]
    sentence: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: frozenset[int]
    quotes: tuple[tuple[int, int], ...]
    questions: frozenset[int]
    length: int

    def sentence_end(self, word: int) -> int:
        """Return the number of the word after the sentence that a word stands in."""
        return self.ends[self.sentence[word]]

    def quote_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the quotation, as places in the text, that holds the words from `start` to before `end`."""
        if not self.quotes:
            return None
        first, last = self.words[start].start, self.words[end - 1].end
        at = bisect_left(self.quotes, (first + 1, 0)) - 1
        if at >= 0 and self.quotes[at][0] <= first and last <= self.quotes[at][1]:
            return self.quotes[at]
        return None

    def has_break(self, start: int, end: int) -> bool:
        """Say whether a clause ends between two words."""
        return any(place in self.breaks for place in range(start, end))


def lay_out(text: str, words: Iterable[Word]) -> Layout:
    """Return how a text is laid out."""
    found = tuple(words)
    sentence, starts, breaks, questions = _sentences(unwrapped(text), found)
    ends = (*starts[1:], len(found)) if found else ()
    quotes = tuple(sorted({*(one.span() for one in _QUOTES.finditer(text)), *_dictated(text)}))
    length = sum(word.end - word.start + 1 for word in found)
    return Layout(text, found, sentence, starts, ends, breaks, quotes, questions, length)


def _dictated(text: str) -> list[tuple[int, int]]:
    """Return what stands between marks that were dictated as words."""
    small = text.lower()
    if not any(part in small for part in IN_MARKS):
        return []
    return [one.span("said") for one in _DICTATED.finditer(text)]


def _sentences(
    text: str, words: tuple[Word, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], frozenset[int], frozenset[int]]:
    """Return each word's sentence, the sentences' first words, words after which a clause ends, sentences that ask."""
    sentence, starts, breaks, questions = [], [0], set(), set()
    for number, word in enumerate(words):
        sentence.append(len(starts) - 1)
        last = number + 1 == len(words)
        between = text[word.end : word.end + 40 if last else min(word.end + 40, words[number + 1].start)]
        if between == " " and not last and number + 1 - starts[-1] < _SENTENCE_WORDS:
            continue
        if "?" in between:
            questions.add(len(starts) - 1)
        if last:
            break
        if _ends_sentence(between, word, words[number + 1]) or number + 1 - starts[-1] >= _SENTENCE_WORDS:
            starts.append(number + 1)
        elif _BREAK.search(between):
            breaks.add(number)
    return tuple(sentence), tuple(starts), frozenset(breaks), frozenset(questions)


def _ends_sentence(between: str, word: Word, following: Word) -> bool:
    """Say whether a sentence ends between two words: not at the points of `20.4.`, `e.g.`, `J. Smith`."""
    if not _END.search(between):
        return False
    if not _ABBREVIATED.fullmatch(between):
        return True
    return len(word.text) > 1 and not (between == "." or (word.text.isdigit() and not following.text[0].isupper()))
