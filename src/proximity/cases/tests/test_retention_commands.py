"""What the operator is told of keeping: references only, city by city."""

import pytest
from django.utils import timezone

from proximity.audit.models import AuditEvent
from proximity.cases.commands import due_by_office, say_due
from proximity.cases.models import RetentionSchedule
from proximity.cases.operations.disposing import propose_disposal
from proximity.cases.operations.keeping import hold_case, lift_hold
from proximity.cases.tests.disposal import close, make_due
from proximity.foundation.testing import as_role, here_today

pytestmark = pytest.mark.django_db


def said(purpose=""):
    lines = []
    with as_role("owner"):
        say_due(lines.append, purpose=purpose)
    return "\n".join(lines)


def test_nothing_is_due_at_first_and_asking_is_logged_with_its_purpose(case):
    assert said("the yearly look") == "Nothing is due."
    with as_role("owner"):
        event = AuditEvent.objects.get(action="retention.due_listed")
    assert (event.purpose, event.label, event.actor) == ("the yearly look", "0", "operator")


def test_references_stand_under_city_and_organisation_by_what_is_due(case, cast, acting):
    close(case, acting(cast.alice))
    RetentionSchedule.objects.filter(record_id=case.pk).update(review_on=here_today())
    assert f"to look at again: 1: {case.reference}" in said()
    make_due(case.pk)
    found = said()
    assert "Madrid, Policía Municipal:" in found
    assert f"to dispose of: 1: {case.reference}" in found
    bob = acting(cast.bob)
    hold_case(case=case, reason="x", authority="x", by=bob)
    assert f"held: 1: {case.reference}" in said()
    assert "Nothing is due." in said()
    lift_hold(case=case, reason="x", by=acting(cast.bob))
    propose_disposal(records=[case.pk], by=acting(cast.bob))
    assert "wait for a second person or for the worker: 1" in said()
    with as_role("owner"):
        (office,) = due_by_office(timezone.now())
    assert (office.listed, office.dispose, office.held) == (1, [], [])
