"""The questions as data: their order, what is needed, where an answer leads."""

from datetime import timedelta

import pytest

from proximity.reporting.forms.report import FORMS
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import (
    LONGEST,
    QUESTIONS,
    Step,
    after_answering,
    asked,
    following,
    has_grown_old,
    may_skip,
    preceding,
    progress,
)

IN_MADRID, ELSEWHERE = Answers(city="madrid"), Answers(city="elsewhere")


def test_at_most_seven_answers_are_needed():
    assert sum(question.needed for question in QUESTIONS) <= 7


def test_every_page_but_the_last_two_is_a_question_with_a_form():
    """The summary, and after it the one question that is asked while very many reports arrive."""
    assert [*(question.step for question in QUESTIONS), Step.CHECK, Step.GATE] == list(Step)
    assert list(FORMS) == [question.step for question in QUESTIONS]


def test_every_limit_is_of_an_answer_and_every_text_has_one():
    texts = {name for form in FORMS.values() for name, field in form.base_fields.items() if hasattr(field, "longest")}
    assert texts == set(LONGEST)
    assert texts <= set(Answers.__slots__)


def test_the_country_is_asked_only_where_no_city_fits():
    assert Step.COUNTRY not in asked(IN_MADRID)
    assert following(Step.WHERE, IN_MADRID) is Step.WHAT
    assert following(Step.WHERE, ELSEWHERE) is Step.COUNTRY
    assert preceding(Step.WHAT, IN_MADRID) is Step.WHERE
    assert preceding(Step.WHAT, ELSEWHERE) is Step.COUNTRY


def test_a_page_that_is_not_asked_any_more_still_leads_on():
    assert following(Step.COUNTRY, IN_MADRID) is Step.WHAT


def test_the_first_and_the_last_page_have_no_neighbour():
    assert preceding(Step.SAFE, IN_MADRID) is Step.SAFE
    assert following(Step.CHECK, IN_MADRID) is Step.CHECK


def test_progress_counts_the_last_page_too():
    assert (progress(Step.SAFE, IN_MADRID).step, progress(Step.SAFE, IN_MADRID).steps) == (1, 13)
    assert progress(Step.CHECK, ELSEWHERE).step == progress(Step.CHECK, ELSEWHERE).steps == 14


@pytest.mark.parametrize("step", list(Step))
def test_what_is_needed_cannot_be_skipped(step):
    assert may_skip(step) is (step not in {Step.WHERE, Step.COUNTRY, Step.WHAT, Step.READERS, Step.CHECK, Step.GATE})


def test_a_change_leads_straight_back_unless_it_left_a_question_open():
    assert after_answering(Step.WHAT, IN_MADRID, faults=(), to_check=False) is Step.WHEN
    assert after_answering(Step.WHAT, IN_MADRID, faults=(), to_check=True) is Step.CHECK
    assert after_answering(Step.WHERE, IN_MADRID, faults=(Step.READERS,), to_check=True) is Step.READERS


def test_a_page_grows_old_after_twenty_hours():
    assert not has_grown_old(timedelta(hours=20))
    assert has_grown_old(timedelta(hours=20, seconds=1))
    assert has_grown_old(timedelta(days=1))
