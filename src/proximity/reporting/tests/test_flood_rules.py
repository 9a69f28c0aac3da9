"""A bucket fills and drains, is never fuller than its brim, and is calm again soon; questions are answered by people."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.reporting.forms.gate import WORDS
from proximity.reporting.rules.flood import (
    CITY,
    MOST_TRIES,
    NAMES,
    NETWORK,
    QUESTIONS,
    SLOT,
    Bucket,
    Flood,
    Limit,
    is_right,
    mark_after,
    name_of,
    slot_of,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
limits = st.builds(Limit, free=st.integers(1, 100), per_hour=st.integers(1, 100))
waits = st.lists(st.integers(0, 7200), max_size=80)


def filled(limit, waits):
    bucket, now = Bucket(0, NOON), NOON
    for seconds in waits:
        now += timedelta(seconds=seconds)
        bucket = bucket.with_one_more(limit, now)
    return bucket, now


@given(limits, waits)
def test_it_is_never_fuller_than_its_brim_or_than_what_came(limit, waits):
    bucket, _now = filled(limit, waits)
    assert 0 <= bucket.level <= min(limit.brim, len(waits))


@given(limits, waits)
def test_however_long_a_flood_lasted_two_hours_later_nobody_is_asked(limit, waits):
    bucket, now = filled(limit, waits)
    hours = limit.brim / limit.per_hour + 0.5
    later = bucket.with_one_more(limit, now + timedelta(hours=hours))
    assert later.level <= 1
    assert not later.is_over(limit)


@given(limits, waits, st.integers(0, 86_400))
def test_a_clock_that_is_set_back_drains_nothing_and_gives_nothing_away(limit, waits, back):
    bucket, now = filled(limit, waits)
    again = bucket.with_one_more(limit, now - timedelta(seconds=back))
    assert again.level == min(limit.brim, bucket.level + 1)
    assert again.at == bucket.at


@given(limits)
def test_as_many_pass_as_are_free_and_the_next_one_is_asked(limit):
    bucket, _now = filled(limit, [0] * limit.free)
    assert not bucket.is_over(limit)
    assert bucket.with_one_more(limit, NOON).is_over(limit)


@given(limits, waits)
def test_while_a_flood_goes_on_nobody_slips_through(limit, waits):
    """Over the limit, one more is over it as long as no step of time has passed."""
    bucket, now = filled(limit, [*waits, *[0] * int(limit.brim + 1)])
    assert bucket.with_one_more(limit, now).is_over(limit)


@given(st.integers(0, 10**7).map(lambda seconds: NOON + timedelta(seconds=seconds, milliseconds=1)))
def test_times_are_kept_in_steps(now):
    slot = slot_of(now)
    assert slot <= now < slot + SLOT
    assert slot.minute % 15 == slot.second == slot.microsecond == 0


@given(st.binary(min_size=16, max_size=16))
def test_all_networks_share_a_few_names(pseudonym):
    assert 0 <= int(name_of(pseudonym, "n")[1:], 16) < NAMES


def test_a_city_takes_more_than_a_network():
    assert NETWORK.free < CITY.free


@pytest.mark.parametrize(
    "typed", ["7", " 7 ", "7.", "the number 7", "\N{ARABIC-INDIC DIGIT SEVEN}", "\N{FULLWIDTH DIGIT SEVEN}"]
)
def test_the_right_number_is_right_in_any_digits(typed):
    assert is_right("seven", typed)


@pytest.mark.parametrize("typed", ["", "seven", "8", "77", "7" * 4_301, "1234567890", "-"])
def test_another_answer_is_not(typed):
    assert not is_right("seven", typed)


def test_a_question_that_is_none_has_no_answer():
    assert not is_right("", "7")


@given(st.integers(0, 999).map(str))
def test_no_single_answer_fits_many_questions(typed):
    assert sum(is_right(question, typed) for question in QUESTIONS) <= 1


def test_each_question_has_words_of_its_own():
    assert set(WORDS) == set(QUESTIONS)
    assert len({str(word) for word in WORDS.values()}) == len(QUESTIONS)


def test_after_some_tries_a_report_goes_all_the_same():
    assert [mark_after(wrong) for wrong in range(MOST_TRIES)] == [None] * MOST_TRIES
    assert mark_after(MOST_TRIES) is Flood.UNANSWERED
