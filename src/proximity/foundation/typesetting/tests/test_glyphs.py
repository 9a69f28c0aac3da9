import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proximity.foundation.typesetting.glyphs import BREAK, NAMED, Run, is_right_to_left, lines_of, name_of

LATIN = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz -\u00e9\u0301\ue000\u202e\0"))
ARABIC = frozenset(map(ord, "مرحبا \u200c\u064b"))
FONTS = (LATIN, ARABIC)


def one_line(text):
    [line] = lines_of(text, FONTS)
    return line


def test_characters_go_to_the_first_font_that_shows_them():
    assert one_line("hola مرحبا") == [Run(0, "hola "), Run(1, "مرحبا")]


def test_a_character_no_font_has_is_printed_by_its_name():
    assert one_line("a🐒b") == [Run(0, "a"), Run(NAMED, "[U+1F412 MONKEY]"), Run(0, "b")]


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "[U+0000 CONTROL]"), ("\u202e", "[U+202E RIGHT-TO-LEFT OVERRIDE]"), ("\ue000", "[U+E000 PRIVATE USE]"),
        ("\u0378", "[U+0378 UNASSIGNED]"), ("\uffff", "[U+FFFF UNASSIGNED]"), ("\U0010fffd", "[U+10FFFD PRIVATE USE]"),
        ("\u2028", "[U+2028 LINE SEPARATOR]"), ("漢", "[U+6F22 CJK UNIFIED IDEOGRAPH-6F22]"),
    ],
)  # fmt: skip
def test_what_could_hide_or_has_no_meaning_is_named_even_where_a_font_has_it(character, name):
    assert one_line(character) == [Run(NAMED, name)]
    assert name_of(character) == name


def test_a_mark_that_no_single_font_shows_with_its_letter_names_both():
    assert one_line("a\u064b") == [Run(NAMED, "[U+0061 LATIN SMALL LETTER A]"), Run(NAMED, "[U+064B ARABIC FATHATAN]")]
    assert one_line("e\u0301") == [Run(0, "e\u0301")]


def test_a_joiner_shapes_a_word_but_never_stands_alone():
    assert one_line("م\u200cر") == [Run(1, "م\u200cر")]
    assert one_line("\u200c") == [Run(NAMED, "[U+200C ZERO WIDTH NON-JOINER]")]


def test_lines_end_as_they_were_written_and_tabs_are_spaces():
    assert lines_of("a\r\nb\rc\n\td", FONTS) == [[Run(0, "a")], [Run(0, "b")], [Run(0, "c")], [Run(0, " d")]]
    assert lines_of("", FONTS) == [[]]


def test_a_word_wider_than_the_page_can_be_broken():
    line = one_line("a" * 50)

    assert [run.font for run in line] == [0, BREAK, 0, BREAK, 0]
    assert "".join(run.text for run in line) == "a" * 50
    assert all(len(run.text) <= 24 for run in line)


def test_words_of_usual_length_are_not_broken():
    assert one_line("abcdefgh " * 20) == [Run(0, "abcdefgh " * 20)]


@settings(deadline=None)
@given(st.text())
def test_nothing_of_a_text_is_lost(text):
    lines = lines_of(text, FONTS)
    wanted = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ") if char != "\n")

    shown = "".join(run.text if run.font >= 0 else name_to_character(run.text) for line in lines for run in line)

    assert shown == wanted
    assert all(ord(char) in FONTS[run.font] for line in lines for run in line if run.font >= 0 for char in run.text)


def name_to_character(name):
    return chr(int(name[3:].split()[0], 16)) if name else ""


@pytest.mark.parametrize(
    ("text", "answer"), [("שלום", True), ("12 مرحبا", True), ("hola שלום", False), ("", False), ("123 !", False)]
)
def test_the_direction_is_that_of_the_first_letter(text, answer):
    assert is_right_to_left(text) is answer


def test_names_are_unicodes_own():
    assert name_of("🐒") == f"[U+1F412 {unicodedata.name('🐒')}]"
