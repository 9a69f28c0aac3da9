"""Files of a release: whoever has the facts computes each number again; each column and code is explained."""

import csv
import hashlib
import io
import json
from collections import Counter

import pytest
from django.utils.translation import override

from proximity.insight.factories import historical_facts
from proximity.insight.queries.downloads import ABOUT_HEADER, HEADER, csv_rows
from proximity.insight.queries.wording import TABLES
from proximity.insight.rules.counting import TableCode
from proximity.insight.rules.facts import Bias, Feedback, Stage
from proximity.insight.rules.tables import Gap
from proximity.insight.rules.vocabulary import shared_vocabulary

pytestmark = pytest.mark.django_db
COUNTS = ("count", "of_count")


def rows_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_all_tables_are_in_one_file_and_each_has_its_own(public, fill, release):
    fill()
    release()
    everything = public.get("/en/figures/madrid/1/figures.csv")
    assert everything.headers["Content-Disposition"] == 'attachment; filename="figures-madrid-1.csv"'
    whole = rows_of(everything)
    assert tuple(whole[0]) == HEADER
    assert whole == rows_of(public.get("/en/figures/madrid/figures.csv"))
    parts = [row for table in TABLES for row in rows_of(public.get(f"/en/figures/madrid/1/{table}.csv"))]
    assert parts == whole
    assert {row["table"] for row in whole} == set(TABLES)


def test_no_small_or_exact_count_and_a_reason_for_each_that_is_missing(public, fill, release):
    fill()
    release()
    rows = rows_of(public.get("/en/figures/madrid/figures.csv"))
    assert sum(row["count"] != "" for row in rows) > 100
    for row in rows:
        for column in COUNTS:
            assert row[column] == "" or (int(row[column]) >= 5 and int(row[column]) % 5 == 0)
        assert (row["left_out"] == "") == (row["count"] != "")
        assert row["left_out"] in {"", "fewer_than_5", "protects_a_small_number"}


def rounded(number: int) -> str:
    return "" if number < 5 else str(round(number / 5) * 5)


def year_of(told) -> str:
    return "unknown" if told.happened is None else str(told.happened.year)


def plain_count(facts) -> Counter[tuple[str, str, str]]:
    """Count facts with nothing of the program but the facts and the code list."""
    counted: Counter[tuple[str, str, str]] = Counter()
    lists = shared_vocabulary()
    for told in facts:
        year = year_of(told)
        if told.case:
            counted["key", year, "cases"] += 1
            counted["coverage", year, "bias_answered"] += told.bias != Bias.OPEN
            counted["coverage", year, "feedback_on_time"] += told.feedback == Feedback.ON_TIME
        if told.bias == Bias.NO:
            continue
        # Who says "race" and "Roma" says no more than "Roma".
        finest = {code for code in told.grounds if not any(other.startswith(f"{code}.") for other in told.grounds)}
        counted.update(("ground", year, category) for category in {lists.rolls_up_to[code] for code in finest})
        counted["type", year, told.incident_type] += 1
        counted["channel", year, told.channel] += 1
        counted.update((table, year, "ALL") for table in ("ground", "type", "channel"))
        counted["key", year, "incidents"] += 1
        counted["key", year, "complaints"] += told.complaint or told.stage == Stage.COMPLAINT
        counted["key", year, "offences"] += told.offence
        for place, measure in enumerate(("referred", "prosecuted", "sentenced")):
            counted["key", year, measure] += list(Stage).index(told.stage) >= 2 + place
    return counted


def test_every_number_of_the_file_is_the_one_that_a_plain_count_of_the_facts_gives(public, fill, release):
    fill()
    release()
    counted = plain_count(historical_facts(city="madrid", count=1500, seed=1))
    rows = rows_of(public.get("/en/figures/madrid/figures.csv"))
    compared = 0
    for row in rows:
        if "-" not in row["year"]:
            assert row["count"] == rounded(counted[row["table"], row["year"], row["code"]]), row
            compared += row["count"] != ""
    assert compared > 100
    whole = next(row for row in rows if "-" in row["year"])
    assert whole["count"] == rounded(sum(many for key, many in counted.items() if key[2] == "incidents"))


def test_a_share_is_computed_from_the_two_rounded_numbers_beside_it(public, fill, release):
    fill()
    release()
    rows = rows_of(public.get("/en/figures/madrid/figures.csv"))
    shares = [row for row in rows if row["share_percent"]]
    assert {row["table"] for row in shares} == set(TABLES)
    for row in shares:
        exact = 100 * int(row["count"]) / int(row["of_count"])
        assert abs(min(exact, 100) - int(row["share_percent"])) <= 0.5
    assert not any(row["share_percent"] for row in rows if not row["count"] or not row["of_count"])


def test_a_code_keeps_its_name_in_every_language(public, fill, release):
    fill(300)
    release()
    english, spanish = (rows_of(public.get(f"/{code}/figures/madrid/figures.csv")) for code in ("en", "es"))
    assert [row | {"label": ""} for row in english] == [row | {"label": ""} for row in spanish]
    assert [row["label"] for row in english] != [row["label"] for row in spanish]


def test_every_column_code_and_table_is_explained_in_csv_and_json(public, fill, release):
    fill()
    released = release()
    about = rows_of(public.get("/en/figures/madrid/1/about.csv"))
    assert tuple(about[0]) == ABOUT_HEADER
    assert [row["code"] for row in about if row["kind"] == "column"] == list(HEADER)
    explained = {(row["table"], row["code"]) for row in about if row["kind"] == "code"}
    rows = rows_of(public.get("/en/figures/madrid/figures.csv"))
    assert {(row["table"], row["code"]) for row in rows} <= explained
    facts = {row["code"]: row["meaning"] for row in about if row["kind"] == "release"}
    assert (facts["signed_by"], facts["office"], facts["version"]) == ("Lars", "Ayuntamiento", "1")
    assert (facts["rounded_to"], facts["threshold"], facts["sha256"]) == ("5", "5", released.sha256)
    assert "CC BY 4.0" in facts["licence"]
    assert "plain hooliganism" in facts["counts"]
    assert any("nearest multiple of 5" in row["meaning"] for row in about if row["kind"] == "rule")
    assert "more hate" in facts["caution"]
    assert json.loads(public.get("/en/figures/madrid/1/about.json").content) == about


def test_what_was_signed_has_the_hash_that_the_page_names(public, fill, release):
    fill(200)
    release()
    signed = public.get("/es/figures/madrid/1/signed.json").content
    assert hashlib.sha256(signed).hexdigest() in public.get("/es/figures/madrid/").content.decode()
    assert json.loads(signed)["signed_as"] == "Lars"


def test_data_portals_get_a_description_with_addresses_that_answer(public, fill, release):
    fill(200)
    release()
    answer = public.get("/en/figures/madrid/1/metadata.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    dataset = json.loads(answer.content)
    assert (dataset["@type"], dataset["dcat:version"]) == ("dcat:Dataset", "1")
    assert dataset["dct:license"]["@id"].startswith("https://creativecommons.org/")
    for file in dataset["dcat:distribution"]:
        assert public.get(file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")).status_code == 200
    assert 'href="/en/figures/madrid/1/metadata.jsonld"' in public.get("/en/figures/madrid/").content.decode()


def test_a_table_that_has_too_little_to_say_has_no_rows(released):
    release = released([])
    with override("en"):
        rows = list(csv_rows(release))
    assert {row[0] for row in rows[1:]} == {"key", "coverage"}
    assert release.content.table(TableCode.GROUND).rows == ()
    assert release.content.total == Gap.FEW
