"""Which services answer a need, and what an address may ask for."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.directory.rules.entries import grounds_to_choose
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.vocabulary import HelpNeed
from proximity.welcome import rules_help
from proximity.welcome.rules_help import NEEDS, Wanted, help_groups, wanted_by

ES, GB, IT = load_pack("es"), load_pack("gb"), load_pack("it")
ALL = Wanted()
FAMILIES = [family.code for family in grounds_to_choose()]
SIGNATURE = "Ana Ejemplo, Oficina, 2027-01-31"


def names(pack, city=None, wanted=ALL, lang="en") -> dict[HelpNeed, list[str]]:
    groups = help_groups(pack, city, wanted, lang)
    return {group.need: [service.name.text for service in group.services] for group in groups}


def services(pack, city=None, lang="en") -> list[rules_help.Service]:
    return [service for group in help_groups(pack, city, ALL, lang) for service in group.services]


def test_each_need_is_a_group_in_one_order_and_danger_is_none():
    assert list(names(ES)) == list(NEEDS)
    assert HelpNeed.DANGER not in NEEDS


@pytest.mark.parametrize("country", available_countries())
def test_every_service_that_the_public_may_see_is_found_under_some_need(country):
    pack = load_pack(country)
    city = pack.cities[0]
    shown = {name for group in names(pack, city).values() for name in group}
    assert {entry.words.label("en") for entry in pack.help_entries(city=city)} <= shown


def test_what_is_of_the_city_comes_first_and_only_there():
    with_city = names(ES, "madrid")[HelpNeed.POLICE]
    assert with_city[0].startswith("Diversity Unit of the Policía Municipal")
    assert len(names(ES)[HelpNeed.POLICE]) == len(with_city) - 1


def test_a_ground_leaves_what_is_for_it_and_what_is_for_everybody():
    talk = names(ES, "madrid", Wanted(ground="SO"))[HelpNeed.TALK]
    assert talk == ["National service against LGTBI-phobia", "Victims' offices (Oficinas de Asistencia a las Víctimas)"]


def test_a_need_leaves_its_group_alone():
    assert list(names(ES, "madrid", Wanted(need=HelpNeed.LEGAL))) == [HelpNeed.LEGAL]


def test_ways_to_complain_about_an_officer_begin_with_the_independent_ones():
    group = help_groups(ES, None, Wanted(need=HelpNeed.OFFICER), "en")[0]
    assert [service.independent for service in group.services] == [True, False]


def test_the_page_of_a_country_names_no_way_that_is_only_a_citys():
    assert "West Yorkshire Police (Bradford)" in names(GB, "bradford")[HelpNeed.OFFICER]
    assert "West Yorkshire Police (Bradford)" not in names(GB)[HelpNeed.OFFICER]


def test_a_service_that_may_have_closed_is_marked():
    assert "Galop" in [service.name.text for service in services(GB) if service.may_be_closed]


@pytest.mark.parametrize("country", available_countries())
def test_languages_are_named_as_their_speakers_do(country):
    spoken = {language for service in services(load_pack(country)) for language in service.languages}
    assert [language for language in spoken if len(language) < 4] == []
    assert country != "es" or {"español", "English", "català"} <= spoken


def test_what_may_no_longer_answer_comes_last():
    both = dataclasses.replace(GB, help=(*GB.help, dataclasses.replace(GB.help[0], code="x", needs=(HelpNeed.TALK,))))
    assert names(both)[HelpNeed.TALK][-1] == "Galop"


def test_words_that_are_not_there_in_a_language_say_that_they_are_english():
    assert {service.purpose.lang for service in services(ES, lang="fi")} == {"en"}
    assert {service.purpose.lang for service in services(ES, lang="es")} == {"es"}


def test_a_number_is_there_only_once_a_named_person_has_signed_it():
    before = [service.phone for service in services(ES)]
    signed = tuple(
        dataclasses.replace(entry, verified_by=SIGNATURE) if entry.code == "es.help.021" else entry for entry in ES.help
    )
    after = services(dataclasses.replace(ES, help=signed))
    assert before == [None] * len(before)
    assert {(one.phone, one.checked_by) for one in after if one.phone} == {("021; chat 628 860 507", SIGNATURE)}


def test_the_numbers_of_an_address_mean_a_need_and_a_ground():
    assert wanted_by("2", "4") == Wanted(HelpNeed.TALK, "SO")
    assert (NEEDS[1], FAMILIES[3]) == (HelpNeed.TALK, "SO")


@pytest.mark.parametrize("odd", ["", "0", "-1", "10", "13", "999", "talk", "2.0", "²", "\u0661", " 2"])
def test_what_means_nothing_in_an_address_asks_for_nothing(odd):
    assert wanted_by(odd, "").need is None


@given(st.text(), st.text())
def test_no_address_breaks_the_page(need, ground):
    wanted = wanted_by(need, ground)
    assert wanted.need in {None, *NEEDS}
    assert wanted.ground in {None, *FAMILIES}


def test_italy_says_of_whom_a_service_is():
    group = help_groups(IT, "milan", Wanted(need=HelpNeed.TALK, ground="GEN"), "it")[0]
    assert any(service.grounds == ("Essere donna o uomo",) for service in group.services)
