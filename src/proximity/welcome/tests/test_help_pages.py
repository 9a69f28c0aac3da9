"""Help near you: what somebody sees of a city or country, and what she must not see before a person has checked it."""

import dataclasses
import re

import pytest

from proximity.accounts.factories import Cast
from proximity.foundation.testing import PublicClient
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.pack import Pack
from proximity.welcome.views import help as help_views

pytestmark = pytest.mark.django_db
COUNTRIES = available_countries()


def page(public: PublicClient, address: str) -> str:
    response = public.get(address)
    assert response.status_code == 200, address
    assert dict(response.cookies) == {}
    return response.content.decode()


def numbers(text: str) -> set[str]:
    return set(re.findall(r'href="tel:(\d+)"', text))


def signed(code: str) -> Pack:
    """Return Spain's pack with one service that somebody has called and signed."""
    pack = load_pack("es")
    who = "Ana Ejemplo, Oficina de Prueba, 2027-01-31"
    return dataclasses.replace(
        pack, help=tuple(dataclasses.replace(one, verified_by=who) if one.code == code else one for one in pack.help)
    )


def test_the_first_page_offers_cities_and_countries(public: PublicClient):
    text = page(public, "/en/help/")
    assert 'href="/en/help/madrid/"' in text
    assert 'href="/en/help/bradford/"' in text
    assert all(f'href="/en/help/country/{country}/"' in text for country in COUNTRIES)
    assert numbers(text) == {"112", "999"}


def test_an_address_with_a_city_leads_to_its_page(public: PublicClient):
    response = public.get("/es/help/?city=madrid")
    assert (response.status_code, response.headers["Location"]) == (302, "/es/help/madrid/")


@pytest.mark.parametrize("lang", ["en", "es", "it", "pt", "fi", "et", "lv", "bg"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_a_page_in_every_language_with_emergency_numbers_only(public: PublicClient, lang, country):
    text = page(public, f"/{lang}/help/country/{country}/")
    assert numbers(text) == set(load_pack(country).emergency_numbers)
    assert text.count("<h1>") == 1


def test_a_city_shows_its_own_services_and_links_but_no_number_that_nobody_checked(public: PublicClient):
    text = page(public, "/es/help/madrid/")
    assert "Unidad de Gestión de la Diversidad" in text
    assert 'href="https://www.igualdad.gob.es" rel="external noreferrer"' in text
    assert "True Vision" not in text
    for unsigned in ("021", "628 860 507", "028-online", "calle Sacramento"):
        assert unsigned not in text
    assert "Nadie ha llamado todavía" in text


def test_a_service_that_a_named_person_checked_shows_its_number_and_who_it_was(public: PublicClient, monkeypatch):
    monkeypatch.setattr(help_views, "load_pack", lambda _country: signed("es.help.021"))
    text = page(public, "/en/help/madrid/")
    assert "021; chat 628 860 507" in text
    assert "Checked by Ana Ejemplo, Oficina de Prueba, 2027-01-31." in text
    assert "028-online" not in text


def test_who_fears_the_police_finds_the_organisation_on_this_site(public: PublicClient, cast: Cast):
    section = page(public, "/en/help/madrid/").split('id="report"')[1].split("<section")[0]
    assert cast.nadia.organisation.name in section
    assert cast.alice.organisation.name not in section
    assert 'href="/en/report/?city=madrid"' in section


def test_complaints_about_an_officer_name_who_is_independent(public: PublicClient):
    section = page(public, "/en/help/madrid/").split('id="officer"')[1]
    assert section.index("Defensor del Pueblo") < section.index("independent of the police")


def test_the_page_is_narrowed_without_script_and_says_what_is_missing(public: PublicClient):
    text = page(public, "/en/help/madrid/?n=2&g=4")
    assert "National service against LGTBI-phobia" in text
    assert "racial or ethnic discrimination" not in text
    assert '<option value="4" selected>' in text
    assert "What we have not found yet" in page(public, "/en/help/madrid/?n=8")


def test_what_may_no_longer_answer_does_not_pass_for_help(public: PublicClient):
    missing = page(public, "/en/help/bradford/").split("What we have not found yet")[1].split("</section>")[0]
    assert re.findall(r"<li>(.*?)</li>", missing) == [
        "I want to talk to somebody", "I want legal advice", "It is about a child or a young person",
        "It happened on the internet",
    ]  # fmt: skip


def test_the_address_and_the_title_tell_no_ground_and_no_need(public: PublicClient):
    text = page(public, "/en/help/madrid/?n=2&g=4")
    assert re.findall(r"<title>(.*?)</title>", text) == ["Help near you · Proximity"]
    form = text.split("<form")[1].split("</form>")[0]
    assert re.findall(r'name="(\w+)"', form) == ["n", "g", "s"]
    assert all(value.isdigit() or not value for value in re.findall(r'<option value="([^"]*)"', form))


@pytest.mark.parametrize("odd", ["?n=talk", "?n=0&g=99", "?g=%00", "?n=²"])
def test_what_means_nothing_in_the_address_shows_everything(public: PublicClient, odd):
    assert page(public, f"/en/help/madrid/{odd}").count("<section") == page(public, "/en/help/madrid/").count(
        "<section"
    )


@pytest.mark.parametrize("address", ["/en/help/atlantis/", "/en/help/country/xx/", "/en/help/country/madrid/"])
def test_a_place_that_is_not_here_is_not_found(public: PublicClient, address):
    assert public.get(address).status_code == 404


def test_the_links_of_a_city_page_lead_to_that_city(public: PublicClient):
    text = page(public, "/en/help/madrid/")
    assert 'href="/en/report/?city=madrid"' in text
    assert 'href="/en/your-rights/es/?city=madrid"' in text
