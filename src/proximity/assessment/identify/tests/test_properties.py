"""Whatever is read: spans are exact, the answer is always the same, nothing raises, and time grows with the text alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Reading

PIECES = [
    "moro de mierda", "go back to your country", "“filthy Paki”", "Muslims", "m u s l i m s", "f@ggot",
    "#KillAllJews", "сигани", "negro",
    "mosque", "n\u200bigger", "не", "!", "?", "\n", " ", "«", "»", "88", "20.4.", "🐒", "\u0301", "İ", "ß",
    "е́", "Mus1ims", "because", "(((", "12",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


def spans_are_exact(text: str, reading: Reading) -> None:
    for one in (*reading.suggestions, *reading.against):
        assert one.spans
        for span in one.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert span.end - span.start <= 200
            assert text[span.start] == text[span.start].strip()
            assert text[span.end - 1].strip()
        assert any(span.start <= one.words.start < one.words.end <= span.end for span in one.spans)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, mode=st.sampled_from(Mode), language=st.sampled_from([None, *LANGUAGES]))
def test_any_text_is_read_with_exact_spans_and_always_alike(text, mode, language):
    first = identify(text, mode=mode, language=language)
    spans_are_exact(text, first)
    assert identify(text, mode=mode, language=language) == first


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "\ud800", "\x00", "‘" * 50, "“" * 50])
def test_nothing_raises_on_next_to_nothing(text):
    reading = identify(text)
    assert reading.suggestions == ()
    assert {one.family for one in reading.open_questions} >= {"perception", "contra"}


def test_spans_count_code_points_of_the_text_as_it_stands():
    text = "🐒🐒 e\u0301l dijo: «mo\u200bro de mierda»"
    spans = [one.words for one in identify(text, language="es").suggestions if one.rule == "es.slur.moro"]
    assert [text[span.start : span.end] for span in spans] == ["mo\u200bro"]


def seconds(piece: str, size: int, mode: Mode) -> float:
    """Return how long so many signs of a text take that says the same again and again; its spans are looked at."""
    text = (piece * (size // len(piece) + 1))[:size]
    start = time.process_time()
    reading = identify(text, mode=mode, language="en")
    taken = time.process_time() - start
    spans_are_exact(text, reading)
    return taken


@pytest.mark.no_cover  # tracing each line would only take ten times as long
@pytest.mark.parametrize(
    "piece",
    [
        "Nobody here thinks it was because we are black. He hit me because I am black. There was a row about parking. ",
        'He shouted "you dirty Paki" at us outside the mosque, and a man filmed it. ',
        "a a a b c d e f ", "'" * 3 + " x ", "“", "because i am muslim ", "m u s l i m ", "killallmuslimsnow ", "n1gg3r ",
        "paki faggot gypsy kike dyke white woman pole ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mode", Mode)
def test_a_long_text_takes_time_like_its_length(piece, mode):
    """Of ten times the text ten times as long, with room for a busy machine, and not a hundred times."""

    seconds(piece, 1000, mode)
    assert seconds(piece, 200_000, mode) < 40 * max(seconds(piece, 20_000, mode), 0.02)


@pytest.mark.no_cover
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    "piece",
    ["paki faggot gypsy kike dyke white woman pole ", "quote:" * 50 + "a" + " " * 9_000 + "x", "no quotes here ..."],
)
def test_nothing_takes_more_than_a_few_times_as_long_as_an_account(piece, mode):
    """Else a page of it, which anybody can send, would hold the server for half a minute."""
    account = 'He shouted "you dirty Paki" at us outside the mosque, and a man filmed it. '
    seconds(piece[:100] + account, 1000, mode)
    assert seconds(piece, 10_000, mode) < 20 * max(seconds(account, 10_000, mode), 0.02)


@pytest.mark.no_cover
def test_a_megabyte_is_read():
    text = ("They called me a filthy Paki and told me to go back to my country. " * 16_000)[: 1024 * 1024]
    assert identify(text).suggestions
