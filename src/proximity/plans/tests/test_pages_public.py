"""The published plan: everybody reads it, with figures of today or of its own day, and where there is none it says so."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from proximity.foundation.testing import STAFF, as_role
from proximity.insight.operations import prepare_release, release_table
from proximity.plans import operations
from proximity.plans.access import draft_of
from proximity.plans.factories import make_plan, parts, publish
from proximity.plans.operations.measures import Looked
from proximity.plans.queries.showing import shown_indicator
from proximity.plans.rules.indicators import NOT_TOLD, Amount, Told, Unit
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.published import IndicatorText, Point

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html)


@pytest.fixture
def published(cast, acting, release):
    """Return a function that releases figures and publishes Madrid's plan."""

    def published():
        with as_role(STAFF):
            release()
            lars = acting(cast.lars)
            return publish(make_plan(lars), lars)

    return published


def test_the_list_names_every_city_and_leads_there(public, published):
    published()
    page = public.get("/en/plan/")
    assert 'href="/en/plan/madrid/"' in page.content.decode()
    assert "Bradford No plan published yet" in text_of(page)
    assert public.get("/en/plan/?city=madrid").headers["Location"] == "/en/plan/madrid/"
    assert public.get("/en/plan/?city=nowhere").status_code == 200
    assert 'href="/en/plan/"' in public.get("/en/").content.decode()


def test_an_instance_without_cities_says_so(cast, public, monkeypatch):
    monkeypatch.setattr("proximity.plans.views.public.cities_with_plans", list)
    assert "There is no city here yet" in text_of(public.get("/en/plan/"))


def test_a_city_without_a_plan_says_so_kindly_and_no_city_is_not_there(public):
    page = public.get("/en/plan/madrid/")
    assert page.status_code == 200
    assert "has not published a plan yet" in text_of(page)
    for address in ("nowhere/", "madrid/1/", "nowhere/1/"):
        assert public.get(f"/en/plan/{address}").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_reads_plan_progress_and_what_it_rests_on(public, published, language):
    published()
    page = public.get(f"/{language}/plan/madrid/")
    html = page.content.decode()
    assert page.status_code == 200
    for part in (
        "Open a reporting centre",
        "Ayuntamiento",
        'lang="en"',
        f'href="/{language}/figures/madrid/1/"',
        'class="notice"',
    ):
        assert part in html
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert not page.cookies
    assert "Lars" not in html
    if language == "en":
        said = text_of(page)
        assert "released figures, version 1, counted until" in said
        assert re.search(r"Now about \d+", said)
        assert "Target 500" in said
        assert "More reports do not have to mean more hate" in said


def test_figures_stand_as_they_are_today_and_in_a_version_as_they_were(cast, public, published, acting):
    published()
    with as_role(STAFF):
        lars = acting(cast.lars)
        release_table(prepared_id=prepare_release(by=lars).pk, note="New numbers.", by=lars)
    assert "released figures, version 2" in text_of(public.get("/en/plan/madrid/"))
    frozen = text_of(public.get("/en/plan/madrid/1/"))
    assert "released figures, version 2" not in frozen
    assert "with the figures of that day" in frozen


def test_a_draft_is_nobodys_and_an_earlier_version_stays(cast, public, published, acting):
    published()
    with as_role(STAFF):
        lars = acting(cast.lars)
        plan = draft_of(lars)
        measure = parts(plan)[1]
        dropped = Looked("We asked the owner.", MeasureState.DROPPED, reason="No house was found.")
        operations.review_measure(measure_id=measure.pk, looked=dropped, seen=1, by=lars)
    assert "No house was found" not in text_of(public.get("/en/plan/madrid/"))
    with as_role(STAFF):
        publish(plan, acting(cast.lars))
    newest, first = (text_of(public.get(f"/en/plan/madrid/{version}")) for version in ("", "1/"))
    assert "Dropped because No house was found." in newest
    assert "We asked the owner." in newest
    assert "Measures dropped 1" in newest
    assert "No house was found" not in first


def test_a_measure_past_its_deadline_says_so_and_few_stay_few(cast, public, acting, monkeypatch):
    with as_role(STAFF):
        lars = acting(cast.lars)
        release_table(prepared_id=prepare_release(by=lars).pk, note="New numbers.", by=lars)
        publish(make_plan(lars, now=timezone.now() - timedelta(days=120)), lars)
    page = text_of(public.get("/en/plan/madrid/"))
    assert "deadline passed" in page
    assert "Now fewer than 5, so nothing is computed" in page
    assert "Progress cannot be said yet" in page


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (NOT_TOLD, Unit.PERCENT, "not told so finely in this release"),
        (Amount(Told.NUMBER, Decimal("12.50")), Unit.PERCENT, "12.5%"),
        (Amount(Told.NUMBER, Decimal("1200.00")), Unit.PEOPLE, "about 1,200"),
    ],
)
def test_a_number_is_written_as_the_reader_writes_it(amount, unit, said):
    one = IndicatorText(None, "Centres", unit, None, Point(amount, date(2026, 1, 1), 1), None)
    assert shown_indicator(one).now.said == said


def test_the_page_of_figures_leads_to_the_plan(public, published):
    published()
    assert 'href="/en/plan/madrid/"' in public.get("/en/figures/madrid/").content.decode()
