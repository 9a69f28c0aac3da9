"""What people do with referrals, found by addresses and the names of fields, so that it works in every language."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick, tick_card
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import WORK, open_case, open_from_inbox, reference_on
from tests.running import Demo

WITHIN_SECONDS = 180


@dataclass(slots=True)
class Referred:
    """A report of Dana's that became a case and was referred: her code, the case, and the newest referral."""

    code: str
    case: str
    referral: str


def refer_a_report(
    phone: Page, demo: Demo, officer: Page, told: str, *readers: str, lang: str, city: str, to: str,
    look: Callable[[Page, str], None] = lambda _page, _name: None,
) -> Referred:  # fmt: skip
    """Send a report as Dana, open it as a case as an officer, and refer it."""
    form = Form(phone).to_summary(demo, lang, told, *readers, city=city, perceived="yes", standing="victim")
    code = form.send()
    open_mailbox(phone, demo, lang, code)
    open_from_inbox(officer, demo, reference_on(phone.locator("main")))
    case = open_case(officer)
    suspect_offence(officer, demo, case)
    return Referred(code, case, refer(officer, demo, case, to, look))


def suspect_offence(page: Page, demo: Demo, case: str) -> None:
    """Say that an offence is suspected: the duty to refer is about offences."""
    page.goto(f"{demo.staff}/cases/{case}/?edit=offence")
    tick(page, "state", "suspected")
    page.locator("#qualification form.compact button").click()
    expect(page.locator("#qualification form.compact")).to_have_count(0)


def refer(
    page: Page, demo: Demo, case: str, to: str, look: Callable[[Page, str], None] = lambda _page, _name: None
) -> str:
    """Choose to whom, look at what will be seen, confirm; return the referral's reference."""
    page.goto(f"{demo.staff}/cases/{case}/")
    page.locator(f"#referral a[href$='/cases/{case}/refer/']").click()
    look(page, "choose")
    ways = page.locator(".choice:has([name=way])", has_text=to)
    if not ways.locator("input").is_checked():
        tick_card(ways)
    tick(page, "basis", "duty")
    page.locator(f"{WORK} form button").first.click()
    expect(page.locator("#confirm-title")).to_be_visible()
    expect(page.locator(f"{WORK} section.notice")).to_contain_text(to)
    look(page, "what will be seen")
    page.locator(f"{WORK} form button").first.click()
    sent = page.locator("#referral article h3 a").last
    expect(sent).to_be_visible()
    return sent.inner_text().strip()


def go_to_referral(page: Page, demo: Demo, reference: str, edit: str = "") -> None:
    """Open a referral's page, with the form of an act where one is named."""
    page.goto(f"{demo.staff}/referrals/{reference}/{f'?edit={edit}' if edit else ''}")
    expect(page.locator("h1")).to_contain_text(reference)


def accept(page: Page, demo: Demo, reference: str) -> None:
    """Accept a referral."""
    go_to_referral(page, demo, reference)
    page.locator("form[action$='/accept/'] button").click()


def say(page: Page, demo: Demo, reference: str, act: str, text: str) -> None:
    """Ask, or send back with a reason."""
    go_to_referral(page, demo, reference, act)
    page.locator("textarea[name=text]").fill(text)
    page.locator(f"form[action$='/{act}/'] button").click()
    expect(page.locator(WORK)).to_contain_text(text)


def enter_step(page: Page, demo: Demo, reference: str, kind: str, *, on: str, source: str, reasons: str = "") -> None:
    """Enter one step of the proceedings."""
    go_to_referral(page, demo, reference, "step")
    page.locator("select[name=kind]").select_option(kind)
    page.locator("[name=on]").fill(on)
    page.locator("[name=source]").fill(source)
    page.locator("[name=reasons]").fill(reasons)
    page.locator("form[action$='/step/'] button").click()
    expect(page.locator("#outcome")).to_contain_text(source)


def hears(phone: Page, *parts: str) -> None:
    """Read the mailbox again until it says each of these, in this order: the worker tells within seconds."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not _in_order(words := phone.locator("ol.talk").all_inner_texts(), parts):
        assert time.monotonic() < deadline, f"{parts} not in {words}"
        phone.wait_for_timeout(1_000)
        phone.reload()


def _in_order(words: list[str], parts: tuple[str, ...]) -> bool:
    said, at = " ".join(words), 0
    for part in parts:
        at = said.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def stefan_has_it(phone: Page, demo: Demo, at_work: AtWork, told: str) -> tuple[Referred, str]:
    """Bring a report of Dana's by Alice to Stefan, who accepts it; return it and his own case."""
    referred = refer_a_report(
        phone, demo, at_work("Alice"), told, "Acogida Madrid", "Policía Municipal", lang="es", city="madrid",
        to="Policía Nacional",
    )  # fmt: skip
    stefan = at_work("Stefan")
    accept(stefan, demo, referred.referral)
    expect(stefan.locator("#case-title")).to_be_visible()
    return referred, stefan.locator("#case-title").inner_text().split(" ")[0]
