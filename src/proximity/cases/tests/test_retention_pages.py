"""The page of keeping and disposal, the lists, and what the worker makes of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.assessment.rules import NotNow
from proximity.cases import jobs
from proximity.cases.models import Case, Disposal, DisposalEntry, RetentionChoice, RetentionSchedule
from proximity.cases.operations.disposing import propose_disposal
from proximity.cases.operations.keeping import hold_case
from proximity.cases.queries.home import keeping_items
from proximity.cases.queries.offers import case_after_erasure
from proximity.cases.tests.disposal import close, confirmed, make_due
from proximity.cases.views import retention
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, forget_context, here_today
from proximity.reporting.models import ErasureRequest, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(case, cast, acting):
    """Return Alice's case, closed, its time over."""
    close(case, acting(cast.alice))
    make_due(case.pk)
    return case


@pytest.fixture
def asked(monkeypatch):
    """Return the jobs that were asked for."""
    found = []
    monkeypatch.setattr(jobs.carry_out, "defer", lambda **ids: found.append(ids))
    return found


def test_bob_proposes_ines_confirms_and_the_worker_disposes(over, cast, workspace, asked, acting):
    bob, ines = workspace(cast.bob), workspace(cast.ines)
    page = bob.get("/retention/").content.decode()
    assert over.reference in page
    assert "LO 7/2021" in page
    went = bob.post("/retention/propose/", {"records": [str(over.pk)]})
    assert went.status_code == 302
    own = bob.get(went.url).content.decode()
    assert "a second person has to confirm it" in own
    assert 'value="confirm"' not in own
    assert bob.post(f"{went.url}decide/", {"decision": "confirm"}).status_code == 409
    seen = ines.get(went.url).content.decode()
    assert over.reference in seen
    assert "Dispose of 1 record for good" in seen
    assert "1 record" in ines.get("/retention/").content.decode()
    assert ines.post(f"{went.url}decide/", {"decision": "confirm"}).status_code == 302
    (ids,) = asked
    forget_context()
    jobs.run_list(ids["disposal"], ids["organisation"])
    assert "carried out" in ines.get(went.url).content.decode()
    assert bob.get(f"/cases/{over.reference}/").status_code == 404
    table = bob.get("/retention/disposed.csv").content.decode()
    assert over.reference in table
    assert "Ines" in table
    assert "disposed of" in table
    acting(cast.bob)
    assert not Case.objects.filter(pk=over.pk).exists()


def test_a_refused_list_frees_its_records(over, cast, workspace, asked):
    bob = workspace(cast.bob)
    went = bob.post("/retention/propose/", {"records": [str(over.pk)]})
    assert str(over.pk) not in bob.get("/retention/").content.decode()
    workspace(cast.ines).post(f"{went.url}decide/", {"decision": "refuse"})
    assert asked == []
    assert str(over.pk) in bob.get("/retention/").content.decode()


def test_what_was_ticked_stays_ticked_and_a_wrong_input_is_said(over, case, cast, workspace, acting):
    bob = workspace(cast.bob)
    assert bob.post("/retention/propose/", {}).status_code == 422
    hold_case(case=over, reason="x", authority="x", by=acting(cast.bob))
    answer = bob.post("/retention/propose/", {"records": [str(over.pk)]})
    assert answer.status_code == 422
    assert "may not go any more" in answer.content.decode()
    assert "held since" in answer.content.decode()


def test_a_record_that_moved_on_between_page_and_list_is_refused(over, cast, workspace, monkeypatch):
    def moved(**_):
        raise NotNow("moved")

    monkeypatch.setattr(retention, "propose_disposal", moved)
    assert workspace(cast.bob).post("/retention/propose/", {"records": [str(over.pk)]}).status_code == 409


def test_the_own_period_is_decided_with_everything_typed_kept_on_an_error(case, cast, workspace, acting):
    bob = workspace(cast.bob)
    typed = {"kind": "incident", "amount": "30", "unit": "years", "reason": "Order 7/2026"}
    answer = bob.post("/retention/period/", typed)
    assert answer.status_code == 422
    assert "longer than the law allows" in answer.content.decode()
    assert "Order 7/2026" in answer.content.decode()
    assert bob.post("/retention/period/", typed | {"amount": ""}).status_code == 422
    assert bob.post("/retention/period/", typed | {"amount": "2"}).status_code == 302
    acting(cast.bob)
    assert RetentionChoice.objects.get().reason == "Order 7/2026"
    page = bob.get("/retention/").content.decode()
    assert "Your organisation: 2 years after closing." in page


def test_who_may_not_is_refused(over, cast, workspace):
    for who in (cast.alice, cast.nadia, cast.lars):
        browser = workspace(who)
        assert browser.get("/retention/").status_code == 403
        assert browser.get("/retention/disposed.csv").status_code == 403
    ines = workspace(cast.ines)
    assert ines.post("/retention/propose/", {}).status_code == 403
    assert ines.get("/retention/01a20efe-9da5-762a-b130-fde19156ec68/").status_code == 404


def test_an_officer_cannot_hold_a_case_and_a_supervisor_can(case, cast, workspace):
    typed = {"authority": "Juzgado 3", "reason": "A trial is on."}
    assert workspace(cast.alice).post(f"/cases/{case.reference}/hold/", typed).status_code == 403
    bob = workspace(cast.bob)
    assert bob.post(f"/cases/{case.reference}/hold/", typed).status_code == 302
    page = bob.get(f"/cases/{case.reference}/").content.decode()
    assert "Legal hold: this case cannot be disposed of." in page
    assert bob.post(f"/cases/{case.reference}/lift-hold/", {"reason": "It is over."}).status_code == 302
    assert bob.post(f"/cases/{case.reference}/keep-on/", {"reason": "Still needed."}).status_code == 302
    assert "Still needed." in bob.get(f"/cases/{case.reference}/").content.decode()
    assert bob.post(f"/cases/{case.reference}/hold/", {"reason": "x"}).status_code == 422


def test_the_first_page_says_what_waits_for_the_second_person(over, cast, acting):
    bob = acting(cast.bob)
    assert [str(item.label) for item in keeping_items(bob).items] == ["1 record is due"]
    propose_disposal(records=[over.pk], by=bob)
    assert keeping_items(bob) is None
    assert [str(item.label) for item in keeping_items(acting(cast.ines)).items] == ["1 list waits for you"]
    assert keeping_items(acting(cast.alice)) is None


def test_the_worker_takes_up_what_a_crash_left_and_one_failure_stops_no_other(over, cast, acting, asked, monkeypatch):
    disposal = confirmed([over.pk], cast, acting)
    forget_context()
    jobs.carry_out_what_is_left()
    assert asked == [{"disposal": str(disposal.pk), "organisation": str(disposal.organisation_id)}]
    acting(cast.bob)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "dispose_entry", lambda **_: 1 / 0)
        forget_context()
        jobs.run_list(disposal.pk, disposal.organisation_id)
    acting(cast.bob)
    assert DisposalEntry.objects.get().outcome == ""
    forget_context()
    jobs.run_list(disposal.pk, disposal.organisation_id)
    acting(cast.bob)
    assert Disposal.objects.get().state == "done"


def test_the_nightly_run_goes_through_every_organisation(case, cast, acting):
    acting(cast.alice)
    RetentionSchedule.objects.update(dispose_on=here_today() + timedelta(days=5))
    forget_context()
    jobs.schedule_nightly()
    with as_role("owner"):
        assert {row.dispose_on.year for row in RetentionSchedule.objects.filter(record_id=case.pk)} == {
            timezone.now().year + 20
        }


def test_granting_an_erasure_leads_to_the_case_that_was_opened_from_the_report(case, cast, workspace, acting):
    alice = acting(cast.alice)
    assert case_after_erasure(Report(pk=new_id()), alice) is None
    with as_role("owner"):
        ErasureRequest.objects.create(
            city_id=case.city_id, report_id=case.report_id, organisation=alice.organisation, requested_at=timezone.now(),
            answer_by=here_today(),
        )  # fmt: skip
    browser = workspace(cast.alice)
    reference = Report.objects.get(pk=case.report_id).reference
    went = browser.post(f"/reports/{reference}/erasure/", {"granted": "yes", "reason": "As you ask."})
    assert went.url == f"/cases/{case.reference}/?at=keeping#keeping"
    page = browser.get(went.url).content.decode()
    assert "decide whether it goes too" in page
    assert "The person had her report erased. Decide what becomes of this case." in page
    assert "Keep it, with reasons" not in page
    assert "Keep it, with reasons" in workspace(cast.bob).get(f"/cases/{case.reference}/").content.decode()


def test_where_nobody_decided_and_no_law_is_known_the_page_says_so(told, cast, workspace):
    person = cast.people["charlie"]
    with as_role("owner"):
        cast.memberships["charlie"].role = "supervisor"
        cast.memberships["charlie"].save()
    assert person.name == "Charlie"
    page = workspace(cast.charlie).get("/retention/").content.decode()
    assert "Your organisation has not decided: nothing is ever due." in page
    assert "Nothing is due." in page
