"""The pure choices of the public front."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.packs.loader import load_pack
from proximity.welcome import rules

ES, GB = load_pack("es"), load_pack("gb")
CITIES = [("madrid", "Madrid"), ("bradford", "Bradford")]


@given(st.lists(st.tuples(st.text(), st.text())), st.text())
def test_choosing_a_language_moves_it_to_the_front_and_loses_none(languages, chosen):
    fitting = [language for language in languages if language[0] == chosen]
    others = [language for language in languages if language[0] != chosen]
    assert rules.first(chosen, languages) == fitting + others


@pytest.mark.parametrize(
    ("packs", "lang", "spoken"),
    [((GB, ES), "es", ES), ((GB, ES), "en", GB), ((ES, GB), "en", GB), ((ES, GB), "fi", ES), ((), "en", None)],
)
def test_a_page_without_city_speaks_with_the_pack_of_its_language(packs, lang, spoken):
    assert rules.pack_to_speak(packs, lang) is spoken


def test_help_is_grouped_by_city_then_country_each_service_once():
    groups = rules.help_groups(ES, CITIES, "es")
    assert [group.place for group in groups] == ["Madrid", ""]
    names = [service.name for group in groups for service in group.services]
    assert len(names) == len(set(names))


def test_a_place_without_services_is_no_group():
    assert rules.help_groups(dataclasses.replace(ES, help=()), CITIES, "en") == ()


def test_a_service_that_may_have_closed_is_marked():
    doubtful = [s.name for g in rules.help_groups(GB, CITIES, "en") for s in g.services if s.may_be_closed]
    assert "Galop" in doubtful


def test_languages_are_named_as_their_speakers_do():
    service = next(s for g in rules.help_groups(ES, CITIES, "en") for s in g.services if s.languages)
    assert {"español", "English", "català"} <= set(service.languages)


def test_a_country_is_unchecked_until_every_service_is_signed():
    signed = tuple(dataclasses.replace(entry, verified_by="Ana, office, 2027-01-31") for entry in ES.help)
    assert rules.nobody_vouches(ES)
    assert not rules.nobody_vouches(dataclasses.replace(ES, help=signed))
    assert rules.nobody_vouches(dataclasses.replace(ES, help=(ES.help[0], *signed[1:])))
