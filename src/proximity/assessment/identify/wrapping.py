"""Where a line ends because it was full, and no sentence with it: in what is pasted from a mail, or typed on a machine. Pure."""

import re
from collections.abc import Iterator, Sequence

_NARROWEST = 30
"""Signs: no program cuts lines shorter, people do."""
_LISTED = re.compile(r"\s*(?:[-–—*•·>]|\d{1,3}[.)])\s")
_LEAST_FULL = 3
"""Lines: the longest of two or three is full whoever ended it."""


def unwrapped(text: str) -> str:
    """Return a text, as long as it was, with a blank for each line break that stands within a sentence.

    A line is full which with the next word would be longer than the longest of its paragraph. Where the next begins with a small
    letter that is enough; where it does not, three lines and two of three of the paragraph must be full.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    breaks = ["\n"] * len(lines)
    for first, last in _paragraphs(lines):
        full = _full(lines, first, last)
        is_wrapped = len(full) >= max(_LEAST_FULL, (last - first) * 2 / 3)
        for place in full:
            following = lines[place + 1]
            if not _LISTED.match(following) and (is_wrapped or following.lstrip()[0].islower()):
                breaks[place] = " "
    return "".join(part for pair in zip(lines, breaks, strict=True) for part in pair)[:-1]


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each run of lines that are not blank."""
    first = 0
    for place, line in enumerate([*lines, ""]):
        if line and not line.isspace():
            continue
        if place > first:
            yield first, place - 1
        first = place + 1


def _full(lines: Sequence[str], first: int, last: int) -> list[int]:
    """Return the lines of a paragraph, but for its last, that have no place for the word which follows."""
    longest = max(len(line.rstrip()) for line in lines[first : last + 1])
    if longest < _NARROWEST:
        return []
    return [
        place
        for place in range(first, last)
        if len(lines[place].rstrip()) + 1 + len(lines[place + 1].split(maxsplit=1)[0]) > longest
    ]
