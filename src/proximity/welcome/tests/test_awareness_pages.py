"""Awareness pages and indicator cards: in eight languages, with the law from the packs only."""

import re

import pytest

from proximity.accounts.factories import Cast
from proximity.assessment.queries.cards import indicator_cards
from proximity.foundation.testing import PublicClient
from proximity.packs import codes
from proximity.packs.awareness import PageCode, awareness
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.vocabulary import TextKey

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "es", "it", "pt", "fi", "et", "lv", "bg"]
COUNTRIES = available_countries()
ABOUT_COMPLAINTS = (TextKey.NOT_FORMAL_COMPLAINT, TextKey.FORMAL_COMPLAINT_HOW, TextKey.OFFICER_COMPLAINT)
PAGES = {
    "what-is-a-hate-incident": PageCode.INCIDENT,
    "if-you-see-it": PageCode.WITNESS,
    "for-young-people": PageCode.YOUNG,
}


def page(public: PublicClient, address: str) -> str:
    response = public.get(address)
    assert response.status_code == 200, address
    assert dict(response.cookies) == {}
    return response.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_each_page_says_all_its_passages_in_the_language_asked(public: PublicClient, lang, address):
    text = page(public, f"/{lang}/{address}/")
    for passage in awareness().page(PAGES[address]).passages:
        assert passage.title is not None
        assert passage.title.label(lang) in text
        assert passage.words.label(lang) in text
    assert f'href="/{lang}/report/"' in text
    assert 'href="/leave/"' in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_is_a_made_up_example_for_each_ground(public: PublicClient, lang):
    text = page(public, f"/{lang}/what-is-a-hate-incident/")
    for passage in awareness().page(PageCode.EXAMPLES).passages:
        assert passage.words.label(lang) in text
        assert codes.ground_family(passage.code).label(lang) in text


def test_a_witness_is_shown_five_numbered_ways_and_the_emergency_number(public: PublicClient):
    text = page(public, "/en/if-you-see-it/?city=madrid")
    assert re.findall(r"<h2[^>]*>(\d)\. ", text) == ["1", "2", "3", "4", "5"]
    assert re.findall(r'href="tel:(\d+)"', text) == ["112"]
    assert "Tell us what happened in Madrid" in text
    assert 'href="/en/report/?city=madrid"' in text
    assert 'href="/en/help/madrid/"' in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_rights_are_the_words_of_the_pack_with_source_and_day(public: PublicClient, lang, country):
    text, pack = page(public, f"/{lang}/your-rights/{country}/"), load_pack(country)
    for part in (part for right in pack.rights(lang) for part in right.parts):
        assert f'<p lang="{part.lang}" dir="ltr">' in text
        assert part.nature != "law" or part.seen_at.source in text
    assert text.count("<h1>") == 1


def test_rights_say_that_no_jurist_has_read_them_and_that_they_are_no_advice(public: PublicClient):
    text = page(public, "/en/your-rights/es/")
    pack = load_pack("es")
    shown = [*pack.rights("en"), *(pack.text(key, "en") for key in ABOUT_COMPLAINTS)]
    said = [part for one in shown for part in one.parts if part.nature == "law"]
    assert text.count("no jurist has checked this yet") == len(said) >= len(shown)
    assert "It is no legal advice." in text


def test_rights_of_a_city_are_those_of_its_country(public: PublicClient):
    response = public.get("/en/your-rights/?city=madrid")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/your-rights/es/?city=madrid")
    assert 'href="/en/your-rights/fi/"' in page(public, "/en/your-rights/")
    assert public.get("/en/your-rights/xx/").status_code == 404


def test_a_city_elsewhere_does_not_lead_from_the_rights_of_this_country(public: PublicClient):
    assert "Tell us what happened in Bradford" not in page(public, "/en/your-rights/es/?city=bradford")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cards_hold_every_indicator_with_an_example(lang):
    cards = indicator_cards(lang)
    lines = [line for card in cards for line in card.lines]
    assert [line.code for line in lines] == [indicator.code for indicator in codes.indicators()]
    assert len({line.example for line in lines}) == 29
    assert all(card.question and card.against and card.secure for card in cards)
    english = {line.example for card in indicator_cards("en") for line in card.lines}
    assert lang == "en" or not english & {line.example for line in lines}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_everybody_may_read_the_cards_with_the_question_of_a_country(public: PublicClient, lang, country):
    text, pack = page(public, f"/{lang}/indicators/{country}/"), load_pack(country)
    question = pack.bias_question.words
    assert question.label(pack.languages[0]) in text
    assert question.label(lang) in text
    assert text.count("<article") == len(codes.indicator_families())


def test_the_cards_that_are_not_there_are_not_found(public: PublicClient):
    assert public.get("/en/indicators/xx/").status_code == 404
    assert 'href="/en/indicators/lv/"' in page(public, "/en/indicators/")


def test_staff_read_the_cards_of_their_country_or_of_another_in_another_language(cast: Cast, workspace):
    alice = workspace(cast.alice)
    text = alice.get("/cards/").content.decode()
    assert "factores de polarización" in text
    other = alice.get("/cards/?country=fi&lang=lv&paper=a6").content.decode()
    assert "Onko syytä epäillä" in other
    assert "small-paper" in other
    assert codes.indicator("BI-40").example.label("lv") in other
    assert alice.get("/cards/?country=%00&lang=xx").status_code == 200


def test_the_cards_are_in_the_rail_of_who_reads_reports(cast: Cast, workspace):
    assert 'href="/cards/"' in workspace(cast.nadia).get("/").content.decode()
    assert 'href="/cards/"' not in workspace(cast.lars).get("/").content.decode()
