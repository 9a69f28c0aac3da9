"""What stands in marks: written as signs, or as words by who dictated."""

import pytest

from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.layout import MARKS, lay_out


@pytest.mark.parametrize(
    "text",
    [
        "He told me, open quotes, you lot are vermin, close quotes.",
        "Mi ha detto, apra virgolette, voi siete topi, chiuda virgolette.",
        "Huusi että lainausmerkit auki te olette rottia lainausmerkit kiinni",
        "каза, отваря кавички, вие сте плъхове, затваря кавички",
    ],
)  # fmt: skip
def test_quotation_marks_that_were_dictated_as_words_are_marks(text):
    layout = lay_out(text, words(text))
    ((start, end),) = layout.quotes
    assert len(text[start:end].split()) in {3, 4}


def test_whatever_stands_for_a_dictated_mark_is_looked_for():
    for mark in MARKS.replace("?", "").split("|"):
        text = f"{mark.upper()} you lot are vermin {mark}"
        ((start, end),) = lay_out(text, words(text)).quotes
        assert text[start:end] == "you lot are vermin"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("the dogs' home, and 'go away' they said", ["'go away'"]),
        ("it's the neighbour's", []),
        ("they said ‘it’s them’ twice", ["‘it’s them’"]),
        ("rock‘n’roll", []),
        ("'out' and 'no'", ["'out'", "'no'"]),
    ],
)
def test_an_apostrophe_is_no_mark(text, quoted):
    assert [text[start:end] for start, end in lay_out(text, words(text)).quotes] == quoted
