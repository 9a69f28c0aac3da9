"""Sending a report: sealed, once, told to the log, all or nothing."""

from dataclasses import replace

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import BarredReader
from proximity.audit.models import AuditEvent
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, as_role
from proximity.reporting.access import (
    ReportNotFound,
    get_report_by_receipt,
    get_report_for,
    open_report,
    own_recipient,
    reports_visible_to,
)
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.models import Report
from proximity.reporting.operations import submit
from proximity.reporting.operations.submit import submit_report
from proximity.reporting.rules.states import Channel, Consent

pytestmark = pytest.mark.django_db


def test_what_was_told_is_sealed_and_comes_back_to_its_reader_and_to_the_code(cast, acting):
    with as_role(PUBLIC):
        sent, receipt = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"])
        assert TOLD.what.encode() not in bytes(sent.report.content)
        assert get_report_by_receipt(receipt).answers == TOLD
    nadia = acting(cast.nadia)
    report = get_report_for(nadia, sent.report.reference)
    assert open_report(report, by=nadia).answers == TOLD
    assert own_recipient(report, by=nadia).consent == Consent.REPORTER


def test_sending_again_gives_the_same_report_and_stores_nothing(cast, acting):
    receipt = Receipt.draw()
    with as_role(PUBLIC):
        first, _ = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"], receipt=receipt)
        second, _ = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"], receipt=receipt)
    assert not first.again
    assert second.again
    assert first.report == second.report
    acting(cast.ines)
    assert AuditEvent.objects.filter(action="report.submitted").count() == 1


def test_two_sendings_at_the_same_moment_give_one_report(cast, monkeypatch):
    receipt = Receipt.draw()
    with as_role(PUBLIC):
        first, _ = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"], receipt=receipt)
        monkeypatch.setattr(submit, "_known", lambda _lookup: None)
        second, _ = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"], receipt=receipt)
    assert second.again
    assert second.report == first.report


def test_a_report_that_the_log_cannot_tell_of_is_not_stored(cast, acting, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(submit, "record_event", broken)
    with as_role(PUBLIC), pytest.raises(RuntimeError, match="no log"):
        send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"])
    acting(cast.nadia)
    assert not Report.objects.exists()


def test_a_report_needs_a_recipient_that_is_not_barred(cast):
    ngo = cast.organisations["madrid.ngo"]
    with as_role(PUBLIC), pytest.raises(ValueError, match="recipient"):
        send_report(city=cast.cities["madrid"])
    with as_role(PUBLIC), pytest.raises(ValueError, match="barred"):
        send_report(ngo, city=cast.cities["madrid"], barred=(ngo,))


def test_the_wall_of_a_city_lets_in_no_recipient_of_another(cast):
    with as_role(PUBLIC), pytest.raises(ValueError, match="wall"):
        send_report(cast.organisations["bradford.ngo"], city=cast.cities["madrid"])


def test_the_body_complained_about_is_barred_whoever_sends(cast, acting):
    police, ngo = cast.organisations["madrid.police"], cast.organisations["madrid.ngo"]
    about_the_police = replace(TOLD, officer="yes", officer_body="local")
    with as_role(PUBLIC), pytest.raises(ValueError, match="barred"):
        send_report(police, city=cast.cities["madrid"], answers=about_the_police)
    with as_role(PUBLIC):
        send_report(ngo, city=cast.cities["madrid"], answers=about_the_police, barred=(police,))
    acting(cast.nadia)
    assert [bar.organisation for bar in BarredReader.objects.all()] == [police]


def test_staff_enter_a_report_for_somebody_and_it_says_so(cast, acting):
    nadia = acting(cast.nadia)
    receipt = Receipt.draw()
    sent = submit_report(
        city=cast.cities["madrid"], answers=TOLD, receipt=receipt, recipients=[nadia.organisation],
        language="es", channel=Channel.PHONE, by=nadia,
    )  # fmt: skip
    assert sent.report.entered_by == nadia.person_id
    assert sent.report.channel == Channel.PHONE
    assert own_recipient(sent.report, by=nadia).consent == Consent.RECORDED
    assert list(reports_visible_to(nadia)) == [sent.report]


def test_who_may_not_enter_reports_is_refused(cast, acting):
    lars = acting(cast.lars)
    with pytest.raises(NotAllowed):
        submit_report(
            city=cast.cities["madrid"], answers=TOLD, receipt=Receipt.draw(), recipients=[lars.organisation],
            language="es", by=lars,
        )  # fmt: skip
    assert list(reports_visible_to(lars)) == []


@pytest.mark.parametrize("who", ["alice", "charlie", "lars"])
def test_absent_and_forbidden_look_the_same(cast, acting, who):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"])
    actor = acting(getattr(cast, who))
    for reference in (sent.report.reference, "R-NOSUCH"):
        with pytest.raises(ReportNotFound):
            get_report_for(actor, reference)


def test_a_code_that_opens_nothing_says_so(cast):
    with as_role(PUBLIC), pytest.raises(ReportNotFound):
        get_report_by_receipt(Receipt.draw())
