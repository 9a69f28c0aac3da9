"""A case of an older register is found by what that told, and by its reference there."""

import pytest

from proximity.cases.tests.test_history import bob, brought
from proximity.search.queries.asking import Question, Words
from proximity.search.queries.finding import find

__all__ = ["bob"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.mark.parametrize("words", ["pañuelo", "Inventada", "EXP-2019/0042"])
def test_an_imported_case_is_found(bob, indexed, words):
    case = brought(bob)
    indexed(bob)
    assert [hit.reference for hit in find(Question(Words(words)), by=bob).hits] == [case.reference]
