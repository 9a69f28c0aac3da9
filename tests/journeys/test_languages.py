"""The whole public report in every language, without JavaScript at 320 px; and a person whose language is not her country's."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick, tick_card
from tests.journeys.looking import Look, speaks
from tests.journeys.mirror import Mirror
from tests.journeys.person import Form, open_mailbox, receipt_code
from tests.journeys.watching import watched
from tests.journeys.workplace import open_case, open_from_inbox, press, reference_on
from tests.running import Demo

pytestmark = pytest.mark.browser

# Each language in a city of its country; the last two are nobody's national language here, and reach the desks all the same.
CITY_OF = {
    "en": "bradford", "es": "madrid", "it": "milan", "pt": "lisbon", "fi": "helsinki", "et": "tallinn", "lv": "riga",
    "bg": "sofia", "ar": "madrid", "uk": "tallinn",
}  # fmt: skip
STORY = tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def everywhere(demo: Demo) -> Demo:
    """Return the demo with all eight cities in it, each with its police and its NGO."""
    done = run(
        [executable, "-m", "tests.founding", *set(CITY_OF.values())], env=demo.environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return demo


@pytest.fixture
def mirror(browser: Browser, demo: Demo) -> Iterator[Callable[[str], Mirror]]:
    """Return a function that opens the window in which axe looks at what a phone shows."""
    with watched(browser, demo, width=320) as (context, _watch):
        yield lambda name: Mirror(context.new_page(), Look(strict=True, widths=(320,)), name)


@pytest.mark.parametrize("lang", CITY_OF)
def test_she_tells_all_of_it_in_her_language_and_reads_it_again(
    phone: Page, everywhere: Demo, mirror: Callable[[str], Mirror], lang: str
) -> None:
    seen, city = mirror(lang), CITY_OF[lang]

    def look(page: Page, step: str) -> None:
        speaks(page, lang)
        seen.show(page, step)

    phone.goto(f"{everywhere.public}/?city={city}")
    seen.show(phone, "languages")
    phone.locator(f"main a[hreflang={lang}]").click()
    look(phone, "home")
    phone.locator("main a[href*='/report/']").click()
    form = Form(phone, look=lambda page: look(page, Form(page).question or "check"))
    _answer_everything(form, city, lang)
    form.expect("").go_on()
    code = receipt_code(phone)
    look(phone, "receipt")

    open_mailbox(phone, everywhere, lang, code)
    for folded in phone.locator("main details summary").all():
        folded.click()
    look(phone, "mailbox")
    expect(phone.locator("main")).to_contain_text(STORY[lang])
    phone.locator("a[href$='/treatment/']").click()
    look(phone, "treatment")
    tick_card(phone.locator(".choice:has([name=respect])").first)
    phone.locator("main form button").first.click()
    expect(phone.locator("ol.talk li")).to_have_count(1)
    look(phone, "mailbox-with-message")
    for page in ("help", "privacy", "report/done"):
        phone.goto(f"{everywhere.public}/{lang}/{page}/?city={city}")
        look(phone, page.replace("/", "-"))
    assert seen.shown == 23
    seen.look.check()


def _answer_everything(form: Form, city: str, lang: str) -> None:
    form.expect("safe").choose(safe_now="yes").go_on()
    form.expect("where").choose(city=city).go_on()
    form.expect("what").go_on().expect("what").write(what=STORY[lang], place="Nr. 27").go_on()
    form.expect("when").choose(when_precision="exact").write(when_date="2026-03-01", when_time="18:30").go_on()
    form.expect("before").choose(happened_before="yes", reported_before="no").go_on()
    form.expect("targets").choose(targets="person").go_on()
    form.expect("because").choose(perceived="yes").write(why=STORY[lang])
    form.page.locator("details:has([name=grounds]) summary").click()
    form.choose(grounds="XENO").go_on()
    form.expect("officer").choose(officer="no").go_on()
    form.expect("who").choose(standing="victim").go_on()
    form.expect("wishes").choose(wishes="support").go_on()
    form.expect("readers")
    tick_card(form.page.locator(".choice:has([name=readers])").last)
    form.go_on().expect("contact").choose(contact_how="code").go_on()


@pytest.mark.parametrize(
    ("lang", "city", "officer", "answer"),
    [
        ("bg", "riga", "Ilze", "Paldies, ka pastāstījāt. Mēs to pārbaudām."),
        ("ar", "madrid", "Alice", "Gracias por contarlo. Lo estamos mirando."),
    ],
)
def test_she_writes_in_her_language_to_another_country_and_hears_back(
    phone: Page, everywhere: Demo, at_work: AtWork, lang: str, city: str, officer: str, answer: str
) -> None:
    form = Form(phone).begin(everywhere, lang).skip().choose(city=city).go_on().write(what=STORY[lang]).go_on()
    form.skip_to("because").choose(perceived="yes").write(why=STORY[lang]).go_on().skip_to("readers")
    tick_card(phone.locator(".choice:has([name=readers])").last)
    form.go_on().skip_to("contact").skip()
    code = form.send()
    open_mailbox(phone, everywhere, lang, code)
    reference = reference_on(phone.locator("main"))

    desk = at_work(officer)
    open_from_inbox(desk, everywhere, reference)
    name = {"bg": "Български", "ar": "العربية"}[lang]
    expect(desk.locator("main")).to_contain_text(name)
    told = desk.locator("blockquote", has_text=STORY[lang]).first
    assert told.evaluate("one => getComputedStyle(one).direction") == ("rtl" if lang == "ar" else "ltr")
    desk.locator("textarea[name=text]").fill(answer)
    press(desk, "section:has(textarea[name=text])")
    expect(desk.locator("ol.talk")).to_contain_text(answer)
    open_case(desk)
    expect(desk.locator("#reported")).to_contain_text(name)
    told = desk.locator("#reported .verbatim").first
    expect(told).to_have_attribute("lang", lang)
    assert told.evaluate("one => getComputedStyle(one).direction") == ("rtl" if lang == "ar" else "ltr")

    phone.goto(f"{everywhere.public}/{lang}/mailbox/read/")
    speaks(phone, lang)
    heard = phone.locator("ol.talk .text", has_text=answer)
    assert heard.evaluate("one => getComputedStyle(one).direction") == "ltr"
    phone.locator("textarea[name=text]").fill(STORY[lang])
    phone.locator("main form[action*='/write/'] button").click()
    phone.locator("a[href$='/treatment/']").click()
    speaks(phone, lang)
    tick(phone, "respect", "5")
    phone.locator("main form button").first.click()

    open_from_inbox(desk, everywhere, reference)
    mine = desk.locator("ol.talk .text", has_text=STORY[lang])
    assert mine.evaluate("one => getComputedStyle(one).direction") == ("rtl" if lang == "ar" else "ltr")
