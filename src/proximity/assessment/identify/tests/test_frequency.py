"""What is remembered, and the words that are met oftenest."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.frequency import MOST, Met, Often, met_by_choice, oftenest
from proximity.assessment.identify.inflection import lemma
from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.remembering import Lately


@given(asked=st.lists(st.integers(0, 30)), most=st.integers(1, 10))
def test_what_is_remembered_is_what_was_said_and_never_more_than_twice_a_number(asked, most):
    worked_out = []

    def square(number):
        worked_out.append(number)
        return number * number

    lately = Lately(square, most)
    for place, number in enumerate(asked):
        before = len(worked_out)
        assert lately[number] == number * number
        assert len(lately) <= most
        if number in asked[max(0, place - most) : place]:
            assert len(worked_out) == before, "what was asked within the last few is not worked out again"


def test_what_is_met_in_every_text_stays_however_many_texts_are_read():
    worked_out = []
    lately = Lately(lambda word: worked_out.append(word) or word, 5)
    for number in range(100):
        assert (lately["the"], lately[f"word {number}"]) == ("the", f"word {number}")
    assert worked_out.count("the") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_listed_with_the_most_frequent_first(language):
    listed = oftenest(language)
    shares = [one.share for one in listed]
    assert len(listed) == len({one.word for one in listed}) >= 200
    assert shares == sorted(shares, reverse=True)
    assert 2_000 < sum(shares) < 10_000, "of ten thousand words"
    assert all(one.word == one.word.lower() and one.form == (lemma(one.word, language) or one.word) for one in listed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_with_a_bit_fits_the_same_in_every_text(language):
    reads = machine(language)
    assert len(reads.often.words) == MOST
    for word, bit, fits in reads.often.words:
        assert {choice for choice, bits in enumerate(reads.often.fitting) if bits & bit} == set(fits)
        for is_bare, is_name, is_short in product((False, True), repeat=3):
            read = reads.fits((word,), is_bare=is_bare, is_name=is_name, is_short=is_short)
            assert (read.bit, set(map(ord, read.choices))) == (bit, set(fits))
            # Beside another form it is no such word: "the" with a sign hidden in it may be read as something else.
            assert reads.fits((word, "xqzk"), is_bare=is_bare, is_name=is_name, is_short=is_short).bit == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_guard_is_looked_for_by_no_word_with_a_bit_fits(language):
    reads = machine(language)
    asked = {
        choice for both in reads.guards.values() for any_of in both for one in any_of.sequences for choice in one.asked
    }
    assert asked
    assert not any(reads.often.fitting[choice] for choice in asked)


def test_bits_and_shares_go_to_the_choices_that_words_fit():
    often = Often([("the", {0, 2}), ("of", {2}), *((str(number), ()) for number in range(40))], 4)
    assert (list(often.fitting), len(often.words)) == ([1, 0, 3, 0], MOST)
    fits = {("was", "be"): {0, 2}, ("of", "of"): {2}}
    assert met_by_choice([Met("was", "be", 700), Met("of", "of", 150)], lambda *one: fits[one]) == {0: 700, 2: 850}
