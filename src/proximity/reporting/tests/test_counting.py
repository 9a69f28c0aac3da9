"""The fact of a report that becomes no case: told when an NGO closes it, with what the person perceived and no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from proximity.accounts.rules import OrganisationKind
from proximity.foundation.testing import PUBLIC, as_role
from proximity.insight.models import FactRow
from proximity.insight.rules.facts import Bias, Duration, Quarter, Source
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.operations.handling import close_with_feedback, read_report
from proximity.reporting.rules.facts import fact_of_report, quarter_told

pytestmark = pytest.mark.django_db


def closed(cast, acting, key, who, **told):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations[key], city=cast.cities["madrid"], answers=replace(TOLD, **told))
    actor = acting(getattr(cast, who))
    read_report(report=sent.report, by=actor)
    close_with_feedback(report=sent.report, text="Thank you.", by=actor, now=sent.report.sent_at + timedelta(days=3))
    return sent.report


def test_an_ngo_tells_the_fact_of_what_it_closes(cast, acting):
    closed(cast, acting, "madrid.ngo", "nadia", grounds=("REL",), when_date="2026-02-03")
    fact = FactRow.objects.get().as_fact()
    assert (fact.source, fact.grounds, fact.happened) == (Source.NGO, ("REL",), Quarter(2026, 1))
    assert fact.closed_in == Duration.DAYS_10


def test_the_police_tell_no_fact_by_closing_a_report_that_became_no_case(cast, acting):
    report = closed(cast, acting, "madrid.police", "alice")
    assert cast.alice.organisation.kind == OrganisationKind.LOCAL_POLICE
    assert not FactRow.objects.exists()
    assert report.reference


@pytest.mark.parametrize(
    ("perceived", "grounds", "bias", "counted"),
    [
        ("yes", ("SO",), Bias.YES, ("SO",)),
        ("yes", (), Bias.YES, ("UNK",)),
        ("not_sure", (), Bias.NOT_KNOWN, ("UNK",)),
        ("", (), Bias.NOT_KNOWN, ("UNK",)),
        ("no", ("SO",), Bias.NO, ()),
    ],
)
def test_what_was_perceived_becomes_codes(perceived, grounds, bias, counted):
    told = replace(TOLD, perceived=perceived, grounds=grounds)
    fact = fact_of_report(told, city="madrid", channel="online", answered_after=None, closed_after=4)
    assert (fact.bias, fact.grounds) == (bias, counted)
    assert fact.answered_in == Duration.OPEN


@pytest.mark.parametrize(("when", "quarter"), [
    ("2025-12-31", Quarter(2025, 4)), ("1990-01-01", Quarter(1990, 1)), ("1989-12-31", None), ("0001-01-01", None), ("", None),
    ("last winter", None),
])  # fmt: skip
def test_only_a_day_becomes_a_quarter(when, quarter):
    assert quarter_told(replace(TOLD, when_date=when)) == quarter


@pytest.mark.parametrize(
    "told",
    [
        {"when_date": "0001-01-01"},
        {"grounds": ("RACE", "RACE")},
        {"grounds": ("RACE", "XENO", "REL", "SO", "GI", "SC", "GEN", "DIS", "AGE", "APO")},
    ],
)
def test_whatever_the_person_told_the_ngo_can_close_it(cast, acting, told):
    closed(cast, acting, "madrid.ngo", "nadia", **told)
    assert FactRow.objects.count() == 1
