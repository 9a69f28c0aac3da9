"""Scenarios as their pages show them, in the reader's language, with what others answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.assessment.queries.labels import BIAS, Words
from proximity.learning.access import TRAIN, get_scenario, may_answer, own_answer, own_answers, scenarios_for
from proximity.learning.models import Answer
from proximity.learning.queries.shared import Group, Joined, joined
from proximity.learning.queries.wording import KINDS
from proximity.learning.rules.agreement import Agreement, Counts, agreeing_pairs, agreement, in_order, shown_parts
from proximity.learning.rules.scenarios import Origin, Scenario
from proximity.network.queries import Held
from proximity.network.rules.envelope import Made
from proximity.packs import codes


@dataclass(frozen=True, slots=True)
class Row:
    """A scenario in a list."""

    id: UUID
    title: str
    language: str
    whose: str
    modified: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One scenario, in one language: whose it is, and who made these words."""

    id: UUID
    scenario: Scenario
    language: str
    original: str
    whose: str
    by_machine: bool
    by_project: bool
    is_own: bool
    knows: bool
    """Whether she may know what others say and what the trainer sees: she has answered, or is a trainer. Else no key is here."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One indicator: how many ticked it, whether she did, whether the key holds it and why."""

    words: str
    people: int
    is_mine: bool
    in_key: bool
    why: str
    together: int | None = None
    pairs: int = 0
    """Of all cities that share: how many ticked it, None where not all were asked; in how many of 100 pairs two agree."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What somebody sees once she has answered. `people` is nought where too few have."""

    mine: Answer | None
    my_bias: Words
    key_bias: Words
    people: int
    bias: tuple[tuple[Words, int], ...]
    agreement: Agreement | None
    signs: tuple[Sign, ...]
    parts: tuple[Group, ...]
    others: Joined | None = None

    @property
    def percent(self) -> int:
        """Return in how many of a hundred pairs two people agree."""
        return round(self.agreement.observed * 100) if self.agreement else 0


def scenario_rows(by: Actor) -> list[Row]:
    """Return the scenarios that somebody may answer or has answered, those that wait first."""
    mine, language = own_answers(by), _spoken()
    found = [_row(one, language, answered=one.id in mine) for one in scenarios_for(by)]
    return sorted(found, key=lambda row: row.answered)


def scenario_page(scenario_id: UUID, *, language: str, by: Actor) -> Page:
    """Return a scenario in a language, or in its own. Raises `NotHere`."""
    one = get_scenario(by, scenario_id)
    said = one.best_for(language)
    scenario, spoken = _in(one, language)
    knows = not may_answer(by) or own_answer(by, scenario_id) is not None
    return Page(
        one.id, scenario if knows else scenario.without_key(), spoken, one.language, _whose(one),
        bool(said and said.made is Made.MACHINE), scenario.origin is Origin.PROJECT,
        one.is_own and one.organisation == by.organisation.pk, knows,
    )  # fmt: skip


def compared(page: Page, *, by: Actor) -> Compared:
    """Return what others answered to a scenario, as far as somebody may know it, and the key."""
    mine = own_answer(by, page.id)
    parts = _counted(page.id)
    whole = parts.get(("all", ""), Counts(0, {}, {}))
    order = [one.code for one in codes.indicators()]
    others = joined(page.id, whole, order, by=by) if mine or by.may(TRAIN) else None
    ticked = frozenset(mine.indicators) if mine else frozenset()
    everybody = others.together.counts if others else whole
    shown = in_order(order, everybody, page.scenario.codes | ticked)
    return Compared(
        mine, BIAS[mine.bias] if mine else "", BIAS[page.scenario.bias], whole.people, _biases(whole),
        agreement(whole, order), tuple(_sign(code, page.scenario, ticked, whole, others) for code in shown),
        (*_parts(parts, "city", whole.people, order), *_parts(parts, "kind", whole.people, order)), others,
    )  # fmt: skip


def _sign(code: str, scenario: Scenario, mine: frozenset[str], whole: Counts, others: Joined | None) -> Sign:
    whys = {sign.code: sign.why for sign in scenario.key}
    together = others.ticked(code) if others else None
    pairs = agreeing_pairs(together, others.together.people) if others and together is not None else 0
    return Sign(
        codes.indicator(code).label(_spoken()), whole.ticked.get(code, 0), code in mine, code in whys, whys.get(code, ""),
        together, round(pairs * 100),
    )  # fmt: skip


def _counted(scenario_id: UUID) -> Mapping[tuple[str, str], Counts]:
    """Return what the database tells of the answers: it tells nothing of few, and nothing to who has not answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT part, name, people, bias, ticked FROM learning_counts(%s)", [scenario_id])
        return {
            (part, name): Counts(people, json.loads(bias), json.loads(ticked))
            for part, name, people, bias, ticked in cursor.fetchall()
        }


def _parts(
    found: Mapping[tuple[str, str], Counts], part: str, people: int, order: Sequence[str]
) -> list[Group]:  # fmt: skip
    of = {name: counts for (which, name), counts in found.items() if which == part}
    shown = shown_parts({name: counts.people for name, counts in of.items()}, people)
    words = {str(city.pk): city.name for city in City.objects.all()} if part == "city" else KINDS
    return [Group(words[name], of[name], agreement(of[name], order)) for name in sorted(shown)]


def _biases(counts: Counts) -> tuple[tuple[Words, int], ...]:
    return tuple((words, counts.bias.get(code, 0)) for code, words in BIAS.items())


def _row(one: Held, language: str, *, answered: bool) -> Row:
    scenario, spoken = _in(one, language)
    return Row(one.id, scenario.title, spoken, _whose(one), one.modified, answered)


def _in(one: Held, language: str) -> tuple[Scenario, str]:
    """Return a scenario in a language that there are words in, else in its own."""
    original, said = Scenario.from_json(one.content), one.best_for(language)
    return (original.in_words_of(said.content), language) if said else (original, one.language)


def _whose(one: Held) -> str:
    return f"{one.office} · {one.author_city.name}" if one.office else one.author_city.name


def _spoken() -> str:
    return get_language() or "en"
