"""The frames of both sides, and the values they are drawn from."""

import re

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils.translation import override

from proximity.foundation.ui.context import city_query, language_links, look


def page(request):
    raise AssertionError("only its address is used")


ADDRESSES = (
    path("leave/", page, name="leave"),
    *i18n_patterns(
        path("", page, name="home"),
        path("help/", page, name="help"),
        path("privacy/", page, name="privacy"),
        path("step/<int:number>/", page, name="step"),
    ),
)


@pytest.fixture(autouse=True)
def public_side(settings):
    settings.ROOT_URLCONF = ADDRESSES
    settings.SIDE = "public"


def links(address: str) -> dict[str, str]:
    with override("en"):
        return {link.code: link.url for link in language_links(RequestFactory().get(address))}


def test_the_footer_leads_to_the_same_page_in_each_language():
    assert links("/en/step/3/") == {code: f"/{code}/step/3/" for code, _name in settings.LANGUAGES}


def test_the_city_goes_along():
    assert links("/en/help/?city=madrid")["es"] == "/es/help/?city=madrid"


def test_a_page_without_a_language_leads_home():
    assert links("/leave/")["es"] == links("/nothing/")["es"] == "/es/"


def test_the_language_in_use_is_marked():
    with override("es"):
        assert [link.name for link in language_links(RequestFactory().get("/es/")) if link.current] == ["Español"]


@pytest.mark.parametrize("slug", ["", '"><script>', "Madrid", "a" * 51, "x&y=1"])
def test_only_a_slug_is_carried_on(slug):
    assert city_query(RequestFactory().get("/", {"city": slug})) == ""


def test_the_workspace_has_no_language_links(settings):
    settings.SIDE = "staff"
    assert "language_links" not in look(RequestFactory().get("/"))


def test_a_public_page_has_the_way_out_and_no_inline_code():
    html = render_to_string("ui/public.html", request=RequestFactory().get("/en/"))
    assert re.search(r'<a class="leave" href="/leave/" rel="noreferrer" data-quick-exit>', html)
    assert 'href="#main"' in html
    assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style", html) == []
    assert re.findall(r'(?:src|href)="https?:', html) == []


def test_a_workspace_page_keeps_no_copy_and_has_no_inline_code(settings):
    item = {"label": "Inbox", "url": "/inbox/", "count": 3, "current": True}
    html = render_to_string("ui/staff.html", {"navigation": {"first": [item]}, "csrf_token": "token"})
    assert '<a href="/inbox/" aria-current="page">' in html
    assert '"historyCacheSize": 0' in html
    assert '"allowEval": false' in html
    assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style", html) == []
    assert '<aside class="aside" aria-label="Beside the work"></aside>' in html


@pytest.mark.parametrize("status", ["400", "403", "404", "500"])
def test_a_page_that_says_what_went_wrong_needs_no_context(status):
    html = render_to_string(f"{status}.html")
    assert "<h1>" in html
    assert 'href="/"' in html


def test_what_went_wrong_can_be_left_too():
    assert "data-quick-exit" in render_to_string("404.html", request=RequestFactory().get("/es/nothing/"))
