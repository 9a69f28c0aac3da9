"""The cities of the demo: each has words and stories in its own language, and DEMO_CITIES chooses among them."""

import tomllib
from pathlib import Path

import pytest

from proximity.assessment.rules import BiasAnswer
from proximity.config.demo import casework, seed
from proximity.config.demo.referring import WAYS
from proximity.config.demo.words import words_of
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.testing import as_role
from proximity.packs import codes
from proximity.packs.loader import available_countries, load_pack

CITIES = tomllib.loads((Path(seed.__file__).parent / "cities.toml").read_text(encoding="utf-8"))["city"]
BY_SLUG = {city["slug"]: city for city in CITIES}
PARTS = ("casework", "evidence", "law", "referring", "needs")


def test_there_is_a_city_of_each_of_the_eight_countries():
    assert sorted(city["country"] for city in CITIES) == sorted(available_countries())
    assert len({person["name"] for city in CITIES for person in city["person"]}) == sum(
        len(one["person"]) for one in CITIES
    )


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_city_speaks_its_own_language_everywhere(slug):
    language = BY_SLUG[slug]["language"]
    assert {part: words_of(language, part).keys() for part in PARTS} == {
        part: words_of("en", part).keys() for part in PARTS
    }
    told = casework.stories(language, slug)
    assert len({story.told.what for story in told}) == len(told) == 60
    assert {"yes", "no"} <= {story.bias.value for story in told}


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_story_has_words_of_its_own_that_an_indicator_rests_on(slug):
    for story in casework.stories(BY_SLUG[slug]["language"], slug):
        rows = (*story.indicators, *story.against)
        assert all(codes.indicator(code) for code, *_ in rows)
        quoted = [quote for _code, _how, quote in rows if quote in f"{story.told.what} {story.told.why}"]
        assert quoted or slug in {"madrid", "bradford"} or story.bias != BiasAnswer.YES, story.title


@pytest.mark.parametrize("slug", BY_SLUG)
def test_bodies_and_ways_are_those_of_the_country(slug):
    city, pack = BY_SLUG[slug], load_pack(BY_SLUG[slug]["country"])
    assert slug in pack.cities
    for body in city["organisation"]:
        assert not body.get("body") or pack.body(body["body"])
    ways = {way.code for body in pack.bodies for way in body.refer_to if way.confirmed}
    assert {way for way in WAYS[slug] if way} <= ways


def test_together_the_cities_show_every_ground_and_every_family_of_indicators():
    told = [story for city in CITIES for story in casework.stories(city["language"], city["slug"])]
    shown = {code for story in told for code in story.grounds}
    assert {one.code for one in codes.grounds()} - shown == set()
    families = {codes.indicator(code).family for story in told for code, *_ in (*story.indicators, *story.against)}
    assert len(families) == 10


@pytest.mark.parametrize(
    ("chosen", "slugs"),
    [("", list(BY_SLUG)), ("riga, sofia", ["sofia", "riga"]), ("all", list(BY_SLUG))],
)
def test_the_environment_chooses(monkeypatch, chosen, slugs):
    monkeypatch.setenv("DEMO_CITIES", chosen)
    assert [city["slug"] for city in seed._chosen(CITIES)] == slugs


def test_a_city_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("DEMO_CITIES", "madrid,atlantis")
    with pytest.raises(ProcessProblem, match="atlantis"):
        seed._chosen(CITIES)


@pytest.mark.django_db
@pytest.mark.usefixtures("_behind_the_wall")
def test_accounts_of_cities_that_came_later_stand_behind_the_earlier_ones(tmp_path):
    table = tmp_path / "accounts.txt"
    with as_role("owner"):
        seed._found_cities([BY_SLUG["bradford"]], table)
        seed._found_cities([BY_SLUG["bradford"], BY_SLUG["riga"]], table)
        riga = seed._city(BY_SLUG["riga"])
    names = [line.split("\t")[0] for line in table.read_text().splitlines()]
    assert names == ["name", *(one["name"] for slug in ("bradford", "riga") for one in BY_SLUG[slug]["person"])]
    assert set(riga.organisations) == {body["key"] for body in BY_SLUG["riga"]["organisation"]}
    assert len(riga.people) == len(BY_SLUG["riga"]["person"])
    assert table.stat().st_mode & 0o77 == 0
