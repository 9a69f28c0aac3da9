"""Somebody sees it happen: on a small phone without JavaScript she reads what to do, tells it as a witness, and finds help."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import Look, no_sideways
from tests.journeys.person import Form, open_mailbox
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO = "Acogida Madrid"
SEEN = "En el andén, dos jóvenes insultaron a una mujer por su pañuelo y le tiraron del bolso. Ella se fue."
PAGES = ("what-is-a-hate-incident", "if-you-see-it", "for-young-people", "your-rights", "indicators", "help")


def test_a_witness_reads_what_to_do_and_tells_it(phone: Page, demo: Demo) -> None:
    phone.goto(f"{demo.public}/es/?city=madrid")
    phone.locator("main a[href='/es/if-you-see-it/?city=madrid']").click()
    no_sideways(phone)
    expect(phone.locator("ol.ways > li")).to_have_count(5)
    expect(phone.locator("main a[href='tel:112']")).to_have_count(1)
    assert phone.context.cookies() == []

    phone.locator("main a.button[href='/es/report/?city=madrid']").click()
    form = Form(phone, look=no_sideways)
    form.expect("safe").skip().expect("where").go_on().expect("what").write(what=SEEN).go_on()
    form.skip_to("who").choose(standing="witness").go_on()
    form.skip_to("readers").choose_readers(NGO).go_on()
    while form.question:
        form.skip()
    code = form.send()

    help_link = phone.locator("main a[href='/es/help/madrid/']")
    expect(help_link).to_have_attribute("target", "_blank")  # her code stays in its own window
    open_mailbox(phone, demo, "es", code)
    phone.locator("#rights ~ p a[href='/es/help/madrid/']").click()
    expect(phone).to_have_url(f"{demo.public}/es/help/madrid/")


def test_help_is_narrowed_without_script_and_leaves_nothing_behind(phone: Page, demo: Demo) -> None:
    phone.goto(f"{demo.public}/es/help/madrid/")
    everything = phone.locator("main section").count()
    phone.locator("main details summary").first.click()
    phone.locator("[name=n]").select_option("2")
    phone.locator("[name=g]").select_option("4")
    phone.locator("main form button").click()
    no_sideways(phone)
    expect(phone).to_have_url(f"{demo.public}/es/help/madrid/?n=2&g=4&s=")
    expect(phone).to_have_title("Ayuda cerca de usted · Proximity")
    assert phone.locator("main section").count() < everything
    expect(phone.locator("#talk")).to_be_visible()
    assert phone.context.cookies() == []
    assert phone.locator("main a[href^='tel:']").evaluate_all("links => links.map(one => one.textContent.trim())") != []
    assert {one.get_attribute("href") for one in phone.locator("a[href^='tel:']").all()} == {"tel:112"}


@pytest.mark.parametrize("lang", ["en", "es", "it", "pt", "fi", "et", "lv", "bg"])
def test_the_awareness_pages_in_each_language(desk: Page, demo: Demo, lang: str) -> None:
    look = Look(strict=True)
    country = {"en": "gb", "et": "ee"}.get(lang, lang)
    for name in PAGES:
        desk.goto(f"{demo.public}/{lang}/{name}/")
        look.at(desk, name)
    for address in (f"your-rights/{country}", f"indicators/{country}", f"help/country/{country}", "help/bradford"):
        desk.goto(f"{demo.public}/{lang}/{address}/")
        look.at(desk, address)
    look.check()


def test_the_small_cards_are_one_sheet_of_a6_each(desk: Page, demo: Demo) -> None:
    for lang, country in (("bg", "bg"), ("fi", "fi"), ("en", "gb")):
        desk.goto(f"{demo.public}/{lang}/indicators/{country}/?paper=a6")
        sheets = desk.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        assert sheets == desk.locator("article.card").count() + 1
