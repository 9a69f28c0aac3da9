"""The two languages that nobody speaks, as pure functions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.pure.pseudo import KEPT, accented, mirrored

WORDS = '%(name)s has <a href="%(url)s">one of %(count)d</a> files &amp; {more}'


@pytest.mark.parametrize("turn", [accented, mirrored])
def test_placeholders_and_markup_stay_as_they_are(turn):
    assert KEPT.findall(turn(WORDS)) == KEPT.findall(WORDS)


def test_no_letter_is_left_without_a_mark_but_those_of_placeholders_and_markup():
    assert re.findall("[a-zA-Z]", KEPT.sub("", accented(WORDS))) == []


@given(st.text(st.characters(categories=["Ll", "Lu", "Zs"], max_codepoint=0x17F), min_size=10, max_size=200))
def test_the_text_is_about_forty_percent_longer_and_shows_where_it_ends(words):
    if not words.strip():
        return
    turned = accented(words)
    assert turned.startswith("[")
    assert turned.endswith("]")
    assert 1.3 <= len(turned) / len(words) <= 1.75


def test_nothing_is_made_longer_where_there_is_nothing():
    assert (accented(""), accented("\n"), mirrored("")) == ("", "\n", "")


def test_what_is_put_into_a_mirrored_text_does_not_turn_it_around():
    assert "\u2068%(name)s\u2069" in mirrored(WORDS)
    assert 'href="%(url)s"' in mirrored(WORDS)


def test_each_word_runs_from_right_to_left_and_ends_it():
    turned = mirrored("Two words, %(n)d numbers")
    assert turned.count("\u202e") == turned.count("\u202c") == 3
    assert turned.index("\u202e") < turned.index("Two")
