"""`golden.csv`: questions with the answers a jurist expects, one a row, answered by the pack and compared.

Columns: question, date, ground, provision, expected, why. The questions are
- `covers`: how a provision stands to a ground on a day (named, wider, no, not_known);
- `in_force`: whether a provision has a wording in force on a day (yes, no);
- `category`: the official statistical category of a ground on a day (its code, or empty for none);
- `clock`: how long a clock (its kind in `provision`) runs for a kind of organisation (in `ground`) on a day, or empty;
- `keeping`: after how long a kind of records (in `ground`) is reviewed or disposed of (in `provision`) at
  the local police on a day (or empty);
- `odihr`: the ODIHR category a ground is exported to (its code, or `no` with the reason's code in `why`).
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from proximity.packs import codes, rules
from proximity.packs.pack import Pack
from proximity.packs.vocabulary import ClockKind, KeepingAct, KeptKind, OrganisationKind

COLUMNS = ("question", "date", "ground", "provision", "expected", "why")

type Row = Mapping[str, str]


def _day(row: Row) -> dt.date:
    return dt.date.fromisoformat(row["date"])


def _covers(pack: Pack, row: Row) -> str:
    return pack.coverage(row["provision"], row["ground"], _day(row))


def _in_force(pack: Pack, row: Row) -> str:
    wordings = tuple(offence for offence in pack.offences if offence.provision == row["provision"])
    if not wordings:
        raise codes.UnknownCode(row["provision"])
    return "yes" if any(rules.is_in_force(offence, _day(row)) for offence in wordings) else "no"


def _category(pack: Pack, row: Row) -> str:
    category = pack.category_of(row["ground"], _day(row))
    return category.code if category else ""


def _odihr(pack: Pack, row: Row) -> str:
    category = pack.odihr_category(row["ground"])
    if category is not None:
        return category
    reason = codes.ground(row["ground"]).odihr_reason
    return "no" if row["why"] == reason else f"no ({reason})"


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
    asked = " ".join(row[column] for column in COLUMNS[:4] if row[column])
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
        for row in reader:
            problem = "too many columns" if "too_many" in row else _check(pack, row)
            if problem:
                yield f"{path.name}: line {reader.line_num}", problem
