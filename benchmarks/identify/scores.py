"""How the suites are counted."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.results import Reading, Span, family_of
from proximity.assessment.identify.telling import read_either

MEASURING = (
    "test",
    "test3",
    "test5",
    "test6",
    "test8",
    "test12",
    "test14",
    "test15",
    "test16",
    "test17",
    "test18",
    "test19",
    "test20",
    "test22",
)
"""Halves that who wrote rules and lexicons did not read; their totals only are printed."""
DEVELOPMENT = (
    "dev",
    "dev2",
    "dev3",
    "dev4",
    "dev5",
    "dev6",
    "dev7",
    "dev9",
    "dev10",
    "dev11",
    "dev13",
    "dev17",
    "dev18",
    "dev19",
    "dev21",
    "dev23",
)
LONGEST = 200
NEUTRAL = ("ident_neutral", "ident_positive")
TURNED = ("negated_hate", "counter_quote", "counter_ref")


@dataclass
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.of += 1

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else float("nan")

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.right}/{self.of})" if self.of else "–"


@dataclass
class Narratives:
    """What was found in the narratives of one language."""

    recall: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    by_ground: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    shown: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    """Of each family: in how many of the accounts with signs that it was shown for it was marked."""
    ground: Share = field(default_factory=Share)
    quiet: Share = field(default_factory=Share)
    answered: Share = field(default_factory=Share)
    contra: Share = field(default_factory=Share)
    needless: Share = field(default_factory=Share)
    """Of the accounts of hate in which nobody marked another motive: in how many one is shown."""
    families: list[int] = field(default_factory=list)
    precise: Share = field(default_factory=Share)
    language: Share = field(default_factory=Share)
    misses: list[str] = field(default_factory=list)

    @property
    def total(self) -> Share:
        return sum(self.recall.values(), Share())


def rows(path: Path) -> list[dict]:
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if path.exists()
        else []
    )


def overlaps(span: Span, start: int, end: int) -> bool:
    shared = min(span.end, end) - max(span.start, start)
    return span.end - span.start <= LONGEST and shared * 2 >= min(span.end - span.start, end - start) and shared > 0


def narratives(found: Iterable[dict]) -> Narratives:
    score = Narratives()
    for row in found:
        made = _read(row, row["lang"])
        score.language.add(_read(row, None).language == row["lang"])
        _narrative(score, row, made)
    return score


def _read(row: dict, language: str | None) -> Reading:
    """Return what was read, in the mode that a row tells; where it tells none, as a line without a mode is read."""
    return read_either(row["text"], mode=Mode(row["mode"]) if "mode" in row else None, language=language)


def _narrative(score: Narratives, row: dict, made: Reading) -> None:
    if row["hard_negative"]:
        score.quiet.add(not made.suggestions)
        if made.suggestions:
            words = [(one.rule, row["text"][one.spans[0].start : one.spans[0].end]) for one in made.suggestions]
            score.misses.append(
                f"ALARM {row['id']} {words} against={[a.rule for a in made.against]}\n      {row['text']}"
            )
    else:
        score.families.append(len({one.family for one in made.suggestions}))
        score.answered.add(bool(made.suggestions))
    wanted = {family_of(one["indicator"]) for one in row["gold"]}
    if not row["hard_negative"] and family_of("BI-80") not in wanted:
        score.needless.add(bool(made.against))
    for family in () if row["hard_negative"] else {one.family for one in made.suggestions}:
        score.shown[family].add(family in wanted)
    for one in made.suggestions:
        score.precise.add(one.family in wanted)
    for one in row["gold"]:
        _gold(score, row, made, one)


def _gold(score: Narratives, row: dict, made: Reading, one: dict) -> None:
    family, ground = family_of(one["indicator"]), one["ground"]
    pool = [other for other in (*made.suggestions, *made.against) if other.family == family]
    hit = any(overlaps(span, one["start"], one["end"]) for other in pool for span in other.spans)
    if one["indicator"] == "BI-80":
        score.contra.add(hit)
        return
    score.recall[family].add(hit)
    words = row["text"][one["start"] : one["end"]]
    if not hit:
        score.misses.append(f"MISS {row['id']} {one['indicator']} «{words}»")
    if ground:
        known = ground in {*made.grounds, *made.mentioned}
        score.by_ground[ground.split(".")[0]].add(hit)
        score.ground.add(known)
        if not known:
            score.misses.append(f"GROUND {row['id']} {ground} «{words}» {made.grounds}")


@dataclass
class Functional:
    """What was found in short sentences."""

    hateful: Share = field(default_factory=Share)
    quiet: Share = field(default_factory=Share)
    functions: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    grounds: Counter = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def macro_f1(self) -> float:
        tp, fn = self.hateful.right, self.hateful.of - self.hateful.right
        tn, fp = self.quiet.right, self.quiet.of - self.quiet.right
        return (_f1(tp, fp, fn) + _f1(tn, fn, fp)) / 2

    @property
    def ground_f1(self) -> float:
        return _f1(self.grounds["tp"], self.grounds["fp"], self.grounds["fn"])


def _f1(tp: int, fp: int, fn: int) -> float:
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else float("nan")


def functional(found: Iterable[dict], flags: Callable[[dict], bool] | None = None) -> Functional:
    """Count short sentences; `flags` is a peer that says yes or no, without one our own reading counts."""
    score = Functional()
    for row in found:
        made = _read(row, row["lang"])
        flagged = bool(made.suggestions) if flags is None else flags(row)
        name = row["function"]
        right = flagged == row["hateful"]
        if flags is None and name in TURNED:
            right = not flagged or all(one.caveats for one in made.suggestions)
        score.functions[name].add(right)
        (score.hateful if row["hateful"] else score.quiet).add(flagged == row["hateful"])
        told, gold = {*made.grounds, *made.mentioned}, {row["ground"]} if row["ground"] else set()
        score.grounds.update(tp=len(told & gold), fn=len(gold - told), fp=len(told - gold))
        if flags is None and (not right or gold - told or told - gold):
            rules = [(one.rule, [str(c) for c in one.caveats]) for one in made.suggestions]
            score.misses.append(f"{name} {'' if right else 'WRONG'} {row['text']} | {rules} grounds {told} gold {gold}")
    return score
