"""Nadia's centre has lapsed from the public page and comes back when she confirms it; who keeps what, and how it looks.

The demo made the entry that lapsed by the operation of everybody, 230 days ago by its clock.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look, no_sideways
from tests.journeys.watching import watched
from tests.journeys.workplace import press, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

LAPSED, CENTRE, LIBRARY = "Acompañamiento a oficinas y juzgado", "Punto de escucha", "Biblioteca central, mostrador"
ARABIC = "1"


def test_her_centre_is_back_for_everybody_as_soon_as_she_confirms_it(phone: Page, demo: Demo, at_work: AtWork) -> None:
    phone.goto(f"{demo.public}/es/help/madrid/")
    main = phone.locator("main")
    expect(main).to_contain_text(CENTRE)
    expect(main).to_contain_text("Servicio de atención a víctimas de LGTBIfobia")
    expect(main).not_to_contain_text(LAPSED)
    nadia = at_work("Nadia")
    item = nadia.locator("main li", has_text=LAPSED).locator("a")
    look = Look()
    look.at(nadia, "first page")
    item.click()
    look.at(nadia, "lapsed entry")
    nadia.locator("form[action$='/confirm/'] button").first.click()
    expect(nadia.locator("main .badge[data-kind=success]").first).to_be_visible()
    look.at(nadia, "confirmed entry")
    look.check()
    phone.reload()
    expect(main).to_contain_text(LAPSED)
    no_sideways(phone)
    nadia.goto(f"{demo.staff}/")
    expect(nadia.locator("main li", has_text=LAPSED)).to_have_count(0)


def test_somebody_doubts_an_entry_and_the_coordinator_shuts_it(phone: Page, demo: Demo, at_work: AtWork) -> None:
    alice = at_work("Alice", "/directory/")
    look = Look()
    look.at(alice, "list")
    alice.locator("ol.rows a", has_text=CENTRE).click()
    address = alice.url
    look.at(alice, "entry of another")
    expect(alice.locator("form[action$='/confirm/']")).to_have_count(0)
    alice.locator("a[href$='/doubt/']").click()
    press(alice)
    refused_beside(alice, "text")
    look.at(alice, "doubt refused")
    alice.locator("[name=text]").fill("Nadie contesta al teléfono.")
    press(alice)
    lars = at_work("Lars", address.removeprefix(demo.staff))
    expect(lars.locator("main")).to_contain_text("Nadie contesta al teléfono.")
    lars.locator("a[href$='/doubt/']").click()
    lars.locator("[name=text]").fill("Hemos llamado dos veces.")
    lars.locator("[name=hide]").check(force=True)
    press(lars)
    phone.goto(f"{demo.public}/es/help/madrid/places/")
    expect(phone.locator("main")).not_to_contain_text(CENTRE)
    nadia = at_work("Nadia", address.removeprefix(demo.staff))
    look.at(nadia, "shut entry")
    nadia.locator("form[action$='/confirm/'] button").first.click()
    phone.reload()
    expect(phone.locator("main")).to_contain_text(CENTRE)
    look.check()


def test_the_city_hall_confirms_for_a_library_by_telephone_and_adds_a_place(demo: Demo, at_work: AtWork) -> None:
    lars = at_work("Lars")
    look = Look()
    lars.locator("main li", has_text=LIBRARY).locator("a").click()
    look.at(lars, "entry of a library")
    lars.locator("button[name=how][value=called]").click()
    expect(lars.locator("main .badge[data-kind=success]").first).to_be_visible()
    lars.goto(f"{demo.staff}/directory/new/")
    look.at(lars, "new entry")
    lars.locator("[name=name]").fill("Centro cívico inventado")
    lars.locator("[name=kind][value=pathway]").check(force=True)
    lars.locator("[name=d0]").fill("por la mañana")
    lars.locator("[name=needs][value=talk]").check(force=True)
    lars.locator("[name=email]").fill("centro@civico.example")
    press(lars)
    refused_beside(lars, "d0")
    look.at(lars, "new entry refused")
    expect(lars.locator("[name=name]")).to_have_value("Centro cívico inventado")
    lars.locator("[name=d0]").fill("9-14")
    press(lars)
    expect(lars).to_have_url(re.compile(r"/directory/[0-9a-f-]{36}/$"))
    lars.locator("aside a[href$='/end/']").click()
    look.at(lars, "end")
    lars.locator("[name=text]").fill("Era un ensayo.")
    press(lars)
    expect(lars).to_have_url(f"{demo.staff}/directory/")
    look.check()


def test_a_centre_looks_at_itself(demo: Demo, at_work: AtWork) -> None:
    nadia = at_work("Nadia", "/directory/?own=on&kind=centre")
    look = Look()
    look.at(nadia, "narrowed list")
    nadia.locator("ol.rows a", has_text=CENTRE).click()
    rows = nadia.locator("#assessment tbody tr")
    before = rows.count()
    nadia.locator("a[href$='/assess/']").click()
    look.at(nadia, "questions")
    for question in nadia.locator("[name^=q_][value=yes]").all():
        question.check(force=True)
    nadia.locator("[name=staff]").fill("2")
    nadia.locator("[name=trained]").fill("3")
    press(nadia)
    refused_beside(nadia, "trained")
    nadia.locator("[name=trained]").fill("0")
    press(nadia)
    expect(rows).to_have_count(before + 1)
    look.check()


def test_everybody_finds_a_place_by_language_on_an_old_phone(phone: Page, demo: Demo) -> None:
    phone.goto(f"{demo.public}/es/help/madrid/places/")
    phone.locator("main summary").first.click()
    phone.locator("[name=s]").select_option(ARABIC)
    phone.locator("main form button").click()
    expect(phone).to_have_url(re.compile(r"\?n=&g=&s=1$"))
    expect(phone.locator("main ol > li")).to_have_count(1)
    expect(phone.locator("main ol > li")).to_contain_text(CENTRE)
    no_sideways(phone)


def test_the_places_look_right_in_every_direction_and_in_the_dark(browser: Browser, demo: Demo) -> None:
    look = Look(strict=True)
    for dark in (False, True):
        with watched(browser, demo, dark=dark) as (context, _watch):
            page = context.new_page()
            for address in (
                "/es/help/madrid/places/", "/ar/help/madrid/places/", "/en-xa/help/bradford/places/", "/fi/help/madrid/",
            ):  # fmt: skip
                page.goto(f"{demo.public}{address}")
                look.at(page, f"{address}{' in the dark' if dark else ''}")
    look.check()
