"""`python -m proximity.assessment.identify.check [LANGUAGE …]`: do the lexicons follow data/README.md, and what do they lack."""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from proximity.assessment.identify.entries import Kind, Lexicon
from proximity.assessment.identify.lexicons import (
    DATA,
    EVERYWHERE,
    FAMILIES,
    LANGUAGES,
    USUAL_INDICATOR,
    LexiconProblem,
    lexicon,
)
from proximity.assessment.identify.results import AGAINST, family_of
from proximity.packs import codes

_BRACKETS = re.compile(r"\([^()]*\)\??")
_STARRED = re.compile(r"(?<![^\W_])([^\W_]+)\*")
_LEAST_BESIDE_STAR = 4
_MARKED = re.compile(r"(?:[a-z]{1,2}\d+[a-z]?|[b-df-hjkmnp-rtv-xz])-")
"""Marks of who or when, such as `x19-` or `m-`; `s-` are shapes, vowels and `l-` words."""
_FILES = {
    Kind.TERM: "terms", Kind.SLUR: "slurs", Kind.SYMBOL: "symbols", Kind.PREDICATE: "predicates", Kind.STANCE: "stance",
}  # fmt: skip
"""Where entries of these kinds stand; all others stand in the file of their family."""


def problems(found: Lexicon) -> list[str]:
    """Return what is wrong in a lexicon that could be read: codes that stand in no list, ids that say no matter."""
    grounds = {one.code for one in codes.grounds()}
    indicators = {one.code for one in codes.indicators()}
    named = (
        {name for name in _asked_for(found) if name[0].isupper()} - grounds - {code.split(".")[0] for code in grounds}
    )
    wrong = [f"<{name}> is no ground" for name in sorted(named)]
    for entry in found.entries:
        if entry.ground is not None and entry.ground not in grounds:
            wrong.append(f"{entry.rule}: no ground {entry.ground}")
        if entry.indicator is not None and entry.indicator not in indicators:
            wrong.append(f"{entry.rule}: no indicator {entry.indicator}")
        if _MARKED.match(entry.rule.rsplit(".", 1)[-1]):
            wrong.append(f"{entry.rule}: an id says what the words tell, not who wrote them or when")
    return wrong


def gaps(found: Lexicon) -> list[str]:
    """Return what a language's lexicon still lacks: indicators without any entry, kinds, questions."""
    have = {entry.indicator for entry in found.entries} | ({"BI-10"} if found.entries else set())
    lacking = [one.code for one in codes.indicators() if one.code not in have]
    lacking += [kind for kind in Kind if not any(entry.kind is kind for entry in found.entries)]
    return lacking + [f"question {family}" for family in FAMILIES if family not in found.questions]


def bare_bars(found: Lexicon) -> list[str]:
    """Return patterns that are likely not read as they were meant: bars between phrases, without brackets.

    `do not|must not go` is read as do, then not or must, then not, then go. A word that stands beside a bar and once more alone
    tells of it.
    """
    sources = {
        (entry.rule, pattern.source)
        for entry in found.entries
        for pattern in (*entry.patterns, *entry.guard.unless, *entry.guard.only_with)
    }
    return [
        f"{rule}: {source!r} has bars between phrases: brackets?"
        for rule, source in sorted(sources)
        if _is_bare(source)
    ]


def _is_bare(source: str) -> bool:
    outside = _BRACKETS.sub("", source)
    words = outside.split()
    barred = [word for word in words if "|" in word]
    repeated = {part for word in barred for part in word.rstrip("?").split("|")} & {
        word for word in words if "|" not in word
    }
    return bool(repeated)


def short_stars(found: Lexicon) -> list[str]:
    """Return stars with few letters in what speaks for another motive: it holds back signs, and they fit strange words."""
    short: dict[str, set[str]] = {}
    for entry in found.entries:
        for pattern in entry.patterns if entry.indicator == AGAINST else ():
            stars = {star for star in _STARRED.findall(pattern.source) if len(star) < _LEAST_BESIDE_STAR}
            short.setdefault(entry.rule, set()).update(stars)
    return [f"{rule}: few letters before a star: {', '.join(sorted(stars))}" for rule, stars in short.items() if stars]


def misplaced(folder: Path) -> list[str]:
    """Return entries that stand in another file than that of their kind or family: nobody who reviews these would meet them."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind in Kind:
            for number, row in enumerate(content.get(kind, ()), 1):
                own = _FILES.get(kind) or family_of(row.get("indicator", USUAL_INDICATOR.get(kind)))
                if path.stem != own:
                    found.append(f"{path.name}: [[{kind}]] {row.get('id', number)} belongs in {own}.toml")
    return found


def _asked_for(found: Lexicon) -> set[str]:
    guards = [pattern for entry in found.entries for pattern in (*entry.guard.unless, *entry.guard.only_with)]
    own = [pattern for entry in found.entries for pattern in entry.patterns]
    return {unit for pattern in own + guards for unit in pattern.units}


def main(languages: Iterable[str]) -> int:
    """Check languages, all by themselves; return 0 where all can be read and every code is known."""
    failed = 0
    for language in languages or (*LANGUAGES, EVERYWHERE, "ru"):
        try:
            found = lexicon(language)
        except LexiconProblem as problem:
            faults = str(problem).splitlines()
            failed += len(faults)
            sys.stdout.write(f"{language}: {len(faults)} faults\n" + "".join(f"  {fault}\n" for fault in faults))
            continue
        wrong = [*problems(found), *bare_bars(found), *misplaced(DATA / language)]
        failed += len(wrong)
        counts = Counter(entry.kind for entry in found.entries)
        told = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])
        noted = [*wrong, *(f"look: {one}" for one in short_stars(found))]
        sys.stdout.write(f"{language}: {told or 'nothing'}\n" + "".join(f"  {one}\n" for one in noted))
        if language in LANGUAGES and gaps(found):
            sys.stdout.write(f"  lacks {', '.join(gaps(found))}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
