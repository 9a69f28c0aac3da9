"""`python -m proximity.assessment.identify.check [LANGUAGE …]`: do the lexicons follow data/README.md, and what do they lack."""

import sys
from collections import Counter
from collections.abc import Iterable

from proximity.assessment.identify.entries import Kind, Lexicon
from proximity.assessment.identify.lexicons import DATA, EVERYWHERE, FAMILIES, LANGUAGES, LexiconProblem, read
from proximity.packs import codes


def problems(found: Lexicon) -> list[str]:
    """Return what is wrong in a lexicon that could be read: codes that stand in no list."""
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
    return wrong


def gaps(found: Lexicon) -> list[str]:
    """Return what a language's lexicon still lacks: indicators without any entry, kinds, questions."""
    have = {entry.indicator for entry in found.entries} | ({"BI-10"} if found.entries else set())
    lacking = [one.code for one in codes.indicators() if one.code not in have]
    lacking += [kind for kind in Kind if not any(entry.kind is kind for entry in found.entries)]
    return lacking + [f"question {family}" for family in FAMILIES if family not in found.questions]


def _asked_for(found: Lexicon) -> set[str]:
    guards = [pattern for entry in found.entries for pattern in (*entry.guard.unless, *entry.guard.only_with)]
    own = [pattern for entry in found.entries for pattern in entry.patterns]
    return {unit for pattern in own + guards for unit in pattern.units}


def main(languages: Iterable[str]) -> int:
    """Check languages, all by themselves; return 0 where all can be read and every code is known."""
    failed = 0
    for language in languages or (*LANGUAGES, EVERYWHERE, "ru"):
        try:
            found = read(DATA / language, language)
        except LexiconProblem as problem:
            failed += 1
            sys.stdout.write(f"{language}: {problem}\n")
            continue
        wrong = problems(found)
        failed += len(wrong)
        counts = Counter(entry.kind for entry in found.entries)
        told = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])
        sys.stdout.write(f"{language}: {told or 'nothing'}\n" + "".join(f"  {one}\n" for one in wrong))
        if language in LANGUAGES and gaps(found):
            sys.stdout.write(f"  lacks {', '.join(gaps(found))}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
