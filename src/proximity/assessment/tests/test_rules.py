"""What may be said of bias: tables and properties, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.rules import (
    FIRST_STATUSES,
    GROUND_TRANSITIONS,
    MAX_TEXT,
    GroundStatus,
    Noted,
    NotNow,
    NotSound,
    Strength,
    balance,
    check_ground,
    check_indicator,
    check_may_become,
    check_text,
    marked,
    open_families,
)
from proximity.packs import codes
from proximity.packs.codes import Direction

noted = st.builds(
    Noted,
    st.sampled_from([one.code for one in codes.indicators() if one.code != "BI-80"]),
    st.sampled_from(Direction),
    st.sampled_from(Strength),
)
contra = st.builds(Noted, st.just("BI-80"), st.just(Direction.AGAINST), st.sampled_from(Strength))


@pytest.mark.parametrize("code", [one.code for one in codes.indicators()])
def test_every_indicator_can_speak_against_and_only_the_contrary_one_never_for(code):
    check_indicator(code, Direction.AGAINST, "the words")
    if code == "BI-80":
        with pytest.raises(NotSound, match="direction"):
            check_indicator(code, Direction.FOR, "the words")
    else:
        check_indicator(code, Direction.FOR, "the words")


@pytest.mark.parametrize(("code", "quote", "field"), [("BI-99", "words", "code"), ("BI-10", "  ", "quote")])
def test_an_indicator_needs_a_known_code_and_what_it_rests_on(code, quote, field):
    with pytest.raises(NotSound) as fault:
        check_indicator(code, Direction.FOR, quote)
    assert fault.value.field == field


def test_a_text_has_an_end():
    check_text("a" * MAX_TEXT, "reasons")
    with pytest.raises(NotSound):
        check_text("a" * (MAX_TEXT + 1), "reasons")


@pytest.mark.parametrize("status", GroundStatus)
def test_a_ground_begins_before_any_charge(status):
    if status in FIRST_STATUSES:
        check_ground("REL.MUS", status)
    else:
        with pytest.raises(NotSound, match="status"):
            check_ground("REL.MUS", status)


def test_a_ground_stands_in_the_list():
    with pytest.raises(NotSound, match="code"):
        check_ground("REL.NOSUCH", GroundStatus.PERCEIVED)


@pytest.mark.parametrize("current", GroundStatus)
@pytest.mark.parametrize("wanted", GroundStatus)
def test_a_ground_moves_only_along_the_table(current, wanted):
    if wanted in GROUND_TRANSITIONS[current]:
        check_may_become(current, wanted)
    else:
        with pytest.raises(NotNow):
            check_may_become(current, wanted)


def test_only_what_was_charged_is_ever_proven():
    assert [one for one in GroundStatus if GroundStatus.PROVEN in GROUND_TRANSITIONS[one]] == [GroundStatus.CHARGED]


@given(st.lists(noted), st.lists(contra))
def test_nothing_that_speaks_against_bias_lowers_what_was_perceived_or_what_speaks_for_it(some, against):
    without, with_it = balance(some, perceived=True), balance([*some, *against], perceived=True)
    assert with_it.perceived
    assert with_it.is_flagged
    assert (with_it.number_for, with_it.strongest_for) == (without.number_for, without.strongest_for)


def test_both_sides_stand_side_by_side():
    both = balance(
        [
            Noted("BI-10", Direction.FOR, Strength.STRONG),
            Noted("BI-23", Direction.FOR, Strength.MODERATE),
            Noted("BI-80", Direction.AGAINST, Strength.WEAK),
        ],
        perceived=False,
    )
    assert (both.number_for, both.strongest_for) == (2, Strength.STRONG)
    assert (both.number_against, both.strongest_against) == (1, Strength.WEAK)
    assert not both.perceived
    assert both.is_flagged


def test_a_neighbour_who_perceives_bias_is_enough():
    assert balance([Noted("BI-02", Direction.FOR, Strength.WEAK)], perceived=False).perceived
    assert not balance([Noted("BI-02", Direction.AGAINST, Strength.WEAK)], perceived=False).perceived


def test_where_nothing_is_said_nothing_is_flagged():
    nothing = balance([], perceived=False)
    assert not nothing.is_flagged
    assert nothing.strongest_for is None


def test_a_family_that_nobody_touched_is_a_question():
    families = tuple(family.code for family in codes.indicator_families())
    assert open_families([]) == families
    assert "perception" not in open_families([], perceived=True)
    assert "expression" not in open_families([Noted("BI-10", Direction.FOR, Strength.WEAK)])


@given(st.text(max_size=60), st.lists(st.text(max_size=10), max_size=4))
def test_marking_changes_no_letter(text, quotes):
    pieces = marked(text, quotes)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece in quotes for piece, is_marked in pieces if is_marked)


def test_the_words_an_indicator_rests_on_are_marked_where_they_stand():
    assert marked("He shouted go home and left", ["go home", "home and"]) == (
        ("He shouted ", False), ("go home", True), (" and left", False),
    )  # fmt: skip
