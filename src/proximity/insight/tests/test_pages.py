"""The pages of figures: everybody reads what is released; who may, prepares, looks and releases; nobody sees a fact."""

import csv
import io
import re
from datetime import date
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from proximity.accounts.rules import CAPABILITIES, Role
from proximity.insight.access import releases
from proximity.insight.models import PreparedTable, Release
from proximity.insight.operations import prepare_release, record_fact, release_table
from proximity.insight.queries.figures import figure
from proximity.insight.queries.releases import home_items
from proximity.insight.queries.sentences import sentence_of
from proximity.insight.queries.wording import TABLES, ground_labels, kind_labels
from proximity.insight.rules.counting import Level, TableCode
from proximity.insight.rules.facts import Channel, Feedback, Quarter
from proximity.insight.rules.tables import Gap
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.insight.tests.making import fact

pytestmark = pytest.mark.django_db


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
    [
        "nowhere/",
        "madrid/1/",
        "nowhere/1/",
        "madrid/figures.csv",
        "madrid/1/key-wide.svg",
        *(
            f"madrid/1/{file}"
            for file in ("figures.csv", "key.csv", "about.csv", "about.json", "signed.json", "metadata.jsonld")
        ),
    ],
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
    for part in ('class="notice"', "<caption", 'scope="col"', 'scope="row"', "figures.csv", 'class="strong"'):
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


def queries_of(captured) -> list[str]:
    return [query["sql"] for query in captured if " FROM " in query["sql"]]


def test_a_released_page_costs_one_query_in_a_second_and_may_be_kept_a_while(public, fill, release):
    fill(100)
    release()
    assert public.get("/en/figures/madrid/").status_code == 200
    with CaptureQueriesContext(connection) as captured:
        public.get("/en/figures/madrid/")
    assert queries_of(captured) == []
    cache.delete("figures/stamp/madrid/None/en")
    with CaptureQueriesContext(connection) as captured:
        page = public.get("/en/figures/madrid/")
    asked = queries_of(captured)
    assert len(asked) == 1
    assert '"counts"' not in asked[0]
    assert page.headers["Cache-Control"] == "max-age=10, public"
    assert not page.cookies


def test_drawing_a_page_for_the_first_time_costs_few_queries(public, fill, release):
    fill(100)
    for _ in range(3):
        release()
    with CaptureQueriesContext(connection) as captured:
        public.get("/en/figures/madrid/")
    assert len(queries_of(captured)) <= 5


def test_who_has_the_page_is_told_that_it_still_holds(public, fill, release):
    fill(100)
    release()
    first = public.get("/en/figures/madrid/")
    again = public.get("/en/figures/madrid/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    release()
    after = public.get("/en/figures/madrid/", headers={"if-none-match": first.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != first.headers["ETag"]


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


def test_a_page_with_every_row_stays_small(public, released):
    """All grounds and all types in every year: about the most that a page can hold."""
    facts = [
        fact(grounds=(code,), incident_type=kind, channel=channel, happened=Quarter(year), case=True)
        for code in shared_vocabulary().fine
        for year in range(2019, 2027)
        for kind, channel in list(zip(shared_vocabulary().incident_types, Channel, strict=False))[:5]
    ]
    release = released(facts)
    assert release.content.table(TableCode.GROUND).level == Level.FINE_YEAR
    for language in ("en", "bg"):
        assert len(public.get(f"/{language}/figures/madrid/").content) < 60_000


def test_an_earlier_version_stays_where_it_was_and_says_what_took_its_place_and_why(public, fill, release):
    fill(200)
    release()
    fill(200)
    release()
    newest, first = (public.get(f"/en/figures/madrid/{version}") for version in ("", "1/"))
    assert "Earlier versions Version 1" in text_of(newest)
    assert "What is new or corrected Corrected." in text_of(newest)
    assert "Earlier versions" not in text_of(first)
    assert "This is version 1. It was replaced on" in text_of(first)
    assert '<p lang="en">Corrected.</p>' in first.content.decode()
    assert "It was replaced" not in text_of(public.get("/en/figures/madrid/2/"))
    assert rows_of(public.get("/en/figures/madrid/1/figures.csv")) != rows_of(
        public.get("/en/figures/madrid/figures.csv")
    )


@pytest.mark.parametrize(
    ("facts", "level", "columns"),
    [
        ([fact()] * 5, Level.FINE_YEAR, 9),
        ([fact(grounds=(code,)) for code in ("REL.SIKH", "REL.HINDU", "REL.BUDD")] * 2, Level.COARSE_YEAR, 9),
        ([fact(happened=None)] * 2, Level.NONE, 0),
        ([fact(happened=Quarter(year)) for year in range(2020, 2026)], Level.COARSE_SPAN, 1),
    ],
)
def test_every_level_can_be_told_and_downloaded(public, released, facts, level, columns):
    release = released(facts)
    assert release.level == level
    with override("en"):
        told = figure(release)
    by_ground = next(table for table in told.tables if table.code == "ground")
    assert len(by_ground.columns) == columns
    if not columns:
        assert by_ground.sentence == "There were too few incidents to tell them apart."
        assert told.number == "Fewer than 5"
    assert public.get("/en/figures/madrid/").status_code == 200
    assert rows_of(public.get("/en/figures/madrid/figures.csv"))


def test_a_span_of_years_is_one_column(public, released):
    release = released([fact(happened=Quarter(year)) for year in range(2020, 2026)])
    with override("en"):
        told = figure(release)
    table = next(table for table in told.tables if table.code == "ground")
    years = release.content.years
    assert table.columns == (f"{years.start} to {years.stop - 1}",)
    assert [[cell.text for cell in line.cells] for line in table.lines] == [["5"], ["5"]]
    assert table.sentence.startswith(f"Most often from {years.start} to {years.stop - 1}: ")
    assert any("ODIHR has no category" in note and ground_labels("en")["IDEO"] in note for note in told.notes)
    rows = rows_of(public.get("/en/figures/madrid/1/ground.csv"))
    assert [row["count"] for row in rows if row["count"]] == ["5", "5"]
    assert {row["year"] for row in rows} == {f"{years.start}-{years.stop - 1}"}


def test_a_total_that_is_left_out_is_explained(public, released):
    release = released(
        [fact(incident_type=kind, happened=Quarter(2024)) for kind in ("insult", "threat") for _ in range(4)]
    )
    assert Gap.HELD not in release.content.incidents
    held = PreparedTable(
        city=release.city, definition="incidents_2", covers_until=date(2025, 12, 31),
        counts=release.counts | {"incidents": ["held"] * 9, "total": "held"},
    )  # fmt: skip
    with override("en"):
        told = figure(held)
    assert told.number == "No total"
    assert any("left out: with this number" in note for note in told.notes)
    assert told.tables[0].sentence == "No number is given for 2025."


@pytest.mark.parametrize(
    ("covers_until", "sentence"),
    [
        (date(2024, 12, 31), "In 2024 about 40 incidents were recorded. In 2023 fewer than 5 incidents were recorded."),
        (date(2025, 3, 1), "In 2024 about 40 incidents were recorded. In 2023 fewer than 5 incidents were recorded."),
        (date(2026, 3, 1), "In 2025 fewer than 5 incidents were recorded. In 2024 about 40 incidents were recorded."),
    ],
)
def test_a_sentence_speaks_of_the_last_whole_year(released, covers_until, sentence):
    release = released([fact(case=True, feedback=Feedback.ON_TIME)] * 40)
    with override("en"):
        assert sentence_of("key", release.content, covers_until, "en") == sentence
        if covers_until.year < 2026:
            told = sentence_of("coverage", release.content, covers_until, "en")
            assert told == (
                "Of the cases on incidents of 2024, about 100 % have an answer to the bias question."
                " In about 100 % of them the person was told in time what was done."
            )
            assert sentence_of("type", release.content, covers_until, "en") == (
                f"Most often in 2024: {kind_labels('en')['insult']} (40)."
            )
        else:
            assert "too few cases" in sentence_of("coverage", release.content, covers_until, "en")
            assert "nothing here reached 5" in sentence_of("type", release.content, covers_until, "en")


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_language_says_every_sentence_in_its_own_words(released, language):
    release = released([fact(case=True, feedback=Feedback.ON_TIME, happened=Quarter(2025))] * 40)
    with override(language):
        told = {sentence_of(code, release.content, date(2026, 3, 1), language) for code in TABLES}
    with override("en"):
        english = {sentence_of(code, release.content, date(2026, 3, 1), "en") for code in TABLES}
    assert len(told) == len(TABLES)
    assert language == "en" or not told & english
    assert all("40" in sentence or "100" in sentence for sentence in told)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_row_has_words(language):
    assert {*shared_vocabulary().fine, *shared_vocabulary().coarse} <= ground_labels(language).keys()
    assert set(shared_vocabulary().incident_types) == kind_labels(language).keys()


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
    assert 'name="signed_as" value="Lars"' in look.content.decode()
    nobody = lars.post("/figures/release/", {"prepared": identifier, "signed_as": " "})
    assert nobody.status_code == 422
    assert not Release.objects.exists()
    signed = {"prepared": identifier, "signed_as": "Lars, statistics"}
    assert lars.post("/figures/release/", signed).headers["Location"] == "/figures/"
    after = text_of(lars.get("/figures/"))
    assert "released as version 1" in after
    assert "Lars, statistics, Ayuntamiento" in after
    assert rows_of(lars.get("/figures/1/figures.csv"))
    assert lars.get("/figures/2/figures.csv").status_code == 404
    assert "fact" not in after.replace("You see no fact", "").replace("The facts of every organisation", "")


def test_from_the_second_version_on_lars_says_what_is_new_and_his_words_stay_where_they_are_not_whole(
    cast, workspace, fill, release
):
    fill(100)
    release()
    lars = workspace(cast.lars)
    lars.post("/figures/prepare/")
    look = lars.get("/figures/prepared/").content.decode()
    assert 'name="note"' in look
    identifier = re.search(r'name="prepared" value="([^"]+)"', look)[1]
    again = lars.post("/figures/release/", {"prepared": identifier, "signed_as": "L. Romero", "note": ""})
    assert again.status_code == 422
    assert 'value="L. Romero"' in again.content.decode()
    whole = {"prepared": identifier, "signed_as": "L. Romero", "note": "Two offices told later."}
    assert lars.post("/figures/release/", whole).status_code == 302
    assert (newest := releases().first()).note == "Two offices told later."
    assert newest.signed_as == "L. Romero"


def test_what_changed_since_he_looked_is_shown_instead_of_released(cast, workspace, fill):
    fill(100)
    lars = workspace(cast.lars)
    lars.post("/figures/prepare/")
    identifier = re.search(r'name="prepared" value="([^"]+)"', lars.get("/figures/prepared/").content.decode())[1]
    lars.post("/figures/prepare/")
    for sent in (identifier, "no number"):
        again = lars.post("/figures/release/", {"prepared": sent, "signed_as": "L. Romero"})
        assert again.status_code == 409
        assert "prepared anew meanwhile" in text_of(again)
        assert 'name="signed_as" value="L. Romero"' in again.content.decode()
        newest = re.search(r'name="prepared" value="([^"]+)"', again.content.decode())[1]
        assert newest not in {identifier, sent}
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
    assert (str(row), str(prepared)) == ("police 2024 v1", f"incidents_by_year {prepared.covers_until}")
    assert str(release_table(prepared_id=prepared.pk, by=acting(cast.lars))) == "incidents_by_year v1"
