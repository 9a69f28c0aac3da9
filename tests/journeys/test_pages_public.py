"""Every page of the public site, wide and narrow: axe finds nothing, nothing is too wide, nothing goes to strangers."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from tests.journeys.fields import tick
from tests.journeys.looking import Look
from tests.journeys.person import Form, open_mailbox
from tests.journeys.watching import watched
from tests.journeys.workplace import press
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO, POLICE = "Bradford Listening Post", "West Yorkshire Police"
STANDING = (
    "/", "/en/", "/en/?city=bradford", "/es/?city=madrid", "/en/help/", "/es/help/?city=madrid", "/en/privacy/",
    "/es/privacy/?city=madrid", "/en/project/", "/es/project/?city=madrid",
    "/fi/project/", "/bg/project/", "/en/figures/", "/es/figures/", "/en/figures/madrid/", "/es/figures/madrid/1/",
    "/en/figures/bradford/", "/en/plan/", "/en/plan/bradford/", "/es/plan/madrid/",
    "/es/plan/madrid/1/", "/en/mailbox/", "/es/mailbox/", "/en/report/done/", "/en/nothing-here/",
)  # fmt: skip
# What a further language does not cover, a leaflet among it, is offered in these.
WHOLE_LANGUAGES = ("en", "es", "it", "pt", "fi", "et", "lv", "bg")


def test_the_standing_pages(desk: Page, demo: Demo) -> None:
    look = Look(strict=True)
    for address in STANDING:
        desk.goto(f"{demo.public}{address}")
        look.at(desk, address)
    look.check()


def test_the_standing_pages_in_the_dark(browser: Browser, demo: Demo) -> None:
    look = Look(strict=True, widths=(320,))
    with watched(browser, demo, dark=True, width=320) as (context, _watch):
        page = context.new_page()
        for address in ("/", "/en/?city=bradford", "/en/figures/madrid/", "/en/mailbox/", "/en/report/"):
            page.goto(f"{demo.public}{address}")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
            look.at(page, f"{address} in the dark")
    look.check()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_question_its_errors_the_summary_and_the_receipt(desk: Page, demo: Demo, lang: str) -> None:
    look, form = Look(strict=True), Form(desk).begin(demo, lang)
    asked = []
    form.choose(safe_now="no").go_on()
    while question := form.question:
        asked.append(question)
        look.at(desk, question)
        _go_on(form, question, look)
    look.at(desk, "summary")
    form.change("contact").choose(contact_how="phone").go_on()
    look.at(desk, "contact without a number")
    form.write(contact_address="0700 000 000").go_on()
    form.send()
    look.at(desk, "receipt")
    assert len(asked) == 11
    look.check()


def test_the_receipt_is_one_sheet_of_paper_that_says_what_she_needs(desk: Page, demo: Demo) -> None:
    code = Form(desk).to_summary(demo, "en", "They shouted at us.", NGO, city="bradford").send()
    desk.emulate_media(media="print")

    assert desk.locator("#receipt-code").evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 26
    for said in (
        f"{demo.public}/en/mailbox/",
        "Whoever has this sheet",
        "Call 999 or 112",
        NGO,
        "answers by",
        "take it back",
    ):
        expect(desk.get_by_text(said).locator("visible=true").first).to_be_visible()
    assert desk.locator("[data-screen-only], .button, input, footer").locator("visible=true").count() == 0
    with pikepdf.open(io.BytesIO(desk.pdf(format="A4"))) as sheet:
        assert len(sheet.pages) == 1
    assert code not in desk.url


def test_the_leaflet_is_there_soon_after_the_start_and_in_every_language(desk: Page, demo: Demo) -> None:
    desk.goto(f"{demo.public}/en/")
    languages = desk.locator("footer nav [lang]").evaluate_all("all => all.map(one => one.lang)")
    assert set(languages) >= set(WHOLE_LANGUAGES)
    for address in (
        f"{demo.public}/{lang}/leaflet.pdf{query}" for lang in WHOLE_LANGUAGES for query in ("", "?city=madrid")
    ):
        answer = desk.request.get(address)
        if answer.status == 503:
            desk.wait_for_timeout(1000 * int(answer.headers["retry-after"]))
            answer = desk.request.get(address)
        with pikepdf.open(io.BytesIO(answer.body())) as leaflet:
            assert len(leaflet.pages) == 2


def _go_on(form: Form, question: str, look: Look) -> None:
    """Answer or skip a question, and look at the error pages on the way."""
    if question == "where":
        form.go_on()
        look.at(form.page, "where, unanswered")
        form.choose(city="bradford").go_on()
    elif question == "what":
        form.go_on()
        look.at(form.page, "what, unanswered")
        form.write(what="They shouted at us.").go_on()
    elif question == "when":
        form.choose(when_precision="exact").go_on()
        look.at(form.page, "when, without the day")
        form.skip()
    elif question == "because":
        form.page.locator("details summary").first.click()
        look.at(form.page, "because, with the words")
        form.skip()
    elif question == "officer":
        form.choose(officer="local").go_on()
    elif question == "readers":
        form.choose_readers(NGO).go_on()
    else:
        form.skip()


def test_where_no_city_fits(desk: Page, demo: Demo) -> None:
    look, form = Look(strict=True), Form(desk).begin(demo, "en").skip()
    form.choose(city="elsewhere").go_on().expect("country")
    look.at(desk, "country")
    form.choose(country="other").go_on()
    look.at(desk, "what, for elsewhere")
    look.check()


def test_the_mailbox_and_all_that_can_be_done_in_it(desk: Page, demo: Demo) -> None:
    look = Look(strict=True)
    code = Form(desk).to_summary(demo, "en", "They shouted at us.", NGO, city="bradford").send()
    desk.goto(f"{demo.public}/en/mailbox/")
    press(desk)
    look.at(desk, "the door, without a code")
    desk.locator("[name=code]").fill("0123-4567-89AB-CDEF-GHJK-MNPQ-RS")
    press(desk)
    look.at(desk, "the door, with a wrong code")
    open_mailbox(desk, demo, "en", code)
    look.at(desk, "mailbox")
    ways = [link.get_attribute("href") for link in desk.locator("main a[href*='/mailbox/']").all()]
    acts = sorted({way for way in ways if way and re.search("withdraw|erase|add|treatment", way)})
    assert len(acts) == 5
    for act in acts:
        desk.goto(f"{demo.public}{act}")
        look.at(desk, act)
    press(desk)
    look.at(desk, "treatment, unanswered")
    tick(desk, "respect", "4")
    press(desk)
    expect(desk.locator("ol.talk li")).to_have_count(1)
    look.at(desk, "mailbox with a message")
    look.check()


@pytest.mark.parametrize("script", [True, False])
def test_the_quick_exit_leads_to_an_everyday_page_and_has_the_browser_forget(
    browser: Browser, demo: Demo, script: bool
) -> None:
    """The answer that leads away is caught: no test leaves the machine."""
    led: list[APIResponse] = []

    def catch(route: Route) -> None:
        led.append(route.fetch(max_redirects=0))
        route.fulfill(status=200, content_type="text/plain", body="an everyday page")

    with watched(browser, demo, script=script, width=320) as (context, _watch):
        context.route("**/leave/", catch)
        page = context.new_page()
        Form(page).begin(demo, "en").skip().choose(city="madrid").go_on().write(what="Somebody comes in.")
        if script:
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        else:
            page.locator("a.leave").click()
        expect(page.locator("body")).to_have_text("an everyday page")
    assert [(answer.status, answer.headers["location"]) for answer in led] == [(303, "https://www.wikipedia.org/")]
    assert "storage" in led[0].headers["clear-site-data"]


def test_no_page_links_to_strangers_but_packs_and_the_quick_exit(desk: Page, demo: Demo) -> None:
    """Links to help and law come from the packs, with their sources; none of them tells where the reader came from."""
    for address in STANDING:
        answer = desk.goto(f"{demo.public}{address}")
        assert answer is not None
        assert answer.headers["referrer-policy"] == "same-origin"
        assert desk.locator("[src^='http'], link[href^='http'], form[action^='http'], iframe, base").count() == 0
