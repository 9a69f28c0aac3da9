"""Two cities learn from each other: Charlie finds Alice's practice in his language; he asks, she answers, he takes it up."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.exchanging import ENGLISH, IN_ENGLISH, REASONS, RECORD, TITLE, fill, sure, tick
from tests.journeys.looking import Look
from tests.journeys.workplace import press, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def submitted(demo: Demo, at_work: AtWork) -> str:
    """Let Alice write a practice down, submit it and translate it; return its address. Looks at each page on the way."""
    look, page = Look(), at_work("Alice", "/exchange/")
    look.at(page, "catalogue")
    page.locator(".aside a.button").click()
    look.at(page, "new practice")
    fill(page, RECORD | {"title": "", "steps": "Llamar al 612 345 678."})
    press(page)
    refused_beside(page, "title")
    refused_beside(page, "steps")
    expect(page.locator("[name=summary]")).to_have_value(RECORD["summary"])
    look.at(page, "new practice, refused")
    fill(page, RECORD)
    tick(page, type="prevention", categories="outreach", grounds="XENO")
    press(page)
    look.at(page, "draft")
    page.locator(".aside a.button").click()
    expect(page.locator(".aside")).to_contain_text("Bradford")
    look.at(page, "submitting")
    tick(page, readers="public", topic="yes", local="yes", police="no")
    fill(page, REASONS)
    sure(page)
    press(page)
    refused_beside(page, "police")
    tick(page, police="yes")
    press(page)
    expect(page.locator("h1")).to_have_text(TITLE)
    address = page.url
    look.at(page, "own practice")
    page.locator(".aside a[href$='/translate/']").click()
    look.at(page, "translating")
    page.locator("[name=language]").select_option("en")
    tick(page, made="human")
    fill(page, IN_ENGLISH)
    press(page)
    expect(page.locator("h1")).to_have_text(ENGLISH)
    look.check()
    return address


def test_charlie_finds_alices_practice_in_his_language_asks_and_takes_it_up(
    submitted: str, demo: Demo, at_work: AtWork
) -> None:
    look, page = Look(), at_work("Charlie", "/exchange/")
    page.locator("[name=text]").fill("walking neighbours")
    press(page)
    page.locator("[data-item] a", has_text=ENGLISH).click()
    expect(page.locator("h1")).to_have_text(ENGLISH)
    expect(page.locator("main")).to_contain_text(IN_ENGLISH["summary"])
    look.at(page, "another's practice")

    page.locator(".aside a[href*='/questions/new/']").click()
    look.at(page, "asking")
    fill(page, {"title": "Do you walk in uniform?", "text": "Some people here are afraid of it."})
    sure(page)
    press(page)
    question = page.url
    alice = at_work("Alice", "/exchange/questions/")
    alice.locator("[data-item] a", has_text="Do you walk in uniform?").click()
    alice.locator("[name=text]").fill("No. Escriba a alice@example.org.")
    sure(alice)
    press(alice)
    refused_beside(alice, "text")
    alice.locator("[name=text]").fill("No, nunca. Se presenta por su nombre.")
    press(alice)
    expect(alice.locator("article")).to_contain_text("No, nunca.")
    page.goto(question)
    page.locator("article form button").click()
    expect(page.locator("article .badge")).to_be_visible()
    look.at(page, "question with an answer that helped")

    page.goto(submitted)
    page.locator(".aside a[href$='/adopt/']").click()
    look.at(page, "taking up")
    tick(page, uptake="running", outcome="helped")
    fill(page, {"changed": "We walk on Saturdays.", "result": "Eleven people came twice."})
    sure(page)
    press(page)
    expect(page.locator("main")).to_contain_text("We walk on Saturdays.")
    page.locator(".aside a[href$='/review/']").click()
    look.at(page, "reviewing")
    look.check()
    olga = at_work("Olga", "/exchange/overview/")
    expect(olga.locator("main")).to_contain_text(TITLE)


def subscribe(look: Look, page: Page, demo: Demo) -> None:
    """Make a secret address, let a program that is not signed in read it, and end it."""
    page.goto(f"{demo.staff}/exchange/visits/")
    page.locator(".aside form[action$='/calendar/'] button").click()
    address = page.locator("#calendar-address").input_value()
    look.at(page, "secret address")
    with urllib.request.urlopen(address) as answer:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert b"SUMMARY:Visit: " in answer.read()
    page.goto(f"{demo.staff}/exchange/visits/")
    look.at(page, "visits with an address")
    page.locator(".aside form[action$='/end/'] button").click()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)


def test_the_map_leads_to_a_citys_practices_with_the_keyboard_alone(demo: Demo, at_work: AtWork) -> None:
    look, page = Look(), at_work("Charlie", "/exchange/")
    madrid = page.locator("svg.map a[aria-label^='Madrid:']")
    madrid.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Only what comes from Madrid or was taken up there.")
    expect(page.locator("[data-item]").first).to_contain_text("Madrid")
    look.at(page, "catalogue of a city")
    look.check()


def test_the_other_parts_of_the_exchange_and_what_is_hidden(demo: Demo, at_work: AtWork) -> None:
    look, page = Look(), at_work("Charlie")
    for part in ("questions", "visits", "visits/new", "alerts", "alerts/new", "overview"):
        page.goto(f"{demo.staff}/exchange/{part}/")
        look.at(page, part)
    subscribe(look, page, demo)
    page.goto(f"{demo.staff}/exchange/visits/")
    page.locator("[data-item] a").first.click()
    look.at(page, "visit")
    page.locator(".aside a[href$='/coming/']").click()
    look.at(page, "who comes")
    page.goto(f"{demo.staff}/exchange/?text=racism")
    page.locator("[data-item] a", has_text="Against Racism!").click()
    look.at(page, "named by PROXIMITY")
    bob = at_work("Bob", "/exchange/questions/")
    bob.locator("[data-item] a", has_text="interpreters").click()
    bob.locator(".aside a[href*='/hide/']").click()
    look.at(bob, "hiding")
    bob.locator("[name=reason]").fill("Prueba.")
    press(bob)
    expect(bob.locator(".notice[data-kind=warning]")).to_contain_text("Prueba.")
    bob.locator(".aside form button").click()
    expect(bob.locator(".notice[data-kind=warning]")).to_have_count(0)
    look.check()


def test_everybody_reads_what_is_for_everybody(desk: Page, demo: Demo) -> None:
    look = Look(strict=True)
    desk.goto(f"{demo.public}/en/practices/")
    look.at(desk, "practices for everybody")
    desk.locator("main .card a", has_text="Neighbourhood counter").click()
    expect(desk.locator("main")).to_contain_text("A person translated this.")
    look.at(desk, "a practice for everybody")
    desk.goto(f"{demo.public}/bg/practices/")
    look.at(desk, "in Bulgarian")
    look.check()
    feed = desk.request.get(f"{demo.public}/en/practices/feed.xml")
    assert "<entry>" in feed.text()
