"""Line breaks: those of a program that cut lines, and those of a person who ended a sentence."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.wrapping import unwrapped

ACCOUNTS = {
    "en": (
        "On Friday evening I was waiting for the bus with my sister. Two men came out of the pub and shouted that we should go "
        "back to our country. One of them pulled at her headscarf and the other spat on the ground in front of us. Nobody at the "
        "stop said anything. They did not take our bags."
    ),
    "es": (
        "El viernes por la tarde esperaba el autobús con mi hermana. Dos hombres salieron del bar y nos gritaron que nos "
        "volviéramos a nuestro país. Uno le tiró del velo y el otro escupió al suelo delante de nosotras. Nadie dijo nada. No "
        "nos robaron."
    ),
    "fi": (
        "Odotin perjantaina bussia siskoni kanssa. Kaksi miestä tuli baarista ja huusi, että meidän pitää painua takaisin omaan "
        "maahamme. Toinen repi siskoani huivista ja toinen sylki maahan eteemme. Kukaan pysäkillä ei sanonut mitään."
    ),
}


@pytest.mark.parametrize("language", ACCOUNTS)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_an_account_says_the_same_however_its_lines_are_cut(language, line_break):
    account = ACCOUNTS[language]
    wanted = {(one.indicator, one.ground, one.rule) for one in identify(account, language=language).suggestions}
    assert wanted
    for width in range(34, 79, 7):
        cut = line_break.join(textwrap.wrap(account, width))
        found = identify(cut, language=language).suggestions
        assert {(one.indicator, one.ground, one.rule) for one in found} == wanted, width
        words = [" ".join(cut[span.start : span.end].split()) for one in found for span in one.spans]
        assert all(said in account for said in words)


@pytest.mark.parametrize(
    "text",
    [
        "he called me names\nthen he hit me\nnobody came",
        "Name: Anna Example of Example Street\nPlace: the market\nDay: Friday",
        "They said that we have to leave this\n- the flat\n- the shop\n- the yard",
        "a line that is longer than thirty signs\n\nand a paragraph of its own",
        "a line that is longer than thirty signs\n2. and a number",
        "The longest line of two is always a full one\nThe next begins a sentence",
    ],
)
def test_who_ends_a_line_ends_what_is_said(text):
    assert unwrapped(text) == text


def test_a_line_goes_on_with_a_small_letter_where_it_was_full():
    text = "They shouted that we should go back to our own\ncountry at once.\nI went home."
    assert unwrapped(text) == text.replace("own\n", "own ")


def test_a_name_begins_a_line_of_a_wrapped_paragraph():
    said = (
        "They told my neighbours that before the end of the month Ahmed and Maryam must leave the house in Example Street or "
        "else Ahmed would find his car and Maryam her shop burnt"
    )
    cuts = ["\n".join(textwrap.wrap(said, width)) for width in range(34, 50)]
    assert any("\nAhmed" in cut or "\nMaryam" in cut for cut in cuts)
    assert {unwrapped(cut) for cut in cuts} == {said}


@given(st.text(alphabet="aB. \n\r\t-1>", max_size=400))
def test_only_breaks_change_and_only_to_blanks(text):
    found = unwrapped(text)
    assert len(found) == len(text)
    assert all(one == other or (one, other) == ("\n", " ") for one, other in zip(text, found, strict=True))
