"""Dana writes, and the database stops: what she typed stays on her page, and goes on its way once it is back. Once."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_socket
from playwright.sync_api import Browser, Page, expect

from tests.attack.ground import Ground
from tests.faults.ground import Victim, victim
from tests.journeys.looking import Look, speaks
from tests.journeys.mirror import Mirror
from tests.journeys.person import Form, open_mailbox, receipt_code
from tests.journeys.watching import watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("away")]

NGO, POLICE = "Acogida Madrid", "Policía Municipal"
STORY = tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))
PLACE = "Plaza Inventada 27"
TRIES = 60
"""One a second, until the database answers again."""


@pytest.fixture(scope="module")
def one() -> Iterator[Victim]:
    """Return an installation of its own: the demo of the other journeys must not lose its database."""
    pytest_socket.enable_socket()
    with victim() as one:
        yield one


def is_away(page: Page) -> bool:
    """Say whether this is the page that keeps what was typed: it asks no question and shows no answer but Try again."""
    return page.locator("#wizard [name=draft]").count() == 1 and page.locator("main button").count() == 1


def keeps(page: Page, lang: str, *texts: str) -> None:
    """See the page that keeps what was typed, in her language, with every text on it to be read."""
    assert is_away(page), page.url
    speaks(page, lang)
    for text in texts:
        expect(page.locator(".answers")).to_contain_text(text)


def press(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#wizard button").first.click()


def try_again(page: Page) -> None:
    """Press the one button of the page until the database is back."""
    for _ in range(TRIES):
        press(page)
        if not is_away(page):
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"{page.url}: the database did not come back")


def reports(one: Victim) -> int:
    with psycopg.connect(Ground(one.demo).url("superuser")) as root:
        (number,) = root.execute("SELECT count(*) FROM reporting_report").fetchone() or (0,)
    return int(number)


@pytest.mark.parametrize("lang", ["es", "bg", "ar"])
def test_on_a_phone_without_script_nothing_she_typed_is_lost_and_it_is_sent_once(
    browser: Browser, one: Victim, lang: str
) -> None:
    before, story = reports(one), STORY[lang]
    with (
        watched(browser, one.demo, width=320, script=False, away=True) as (phones, _watch),
        watched(browser, one.demo, width=320, away=True) as (mirrors, _seen),
    ):
        phone, mirror = phones.new_page(), Mirror(mirrors.new_page(), Look(strict=True, widths=(320,)), f"away-{lang}")
        form = Form(phone).begin(one.demo, lang).skip().expect("where").choose(city="madrid").go_on().expect("what")

        form.write(what=story, place=PLACE)
        with one.database_away():
            form.go_on()
            keeps(phone, lang, story, PLACE)
            mirror.show(phone, "question")
            press(phone)
            keeps(phone, lang, story, PLACE)
        try_again(phone)
        form.expect("when")
        with phone.expect_navigation():
            phone.locator("#wizard button[value=back]").click()
        expect(phone.locator("[name=what]")).to_have_value(story)
        expect(phone.locator("[name=place]")).to_have_value(PLACE)

        form.go_on().skip_to("because").choose(perceived="yes").write(why=story).go_on().skip_to("readers")
        form.choose_readers(NGO, POLICE).go_on().skip_to("")
        with one.database_away():
            form.go_on()
            keeps(phone, lang, story, PLACE)
            mirror.show(phone, "sending")
        try_again(phone)
        code = receipt_code(phone)
        speaks(phone, lang)
        open_mailbox(phone, one.demo, lang, code)
        phone.locator("#told ~ details summary").click()
        expect(phone.locator("main")).to_contain_text(story)
        write_into_mailbox(phone, one, mirror, story)
        mirror.look.check()
    assert reports(one) == before + 1


def write_into_mailbox(phone: Page, one: Victim, mirror: Mirror, story: str) -> None:
    """Send a message while the database is away, and see it in the mailbox once, when it is back."""
    phone.locator("form[action$='/write/'] [name=text]").fill(story)
    with one.database_away():
        with phone.expect_navigation():
            phone.locator("form[action$='/write/'] button").click()
        expect(phone.locator("main .verbatim")).to_have_text(story)
        mirror.show(phone, "mailbox")
    for _ in range(TRIES):
        with phone.expect_navigation():
            phone.locator("main form button").first.click()
        if phone.locator("main .verbatim").count() == 0:
            break
        phone.wait_for_timeout(1000)
    expect(phone.locator(".talk .text")).to_have_text([story])


def test_at_a_desk_she_changes_the_language_meanwhile_and_goes_on_where_she_was(browser: Browser, one: Victim) -> None:
    look = Look(strict=True)
    with watched(browser, one.demo, away=True) as (context, _watch):
        desk = context.new_page()
        form = Form(desk).begin(one.demo, "en").skip().choose(city="madrid").go_on().expect("what")
        form.write(what=STORY["fi"])
        with one.database_away():
            form.go_on()
            keeps(desk, "en", STORY["fi"])
            look.at(desk, "away, in English")
            with desk.expect_navigation():
                desk.locator("footer button[formaction^='/fi/']").click()
            keeps(desk, "fi", STORY["fi"])
            look.at(desk, "away, in Finnish")
        try_again(desk)
        expect(desk.locator("html")).to_have_attribute("lang", "fi")
        expect(desk.locator("[name=what]")).to_have_value(STORY["fi"])
        form.expect("what").go_on().expect("when")
    look.check()
