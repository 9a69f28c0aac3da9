"""The pure choices of the public front."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.packs.loader import load_pack
from proximity.welcome import rules

ES, GB = load_pack("es"), load_pack("gb")


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
