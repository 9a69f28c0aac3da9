"""`python -m benchmarks.identify.missing`: why signs of the halves that only measure are not found, and what is found by voice.

Counts only, no text: who widens a lexicon must not read these halves.
"""

from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.identify.scores import MEASURING, Share, overlaps, rows

from proximity.assessment.identify.composing import candidates
from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.passages import passage
from proximity.assessment.identify.quoting import quotations

# What was found before anything was weighed: no part of the program asks for it alone.
from proximity.assessment.identify.reading import _found, identify
from proximity.assessment.identify.results import AGAINST, family_of

SUITES = Path(__file__).parent / "suites"


def main() -> None:
    """Print both tables."""
    why, silent = Counter[str](), Counter[str]()
    found, raised = defaultdict[str, Share](Share), defaultdict[str, Share](Share)
    for language in LANGUAGES:
        for half in MEASURING:
            for row in rows(SUITES / language / f"narratives.{half}.jsonl"):
                _account(row, why, silent, found, raised)
    print(f"Signs not found: {why.total()}; " + ", ".join(f"{reason} {count}" for reason, count in why.most_common()))
    print("Accounts with signs that show nothing: " + ", ".join(f"{name} {count}" for name, count in silent.items()))
    print("\n| voice | signs found | harmless accounts that raise something |\n|---|---|---|")
    for voice in sorted(found):
        print(f"| {voice} | {found[voice]} | {raised[voice]} |")


def _account(
    row: dict, why: Counter[str], silent: Counter[str], found: dict[str, Share], raised: dict[str, Share]
) -> None:
    mode, language = Mode(row["mode"]), row["lang"]
    made = identify(row["text"], language=language, mode=mode)
    if row["hard_negative"]:
        raised[row["voice"]].add(bool(made.suggestions))
        return
    marked = [one for one in row["gold"] if one["indicator"] != AGAINST]
    if not made.suggestions:
        silent["all"] += 1
        silent["something speaks against"] += bool(made.against)
        silent["and nobody marked it"] += bool(made.against) and len(marked) == len(row["gold"])
    shown = {(one.family, span) for one in made.suggestions for span in one.spans}
    missed = [one for one in marked if not _is_hit(one, shown)]
    for one in marked:
        found[row["voice"]].add(one not in missed)
    if missed:
        why.update(_reasons(row, missed, mode, is_silent=not made.suggestions))


def _is_hit(one: dict, spans: set) -> bool:
    family = family_of(one["indicator"])
    return any(other == family and overlaps(span, one["start"], one["end"]) for other, span in spans)


def _reasons(row: dict, missed: list[dict], mode: Mode, *, is_silent: bool) -> list[str]:
    """Return for each missed sign why."""
    if is_silent:
        return ["nothing is shown"] * len(missed)
    _own, layout, parts = _found(row["text"], row["lang"], mode)
    whole = [one for part in parts for one in (*candidates(part, mode), *quotations(part))]
    told = {(family_of(one.indicator), passage(layout, one.start, one.end)) for one in whole}
    return ["its family lost its place" if _is_hit(one, told) else "no rule of its family there" for one in missed]


if __name__ == "__main__":
    main()
