"""Which characters can be printed, by which font, and how the others are named. Nothing of a text is lost and nothing is hidden.

A PDF that promises to be readable says of every glyph which character it is: drawing fails on a character that no font has.
Such a character is printed as `[U+1F435 MONKEY FACE]`. So are controls, marks of direction and other invisible characters, which
could make a text read otherwise than it is.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NAMED = -1
"""In place of a font: the run is the name of a character that cannot be printed."""
BREAK = -2
"""In place of a font: here a line may break, inside what would be wider than the page."""

LONGEST_WORD = 24
"""Characters without a place to break; past it one is made, so that no word runs off the page."""

_JOINERS = frozenset("\u200c\u200d")  # they shape Persian and Indic words
_NEVER_PRINTED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_NAMELESS = {"Cc": "CONTROL", "Co": "PRIVATE USE", "Cs": "SURROGATE"}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Run:
    """Characters printed by one font, by its place in the list of fonts; or `NAMED`, or `BREAK`."""

    font: int
    text: str


def lines_of(text: str, fonts: Sequence[frozenset[int]]) -> list[list[Run]]:
    """Return the lines of a text, each in runs. `fonts` are the code points that each font can show, the preferred first."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return [_joined(_broken(_runs(line, fonts))) for line in lines]


def is_right_to_left(text: str) -> bool:
    """Say whether a text reads from right to left: by its first letter that has a direction (UAX 9, P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L" or direction in _RIGHT_TO_LEFT:
            return direction != "L"
    return False


def name_of(character: str) -> str:
    """Return how a character is printed that no font can show."""
    unnamed = _NAMELESS.get(unicodedata.category(character), "UNASSIGNED")
    return f"[U+{ord(character):04X} {unicodedata.name(character, unnamed)}]"


def _runs(line: str, fonts: Sequence[frozenset[int]]) -> Iterator[Run]:
    for cluster in _clusters(line):
        font = next((number for number, shows in enumerate(fonts) if _is_shown(cluster, shows)), NAMED)
        if font == NAMED:
            yield from (Run(NAMED, name_of(character)) for character in cluster)
        else:
            yield Run(font, cluster)


def _clusters(line: str) -> Iterator[str]:
    """Yield each character with the marks that sit on it: one font must show them all, for they are shaped together."""
    cluster = ""
    for character in line:
        if cluster and not (unicodedata.category(character).startswith("M") or character in _JOINERS):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _is_shown(cluster: str, shows: frozenset[int]) -> bool:
    return all(
        ord(character) in shows
        and (unicodedata.category(character) not in _NEVER_PRINTED or (number and character in _JOINERS))
        for number, character in enumerate(cluster)
    )


def _broken(runs: Iterator[Run]) -> Iterator[Run]:
    """Add places to break to what has none for too long. A name has spaces of its own."""
    length = 0
    for run in runs:
        length = 0 if run.font == NAMED or run.text.isspace() else length + len(run.text)
        if length > LONGEST_WORD:
            yield Run(BREAK, "")
            length = len(run.text)
        yield run


def _joined(runs: Iterator[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].font == run.font >= 0:
            joined[-1] = Run(run.font, joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined
