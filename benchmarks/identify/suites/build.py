"""Build the identify suites from marked text: `python benchmarks/identify/suites/build.py [--check] [lang ...]`.

`<lang>/source.txt` holds the incident narratives, one a paragraph, blank line between; `%` opens a comment line::

    # en-n-001 | dev | narrative | messy | gold | mentioned=REL.MUS
    Two lads shouted [[BI-10|RACE.BLACK|the words]] at him
    outside [[BI-40|REL.MUS|the mosque]].

A mark is `[[indicator|ground|words]]`; a ground that the words do not show is `-`. Lines are joined by one space.
Spans never nest.
`gold` needs one to five marks, `hard` has none (BI-80 may stand in either). `mentioned`: grounds that the text names in
neutral words and that no mark carries (a code that a mark carries is left out by itself).

`<lang>/functional.txt` holds short sentences in the same way, without marks::

    # en-f-001 | dev | derog_dehum | hateful | REL.JEW
    The sentence.

with `hateful` or `not`, and a ground or `-`.

`source2.txt` and `functional2.txt`, where they stand, are a second development set: the same format, every paragraph `dev`,
ids like en-m-001 and en-g-001, built to `narratives.dev2.jsonl` and `functional.dev2.jsonl`. `source3.txt` and
`functional3.txt` are a third set, of other authors, ids like en-p-001 and en-h-001, with halves again: `*.dev3.jsonl` to
read and tune to, `*.test3.jsonl` only to measure. `source4.txt` and `functional4.txt` are a fourth, all `dev`, ids like
en-q-001 and en-k-001. `source5.txt` and `functional5.txt` are a fifth in halves, ids like en-r-001 and en-j-001,
`source6.txt` and `functional6.txt` a sixth, en-s-001 and en-l-001. `source7.txt` is a seventh, accounts alone and all `dev`,
en-t-001; `source8.txt` an eighth, accounts alone and all `test`, en-u-001. `source9.txt` and `functional9.txt` are a ninth,
en-v-001 and en-w-001, `source10.txt` and `functional10.txt` a tenth, en-x-001 and en-y-001, an eleventh has en-o-001 and
en-i-001: they measured first and are all `dev` now; a twelfth has en-a-001 and en-b-001, all `test`; a thirteenth
has short sentences alone, en-c-001, all `dev`, a fourteenth likewise, en-d-001, all `test`; a fifteenth has
en-z-001 and en-e-001, a sixteenth en-na-001 and en-fa-001, a seventeenth en-nb-001 and en-fb-001, all `test` but the
English accounts, which were opened and are `dev`; an eighteenth has English accounts alone, by three authors, en-nc-001 to
040 and 041 to 080, which were opened and are `dev`, and 081 to 120, `test`; a nineteenth en-nd-001 and en-fd-001, of two
to four authors a language: what all but the last of them wrote was opened after it had been read and is `dev`; a twentieth
has accounts in English and Bulgarian alone, en-ne-001, all `test`; a twenty-first English short sentences alone,
en-fe-001, all `dev`, a twenty-second likewise, en-ff-001, all `test`, a twenty-third likewise, en-fg-001, all `dev`.

Offsets count Unicode code points. `--check` only compares with the files that stand there.
"""

from __future__ import annotations

import collections
import itertools
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
NARRATIVES, HARD_SHARE, FUNCTIONAL, MOST_MARKS, LONGEST = 84, 0.38, 60, 5, 200
FAMILIES = {
    "perception": ("01", "02", "03"),
    "remarks": ("10",),
    "gestures": ("11",),
    "graffiti": ("12",),
    "messages": ("13",),
    "objects": ("14",),
    "differences": ("20", "21", "22", "23"),
    "association": ("24", "25"),
    "mistaken": ("26",),
    "groups": ("30", "31", "32"),
    "location": ("40", "41"),
    "date": ("42",),
    "trigger": ("43",),
    "patterns": ("50", "51", "52"),
    "violence": ("60",),
    "meaningful objects": ("61",),
    "no other motive": ("70",),
    "against": ("80",),
}
FAMILY = {f"BI-{number}": name for name, numbers in FAMILIES.items() for number in numbers}
CODES = (
    "RACE.BLACK RACE.ASIAN RACE.ARAB RACE.LATAM RACE.WHITE RACE.ROMA RACE.INDIG XENO.MIGRANT XENO.NATION XENO.LANG "
    "REL.JEW REL.MUS REL.CATH REL.PROT REL.ORTH REL.CHR REL.OTHER REL.HINDU REL.SIKH REL.BUDD REL.JW REL.NONE "
    "SO.GAY SO.LESB SO.BI SO.LGBT GI.TRANS GI.NB SC.INTERSEX GEN.F GEN.M DIS.PHYS DIS.MENT AGE APO ILL IDEO OTHER"
)
GROUNDS = frozenset(CODES.split())
VOICES = frozenset({"messy", "formal", "translated", "dictated", "ngo", "officer", "witness", "victim"})
CASES = (
    "derog_dehum threat_dir threat_norm exclude inferior slur negated_positive question ident_neutral ident_positive "
    "negated_hate counter_quote counter_ref homonym reclaimed target_individual target_group_other target_object "
    "spell_leet spell_space spell_join spell_delete spell_swap spell_homoglyph spell_diacritics"
)
FUNCTIONS = frozenset(CASES.split())
# The letters in the ids of accounts and of short sentences, by set.
LATER = {
    2: ("m", "g"),
    3: ("p", "h"),
    4: ("q", "k"),
    5: ("r", "j"),
    6: ("s", "l"),
    7: ("t", ""),
    8: ("u", ""),
    9: ("v", "w"),
    10: ("x", "y"),
    11: ("o", "i"),
    12: ("a", "b"),
    13: ("", "c"),
    14: ("", "d"),
    15: ("z", "e"),
    16: ("na", "fa"),
    17: ("nb", "fb"),
    18: ("nc", ""),
    19: ("nd", "fd"),
    20: ("ne", ""),
    21: ("", "fe"),
    22: ("", "ff"),
    23: ("", "fg"),
}
IN_IDS = ["|".join(filter(None, letters)) for letters in zip(("n", "f"), *LATER.values(), strict=True)]
MARK = re.compile(r"\[\[([^|\[\]]*)\|([^|\[\]]*)\|([^\[\]]*)\]\]")


Reading = Callable[[str, list[str], str], tuple[str, dict[str, object]]]


class Fault(Exception):
    """Something in the marked text is not as agreed."""


def paragraphs(path: Path) -> list[tuple[list[str], str]]:
    """Return header fields and text of each paragraph."""
    found = []
    for block in re.split(r"\n[ \t]*\n", path.read_text(encoding="utf-8").replace("\r\n", "\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip() and not line.startswith("%")]
        if not lines:
            continue
        if not lines[0].startswith("# ") or len(lines) == 1:
            raise Fault(f"{path}: a paragraph needs a header and text: {lines[0][:60]!r}")
        if any(line.startswith("# ") for line in lines[1:]):
            raise Fault(f"{path}: no blank line before a header: {lines[0]!r}")
        found.append(([field.strip() for field in lines[0][2:].split("|")], " ".join(lines[1:])))
    return found


def unmark(name: str, marked: str) -> tuple[str, list[dict[str, object]]]:
    """Return plain text and gold spans."""
    text, gold, last = "", [], 0
    for mark in MARK.finditer(marked):
        indicator, ground, words = mark.groups()
        text += marked[last : mark.start()]
        if indicator not in FAMILY:
            raise Fault(f"{name}: no such indicator {indicator!r}")
        if ground not in GROUNDS and ground != "-":
            raise Fault(f"{name}: no such ground {ground!r}")
        if words != words.strip() or not 2 <= len(words) <= LONGEST:
            raise Fault(f"{name}: bad span {words!r}")
        gold.append(
            {
                "indicator": indicator,
                "ground": None if ground == "-" else ground,
                "start": len(text),
                "end": len(text) + len(words),
            }
        )
        text += words
        last = mark.end()
    text += marked[last:]
    if "[[" in text or "]]" in text or re.search(r"\s\s", text):
        raise Fault(f"{name}: broken mark or double space")
    return text, gold


def narrative(lang: str, fields: list[str], marked: str) -> tuple[str, dict[str, object]]:
    """Return half and object of one narrative."""
    if len(fields) != 6:
        raise Fault(f"{lang}: six fields wanted: {fields}")
    name, half, mode, voice, kind, mentioned = fields
    if not re.fullmatch(rf"{lang}-(?:{IN_IDS[0]})-\d{{3}}", name):
        raise Fault(f"{lang}: bad id {name!r}")
    if half not in {"dev", "test"} or mode not in {"narrative", "reported_text"} or kind not in {"hard", "gold"}:
        raise Fault(f"{name}: bad half, mode or kind")
    if voice not in VOICES or not mentioned.startswith("mentioned="):
        raise Fault(f"{name}: bad voice or mentioned")
    grounds = [
        code.strip() for code in mentioned.removeprefix("mentioned=").split(",") if code.strip() not in {"", "-"}
    ]
    if set(grounds) - GROUNDS:
        raise Fault(f"{name}: no such ground in {grounds}")
    text, gold = unmark(name, marked)
    grounds = [code for code in grounds if code not in {span["ground"] for span in gold}]
    evidence = [span for span in gold if span["indicator"] != "BI-80"]
    if (kind == "hard" and evidence) or (kind == "gold" and not 1 <= len(gold) <= MOST_MARKS):
        raise Fault(f"{name}: {len(gold)} marks in a {kind} narrative")
    return half, {
        "id": name,
        "text": text,
        "mode": mode,
        "lang": lang,
        "hard_negative": kind == "hard",
        "voice": voice,
        "gold": gold,
        "mentioned": grounds,
    }


def sentence(lang: str, fields: list[str], text: str) -> tuple[str, dict[str, object]]:
    """Return half and object of one short sentence."""
    if len(fields) != 5:
        raise Fault(f"{lang}: five fields wanted: {fields}")
    name, half, function, hateful, ground = fields
    if (
        not re.fullmatch(rf"{lang}-(?:{IN_IDS[1]})-\d{{3}}", name)
        or half not in {"dev", "test"}
        or hateful not in {"hateful", "not"}
    ):
        raise Fault(f"{lang}: bad header {fields}")
    if function not in FUNCTIONS or (ground not in GROUNDS and ground != "-"):
        raise Fault(f"{name}: bad function or ground")
    return half, {
        "id": name,
        "text": text,
        "lang": lang,
        "mode": "reported_text",
        "function": function,
        "hateful": hateful == "hateful",
        "ground": None if ground == "-" else ground,
    }


def shingles(text: str, size: int = 6) -> set[tuple[str, ...]]:
    """Return the runs of words in a text."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def validate(lang: str, cases: dict[str, list[dict[str, object]]], least: int) -> list[str]:
    """Raise on double ids or texts and on unequal halves; return what an author should look at."""
    every = [*cases["dev"], *cases["test"]]
    for key in ("id", "text"):
        double = [
            value for value, n in collections.Counter(str(case[key]).casefold() for case in every).items() if n > 1
        ]
        if double:
            raise Fault(f"{lang}: twice the same {key}: {double[:3]}")
    if len(every) < least or abs(len(cases["dev"]) - len(cases["test"])) > 2:
        raise Fault(
            f"{lang}: {len(cases['dev'])} dev and {len(cases['test'])} test, at least {least} wanted in equal halves"
        )
    runs = [(case["id"], shingles(str(case["text"]))) for case in every]
    return [
        f"{a} and {b} share {' '.join(min(x & y))!r}" for (a, x), (b, y) in itertools.combinations(runs, 2) if x & y
    ]


def look_at_spans(cases: dict[str, list[dict[str, object]]]) -> list[str]:
    """Return families missing from a half, unbalanced hard negatives, and equal spans in both halves."""
    notes, spans = [], {}
    for half, items in cases.items():
        hard = sum(bool(case["hard_negative"]) for case in items) / len(items)
        if hard < HARD_SHARE:
            notes.append(f"{half}: only {hard:.0%} hard negatives")
        gold = [(span, case) for case in items for span in case["gold"]]
        found = {FAMILY[span["indicator"]] for span, _ in gold}
        notes += [f"{half}: nothing of {family}" for family in FAMILIES if family not in found]
        spans[half] = {str(case["text"])[span["start"] : span["end"]].casefold() for span, case in gold}
    if {"dev", "test"} <= spans.keys():
        notes += [f"both halves mark {words!r}" for words in sorted(spans["dev"] & spans["test"])]
    return notes


def report(lang: str, cases: dict[str, list[dict[str, object]]]) -> None:
    """Print counts."""
    for half, items in cases.items():
        gold = [span for case in items for span in case["gold"]]
        families = collections.Counter(FAMILY[span["indicator"]] for span in gold)
        grounds = collections.Counter(span["ground"] or "-" for span in gold)
        hard = sum(bool(case["hard_negative"]) for case in items)
        print(f"{lang} {half}: {len(items)} narratives, {hard} hard, {len(gold)} spans")
        print("   ", ", ".join(f"{family} {families[family]}" for family in FAMILIES))
        print("   ", ", ".join(f"{ground} {n}" for ground, n in grounds.most_common()))


def tell(lang: str, cases: dict[str, list[dict[str, object]]]) -> None:
    """Print counts of short sentences."""
    for half, items in cases.items():
        counts = collections.Counter(str(case["function"]) for case in items)
        hateful = sum(bool(case["hateful"]) for case in items)
        print(f"{lang} {half}: {len(items)} sentences, {hateful} hateful")
        print("   ", ", ".join(f"{function} {n}" for function, n in counts.items()))


def put(target: Path, items: list[dict[str, object]], check: bool) -> bool:
    """Write a file, or say whether it is as it should be."""
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in items)
    if not check:
        target.write_text(lines, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != lines:
        print(f"{target} is not as its source says")
        return False
    return True


ALL_FOR_DEVELOPMENT = frozenset({2, 4, 7, 9, 10, 11, 13})


def later(lang: str, number: int, check: bool) -> bool:
    """Write (or compare) a later set of one language; return whether it is as its source says."""
    same = True
    kinds = (("source", "narratives", narrative), ("functional", "functional", sentence))
    for name, made, read in kinds:
        if not (HERE / lang / f"{name}{number}.txt").exists():
            continue
        cases = {f"{half}{number}": items for half, items in more_of(lang, name, number, read).items()}
        notes = look_at_spans(cases) if made == "narratives" else []
        (report if made == "narratives" else tell)(lang, cases)
        earlier = [read(lang, fields, text)[1] for fields, text in paragraphs(HERE / lang / f"{name}.txt")]
        for note in [*notes, *alike([case for items in cases.values() for case in items], earlier)]:
            print("  look at:", note)
        for half, items in cases.items():
            same = put(HERE / lang / f"{made}.{half}.jsonl", items, check) and same
    return same


def more_of(lang: str, name: str, number: int, read: Reading) -> dict[str, list[dict[str, object]]]:
    """Return the cases of a later source by half; some have nothing for testing, and no id or text stands twice."""
    found: dict[str, list[dict[str, object]]] = {}
    source, letter = f"{name}{number}.txt", LATER[number][read is sentence]
    for fields, text in paragraphs(HERE / lang / source):
        half, case = read(lang, fields, text)
        if str(case["id"]).split("-")[1] != letter or (half != "dev" and number in ALL_FOR_DEVELOPMENT):
            raise Fault(
                f"{case['id']}: not one of {source} ({lang}-{letter}-001; sets {sorted(ALL_FOR_DEVELOPMENT)} are all dev)"
            )
        found.setdefault(half, []).append(case)
    for key in ("id", "text"):
        counts = collections.Counter(str(case[key]).casefold() for items in found.values() for case in items)
        if double := [value for value, n in counts.items() if n > 1]:
            raise Fault(f"{lang}: twice the same {key} in {source}: {double[:3]}")
    return found


def alike(items: list[dict[str, object]], earlier: list[dict[str, object]]) -> list[str]:
    """Return which texts share six words in a row with one another, or with an earlier one."""
    mine, old = ([(case["id"], shingles(str(case["text"]))) for case in some] for some in (items, earlier))
    pairs = itertools.chain(itertools.combinations(mine, 2), itertools.product(mine, old))
    return [f"{a} and {b} share six words" for (a, x), (b, y) in pairs if x & y]


def build(lang: str, check: bool) -> bool:
    """Write (or compare) the files of one language; return whether they are as the source says."""
    same = True
    for source, made, read, least in (
        ("source.txt", "narratives", narrative, NARRATIVES),
        ("functional.txt", "functional", sentence, FUNCTIONAL),
    ):
        path = HERE / lang / source
        if not path.exists():
            print(f"{lang}: no {source}")
            continue
        cases: dict[str, list[dict[str, object]]] = {"dev": [], "test": []}
        for fields, text in paragraphs(path):
            half, case = read(lang, fields, text)
            cases[half].append(case)
        notes = validate(lang, cases, least)
        if made == "narratives":
            notes += look_at_spans(cases)
            report(lang, cases)
        else:
            tell(lang, cases)
        for note in notes:
            print("  look at:", note)
        for half, items in cases.items():
            same = put(HERE / lang / f"{made}.{half}.jsonl", items, check) and same
    return same


def main(arguments: list[str]) -> int:
    """Build every language, or those named."""
    check = "--check" in arguments
    langs = [a for a in arguments if not a.startswith("-")] or sorted(p.parent.name for p in HERE.glob("*/source.txt"))
    try:
        same = [
            part for lang in langs for part in (build(lang, check), *(later(lang, number, check) for number in LATER))
        ]
        return 0 if all(same) else 1
    except Fault as fault:
        print(f"fault: {fault}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
