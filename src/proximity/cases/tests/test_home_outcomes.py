"""What a prosecution still has to say: accepted matters wait on its first page until their end is entered."""

import pytest

from proximity.cases.operations.proceedings import Words, correct_step
from proximity.cases.queries.home_outcomes import outcome_items
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.tests.referrals import DAY, at_petra, entered, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(case, cast):
    return at_petra(case, cast)


def waiting(actor):
    """Return which matters wait for a decision on somebody's first page, and what was entered last."""
    return [(item.label, item.what) for item in outcome_items(entered(actor)).items]


def test_what_was_accepted_waits_until_its_end_is_entered(cast, referral):
    assert waiting(cast.petra) == [(referral.reference, "Policía Nacional: last entered: Accepted")]
    step(referral, by=cast.petra)
    assert waiting(cast.petra) == [(referral.reference, "Policía Nacional: last entered: Charge brought")]
    step(referral, StepKind.SENTENCED, by=cast.petra)
    assert waiting(cast.petra) == []


def test_an_appeal_opens_it_again(cast, referral):
    step(referral, StepKind.DISMISSED, by=cast.petra)
    assert waiting(cast.petra) == []
    step(referral, StepKind.APPEALED, by=cast.petra)
    assert len(waiting(cast.petra)) == 1
    step(referral, StepKind.ACQUITTED, by=cast.petra)
    assert waiting(cast.petra) == []


def test_an_end_that_was_a_mistake_was_none(cast, referral):
    end = step(referral, StepKind.NOT_CHARGED, by=cast.petra)
    correct_step(
        referral=referral, step_id=end.pk, kind=StepKind.MISTAKE, on=DAY, words=Words("Document 1", "Another case."),
        by=cast.petra,
    )  # fmt: skip
    assert [what for _, what in waiting(cast.petra)] == ["Policía Nacional: last entered: Accepted"]


def test_nobody_else_is_asked_for_decisions(cast, referral):
    for name in ("alice", "stefan", "nadia", "lars", "ines", "olga", "sol"):
        assert outcome_items(entered(getattr(cast, name))) is None
    assert waiting(cast.peter) == []
