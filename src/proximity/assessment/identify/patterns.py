"""The little language in which lexicons write patterns: parsed here, matched elsewhere. See data/README.md. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple

_GAP = re.compile(r"\.\.(\d|1[0-2])")
_CLASS = re.compile(r"<([A-Za-z][\w.-]*)>")
_PART = re.compile(r"[^\W_]+", re.UNICODE)
_PARTING = re.compile(r"['’‘ʼ\-]")
_BRACKET = re.compile(r"\(([^()]*)\)(\??)")
_SHORTEST_STEM = 3
_MOST_WAYS = 256
_LONGEST_SPAN = 12
_MOST_WORDS = 30


class PatternProblem(ValueError):
    """A pattern that cannot be read, with what is wrong."""


class How(StrEnum):
    """How one word is compared."""

    LEMMA = "lemma"
    EXACT = "exact"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    INSIDE = "inside"


class Atom(NamedTuple):
    """One word and how it is compared."""

    how: How
    word: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One element: a word, or one of several in order, each once; `units` are built-in classes, which may be of several words."""

    atoms: tuple[Atom, ...]
    units: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most`, at least `least` words of any kind."""

    least: int
    most: int


type Element = Choice | Gap


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of elements, as it was written in `source`."""

    source: str
    elements: tuple[Element, ...]

    @property
    def is_single(self) -> bool:
        """Say whether it is one word."""
        return len(self.elements) == 1

    @property
    def units(self) -> frozenset[str]:
        """Return the built-in classes that it asks for."""
        return frozenset().union(*(one.units for one in self.elements if isinstance(one, Choice)))


class Classes(dict[str, str]):
    """The classes of a lexicon, and what was read so far: a class of a hundred words in fifty patterns is read and held once."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the classes as they are written."""
        super().__init__(words)
        self.elements: dict[str, Element] = {}
        self.read: dict[str, tuple[frozenset[Atom], frozenset[str]]] = {}
        """For each class its words and the built-in classes in it."""
        self.atoms: dict[Atom, Atom] = {}


UNIT_NAMES = frozenset({
    "group", "slur", "trait", "thing", "ground", "place",
    "negate", "report", "write", "paint", "denounce", "positive", "self",
})  # fmt: skip
"""Classes that the engine finds itself; codes of grounds and of their families come on top."""


def is_unit(name: str) -> bool:
    """Say whether a class is a built-in one: codes of grounds are written in capitals."""
    return name in UNIT_NAMES or name[0].isupper()


def parse(source: str, classes: Classes) -> tuple[Pattern, ...]:
    """Return the patterns that a written one stands for, its classes replaced, its brackets opened. Raises `PatternProblem`."""
    found: list[Pattern] = []
    for opened in _opened(source):
        for written in product(*(_ways(element) for element in opened.split())):
            found.append(_pattern(source, " ".join(written).split(), classes))
            if len(found) > _MOST_WAYS:
                raise PatternProblem(f"stands for more than {_MOST_WAYS} patterns")
    if not found:
        raise PatternProblem("is empty")
    return tuple(found)


def _opened(source: str) -> list[str]:
    """Return a pattern without brackets, once for each way through them."""
    ways, rest = [""], source
    while found := _BRACKET.search(rest):
        branches = [branch.strip() for branch in found[1].split("|")]
        single = "|".join(branch for branch in branches if branch and " " not in branch)
        inside = [
            *([single] if single else []),
            *(branch for branch in branches if " " in branch),
            *([""] if found[2] else []),
        ]
        ways = [f"{way}{rest[: found.start()]} {one} " for way in ways for one in inside]
        rest = rest[found.end() :]
        if len(ways) > _MOST_WAYS:
            raise PatternProblem(f"stands for more than {_MOST_WAYS} patterns")
    if "(" in rest or ")" in rest:
        raise PatternProblem("a bracket without its other half, or within another")
    return [f"{way}{rest}" for way in ways]


def _ways(element: str) -> list[str]:
    """Return one element, or several where some of its alternatives are parted by a hyphen or an apostrophe."""
    body = element.removesuffix("?")
    parts = [part for part in body.split("|") if not part.startswith("<") and _PARTING.search(part.strip("*="))]
    if not parts:
        return [element]
    if any("*" in part for part in parts):
        raise PatternProblem(f"{element}: a star and a hyphen or apostrophe do not go together")
    whole = "|".join(part for part in body.split("|") if part not in parts)
    apart = [" ".join(f"={word}" for word in _PART.findall(part)) for part in parts]
    return [*([whole] if whole else []), *apart, *([""] if element.endswith("?") else [])]


def _pattern(source: str, words: list[str], classes: Classes) -> Pattern:
    known = classes.elements
    elements = [known.get(word) or known.setdefault(word, _element(word, classes)) for word in words]
    while elements and isinstance(elements[-1], Gap):
        elements.pop()
    if not elements or isinstance(elements[0], Gap):
        raise PatternProblem("begins with a gap or is empty")
    if all(isinstance(one, Gap) or one.optional for one in elements):
        raise PatternProblem("nothing in it must be there")
    if sum(one.most if isinstance(one, Gap) else 1 for one in elements) > _MOST_WORDS:
        raise PatternProblem(f"may be longer than {_MOST_WORDS} words")
    return Pattern(source, tuple(elements))


def _element(written: str, classes: Classes) -> Element:
    gap = _GAP.fullmatch(written)
    if gap:
        return Gap(0, int(gap[1]))
    if written == "_":
        return Gap(1, 1)
    atoms, units = _choice(written.removesuffix("?"), classes, depth=0)
    in_order = sorted(atoms, key=lambda atom: (atom.word, atom.how))
    return Choice(tuple(in_order), frozenset(units), written.endswith("?"))


def _choice(body: str, classes: Classes, depth: int) -> tuple[set[Atom], set[str]]:
    if depth > 5:
        raise PatternProblem(f"{body}: classes name one another in a circle")
    atoms: set[Atom] = set()
    units: set[str] = set()
    for part in body.split("|"):
        named = _CLASS.fullmatch(part)
        if named is None:
            atom = _atom(part)
            atoms.add(classes.atoms.setdefault(atom, atom))
        elif named[1] in classes:
            more, further = _class(named[1], classes, depth)
            atoms |= more
            units |= further
        elif is_unit(named[1]):
            units.add(named[1])
        else:
            raise PatternProblem(f"{part}: no such class")
    return atoms, units


def _class(name: str, classes: Classes, depth: int) -> tuple[frozenset[Atom], frozenset[str]]:
    if name not in classes.read:
        atoms, units = _choice(classes[name], classes, depth + 1)
        classes.read[name] = frozenset(atoms), frozenset(units)
    return classes.read[name]


def _atom(part: str) -> Atom:
    word = fold_case(part.strip("*="))
    if not _PART.fullmatch(word):
        raise PatternProblem(f"{part!r} is no single word")
    if part.startswith("="):
        return Atom(How.EXACT, word)
    starred = part.startswith("*"), part.endswith("*")
    if any(starred) and len(word) < _SHORTEST_STEM:
        raise PatternProblem(f"{part}: at least {_SHORTEST_STEM} letters beside a star")
    how = {
        (False, False): How.LEMMA, (False, True): How.PREFIX, (True, False): How.SUFFIX, (True, True): How.INSIDE,
    }[starred]  # fmt: skip
    return Atom(how, word)


def fold_case(word: str) -> str:
    """Return a word without its case: accents stay."""
    return word.replace("İ", "i").lower()
