"""`golden.csv`: questions with the answers a jurist expects, one a row, answered by the pack and compared.

Columns: scenario, question, date, ground, provision, expected, why. `scenario` names the acceptance check that a row answers
(S1 ...), `why` says in plain words why a jurist expects this. Every country answers every scenario of `SCENARIOS`. The
questions are
- `covers`: how a provision stands to a ground on a day (named, wider, no, not_known);
- `in_force`: whether a provision has a wording in force on a day (yes, no; not_known where it may be in force);
- `category`: the official statistical category of a ground on a day (its code, or empty for none);
- `clock`: how long a clock (its kind in `provision`) runs for a kind of organisation (in `ground`) on a day, or empty;
- `keeping`: after how long a kind of records (in `ground`) is reviewed or disposed of (in `provision`) at
  the local police on a day (or empty);
- `odihr`: whether a ground is exported to ODIHR (`yes` and the category, or `no` and the reason);
- `recorded`: what an indicator (in `ground`) is enough for: `recorded, not proven` for anybody's perception, else `noted`;
- `association`, `mistaken`: whether a provision covers whoever stands by others, or was taken for another (yes, no, not_known);
- `counts`: how often an incident with several grounds (in `ground`, parted by spaces) counts, and in which ODIHR categories;
- `told`: whether a text (in `provision`) is told in each language of the country, complaint or not (yes, no).
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from proximity.packs import codes, rules
from proximity.packs.pack import Pack
from proximity.packs.schema import Offence
from proximity.packs.vocabulary import ClockKind, KeepingAct, KeptKind, OffenceStatus, OrganisationKind, TextKey

COLUMNS = ("scenario", "question", "date", "ground", "provision", "expected", "why")
# The acceptance checks that a pack's facts answer; the others are answered by the service itself.
SCENARIOS = ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S11")

type Row = Mapping[str, str]


def _day(row: Row) -> dt.date:
    return dt.date.fromisoformat(row["date"])


def _covers(pack: Pack, row: Row) -> str:
    return pack.coverage(row["provision"], row["ground"], _day(row))


def _in_force(pack: Pack, row: Row) -> str:
    if _current(pack, row):
        return "yes"
    open_end = any(
        one.status is OffenceStatus.MAY_BE_IN_FORCE for one in pack.offences if one.provision == row["provision"]
    )
    return "not_known" if open_end else "no"


def _category(pack: Pack, row: Row) -> str:
    category = pack.category_of(row["ground"], _day(row))
    return category.code if category else ""


def _odihr(pack: Pack, row: Row) -> str:
    category = pack.odihr_category(row["ground"])
    return f"no {codes.ground(row['ground']).odihr_reason}" if category is None else f"yes {category}"


def _recorded(_pack: Pack, row: Row) -> str:
    enough = rules.is_enough_to_record(codes.indicator(row["ground"]))
    return "recorded, not proven" if enough else "noted"


def _current(pack: Pack, row: Row) -> Offence | None:
    wordings = [offence for offence in pack.offences if offence.provision == row["provision"]]
    if not wordings:
        raise codes.UnknownCode(row["provision"])
    return next((offence for offence in wordings if rules.is_in_force(offence, _day(row))), None)


def _yes_or_no(said: bool | None) -> str:
    return "not_known" if said is None else "yes" if said else "no"


def _association(pack: Pack, row: Row) -> str:
    wording = _current(pack, row)
    return _yes_or_no(wording.association_covered if wording else None)


def _mistaken(pack: Pack, row: Row) -> str:
    wording = _current(pack, row)
    return _yes_or_no(wording.mistaken_covered if wording else None)


def _counts(pack: Pack, row: Row) -> str:
    categories = dict.fromkeys(
        category for ground in row["ground"].split() if (category := pack.odihr_category(ground))
    )
    return f"1 incident: {' '.join(categories)}" if categories else "0 incidents"


def _told(pack: Pack, row: Row) -> str:
    code = row["provision"]
    own = code in set(TextKey)
    told = [(pack.text(code, lang),) if own else pack.rights(lang) for lang in pack.languages]
    spoken = zip(pack.languages, told, strict=True)
    return "yes" if all((code, lang) in {(text.key, text.lang) for text in texts} for lang, texts in spoken) else "no"


def _clock(pack: Pack, row: Row) -> str:
    kind, who = _member(ClockKind, row["provision"]), _member(OrganisationKind, row["ground"])
    return ", ".join(f"{one.amount} {one.unit}" for one in pack.clocks_on(_day(row), who) if one.kind is kind)


def _keeping(pack: Pack, row: Row) -> str:
    act, kept = _member(KeepingAct, row["provision"]), _member(KeptKind, row["ground"])
    found = pack.keeping_on(_day(row), kept, OrganisationKind.LOCAL_POLICE)
    return ", ".join(f"{one.amount} {one.unit}" for one in found if one.act is act)


def _member[E: StrEnum](kind: type[E], value: str) -> E:
    if value not in {one.value for one in kind}:
        raise codes.UnknownCode(value)
    return kind(value)


QUESTIONS: Mapping[str, Callable[[Pack, Row], str]] = {
    "covers": _covers,
    "in_force": _in_force,
    "category": _category,
    "odihr": _odihr,
    "clock": _clock,
    "keeping": _keeping,
    "recorded": _recorded,
    "association": _association,
    "mistaken": _mistaken,
    "counts": _counts,
    "told": _told,
}


def _check(pack: Pack, row: Row) -> str | None:
    """Return what is wrong with one row, or None."""
    ask = QUESTIONS.get(row["question"])
    if ask is None:
        return f"unknown question {row['question']!r}"
    try:
        answer = ask(pack, row)
    except codes.UnknownCode as error:
        return f"unknown code {error}"
    except ValueError:
        return f"{row['date']!r} is not a day such as 2026-11-24"
    if not row["why"]:
        return "why the answer is expected is missing"
    asked = " ".join(row[column] for column in COLUMNS[1:5] if row[column])
    return (
        None if answer == row["expected"] else f"{asked}: expected {row['expected']!r}, the pack says {str(answer)!r}"
    )


def golden_problems(pack: Pack, path: Path) -> Iterator[tuple[str, str]]:
    """Yield (where, problem) for each row whose answer differs, for a missing file, and for a wrong heading."""
    if not path.is_file():
        yield path.name, "the file is missing"
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="", restkey="too_many")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            yield path.name, f"the columns must be {','.join(COLUMNS)}"
            return
        answered: set[str] = set()
        for row in reader:
            answered.update(row["scenario"].split())
            problem = "too many columns" if "too_many" in row else _check(pack, row)
            if problem:
                yield f"{path.name}: line {reader.line_num}", problem
    yield from ((path.name, f"no row answers {one}") for one in SCENARIOS if one not in answered)
