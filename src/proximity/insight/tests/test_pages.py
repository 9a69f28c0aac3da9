"""The pages of figures: everybody reads what is released; who may, prepares, looks and releases; nobody sees a fact."""

import csv
import io
import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from proximity.accounts.rules import CAPABILITIES, Role
from proximity.foundation.testing import STAFF, as_role
from proximity.insight.factories import historical_facts
from proximity.insight.models import Release
from proximity.insight.operations import import_history, prepare_release, record_fact, release_table
from proximity.insight.queries.figures import figure
from proximity.insight.queries.releases import home_items
from proximity.insight.queries.wording import ground_labels
from proximity.insight.rules.counting import Level
from proximity.insight.rules.facts import Quarter
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.insight.tests.making import fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(cast, acting):
    """Return a function that fills Madrid's register."""

    def fill(count=1500):
        with as_role(STAFF):
            import_history(historical_facts(city="madrid", count=count, seed=1), by=acting(cast.alice))

    return fill


@pytest.fixture
def release(cast, acting):
    """Return a function that prepares and releases Madrid's figures."""

    def release():
        with as_role(STAFF):
            lars = acting(cast.lars)
            return release_table(prepared_id=prepare_release(by=lars).pk, by=lars)

    return release


def text_of(response) -> str:
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html)


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_of_figures_names_every_city_and_leads_there(public, fill, release):
    fill(100)
    release()
    page = public.get("/en/figures/")
    assert page.status_code == 200
    assert 'href="/en/figures/madrid/"' in page.content.decode()
    assert "Bradford Nothing released yet" in text_of(page)
    assert public.get("/en/figures/?city=madrid").headers["Location"] == "/en/figures/madrid/"
    assert public.get("/en/figures/?city=nowhere").status_code == 200


def test_an_instance_without_cities_says_so(cast, public, monkeypatch):
    monkeypatch.setattr("proximity.insight.views.public.cities_with_figures", list)
    assert "There is no city here yet" in text_of(public.get("/en/figures/"))


def test_before_the_first_release_the_page_says_what_will_stand_there(public):
    page = public.get("/es/figures/madrid/")
    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


@pytest.mark.parametrize(
    "address",
    ["nowhere/", "madrid/1/", "nowhere/1/", "madrid/figures.csv", "madrid/1/figures.csv", "madrid/1/about.csv"],
)
def test_what_was_never_released_is_not_there(public, address):
    assert public.get(f"/en/figures/{address}").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_reads_number_sentence_caveat_table_definition_and_who_signed(public, fill, release, language):
    fill()
    release()
    page = public.get(f"/{language}/figures/madrid/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "Ayuntamiento" in html
    assert re.search(r'<p class="number">\D*1.\d\d[05]</p>', html)
    for part in ('class="notice"', "<caption", 'scope="col"', 'scope="row"', "figures.csv", "<tfoot>"):
        assert part in html
    if language == "en":
        text = text_of(page)
        for said in (
            "More reports do not have to mean more hate",
            "plain hooliganism",
            "rounded to 5 by itself",
            "Version 1",
        ):
            assert said in text


def test_a_released_page_costs_one_query_and_may_be_kept_a_while(public, fill, release):
    fill(100)
    release()
    with CaptureQueriesContext(connection) as queries:
        page = public.get("/en/figures/madrid/")
    assert [query["sql"].count("insight_release") > 0 for query in queries if " FROM " in query["sql"]] == [True]
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert not page.cookies


def test_a_page_is_drawn_once_and_is_the_same_for_everybody_but_in_their_language(public, fill, release, monkeypatch):
    fill(100)
    release()
    first, other = public.get("/en/figures/madrid/").content, public.get("/es/figures/madrid/").content
    monkeypatch.setattr("proximity.insight.views.public.figure", None)
    assert public.get("/en/figures/madrid/").content == first != other == public.get("/es/figures/madrid/").content


def test_a_page_with_a_preset_city_carries_it_on_and_is_drawn_for_itself(public, fill, release):
    fill(100)
    release()
    assert "?city=madrid" not in public.get("/en/figures/madrid/").content.decode()
    assert "?city=madrid" in public.get("/en/figures/madrid/?city=madrid").content.decode()


def test_an_earlier_version_stays_where_it_was(public, fill, release):
    fill(200)
    release()
    fill(200)
    release()
    newest, first = (text_of(public.get(f"/en/figures/madrid/{version}")) for version in ("", "1/"))
    assert "Earlier versions: Version 1" in newest
    assert "Earlier versions" not in first
    assert rows_of(public.get("/en/figures/madrid/1/figures.csv")) != rows_of(
        public.get("/en/figures/madrid/figures.csv")
    )


def test_the_download_has_years_grounds_labels_and_counts_and_never_a_small_one(public, fill, release):
    fill()
    released = release()
    response = public.get("/en/figures/madrid/figures.csv")
    rows = rows_of(response)
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures-madrid-1.csv"'
    assert list(rows[0]) == ["year", "ground", "label", "count"]
    assert all(row["count"] == "" or int(row["count"]) % 5 == 0 for row in rows)
    whole = rows[-1]
    assert (whole["ground"], int(whole["count"])) == ("ALL", released.content.total)
    assert len(rows) == (len(released.content.rows) + 1) * len(released.content.columns) + 1
    about = dict(csv.reader(io.StringIO(public.get("/en/figures/madrid/1/about.csv").content.decode("utf-8-sig"))))
    assert (about["signed_by"], about["threshold"], about["rounded_to"], about["version"]) == (
        "Ayuntamiento",
        "5",
        "5",
        "1",
    )
    assert "more hate" in about["caution"]


@pytest.fixture
def released(cast, acting):
    """Return a function that keeps facts and releases what may be published of them."""

    def released(facts) -> Release:
        with as_role(STAFF):
            alice = acting(cast.alice)
            for number, told in enumerate(facts):
                record_fact(told, record_id=UUID(int=number), by=alice)
            lars = acting(cast.lars)
            return release_table(prepared_id=prepare_release(by=lars).pk, by=lars)

    return released


@pytest.mark.parametrize(
    ("facts", "level", "columns"),
    [
        ([fact()] * 5, Level.FINE_YEAR, 9),
        ([fact(grounds=(code,)) for code in ("REL.SIKH", "REL.HINDU", "REL.BUDD")] * 2, Level.COARSE_YEAR, 9),
        ([fact(happened=None)] * 2, Level.TOTAL, 0),
        ([fact(grounds=(code,)) for code in ("REL.MUS", "APO", "AGE", "GEN.F", "IDEO")], Level.ALL_YEAR, 9),
    ],
)
def test_every_level_can_be_told_and_downloaded(public, released, facts, level, columns):
    release = released(facts)
    assert release.level == level
    with override("en"):
        assert len(figure(release).columns) == columns
    assert public.get("/en/figures/madrid/").status_code == 200
    assert rows_of(public.get("/en/figures/madrid/figures.csv"))[-1]["ground"] == "ALL"


def test_a_span_of_years_is_one_column(public, released):
    release = released([fact(happened=Quarter(year)) for year in range(2020, 2026)])
    assert release.level == Level.COARSE_SPAN
    with override("en"):
        told = figure(release)
    assert told.columns == (f"{release.content.years.start} to {release.content.years.stop - 1}",)
    assert [line.numbers for line in told.lines] == [("5",)]
    assert any("ODIHR has no category" in note and ground_labels("en")["IDEO"] in note for note in told.notes)
    assert [row["count"] for row in rows_of(public.get("/en/figures/madrid/figures.csv")) if row["count"]] == ["5", "5"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_row_has_words(language):
    assert {*shared_vocabulary().fine, *shared_vocabulary().coarse} <= ground_labels(language).keys()


def test_lars_prepares_looks_and_releases_and_never_meets_a_fact(cast, workspace, fill):
    fill(300)
    lars = workspace(cast.lars)
    assert "Prepare a new table" in text_of(lars.get("/figures/"))
    assert lars.get("/figures/prepared/").headers["Location"] == "/figures/"
    assert lars.post("/figures/prepare/").headers["Location"] == "/figures/prepared/"
    assert "Nobody else sees it yet" in text_of(lars.get("/figures/"))
    look = lars.get("/figures/prepared/")
    assert "cannot be changed or taken back" in text_of(look)
    assert not Release.objects.exists()
    identifier = re.search(r'name="prepared" value="([^"]+)"', look.content.decode())[1]
    assert lars.post("/figures/release/", {"prepared": identifier}).headers["Location"] == "/figures/"
    after = text_of(lars.get("/figures/"))
    assert "released as version 1" in after
    assert "Ayuntamiento" in after
    assert rows_of(lars.get("/figures/1/figures.csv"))
    assert lars.get("/figures/2/figures.csv").status_code == 404
    assert "fact" not in after.replace("You see no fact", "").replace("The facts of every organisation", "")


def test_what_changed_since_he_looked_is_shown_instead_of_released(cast, workspace, fill):
    fill(100)
    lars = workspace(cast.lars)
    lars.post("/figures/prepare/")
    identifier = re.search(r'name="prepared" value="([^"]+)"', lars.get("/figures/prepared/").content.decode())[1]
    lars.post("/figures/prepare/")
    for sent in (identifier, "no number"):
        again = lars.post("/figures/release/", {"prepared": sent})
        assert again.status_code == 409
        assert "prepared anew meanwhile" in text_of(again)
    assert not Release.objects.exists()


@pytest.mark.parametrize("who", ["alice", "nadia", "petra", "ines"])
def test_others_read_and_do_not_release(cast, workspace, who):
    browser = workspace(getattr(cast, who))
    page = browser.get("/figures/")
    assert page.status_code == 200
    assert "Prepare" not in text_of(page)
    assert browser.get("/figures/prepared/").status_code == 403
    assert browser.post("/figures/prepare/").status_code == 403
    assert browser.post("/figures/release/").status_code == 403


def test_the_home_page_says_what_waits(cast, acting, fill):
    def items(name):
        return [(item.label, item.url, item.urgent) for item in home_items(acting(getattr(cast, name))).items]

    fill(100)
    assert items("lars") == [("Prepare the first figures", "/figures/", False)]
    assert items("alice") == []
    prepared = prepare_release(by=acting(cast.lars))
    assert items("lars") == [("Look at the prepared table", "/figures/prepared/", True)]
    release_table(prepared_id=prepared.pk, by=acting(cast.lars))
    assert items("lars") == items("ines") == [("Figures of Madrid", "/figures/", False)]


def test_who_reads_no_figures_has_none_on_her_home_page(cast, acting, monkeypatch):
    monkeypatch.setitem(CAPABILITIES, Role.OFFICER, frozenset())
    assert home_items(acting(cast.alice)) is None


def test_rows_name_themselves_without_content(cast, acting):
    row = record_fact(fact(), record_id=UUID(int=1), by=acting(cast.alice))
    prepared = prepare_release(by=acting(cast.lars))
    assert (str(row), str(prepared)) == ("police 2024 v1", f"grounds_by_year {prepared.covers_until}")
    assert str(release_table(prepared_id=prepared.pk, by=acting(cast.lars))) == "grounds_by_year v1"
