"""What a national body reads: released tables of many cities side by side, and rows with ODIHR's categories. Nothing else."""

import csv
import io
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.accounts.operations import add_membership, add_person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Role
from proximity.foundation.testing import as_role
from proximity.insight.operations import prepare_release, record_fact, release_table
from proximity.insight.queries import comparison
from proximity.insight.queries.comparison import compared_cities, odihr_rows
from proximity.insight.rules.counting import Level
from proximity.insight.rules.facts import Quarter
from proximity.insight.rules.tables import Gap
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.insight.tests.making import fact

pytestmark = pytest.mark.django_db
YEAR = timezone.now().year


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def leah(cast):
    """Return an official of the city hall of Bradford."""
    with as_role("owner"):
        person = add_person(email="leah@example.org", name="Leah", password="leah has a long password")
        membership = add_membership(
            person=person, organisation=cast.organisations["bradford.hall"], role=Role.CITY_OFFICIAL
        )
    return actor_from(membership)


@pytest.fixture
def released(cast, acting, leah):
    """Return a function that releases so many facts of Madrid (`alice`) or Bradford (`charlie`), alike unless told otherwise."""

    def release(who, count, **changes):
        city = "madrid" if who == "alice" else "bradford"
        officer = acting(getattr(cast, who))
        for _ in range(count):
            usual = {"city": city, "happened": Quarter(YEAR - 1, 2)}
            record_fact(fact(**(usual | changes)), record_id=uuid4(), by=officer)
        official = acting(cast.lars if who == "alice" else leah)
        return release_table(prepared_id=prepare_release(by=official).pk, by=official, note="New.")

    return release


def numbers(found):
    return {row.name: row.numbers for row in found.rows}


def test_cities_stand_side_by_side_with_their_last_years_and_their_newest_release(cast, acting, released):
    released("alice", 52)
    released("alice", 10)
    released("charlie", 7)
    found = compared_cities(acting(cast.olga))
    assert [row.name for row in found.rows] == ["Madrid", "Bradford"]
    assert found.years == (str(YEAR - 3), str(YEAR - 2), str(YEAR - 1), f"{YEAR} so far")
    assert numbers(found) == {"Madrid": ("<5", "<5", "60", "<5", "60"), "Bradford": ("<5", "<5", "5", "<5", "5")}
    assert [row.release.version for row in found.rows] == [2, 1]
    assert found.silent == ()


def test_a_city_with_few_tells_that_they_are_few_and_not_how_many(cast, acting, released):
    assert released("charlie", 2).level == Level.NONE
    assert numbers(compared_cities(acting(cast.olga))) == {"Bradford": ("<5",) * 5}


def test_a_year_that_a_release_does_not_cover_and_a_count_that_is_held_back_are_a_dash():
    assert comparison._said(None) == comparison._said(Gap.HELD) == comparison.UNTOLD


def test_a_city_without_figures_is_named_and_an_instance_without_any_says_what_comes(cast, acting, workspace, released):
    page = text_of(workspace(cast.olga).get("/figures/cities/"))
    assert "No city has released figures yet." in page
    released("alice", 52)
    found = compared_cities(acting(cast.olga))
    assert [row.name for row in found.silent] == ["Bradford"]
    assert found.silent[0].numbers == ()


def test_the_page_tells_numbers_meaning_and_caution_and_leads_to_each_citys_own_page(cast, workspace, released):
    released("alice", 52)
    released("charlie", 2)
    response = workspace(cast.olga).get("/figures/cities/")
    page = text_of(response)
    for words in (
        "Cities side by side", "do not rank cities", "Madrid Spain", "50", "fewer than 5", "What these numbers mean",
        "An incident is counted when", "Do not add up cities", "not one: released tables count recorded incidents",
    ):  # fmt: skip
        assert words in page
    assert 'href="http://localhost:8000/en/figures/bradford/"' in response.content.decode()
    assert "notice" in response.content.decode()


def test_it_costs_the_same_for_two_cities_as_for_one(cast, acting, released):
    def cost():
        olga = acting(cast.olga)
        with CaptureQueriesContext(connection) as found:
            compared_cities(olga)
        return len(found)

    released("alice", 52)
    one = cost()
    released("charlie", 7)
    assert cost() == one == 2


@pytest.mark.parametrize("who", ["alice", "bob", "nadia", "petra", "lars", "ines", "teo", "sol", "carmen"])
def test_nobody_else_compares(cast, acting, workspace, who):
    browser = workspace(getattr(cast, who))
    for address in ("/figures/cities/", "/figures/cities/odihr.csv"):
        assert browser.get(address).status_code == 403
    actor = acting(getattr(cast, who))
    for call in (compared_cities, lambda by: list(odihr_rows(by))):
        with pytest.raises(NotAllowed):
            call(actor)
    assert comparison.city_items(actor) is None


def test_what_is_only_prepared_is_not_there(cast, acting, released):
    released("alice", 52)
    lars = acting(cast.lars)
    record_fact(fact(happened=Quarter(YEAR, 1)), record_id=uuid4(), by=acting(cast.alice))
    prepare_release(by=acting(lars))
    assert [row.release.version for row in compared_cities(acting(cast.olga)).rows] == [1]


def test_who_compares_neither_prepares_nor_releases(cast, workspace):
    browser = workspace(cast.olga)
    for address in ("/figures/prepare/", "/figures/release/", "/plan/publish/"):
        assert browser.post(address).status_code == 403
    assert browser.get("/figures/prepared/").status_code == 403


# ---- rows for ODIHR


@pytest.fixture
def rows_of(cast, workspace):
    def read():
        body = workspace(cast.olga).get("/figures/cities/odihr.csv").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(body)))

    return read


def test_each_published_count_is_a_row_with_the_category_of_its_ground(released, rows_of):
    released("alice", 52)
    released("charlie", 10, grounds=("IDEO",))
    found = rows_of()
    assert list(found[0]) == list(comparison.HEADER)
    (muslim,) = [
        one
        for one in found
        if one["bias_code"] == "REL.MUS" and one["year"] == str(YEAR - 1) and one["city"] == "Madrid"
    ]
    assert (muslim["count"], muslim["odihr_category"], muslim["odihr_label"]) == (
        "50",
        "ODIHR-MUS",
        "Anti-Muslim hate crime",
    )
    assert (muslim["country"], muslim["stage"], muslim["unit"], muslim["note"]) == ("ES", "recorded", "incident", "")
    (ideology,) = [one for one in found if one["count"] == "10" and one["bias_code"] == "IDEO"]
    assert ideology["odihr_category"] == ""
    assert ideology["note"]
    whole = [one for one in found if one["bias_code"] == "ALL" and one["city"] == "Bradford"]
    assert {one["count"] for one in whole} == {"10", ""}
    assert [one["count"] for one in whole if one["year"] == f"{YEAR - 7}-{YEAR}"] == ["10"]


def test_no_row_tells_a_small_or_an_exact_number(released, rows_of):
    released("alice", 52)
    released("alice", 3, grounds=("REL.JEW",))
    counts = {one["count"] for one in rows_of()}
    assert all(count == "" or int(count) % 5 == 0 for count in counts)
    assert "0" not in counts


def test_every_ground_has_a_category_or_a_reason_why_it_has_none():
    vocabulary = shared_vocabulary()
    for code in {*vocabulary.fine, *vocabulary.coarse}:
        category, note = comparison._category(code)
        assert bool(category) != bool(note), code
        assert not category or category.startswith("ODIHR-")


def test_where_no_ground_can_be_told_there_are_only_years_and_all_of_them_together(released, rows_of):
    released("charlie", 2)
    told = [(one["bias_code"], one["year"], one["count"]) for one in rows_of()]
    years = [*(str(year) for year in range(YEAR - 7, YEAR + 1)), "not known", f"{YEAR - 7}-{YEAR}"]
    assert sorted(told) == sorted(("ALL", year, "") for year in years)


def test_a_year_that_nobody_knows_is_called_so(released, rows_of):
    released("alice", 30, happened=None)
    assert {"30"} == {one["count"] for one in rows_of() if one["year"] == "not known" and one["bias_code"] == "ALL"}


def test_where_no_city_has_released_anything_there_is_a_header_and_nothing_else(cast, acting, rows_of):
    assert rows_of() == []
    assert compared_cities(acting(cast.olga)).years == ()
    assert comparison.city_items(cast.olga).items == []
