"""Every country answers, in rows that a jurist can read, the acceptance checks that its facts decide."""

import csv

import pytest

from proximity.packs.codes import DATA
from proximity.packs.golden import QUESTIONS, SCENARIOS, golden_problems
from proximity.packs.loader import available_countries, load_pack

COUNTRIES = available_countries()


def rows(country):
    with (DATA / country / "golden.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_answers_every_scenario_and_says_why(country):
    found = rows(country)
    assert {one for row in found for one in row["scenario"].split()} >= set(SCENARIOS)
    assert [row["why"] for row in found if len(row["why"].split()) < 2] == []
    assert {row["question"] for row in found if row["scenario"] in {"S3", "S5", "S6"}} >= {"odihr"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_whether_a_ground_goes_to_odihr_is_a_yes_with_a_category_or_a_no_with_a_reason(country):
    answers = {row["expected"] for row in rows(country) if row["question"] == "odihr"}
    assert all(answer.startswith("yes ODIHR-") or answer in {"no not_a_category", "no no_bias"} for answer in answers)
    assert {"no not_a_category", "no no_bias"} <= answers


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_wrong_answer_to_any_row_of_a_scenario_is_a_fault(country, scenario, tmp_path):
    found, pack, path = rows(country), load_pack(country), tmp_path / "golden.csv"
    for number, row in enumerate(found):
        if scenario not in row["scenario"].split():
            continue
        wrong = [*found[:number], row | {"expected": row["expected"] + "?"}, *found[number + 1 :]]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(wrong)
        problems = list(golden_problems(pack, path))
        assert [where for where, _ in problems] == [f"golden.csv: line {number + 2}"]
        assert "the pack says" in problems[0][1]


def test_every_question_is_asked_somewhere():
    assert {row["question"] for country in COUNTRIES for row in rows(country)} == set(QUESTIONS)
