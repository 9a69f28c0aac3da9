"""Who finds a case: every role, in every state, and everybody who must not see the difference between hidden and absent."""

import pytest

from proximity.cases.access import CaseNotFound, TaskNotFound, cases_visible_to, get_case_for, get_task, lock_case
from proximity.cases.factories import make_case
from proximity.cases.models import Case
from proximity.cases.rules.states import CaseStatus
from proximity.foundation.pure.ids import new_id
from proximity.reporting.access import ReportNotFound, get_report_for

pytestmark = pytest.mark.django_db

SEES = {"alice": True, "bob": True}
EVERYBODY = ["alice", "bob", "nadia", "stefan", "lars", "petra", "ines", "charlie", "noor"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_officers_of_the_organisation_find_a_case_in_any_state(case, cast, acting, who):
    actor = getattr(cast, who)
    for status in CaseStatus:
        acting(cast.alice)
        Case.objects.filter(pk=case.pk).update(status=status)
        acting(actor)
        if SEES.get(who, False):
            assert get_case_for(actor, case.reference) == case
            assert lock_case(case, by=actor).status == status
            assert list(cases_visible_to(actor)) == [case]
        else:
            with pytest.raises(CaseNotFound):
                get_case_for(actor, case.reference)
            with pytest.raises(CaseNotFound):
                lock_case(case, by=actor)
            assert list(cases_visible_to(actor)) == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_hidden_and_what_does_not_exist_fail_in_the_same_words(case, cast, acting, who):
    actor = acting(getattr(cast, who))
    with pytest.raises(CaseNotFound) as absent:
        get_case_for(actor, "MAD-2026-9999")
    if who not in SEES:
        with pytest.raises(CaseNotFound) as hidden:
            get_case_for(actor, case.reference)
        assert str(hidden.value) == str(absent.value)


@pytest.mark.parametrize("reference", ["\0", "MAD-2026-0001\0", "x" * 300])
def test_what_cannot_be_a_reference_is_not_found_either(cast, acting, reference):
    with pytest.raises(CaseNotFound):
        get_case_for(acting(cast.alice), reference)
    with pytest.raises(ReportNotFound):
        get_report_for(cast.alice, reference)


def test_the_program_asks_for_a_wrap_even_where_the_database_would_not(case, cast, acting):
    acting(cast.alice)  # the database's context is the police's; the actor is not
    with pytest.raises(CaseNotFound):
        get_case_for(cast.stefan, case.reference)


def test_a_task_is_found_only_in_its_own_case(case, told, cast, acting):
    other = told()
    alice = acting(cast.alice)
    with pytest.raises(TaskNotFound):
        get_task(make_case(other, by=alice), new_id())
