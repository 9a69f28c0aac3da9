"""What a person decided on is known again by its words and its indicator."""

import pytest

from proximity.assessment.queries.suggestions import Place
from proximity.assessment.rules import Part

HERE = Place(Part.WHAT, 10, 20, "BI-20")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (HERE, True),
        (HERE._replace(start=19, end=40), True),
        (HERE._replace(start=0, end=11), True),
        (HERE._replace(start=12, end=15), True),
        (HERE._replace(start=20, end=30), False),
        (HERE._replace(start=0, end=10), False),
        (HERE._replace(part=Part.WHY), False),
        (HERE._replace(code="BI-10"), False),
    ],
)
def test_one_is_among_others_that_share_words_and_indicator(other, is_same):
    assert HERE.is_among([other]) is is_same
    assert not HERE.is_among([])
