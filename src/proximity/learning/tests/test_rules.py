"""What a scenario holds, how far people agree, and whom the numbers could tell."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.rules import BiasAnswer
from proximity.learning.operations.scenarios import known_codes
from proximity.learning.rules.agreement import FEWEST_IN_A_PART, Counts, agreement, in_order, shown_parts
from proximity.learning.rules.packaged import packaged
from proximity.learning.rules.readers import Readers, way_of
from proximity.learning.rules.scenarios import KeySign, NotSound, Origin, Scenario, check_codes
from proximity.learning.rules.schemas import SCENARIO, SCHEMAS
from proximity.network.rules.audience import EVERYBODY
from proximity.network.rules.kinds import Kind, Schemas
from proximity.network.rules.traces import traces

LANGUAGES = {"en", "es", "it", "pt", "fi", "et", "lv", "bg"}


def counted(people, **ticked):
    return Counts(people, {}, ticked)


def test_fleiss_kappa_is_what_a_hand_reckons():
    """Four people, three indicators, ticked by 4, 2 and 0: pairs agree 1, 1/3 and 1; by chance a half."""
    found = agreement(counted(4, a=4, b=2), ["a", "b", "c"])
    assert isclose(found.observed, (1 + 1 / 3 + 1) / 3)
    assert isclose(found.kappa, (7 / 9 - 1 / 2) / (1 / 2))


def test_where_all_tick_the_same_and_nothing_else_chance_explains_nothing():
    assert agreement(counted(3), ["a", "b"]).kappa is None
    assert agreement(counted(3), ["a", "b"]).observed == 1
    assert agreement(counted(3, a=3), ["a", "b"]).kappa == 1


@pytest.mark.parametrize(("people", "codes"), [(0, ["a"]), (1, ["a"]), (3, [])])
def test_one_person_agrees_with_nobody(people, codes):
    assert agreement(counted(people), codes) is None


@given(st.integers(2, 40), st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_agreement_lies_between_none_and_all_and_kappa_is_never_above_it(people, drawn):
    ticks = [min(tick, people) for tick in drawn]
    codes = [str(number) for number in range(len(ticks))]
    found = agreement(Counts(people, {}, dict(zip(codes, ticks, strict=True))), codes)
    assert 0 <= found.observed <= 1
    assert found.kappa is None or found.kappa <= found.observed + 1e-9


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 30), max_size=6))
def test_what_is_left_beside_the_shown_parts_is_nobody_or_not_few(sizes):
    people = sum(sizes.values())
    shown = shown_parts(sizes, people)
    assert all(sizes[name] >= FEWEST_IN_A_PART for name in shown)
    left = people - sum(sizes[name] for name in shown)
    assert not shown or left == 0 or left >= FEWEST_IN_A_PART


def test_both_halves_are_shown_where_both_are_many_and_none_where_one_is_few():
    assert shown_parts({"a": 5, "b": 6}, 11) == {"a", "b"}
    assert shown_parts({"a": 9, "b": 2}, 11) == frozenset()


def test_indicators_stand_in_the_order_of_the_list_and_only_where_somebody_sees_them():
    assert in_order(["a", "b", "c", "d"], counted(3, d=1), frozenset({"b"})) == ["b", "d"]


def test_a_scenario_travels_and_comes_back_and_its_key_stays_the_originals():
    one = Scenario("T", "S", BiasAnswer.NO, (KeySign("BI-10", "here"), KeySign("BI-80", "there")), "R")
    assert Scenario.from_json(one.as_json()) == one
    assert one.origin is Origin.TRAINER
    other = Scenario("Ti", "Si", BiasAnswer.YES, (KeySign("BI-10", "hier"), KeySign("BI-20", "x")), "Ri", "bus-stop")
    told = one.in_words_of(other.as_json())
    assert (told.title, told.bias, told.code) == ("Ti", BiasAnswer.NO, "")
    assert told.key == (KeySign("BI-10", "hier"), KeySign("BI-80", "there"))


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"bias": "maybe"}, {"key": [{"code": "<b>", "why": ""}]}, {"name": "Ana"}, {"story": None}],
)
def test_what_is_no_scenario_is_not_taken(change):
    schemas = Schemas(SCHEMAS)
    sound = Scenario("T", "S", BiasAnswer.NO, (KeySign("BI-10", ""),), "R").as_json()
    schemas.check(Kind.SCENARIO, sound)
    with pytest.raises(ValueError):  # noqa: PT011  (of the network's own kind, without words)
        schemas.check(Kind.SCENARIO, sound | change)
    assert SCENARIO["additionalProperties"] is False


def test_an_indicator_that_stands_in_no_list_is_refused():
    check_codes(["BI-10"], known_codes(), field="key")
    with pytest.raises(NotSound, match="key"):
        check_codes(["BI-99"], known_codes(), field="key")


@pytest.mark.parametrize("readers", Readers)
def test_no_choice_puts_the_key_on_a_public_page(readers):
    marking, audience = way_of(readers, country_code="es")
    assert audience != EVERYBODY
    assert marking.value != "clear"


def test_six_scenarios_come_along_in_eight_languages_each_with_a_reason_for_each_indicator():
    schemas = Schemas(SCHEMAS)
    assert len(packaged()) == 6
    for one in packaged():
        assert set(one.words) == LANGUAGES
        assert set(one.translations) == LANGUAGES - {"en"}
        for language, said in one.words.items():
            schemas.check(Kind.SCENARIO, said.as_json())
            assert said.origin is Origin.PROJECT
            assert all(sign.why for sign in said.key), (one.code, language)
            assert traces(said.story) == ()
            check_codes(said.codes, known_codes(), field="key")


def test_no_two_languages_tell_a_scenario_in_the_same_words():
    for one in packaged():
        for part in ("title", "story", "reasons"):
            told = [getattr(said, part) for said in one.words.values()]
            most = len(told) - 3 if part == "title" else len(told) - 1
            assert len(set(told)) > most, (one.code, part)


def test_all_three_answers_are_the_right_one_somewhere():
    assert {one.original.bias for one in packaged()} == set(BiasAnswer)
