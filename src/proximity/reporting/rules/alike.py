"""Which texts are alike: groups of nearly the same text among thousands, in one pass. Pure.

A text is reduced to its letters and cut into pieces of five; of the pieces' hashes the smallest are kept (a bottom-k sketch).
The share that two sketches have in common estimates the share of pieces that the texts have in common, whatever the language and
wherever something was put in. Comparing edit distances pair by pair would be finer, and quadratic: with each text unlike any
other that is two million comparisons for two thousand texts; here a text meets only those that share a piece with it.
"""

import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

PIECE = 5
SKETCH = 48
ENOUGH = 0.6
"""The share of pieces in common from which on texts are alike: an added name, number or sentence leaves them so."""

LONGEST = 4_000
"""Letters that are looked at. What is alike in so many is alike."""


@dataclass(frozen=True, slots=True)
class Group[Key: Hashable]:
    """Texts that are alike, in the order in which they came."""

    members: tuple[Key, ...]


def letters_of(text: str) -> str:
    """Return the letters of a text, small and in one form; digits, signs and spaces are left out."""
    plain = unicodedata.normalize("NFKD", text[: 2 * LONGEST]).casefold()
    return "".join(sign for sign in plain if sign.isalpha())[:LONGEST]


def sketch_of(text: str) -> frozenset[int]:
    """Return the sketch of a text; a text shorter than one piece is one piece."""
    letters = letters_of(text).encode("utf-32-le")
    step = len("x".encode("utf-32-le"))
    ends = range(PIECE * step, max(len(letters), PIECE * step) + 1, step)
    return frozenset(sorted({zlib.crc32(letters[end - PIECE * step : end]) for end in ends})[:SKETCH])


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how alike two sketches are, from 0 to 1."""
    union = sorted(one | other)[:SKETCH]
    return sum(piece in one and piece in other for piece in union) / len(union) if union else 1.0


def groups_of[Key: Hashable](texts: Iterable[tuple[Key, str]]) -> list[Group[Key]]:
    """Return the groups of texts that are alike, the smallest first: what stands alone is what is looked for.

    The first text of a group speaks for it, so that a chain of small changes does not pull unlike texts together.
    """
    leaders: list[frozenset[int]] = []
    members: list[list[Key]] = []
    known: dict[frozenset[int], int] = {}
    having: dict[int, list[int]] = defaultdict(list)
    for key, text in texts:
        sketch = sketch_of(text)
        found = known.get(sketch)
        if found is None:
            found = _leader(sketch, leaders, having)
        if found is None:
            found = len(leaders)
            leaders.append(sketch)
            members.append([])
            for piece in sketch:
                having[piece].append(found)
        known[sketch] = found
        members[found].append(key)
    return sorted((Group(tuple(group)) for group in members), key=lambda group: len(group.members))


def _leader(sketch: frozenset[int], leaders: Sequence[frozenset[int]], having: dict[int, list[int]]) -> int | None:
    """Return the group whose first text is most alike, if any is alike enough."""
    shared = Counter(leader for piece in sketch for leader in having.get(piece, ()))
    # The estimate cannot exceed what they share: the few that share most are enough to look at.
    best = max(
        ((likeness(sketch, leaders[leader]), -leader) for leader, _times in shared.most_common(5)), default=(0.0, 0)
    )
    return -best[1] if best[0] >= ENOUGH else None
