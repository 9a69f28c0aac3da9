"""States, references, titles, deadlines: tables, no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.rules.dues import EVIDENCE_DAYS, Due, evidence_due, in_order
from proximity.cases.rules.states import (
    MAX_TITLE,
    TRANSITIONS,
    CaseStatus,
    TaskKind,
    check_is_closed,
    check_is_open,
    check_may_become,
    check_title,
    is_countable,
    may_become,
    reference_of,
    title_from,
)
from proximity.foundation.pure.ids import new_id

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("current", CaseStatus)
@pytest.mark.parametrize("wanted", CaseStatus)
def test_a_case_moves_only_along_the_table(current, wanted):
    assert may_become(current, wanted) == (wanted in TRANSITIONS[current])
    if may_become(current, wanted):
        check_may_become(current, wanted)
    else:
        with pytest.raises(NotNow):
            check_may_become(current, wanted)


def test_nothing_is_closed_that_was_never_assessed():
    assert not may_become(CaseStatus.NEW, CaseStatus.CLOSED)


@pytest.mark.parametrize("status", CaseStatus)
def test_a_case_is_either_open_or_closed(status):
    fits, fails = (check_is_closed, check_is_open) if status == CaseStatus.CLOSED else (check_is_open, check_is_closed)
    fits(status)
    with pytest.raises(NotNow):
        fails(status)


@pytest.mark.parametrize(
    ("answered", "grounds", "status", "counts"),
    [
        (False, 0, CaseStatus.NEW, False), (True, 0, CaseStatus.IN_PROGRESS, False),
        (False, 2, CaseStatus.IN_ASSESSMENT, False), (True, 1, CaseStatus.IN_ASSESSMENT, True),
        (True, 0, CaseStatus.CLOSED, True),
    ],
)  # fmt: skip
def test_a_case_counts_once_answered_with_a_ground_or_closed(answered, grounds, status, counts):
    assert is_countable(answered=answered, grounds=grounds, status=status) is counts


def test_references_read_as_city_year_number():
    assert reference_of("MAD", 2026, 184) == "MAD-2026-0184"
    assert reference_of("MAD", 2026, 12345) == "MAD-2026-12345"


@given(st.text(max_size=300))
def test_a_first_title_always_fits_or_is_nothing(told):
    title = title_from(told)
    assert len(title) <= MAX_TITLE
    assert "\n" not in title


def test_a_first_title_is_the_first_line_cut_between_words():
    assert title_from("  Insult in a bus\nIt was on line 27") == "Insult in a bus"
    long = "A man shouted at us on the bus and pushed my sister against the door"
    assert title_from(long) == "A man shouted at us on the bus and pushed my sister against …"


@pytest.mark.parametrize("title", ["", "   ", "a" * (MAX_TITLE + 1)])
def test_a_title_says_something_and_fits(title):
    with pytest.raises(NotSound, match="title"):
        check_title(title)


def test_keeping_evidence_is_proposed_until_there_is_such_a_task_or_the_case_is_closed():
    assert (evidence_due(DAY, CaseStatus.NEW, [TaskKind.OTHER]) - DAY).days == EVIDENCE_DAYS
    assert evidence_due(DAY, CaseStatus.NEW, [TaskKind.EVIDENCE]) is None
    assert evidence_due(DAY, CaseStatus.CLOSED, []) is None
    assert evidence_due(DAY, CaseStatus.NEW, [], asked=True) is None


def test_the_nearest_is_due_first():
    task = Due(new_id(), date(2026, 11, 25), "", "tasks", task=new_id())
    feedback = Due(new_id(), date(2026, 11, 22), "feedback", "closing")
    assert in_order([task, feedback]) == [feedback, task]
    assert feedback.days_left(DAY) == -2
