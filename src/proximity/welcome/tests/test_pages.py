"""What somebody sees who comes to the public address, and what the pages promise."""

import re

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from proximity.accounts.factories import Cast
from proximity.accounts.models import City
from proximity.foundation.testing import PublicClient
from proximity.welcome import queries
from proximity.welcome.views import front

PAGES = [
    "/",
    "/en/",
    "/es/",
    "/en/help/",
    "/es/help/",
    "/en/privacy/",
    "/es/privacy/",
    "/en/help/madrid/",
    "/es/if-you-see-it/",
]


def text(response) -> str:
    return response.content.decode()


def position(page: str, *parts: str) -> list[int]:
    return [page.index(part) for part in parts]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_needs_no_cookie_no_script_of_its_own_and_no_other_site(public: PublicClient, address):
    response = public.get(address)
    page = text(response)
    assert response.status_code == 200
    assert dict(response.cookies) == {}
    assert re.findall(r"<script(?![^>]*\ssrc=\"/static/)|\sstyle=|\son\w+=|<style", page) == []
    assert re.findall(r"<(?:link|script|img)[^>]*https?:", page) == []
    assert page.count("<h1>") == 1
    assert 'href="/leave/"' in page


@pytest.mark.parametrize("address", ["/", "/en/", "/es/", "/en/help/"])
def test_a_page_without_city_names_the_numbers_of_every_country(public: PublicClient, address):
    assert set(re.findall(r'href="tel:(\d+)"', text(public.get(address)))) == {"112", "999"}


def test_the_first_page_leads_nobody_anywhere_and_offers_each_language_by_its_own_name(public: PublicClient):
    response = public.get("/", headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"})
    spanish, english = position(text(response), 'href="/es/"', 'href="/en/"')
    assert spanish < english
    assert "Español" in text(response)
    assert "English" in text(response)


def test_without_a_wish_the_languages_keep_their_order(public: PublicClient):
    english, spanish = position(text(public.get("/")), 'href="/en/"', 'href="/es/"')
    assert english < spanish


def test_the_city_goes_along_from_page_to_page(public: PublicClient):
    for address in ("/?city=madrid", "/en/?city=madrid", "/en/if-you-see-it/?city=madrid"):
        ours = re.findall(r'href="(/(?:en|es)/[^"]*)"', text(public.get(address)))
        assert ours
        assert all(link.endswith("?city=madrid") or link == "/en/help/madrid/" for link in ours)


def test_a_city_shows_its_own_readers_and_its_own_number(public: PublicClient, cast: Cast):
    page = text(public.get("/en/?city=madrid"))
    assert cast.nadia.organisation.name in page
    assert cast.alice.organisation.name in page
    assert cast.charlie.organisation.name not in page
    assert 'href="tel:999"' not in page


def test_a_city_that_is_not_here_is_as_no_city(public: PublicClient):
    page = text(public.get("/en/?city=atlantis"))
    assert 'href="tel:999"' in page
    assert "Choose your city" in page


def test_the_only_city_of_an_instance_need_not_be_chosen(monkeypatch, cast: Cast):
    only = [City.objects.get(slug="madrid")]
    monkeypatch.setattr(queries, "cities", lambda: only)
    assert queries.place("", "en").city == only[0]


def test_an_instance_without_a_city_still_says_what_to_do_in_danger(public: PublicClient, monkeypatch):
    monkeypatch.setattr(queries, "cities", list)
    page = text(public.get("/en/"))
    assert "Call the emergency number of your country." in page
    assert "What is a hate incident?" not in page


def test_privacy_speaks_of_papers_of_officers_and_of_how_long(public: PublicClient):
    page = text(public.get("/en/privacy/?city=madrid"))
    assert "We do not ask whether you have papers" in page
    assert "Defensor del Pueblo" in page
    assert "three years" in page


@pytest.mark.parametrize("address", ["/es/nothing/", "/es/help/nothing/", "/es/staff/"])
def test_a_wrong_address_is_told_in_the_language_of_the_address(public: PublicClient, address):
    response = public.get(address, headers={"accept-language": "en"})
    assert response.status_code == 404
    assert '<html lang="es">' in text(response)
    assert "data-quick-exit" in text(response)


def test_a_language_that_is_not_spoken_here_is_a_wrong_address(public: PublicClient):
    assert public.get("/xx/").status_code == 404


def test_staff_at_the_public_door_are_sent_to_the_workspace(public: PublicClient, settings):
    response = public.get("/staff/")
    assert (response.status_code, response.headers["Location"]) == (302, settings.STAFF_ADDRESS)


def test_nothing_is_posted_to_these_pages(public: PublicClient):
    addresses = [*PAGES, "/leave/", "/healthz", "/staff/"]
    assert {public.post(address).status_code for address in addresses} == {405}


def test_leaving_goes_to_an_everyday_page_and_asks_the_browser_to_forget(public: PublicClient, settings):
    public.cookies["mailbox"] = "x"
    response = public.get("/leave/")
    assert (response.status_code, response.headers["Location"]) == (303, settings.QUICK_EXIT_ADDRESS)
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.cookies["mailbox"]["max-age"] == 0


@pytest.mark.parametrize("cookies", ["theme[dark]=1; mailbox=x", "expires=1; mailbox=x", "=v; a b=1; mailbox=x"])
@pytest.mark.parametrize("address", ["/leave/", "/en/report/done/"])
def test_the_way_out_does_not_fail_over_cookies_of_other_sites_of_the_domain(public: PublicClient, address, cookies):
    response = public.get(address, headers={"Cookie": cookies})
    assert response.status_code < 400
    assert list(response.cookies) == ["mailbox"]


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "null", "", "https://elsewhere.example"])
def test_a_form_from_somewhere_else_or_from_nowhere_that_can_be_is_refused(public: PublicClient, origin):
    assert public.post("/en/report/", {"draft": "x"}, headers={"Origin": origin}).status_code == 403


class DownDatabase:
    def cursor(self):
        raise OperationalError("server closed the connection")


def test_health_is_ok_while_the_database_answers(public: PublicClient):
    response = public.get("/healthz")
    assert (response.status_code, text(response), response.headers["Content-Type"]) == (200, "ok", "text/plain")
    assert "no-store" in response.headers["Cache-Control"]


def test_the_workspace_says_too_whether_it_is_alive(client, monkeypatch, django_assert_num_queries, db):
    with django_assert_num_queries(1):
        assert client.get("/healthz").status_code == 200
    monkeypatch.setattr(queries, "connection", DownDatabase())
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 503


def test_health_is_503_when_the_database_does_not_answer(monkeypatch):
    monkeypatch.setattr(queries, "connection", DownDatabase())
    assert front.healthz(RequestFactory().get("/healthz")).status_code == 503


def test_the_way_out_asks_the_database_for_nothing(public: PublicClient, django_assert_num_queries):
    with django_assert_num_queries(0):  # not even for the savepoint of a transaction
        assert Client().get("/leave/").status_code == 303


def test_an_arabic_page_runs_from_right_to_left_and_other_languages_on_it_do_not(public: PublicClient):
    page = text(public.get("/ar/?city=madrid"))
    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="es" dir="ltr" hreflang="es">Español' in page
    assert "أخبرنا" in page or "ما حدث" in page


@pytest.mark.parametrize("address", ["/ar/figures/", "/ar/figures/madrid/", "/uk/plan/"])
def test_a_page_that_a_language_does_not_cover_is_offered_in_those_that_do(public: PublicClient, address):
    page = text(public.get(f"{address}?city=madrid"))
    assert page.count("<h1>") == 1
    for lang in ("en", "es", "bg"):
        assert f'href="/{lang}{address[3:]}?city=madrid"' in page
    other = "uk" if address.startswith("/ar/") else "ar"
    assert f'href="/{other}{address[3:]}' not in page


def test_a_page_in_a_whole_language_leads_a_further_one_to_its_first_page(public: PublicClient):
    page = text(public.get("/es/figures/"))
    assert 'href="/ar/"' in page
    assert 'href="/ar/figures/"' not in page


def test_the_languages_that_nobody_speaks_are_not_there_unless_asked_for(public: PublicClient):
    assert public.get("/en-xa/").status_code == 404
    assert public.get("/ar-xb/").status_code == 404


def test_they_stand_in_no_list_where_they_are(public: PublicClient, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("en-xa", "Longer")]
    settings.UNLISTED_LANGUAGES = {"en-xa"}
    assert "Longer" not in text(public.get("/en/")) + text(public.get("/"))


def test_words_of_a_pack_that_a_language_lacks_say_in_which_they_are(public: PublicClient):
    """The pack of Spain has no Bulgarian: its words are English there, and say so to whoever listens to the page."""
    page = text(public.get("/bg/help/madrid/"))
    assert re.search(r'<p lang="en" dir="ltr">', page)
