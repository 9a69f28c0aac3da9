"""The fact: coded, coarse, nothing else."""

import datetime as dt

import pytest

from proximity.insight.rules.counting import Level, TableCode, count, cut, is_counted
from proximity.insight.rules.facts import BadFact, Bias, Duration, Quarter, band
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.insight.tests.making import YEARS, fact
from proximity.packs import codes

VOCABULARY = shared_vocabulary()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("city", "Madrid, Calle Mayor 3"),
        ("grounds", ("because of the headscarf",)),
        ("grounds", ("REL.MUS", "REL.MUS")),
        ("grounds", tuple(f"RACE.A{letter}" for letter in "ABCDEFGHI")),
        ("incident_type", "He pushed her"),
        ("happened", Quarter(1889)),
        ("happened", Quarter(2024, 5)),
    ],
)
def test_a_fact_takes_nothing_finer_or_freer_than_codes(field, value):
    with pytest.raises(BadFact, match=f"^{field}$"):
        fact(**{field: value})


@pytest.mark.parametrize(("field", "value"), [("grounds", ("REL.PASTA",)), ("incident_type", "duel")])
def test_a_code_that_stands_in_no_list_is_refused(field, value):
    with pytest.raises(BadFact, match=f"^{field}$"):
        VOCABULARY.check(fact(**{field: value}))


def test_every_code_of_the_packs_can_be_told():
    for ground in codes.grounds():
        VOCABULARY.check(fact(grounds=(ground.code,)))
    for kind in codes.incident_types():
        VOCABULARY.check(fact(incident_type=kind.code))


@pytest.mark.parametrize(
    ("day", "quarter"), [((2024, 1, 1), 1), ((2024, 3, 31), 1), ((2024, 4, 1), 2), ((2024, 12, 31), 4)]
)
def test_a_day_becomes_a_quarter(day, quarter):
    assert Quarter.of(dt.date(*day)) == Quarter(2024, quarter)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (None, Duration.OPEN),
        (-1, Duration.DAYS_2),
        (2, Duration.DAYS_2),
        (3, Duration.DAYS_10),
        (90, Duration.DAYS_90),
        (91, Duration.LONGER),
    ],
)
def test_durations_come_in_bands(days, expected):
    assert band(days) == expected


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        (fact(), True),
        (fact(bias=Bias.NOT_KNOWN), True),
        (fact(grounds=("UNK",)), True),
        (fact(happened=None), True),
        (fact(bias=Bias.NO), False),
        (fact(grounds=()), False),
        (fact(grounds=("NONE",)), False),
        (fact(happened=Quarter(2001)), False),
        (fact(counted_elsewhere=True), False),
        (fact(bias=Bias.OPEN), True),
        (fact(bias=Bias.OPEN, pending=True), False),
    ],
)
def test_only_incidents_with_a_possible_bias_inside_the_years_count_and_plain_hooliganism_does_not(told, counted):
    assert is_counted(told, years=YEARS, vocabulary=VOCABULARY) is counted


def test_a_family_beside_its_own_ground_says_nothing_more():
    assert VOCABULARY.bias_grounds(fact(grounds=("REL", "REL.MUS", "RACE"))) == {"REL.MUS", "RACE"}


def test_a_muslim_woman_attacked_as_both_is_two_grounds_and_one_incident():
    both = fact(grounds=("REL.MUS", "GEN.F"))
    table = cut([both], TableCode.GROUND, Level.COARSE_SPAN, years=YEARS, vocabulary=VOCABULARY)
    assert {code: row for code, row in table.rows if any(row)} == {"ODIHR-MUS": (1,), "ODIHR-GEN": (1,)}
    assert table.overlaps
    assert sum(count([both], years=YEARS, vocabulary=VOCABULARY).incidents) == 1


def test_the_year_that_nobody_knows_has_a_column_of_its_own():
    counted = count([fact(), fact(happened=None), fact(grounds=("NONE",))], years=YEARS, vocabulary=VOCABULARY)
    assert dict(zip(counted.columns, counted.incidents, strict=True)) == dict.fromkeys(counted.columns, 0) | {
        "2024": 1, "unknown": 1,
    }  # fmt: skip


def test_ideology_is_counted_nationally_and_kept_from_odihr_with_a_reason():
    assert VOCABULARY.rolls_up_to["IDEO"] == "IDEO"
    assert "IDEO" in VOCABULARY.coarse
    assert codes.odihr_reason("IDEO").code == VOCABULARY.kept_from_odihr["IDEO"] == "not_a_category"
    assert not any(code.startswith("ODIHR") for code in VOCABULARY.kept_from_odihr)


@pytest.mark.parametrize(
    ("told", "row"),
    [
        ("SO", "ODIHR-LGB"),
        ("XENO", "ODIHR-RAX"),
        ("REL", "ODIHR-UNS"),
        ("RACE", "ODIHR-UNS"),
        ("UNK", "ODIHR-UNS"),
        ("RACE.ROMA", "ODIHR-ROM"),
    ],
)
def test_a_family_rolls_up_only_as_far_as_it_was_told(told, row):
    assert VOCABULARY.rolls_up_to[told] == row
    assert row in VOCABULARY.coarse
