"""Finds words that are one letter away: left out, put in, changed, or two of them changed over. Pure."""

from collections.abc import Iterable

from proximity.assessment.identify.tables import Table


class Near:
    """A set of words that finds those one step away, by the words that remain when one letter is left out."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index the words."""
        self._words = sorted(words)
        self._longest = max(map(len, self._words), default=0) + 1
        self._by_rest = Table()
        for number, word in enumerate(self._words):
            for rest in _rests(word):
                self._by_rest.add(rest, number)
        self._by_rest.close()

    def __contains__(self, form: str | None) -> bool:
        """Say whether a form is one of the words."""
        return any(self._words[number] == form for number in self._by_rest.get(form))

    def of(self, form: str) -> list[str]:
        """Return the words that are one step away, sorted."""
        found = {number for rest in _rests(form) for number in self._by_rest.get(rest)}
        return [word for word in (self._words[number] for number in sorted(found)) if is_near(form, word)]

    def begun(self, form: str, *, least: int, is_lacking: bool = False) -> list[str]:
        """Return a form with its beginning put right: the longest that is one step from a word; a short one changed over only.

        `is_lacking`: the step may only be a letter left out, or two changed over.
        """
        for end in range(min(len(form), self._longest), least - 1, -1):
            begins = form[:end]
            near = [word for word in self.of(begins) if end > least or sorted(word) == sorted(begins)]
            if is_lacking:
                near = [word for word in near if is_lacking_or_changed_over(begins, word)]
            if near:
                return [word + form[end:] for word in near]
        return []


def _rests(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_lacking_or_changed_over(form: str, word: str) -> bool:
    """Say whether a form that is one step from a word lacks a letter of it, or has its letters in another order."""
    return len(word) > len(form) or sorted(word) == sorted(form)


def is_near(one: str, other: str) -> bool:
    """Say whether two words are at most one step apart."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    if first[1:] == second[1:] or first[1:] == second or first == second[1:]:
        return True
    return first[2:] == second[2:] and first[:2] == second[1::-1]
