"""The whole demo as `make demo` fills it: eight cities, what each of them holds, and what it costs to fill them."""

import resource
from dataclasses import dataclass

import pytest
import pytest_socket

from proximity.packs import codes
from proximity.packs.loader import available_countries, load_pack
from tests.demo_contents import Contents, contents_of
from tests.running import demo_folder, running_demo

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("demo"), pytest.mark.enable_socket]

RUNAWAY = 5 * 60
"""Seconds that all processes of a demo may compute until it is ready: what only something gone wrong takes.

How long it takes is measured by `python -m benchmarks.demo`; on a machine whose cores are shared the same work counts up to
twice as much.
"""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a demo of all cities said, held and told of in its log, and the seconds that it computed."""

    said: list[str]
    held: Contents
    log: str
    computed: float


def _computed() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def whole():
    pytest_socket.enable_socket()
    before = _computed()
    with demo_folder() as folder:
        with running_demo(folder / "data", cities="") as demo:
            held = contents_of(demo)
            log = demo.command("audit", "verify", "--purpose", "a test").stdout
        return Whole(demo.printed, held, log, _computed() - before)


def test_it_is_filled_without_running_away_and_says_how_long_it_will_take(whole):
    assert whole.computed < RUNAWAY
    told = [line for line in whole.said if "% filled (" in line and "s left" in line]
    assert len(told) > 3


def test_the_whole_demo_has_eight_cities_each_with_its_own_police_an_ngo_city_hall_and_prosecution(whole):
    assert sorted(one["country"] for one in whole.held.values()) == sorted(available_countries())
    for slug, one in whole.held.items():
        assert {"ngo", "city_hall", "prosecution"} <= set(one["kinds"]), slug
        pack = load_pack(one["country"])
        assert all(pack.body(body) for body in one["bodies"]), slug
        assert one["police"].startswith(f"{one['country']}.{slug}."), slug


def test_each_city_has_its_cases_in_its_own_language_its_facts_its_figures_and_its_plan(whole):
    spoken = {"bg": "bg", "gb": "en", "es": "es", "ee": "et", "fi": "fi", "it": "it", "lv": "lv", "pt": "pt"}
    assert {one["country"]: one["languages"] for one in whole.held.values()} == {
        country: [language] for country, language in spoken.items()
    }
    # Madrid has a few that are old, and the one with a whole pack.
    assert {slug: one["cases"] for slug, one in whole.held.items()} == dict.fromkeys(whole.held, 60) | {"madrid": 65}
    for one in whole.held.values():
        assert one["statuses"] == ["closed", "in_assessment", "in_progress"]
        assert (one["history"], one["releases"], one["plans"]) == (1_500, 1, 1)


def test_together_they_show_every_ground_every_family_of_indicators_and_what_was_no_hate(whole):
    assert {code for one in whole.held.values() for code in one["grounds"]} == {one.code for one in codes.grounds()}
    families = {one.code for one in codes.indicator_families()}
    assert {family for one in whole.held.values() for family in one["families"]} == families
    for slug, one in whole.held.items():
        assert one["directions"] == ["against", "for"], slug
        assert one["answers"] == ["no", "not_known", "yes"], slug


def test_nothing_is_overdue_for_anybody_in_any_city_on_the_day_of_filling(whole):
    assert [late for one in whole.held.values() for late in one["overdue"]] == []


def test_the_log_that_was_filled_is_whole(whole):
    assert "9 of 9 chains whole." in whole.log
