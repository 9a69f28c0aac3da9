"""Reads the lexicons from their files and refuses what does not follow data/README.md. Pure."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from proximity.assessment.identify.entries import (
    Entry,
    Guard,
    Kind,
    Lexicon,
    Mode,
    Origin,
    Said,
    Scope,
    Stance,
    TermIs,
    Where,
)
from proximity.assessment.identify.patterns import Classes, Pattern, PatternProblem, parse

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "it", "pt", "fi", "et", "lv", "bg")
EVERYWHERE = "all"
SHAPES = "shapes.toml"
BESIDE: Mapping[str, tuple[str, ...]] = {"et": ("ru",), "lv": ("ru",)}
"""Further lexicons that are read beside a language's own: Russian words stand in Estonian and Latvian texts."""
FAMILIES = (
    "perception", "expression", "difference", "group", "location", "timing", "pattern", "violence", "motive", "contra",
)  # fmt: skip

type Row = Mapping[str, object]

_COMMON = frozenset({"patterns", "source", "written", "innocent", "unless", "only_with", "scope", "mode", "points"})
_ALLOWED: Mapping[Kind, frozenset[str]] = {
    Kind.TERM: frozenset({"ground", "is"}),
    Kind.SLUR: frozenset({"id", "ground", "sense", "fuzzy", "people"}),
    Kind.CUE: frozenset({"id", "indicator", "ground"}),
    Kind.SYMBOL: frozenset({"id", "indicator", "ground", "meaning", "raw"}),
    Kind.PLACE: frozenset({"id", "indicator", "ground"}),
    Kind.DATE: frozenset({"id", "indicator", "ground", "meaning"}),
    Kind.GROUP: frozenset({"id", "indicator", "ground", "meaning"}),
    Kind.PREDICATE: frozenset({"id", "kind", "where", "ground"}),
    Kind.STANCE: frozenset({"kind"}),
}
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.TERM: ("ground", "is"),
    Kind.SLUR: ("id", "ground", "sense"),
    Kind.CUE: ("id", "indicator", "points"),
    Kind.SYMBOL: ("id", "meaning"),
    Kind.PLACE: ("id",),
    Kind.DATE: ("id", "meaning"),
    Kind.GROUP: ("id", "meaning"),
    Kind.PREDICATE: ("id", "kind"),
    Kind.STANCE: ("kind",),
}
_POINTS: Mapping[Kind, int] = {
    Kind.SLUR: 3, Kind.SYMBOL: 2, Kind.PLACE: 1, Kind.DATE: 1, Kind.GROUP: 2, Kind.PREDICATE: 2,
}  # fmt: skip
USUAL_INDICATOR: Mapping[Kind, str] = {
    Kind.SYMBOL: "BI-12", Kind.PLACE: "BI-40", Kind.DATE: "BI-42", Kind.GROUP: "BI-30",
}  # fmt: skip
"""The indicators of entries that name none."""
_FIRST_PHASE = frozenset({Kind.TERM, Kind.SLUR, Kind.PLACE, Kind.STANCE})
"""These are found first, and others may ask for them: so they may not ask for one another."""


class LexiconProblem(ValueError):
    """A lexicon that does not follow the rules: which file, which entry, what."""


def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language, with the shapes that all share. Raises `LexiconProblem`."""
    found = read(DATA / language, language)
    faults: list[str] = []
    entries = [*found.entries, *_shapes(language, faults)]
    _refuse([*faults, *_twice(entries)])
    return replace(found, entries=tuple(entries))


def _shapes(language: str, faults: list[str]) -> Iterable[Entry]:
    """Yield the entries whose patterns are the same in every language, with that language's words in them."""
    path = DATA / SHAPES
    content = _toml(path, None)
    words = content.get("classes")
    own = words.get(language) if isinstance(words, Mapping) else None
    if own is None:
        return
    classes: dict[str, str] = {}
    _join(classes, own, path, f"classes.{language}")
    yield from _entries(path, content, language, Classes(classes), faults)


def read(folder: Path, language: str) -> Lexicon:
    """Return the lexicon that lies in a folder. Raises `LexiconProblem` with all that is wrong in its entries."""
    files = {path: _toml(path, language) for path in sorted(folder.glob("*.toml"))}
    classes: dict[str, str] = {}
    questions: dict[str, str] = {}
    for path, content in files.items():
        _join(classes, content.get("classes"), path, "classes")
        _join(questions, content.get("questions"), path, "questions")
    faults: list[str] = []
    shared = Classes(classes)
    if set(questions) - set(FAMILIES):
        faults.append(f"{folder}: questions of unknown families {sorted(set(questions) - set(FAMILIES))}")
    entries = [entry for path, content in files.items() for entry in _entries(path, content, language, shared, faults)]
    _refuse([*faults, *_twice(entries)])
    pairs = {pair for content in files.values() for pair in _words(_head(content), "pairs")}
    return Lexicon(language, tuple(entries), frozenset(pairs), questions)


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise LexiconProblem("\n".join(faults))


def _toml(path: Path, language: str | None) -> Row:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconProblem(f"{path}: {error}") from error
    head = _head(content)
    if head.get("language") != language or not head.get("author") or not isinstance(head.get("written"), date):
        raise LexiconProblem(f"{path}: [file] needs language = {language!r}, author and written (a date)")
    unknown = set(content) - {"file", "classes", "questions", *Kind}
    if unknown:
        raise LexiconProblem(f"{path}: unknown sections {sorted(unknown)}")
    return content


def _head(content: Row) -> Row:
    head = content.get("file")
    return head if isinstance(head, Mapping) else {}


def _join(into: dict[str, str], found: object, path: Path, what: str) -> None:
    if found is None:
        return
    if not isinstance(found, Mapping):
        raise LexiconProblem(f"{path}: [{what}] is no table")
    for name, value in found.items():
        if name in into and into[name] != value:
            raise LexiconProblem(f"{path}: {name} of [{what}] stands in another file already")
        if not isinstance(value, str) or not value:
            raise LexiconProblem(f"{path}: {name} of [{what}] is no text")
        into[name] = value


def _entries(path: Path, content: Row, language: str, classes: Classes, faults: list[str]) -> Iterable[Entry]:
    """Yield the entries of a file; what is wrong in one is noted among the faults, and the next is read."""
    head = _head(content)
    for kind in Kind:
        rows = content.get(kind, [])
        if not isinstance(rows, list):
            faults.append(f"{path}: {kind} is written [[{kind}]]")
            continue
        for number, row in enumerate(rows, 1):
            try:
                _check_keys(kind, row)
                yield _entry(kind, row, head, language, classes, f"{path.stem}-{number}")
            except (PatternProblem, LexiconProblem, ValueError) as error:
                faults.append(f"{path.parent.name}/{path.name}: [[{kind}]] {row.get('id', number)}: {error}")


def _check_keys(kind: Kind, row: Row) -> None:
    unknown = set(row) - _ALLOWED[kind] - _COMMON
    missing = [key for key in _NEEDED[kind] if not row.get(key)]
    if unknown or missing:
        raise LexiconProblem(f"unknown keys {sorted(unknown)}, missing keys {missing}")
    if not row.get("patterns") and not row.get("raw"):
        raise LexiconProblem("no patterns")
    if row.get("points", 1) not in {1, 2, 3}:
        raise LexiconProblem("points are 1, 2 or 3")


def _entry(kind: Kind, row: Row, head: Row, language: str, classes: Classes, number: str) -> Entry:
    patterns = _patterns(row, "patterns", classes)
    if kind in _FIRST_PHASE and any(pattern.units for pattern in patterns):
        raise LexiconProblem(f"a {kind} may not ask for built-in classes")
    asked = row.get("kind")
    points = row.get("points", _POINTS.get(kind, 0))
    return Entry(
        rule=f"{language}.{kind}.{row.get('id', number)}", kind=kind, patterns=patterns, origin=_origin(row, head),
        points=points if isinstance(points, int) else 0, ground=_text(row, "ground"),
        indicator=_text(row, "indicator") or USUAL_INDICATOR.get(kind),
        term_is=TermIs(str(row["is"])) if kind is Kind.TERM else None,
        said=Said(str(asked)) if kind is Kind.PREDICATE else None,
        stance=Stance(str(asked)) if kind is Kind.STANCE else None,
        where=Where(_text(row, "where") or Where.ANY), mode=Mode(str(row["mode"])) if "mode" in row else None,
        guard=Guard(_patterns(row, "unless", classes), _patterns(row, "only_with", classes), _scope(row)),
        raw=tuple(_words(row, "raw")), meaning=_text(row, "sense") or _text(row, "meaning") or "",
        innocent=_text(row, "innocent") or "",
        fuzzy=bool(row.get("fuzzy", True)) and (kind is Kind.SLUR or row.get("is") == TermIs.PEOPLE),
        people=bool(row.get("people", True)) and (kind is Kind.SLUR or row.get("is") == TermIs.PEOPLE),
    )  # fmt: skip


def _origin(row: Row, head: Row) -> Origin:
    written = row.get("written", head["written"])
    if not isinstance(written, date):
        raise LexiconProblem("written is no date")
    return Origin(str(row.get("source", head["author"])), written, _text(head, "reviewer"))


def _patterns(row: Row, key: str, classes: Classes) -> tuple[Pattern, ...]:
    found: list[Pattern] = []
    faults = []
    for source in _words(row, key):
        try:
            found += parse(source, classes)
        except PatternProblem as error:
            faults.append(f"{source!r}: {error}")
    if faults:
        raise LexiconProblem("; ".join(faults))
    return tuple(found)


def _scope(row: Row) -> Scope:
    match row.get("scope", "sentence"):
        case "sentence":
            return Scope()
        case "text":
            return Scope(whole_text=True)
        case int(words) if words > 0:
            return Scope(words=words)
    raise LexiconProblem("scope is sentence, text, or a number of words")


def _text(row: Row, key: str) -> str | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, str) or not value):
        raise LexiconProblem(f"{key} is no text")
    return value


def _words(row: Row, key: str) -> list[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise LexiconProblem(f"{key} is a list of texts")
    return value


def _twice(entries: Sequence[Entry]) -> list[str]:
    counts = Counter(entry.rule for entry in entries)
    return [
        f"{rule} stands twice: an id is unique per language and kind" for rule, count in counts.items() if count > 1
    ]
