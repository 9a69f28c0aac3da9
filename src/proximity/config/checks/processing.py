"""The record of processing and the impact assessment: frames in `processing.toml`, what is kept from the privacy labels."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Model

from proximity.config.checks.text import page, table
from proximity.foundation.privacy import Label, Sensitivity, labels_of, proximity_models

FRAME = Path(__file__).with_name("processing.toml")
_HARMFUL = (Sensitivity.SPECIAL, Sensitivity.PERSONAL)
_ABOUT = {Sensitivity.SPECIAL: "special", Sensitivity.PERSONAL: "personal"}


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that is done with personal data; `tables` are the names of those that hold it."""

    code: str
    title: str
    controller: str
    purpose: str
    people: tuple[str, ...]
    basis: str
    recipients: str
    tables: tuple[str, ...]
    ends: str


@dataclass(frozen=True, slots=True)
class Risk:
    """What may happen to somebody, how likely and bad it is before and after what is done against it, and what shows that."""

    code: str
    title: str
    harm: str
    before: str
    measures: tuple[str, ...]
    shown_by: tuple[str, ...]
    after: str
    remains: str


@dataclass(frozen=True, slots=True)
class Frame:
    """All of `processing.toml`."""

    activities: tuple[Activity, ...]
    risks: tuple[Risk, ...]
    left_to_the_city: tuple[str, ...]
    seen: Mapping[str, object]
    words: Mapping[str, str]


@cache
def frame() -> Frame:
    """Return what is written by hand. Raises KeyError where a row lacks something."""
    read = tomllib.loads(FRAME.read_text(encoding="utf-8"))
    return Frame(
        tuple(
            Activity(
                one["code"], one["title"], one["controller"], one["purpose"], tuple(one["people"]), one["basis"],
                one["recipients"], tuple(one["tables"]), one["ends"],
            )
            for one in read["activity"]
        ),
        tuple(
            Risk(
                one["code"], one["title"], one["harm"], one["before"], tuple(one["measures"]), tuple(one["shown_by"]),
                one["after"], one["remains"],
            )
            for one in read["risk"]
        ),
        tuple(read["city"]["open"]),
        read["seen"],
        read["words"],
    )  # fmt: skip


def record() -> str:
    """Return docs/reference/record-of-processing.md (GDPR art. 30, LED art. 24)."""
    words = frame().words
    parts = [_activity(one) for one in frame().activities]
    return page("Record of processing", words["record"], _sources(), *parts, words["security"], _open())


def _sources() -> str:
    seen = frame().seen
    return (
        f"Law as of {seen['date']}: {seen['gdpr']}; {seen['led']}. Evidence {seen['evidence']}. Signed by: nobody yet."
    )


def _activity(activity: Activity) -> str:
    rows = [
        ["Controller", activity.controller],
        ["Purpose", activity.purpose],
        ["Whose data", "; ".join(activity.people)],
        ["Basis", activity.basis],
        ["Who gets it", activity.recipients],
        ["Outside the EU or UK", "nobody"],
        ["When it ends", activity.ends],
    ]
    return f"## {activity.title}\n\n{table(['', ''], rows)}\n\n{_held(activity)}"


def _held(activity: Activity) -> str:
    """Return what is held about people: every field that is personal or special, with how long and how it ends."""
    found = [
        [f"`{_name(model)}.{field}`", label.purpose, _ABOUT[label.sensitivity], label.retention, label.erasure.value]
        for model in _models(activity.tables)
        for field, label in labels_of(model).items()
        if label.sensitivity in _HARMFUL
    ]
    if not found:
        return "No field of these tables holds data about a person."
    return table(["Field", "What for", "Sensitivity", "Kept", "At erasure"], found)


def _models(tables: Iterable[str]) -> list[type[Model]]:
    wanted = set(tables)
    return [model for model in proximity_models() if _name(model) in wanted]


def _name(model: type[Model]) -> str:
    return str(model._meta.db_table)


def _open() -> str:
    lines = "\n".join(f"- {one}" for one in frame().left_to_the_city)
    return f"## Left to the city\n\n{lines}"


def assessment() -> str:
    """Return docs/dpia.md (GDPR art. 35, LED art. 27): a draft that a data protection officer completes and signs."""
    words = frame().words
    parts = (_sources(), _description(), _counted(), words["necessity"], _risks(), words["automatic"], _open())
    return page("Data protection impact assessment", words["assessment"], *parts)


def _description() -> str:
    rows = [[one.title, one.purpose, "; ".join(one.people), one.recipients] for one in frame().activities]
    return frame().words["described"] + "\n\n" + table(["Activity", "Purpose", "Whose data", "Who gets it"], rows)


def _counted() -> str:
    """Return how many fields of each sensitivity each activity has, and how many of them are sealed."""
    rows = []
    for activity in frame().activities:
        labels = [label for model in _models(activity.tables) for label in labels_of(model).values()]
        rows.append(
            [activity.title, *(_count(labels, kind) for kind in _HARMFUL), str(sum(_is_sealed(one) for one in labels))]
        )
    head = ["Activity", "special", "personal", "of all: sealed, open only to who holds a key"]
    return "### Fields about people, counted from the labels\n\n" + table(head, rows)


def _count(labels: Sequence[Label], kind: Sensitivity) -> str:
    return str(sum(label.sensitivity is kind for label in labels))


def _is_sealed(label: Label) -> bool:
    return "wrap" in label.erasure.value


def _risks() -> str:
    return "## 3. What may happen to people\n\n" + "\n\n".join(_risk(one) for one in frame().risks)


def _risk(risk: Risk) -> str:
    measures = "\n".join(f"- {one}" for one in risk.measures)
    shown = ", ".join(f"`{path}`" for path in risk.shown_by)
    return (
        f"### {risk.title}\n\n{risk.harm} Before: **{risk.before}**. After: **{risk.after}**.\n\n{measures}\n\n"
        f"Shown by {shown}. What remains: {risk.remains}"
    )
