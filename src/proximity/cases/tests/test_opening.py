"""Opening a report as a case: numbered without gap, sealed with its own key, barred as the report is, once."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import BarredReader, KeyWrap
from proximity.accounts.records import open_record, share_record
from proximity.audit.models import AuditEvent
from proximity.cases.access import get_case_for
from proximity.cases.factories import make_case
from proximity.cases.models import Case
from proximity.cases.operations import opening
from proximity.cases.operations.opening import open_case
from proximity.cases.queries.lists import case_title
from proximity.cases.rules.states import CaseStatus
from proximity.foundation.testing import as_role
from proximity.reporting.access import ReportNotFound, get_report_for, own_recipient
from proximity.reporting.rules.states import NotNow, RecipientStatus

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_from_a_report_by_whoever_works_on_it_then(case, cast, acting):
    alice = acting(cast.alice)
    assert case.reference == f"MAD-{case.opened_at.year}-0001"
    assert case.status == CaseStatus.NEW
    assert case.assignee_id == alice.person_id
    assert case.feedback_due == own_recipient(case.report, by=alice).feedback_by
    assert own_recipient(case.report, by=alice).status == RecipientStatus.IN_WORK
    assert (
        case_title(case, open_record(case.pk, by=alice))
        == "A man shouted at us on the bus and pushed my sister against …"
    )
    assert AuditEvent.objects.filter(action="case.opened", target=str(case.pk), label=case.reference).count() == 1


def test_what_names_the_case_is_sealed_with_a_key_that_is_not_the_reports(case, alice):
    assert b"shouted" not in bytes(case.title)
    assert KeyWrap.objects.filter(record_id=case.pk).count() == 1


def test_the_second_opening_gives_the_same_case_and_draws_no_number(case, alice):
    again = open_case(report=case.report, by=alice)
    assert again.again
    assert again.case == case
    assert AuditEvent.objects.filter(action="case.opened").count() == 1


def test_numbers_have_no_gap_where_an_opening_failed(case, told, alice, acting, monkeypatch):
    second, third = told(), told()
    acting(alice)
    with monkeypatch.context() as broken:
        broken.setattr(opening, "record_event", _no_log)
        with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
            open_case(report=second, by=alice)
    assert make_case(third, by=alice).reference.endswith("-0002")
    assert make_case(second, by=alice).reference.endswith("-0003")


def test_an_opening_that_the_log_cannot_tell_of_did_not_happen(told, alice, acting, monkeypatch):
    report = told()
    acting(alice)
    monkeypatch.setattr(opening, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        open_case(report=report, by=alice)
    assert not Case.objects.exists()
    assert own_recipient(report, by=alice).status == RecipientStatus.RECEIVED


def test_the_year_in_a_reference_is_the_citys_own(told, alice, acting):
    report = told()
    acting(alice)
    new_year_in_madrid = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert make_case(report, by=alice, now=new_year_in_madrid).reference == "MAD-2027-0001"


def test_who_is_barred_from_the_report_is_barred_from_the_case(told, cast, alice, acting):
    report = told(barred=["madrid.state"])
    acting(alice)
    case = make_case(report, by=alice)
    assert BarredReader.objects.filter(record_id=case.pk).count() == 1
    with pytest.raises(DatabaseError, match="barred"), transaction.atomic():
        share_record(case.pk, reader=cast.organisations["madrid.state"], by=alice)


def test_two_organisations_open_each_their_own_case_of_one_report(told, cast, acting):
    report = told("madrid.state")
    first = make_case(report, by=acting(cast.alice))
    second = make_case(report, by=acting(cast.stefan))
    assert first.reference != second.reference
    assert get_case_for(cast.stefan, second.reference) == second


def test_an_ngo_opens_no_case(told, cast, acting):
    report = told("madrid.ngo")
    with pytest.raises(NotAllowed):
        open_case(report=report, by=acting(cast.nadia))


def test_a_report_that_was_taken_back_is_not_opened(told, alice, acting):
    report = told()
    acting(alice)
    recipient = own_recipient(report, by=alice)
    recipient.status = RecipientStatus.WITHDRAWN
    with as_role("owner"):
        recipient.save()
    with pytest.raises(NotNow):
        open_case(report=report, by=alice)


def test_a_report_that_work_had_begun_on_is_opened_too(told, alice, acting):
    report = told()
    acting(alice)
    recipient = own_recipient(report, by=alice)
    recipient.status = RecipientStatus.IN_WORK
    with as_role("owner"):
        recipient.save()
    assert make_case(report, by=alice).status == CaseStatus.NEW


def test_another_citys_report_does_not_exist(told, cast, acting):
    report = told()
    with pytest.raises(ReportNotFound):
        get_report_for(acting(cast.charlie), report.reference)


def _no_log(*_args, **_kwargs):
    raise RuntimeError("no log")
