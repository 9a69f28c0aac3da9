"""The first page of each kind of organisation: what stands first, what may be done next, what is seen and what is absent."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone, translation

from proximity.accounts.rules import OrganisationKind, Role, goes_with, may
from proximity.audit.operations import record_event
from proximity.audit.verify import VERIFIED, WHOLE
from proximity.cases.factories import make_case
from proximity.cases.tests.referrals import at_petra, entered, refer
from proximity.config import urls_public
from proximity.config.first_pages import FIRST_PAGES
from proximity.config.home import acts_of, first_of, first_page_of, home_lists
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.foundation.ui.home import Act, HomeItem, HomeList
from proximity.insight.operations import prepare_release, release_table
from proximity.plans import operations
from proximity.plans.factories import make_plan, parts, publish
from proximity.plans.operations.measures import MeasureWords
from proximity.reporting.factories import send_report
from proximity.reporting.queries.labels import ROLES
from proximity.welcome.queries import KINDS

pytestmark = pytest.mark.django_db
EVERYBODY = {
    OrganisationKind.LOCAL_POLICE: "alice", OrganisationKind.STATE_POLICE: "stefan", OrganisationKind.PROSECUTION: "petra",
    OrganisationKind.NGO: "nadia", OrganisationKind.CITY_HALL: "lars", OrganisationKind.COMPLAINTS_BODY: "carmen",
    OrganisationKind.NATIONAL_BODY: "olga", OrganisationKind.TRAINING_BODY: "teo", OrganisationKind.STAKEHOLDER: "sol",
    OrganisationKind.OVERSIGHT: "ines",
}  # fmt: skip
# What stands first in an organisation of each kind on the day it begins, and where its button leads.
BEGINNING = {
    "alice": ("Nothing waits for you", "/reports/new/"), "stefan": ("No referral waits for you", "/referrals/"),
    "petra": ("No pack waits for you", "/referrals/"), "nadia": ("Nobody waits for an answer", "/reports/new/"),
    "lars": ("Prepare the first figures", "/figures/"), "carmen": ("No complaint waits for you", "/reports/new/"),
    "olga": ("See what cities have released", "/figures/cities/"), "teo": ("Let people learn together", "/learning/"),
    "sol": ("Read what your city plans", "http://localhost:8000/en/plan/madrid/"), "ines": ("Verify the log", "/audit/#verify"),
}  # fmt: skip
# Lists of work with reports and cases, by their titles.
RECORDS = {
    "Due on cases",
    "Reports",
    "Referrals to answer",
    "Needs and protection",
    "Requests for support",
    "Decisions to record",
}
QUERIES_AT_MOST = 48


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def tell(cast):
    """Return a function that sends a report to organisations of Madrid, by key."""

    def send(*keys, barred=()):
        with as_role(PUBLIC):
            sent, _ = send_report(
                *(cast.organisations[key] for key in keys), city=cast.cities["madrid"],
                barred=tuple(cast.organisations[key] for key in barred),
            )  # fmt: skip
        forget_context()
        return sent.report

    return send


def first(actor):
    """Return what stands first for somebody, and where its button leads."""
    page = first_page_of(entered(actor))
    found = first_of(home_lists(actor, page), page, acts_of(actor, page))
    return str(found.title), found.act.url


def titles(actor):
    return [str(one.title) for one in home_lists(entered(actor), first_page_of(actor))]


def test_every_kind_has_a_page_of_its_own_and_somebody_in_this_test():
    assert set(FIRST_PAGES) == set(EVERYBODY) == set(OrganisationKind)
    assert set(ROLES) == set(KINDS) == set(OrganisationKind)


def test_the_first_step_of_a_kind_is_open_to_every_role_that_is_held_in_it():
    """Else a page would have nothing to press."""
    for kind, page in FIRST_PAGES.items():
        needed = page.verbs[0].capability
        assert [role for role in Role if goes_with(role, kind) and needed and not may(role, needed)] == []


@pytest.mark.parametrize("kind", OrganisationKind)
def test_on_the_first_day_each_finds_the_first_step_and_what_she_sees_and_never_sees(cast, workspace, kind):
    who = EVERYBODY[kind]
    response = workspace(getattr(cast, who)).get("/")
    page = text_of(response)
    assert first(getattr(cast, who)) == BEGINNING[who]
    assert BEGINNING[who][0] in page
    assert f"What you see here {FIRST_PAGES[kind].sees} What you never see {FIRST_PAGES[kind].never}" in page
    # One filled button: all others are outlined.
    assert len(re.findall(r'class="button"', response.content.decode().split("<main")[1].split("</main>")[0])) == 1


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_verb_opens_for_whoever_is_shown_it(cast, workspace, settings, kind):
    actor = getattr(cast, EVERYBODY[kind])
    browser = workspace(actor)
    acts = acts_of(entered(actor), FIRST_PAGES[kind])
    assert acts
    for act in acts:
        if act.url.startswith("/"):
            assert browser.get(act.url).status_code == 200, act.url
        else:
            with translation.override("en"):
                path = act.url.removeprefix(settings.PUBLIC_ADDRESS).split("?")[0]
                assert resolve(path, urls_public.__name__), act.url


@pytest.mark.parametrize("who", ["lars", "olga", "teo", "sol", "ines"])
def test_whoever_works_on_no_records_is_shown_no_list_of_them(cast, tell, who):
    report = tell("madrid.police", "madrid.ngo")
    refer(make_case(report, by=entered(cast.alice)), by=cast.alice)
    assert RECORDS & set(titles(getattr(cast, who))) == set()
    assert {"Due on cases", "Reports"} <= set(titles(cast.alice))


def test_a_new_report_stands_first_for_the_police_and_the_ngo_that_it_was_sent_to_and_for_nobody_else(cast, tell):
    report = tell("madrid.police", "madrid.ngo")
    there = {name: first(getattr(cast, name))[0] for name in EVERYBODY.values()}
    assert {name for name, title in there.items() if title == report.reference} == {"alice", "nadia"}


def test_a_report_to_the_ngo_alone_stays_off_the_polices_page(cast, tell):
    report = tell("madrid.ngo")
    assert first(cast.nadia)[0] == report.reference
    assert first(cast.alice) == BEGINNING["alice"]


def test_a_complaint_stands_first_for_the_complaints_body_and_nowhere_at_the_police(cast, tell, workspace):
    report = tell("madrid.complaints", barred=("madrid.police", "madrid.state"))
    assert first(cast.carmen) == (report.reference, f"/reports/{report.reference}/")
    for name in ("alice", "bob", "stefan"):
        assert report.reference not in text_of(workspace(getattr(cast, name)).get("/"))


def test_what_was_referred_stands_first_for_who_has_to_answer_it(cast, tell):
    case = make_case(tell("madrid.police"), by=entered(cast.alice))
    referral = refer(case, by=cast.alice)
    assert first(cast.stefan)[0] == referral.reference
    assert first(cast.petra) == BEGINNING["petra"]


def test_a_prosecutor_who_accepted_is_asked_for_the_decision(cast, tell):
    case = make_case(tell("madrid.police"), by=entered(cast.alice))
    referral = at_petra(case, cast)
    assert first(cast.petra)[0] == referral.reference
    assert titles(cast.petra)[0] == "Decisions to record"


def test_the_city_hall_is_asked_to_look_at_what_it_prepared_then_for_reviews(cast):
    lars = entered(cast.lars)
    prepared = prepare_release(by=lars)
    assert first(lars) == ("Look at the prepared table", "/figures/prepared/")
    release_table(prepared_id=prepared.pk, by=lars, note="New.")
    assert first(lars)[0] == "Begin the plan of your city"
    make_plan(lars, now=timezone.now() - timedelta(days=200))
    assert first(lars)[0] == "Review a measure"


def test_a_partner_reads_first_what_the_plan_asks_of_her(cast):
    lars = entered(cast.lars)
    plan, school = make_plan(lars), cast.organisations["madrid.school"].pk
    later = timezone.now().date() + timedelta(days=30)
    words = MeasureWords("Put up a notice", later, school)
    operations.add_measure(objective_id=parts(plan)[0].pk, words=words, review_on=later, by=lars)
    publish(plan, lars)
    assert first(cast.sol) == ("Put up a notice", "http://localhost:8000/en/plan/madrid/")
    assert first(cast.teo) == BEGINNING["teo"]


def test_the_auditor_is_asked_to_verify_until_she_did_and_again_after_a_month(cast, monkeypatch):
    ines = entered(cast.ines)
    assert first(ines) == BEGINNING["ines"]
    record_event(VERIFIED, origin=ines.origin, label="broken")
    assert first(ines) == BEGINNING["ines"]
    record_event(VERIFIED, origin=ines.origin, label=WHOLE, now=timezone.now() + timedelta(seconds=1))
    assert first(ines) == ("The log is whole, and no list waits for you", "/audit/")
    later = timezone.now() + timedelta(days=32)
    monkeypatch.setattr("proximity.oversight.queries.timezone.now", lambda: later)
    assert first(ines) == BEGINNING["ines"]


def test_released_figures_are_news_and_no_work(cast):
    lars = entered(cast.lars)
    release_table(prepared_id=prepare_release(by=lars).pk, by=lars, note="New.")
    assert first(cast.teo) == BEGINNING["teo"]
    assert first(cast.olga) == BEGINNING["olga"]
    assert titles(cast.olga) == ["What cities released last", "New from other cities"]


# ---- what comes first among much


def page_with(*lists):
    page = FIRST_PAGES[OrganisationKind.LOCAL_POLICE]
    return first_of(lists, page, [Act("Begin", "/begin/")])


def test_what_presses_comes_before_what_only_waits_and_both_before_news():
    news = HomeList("News", [HomeItem("read", "/news/", waits=False)])
    work = HomeList("Work", [HomeItem("later", "/later/")])
    late = HomeList(
        "Late", [HomeItem("late", "/late/", due="3 days", urgent=True), HomeItem("too", "/too/", urgent=True)]
    )
    assert page_with(news).act.url == "/begin/"
    assert page_with(news, work).act.url == "/later/"
    found = page_with(news, work, late)
    assert (found.act.url, found.due, found.urgent, found.more) == (
        "/late/",
        "3 days",
        True,
        "1 more is urgent, below.",
    )


def test_empty_lists_come_last(cast):
    found = home_lists(entered(cast.alice), first_page_of(cast.alice))
    assert [bool(one.items) for one in found] == sorted((bool(one.items) for one in found), reverse=True)


# ---- what it costs


@pytest.mark.parametrize("kind", OrganisationKind)
def test_the_page_costs_no_more_the_more_there_is(cast, tell, workspace, kind):
    def cost():
        browser = workspace(getattr(cast, EVERYBODY[kind]))
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert browser.get("/").status_code == 200
        return len(found)

    def fill():
        report = tell("madrid.police", "madrid.ngo", "madrid.complaints")
        refer(make_case(report, by=entered(cast.alice)), by=cast.alice)
        lars = entered(cast.lars)
        release_table(prepared_id=prepare_release(by=lars).pk, by=lars, note="New.")
        forget_context()

    fill()
    before = cost()
    for _ in range(3):
        fill()
    after = cost()
    assert after <= before
    assert after <= QUERIES_AT_MOST
