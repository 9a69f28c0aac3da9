"""Alice's evidence: added as it comes, handed to Bob, confirmed by him, reported without a gap; and then a gap that is named."""

import pytest
from playwright.sync_api import Page, expect

from proximity.evidence.factories import photo
from proximity.evidence.synthetic import recording
from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import CLEANED_WITHIN, open_case, open_from_inbox, press, reference_on, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser
PLAYED = """() => new Promise((done, fail) => {
    const heard = document.querySelector("audio");
    Object.assign(heard, {muted: true, onended: () => done(heard.duration), onerror: fail});
    heard.play();
})"""
GAPS = ".notice[data-kind=warning]"


@pytest.fixture
def case(phone: Page, demo: Demo, at_work: AtWork) -> tuple[Page, str]:
    """Return Alice's page and the address of a case that she opened from a report just sent."""
    form = Form(phone).to_summary(demo, "en", "They stuck a leaflet on our door.", "Policía Municipal")
    open_mailbox(phone, demo, "en", form.send())
    alice = at_work("Alice")
    open_from_inbox(alice, demo, reference_on(phone.locator("main")))
    return alice, f"{demo.staff}/cases/{open_case(alice)}/"


def test_evidence_is_added_handed_over_confirmed_and_reported_without_a_gap_until_there_is_one(
    case: tuple[Page, str], demo: Demo, at_work: AtWork
) -> None:
    alice, here = case
    _add_files(alice, here)
    alice.locator("#evidence a[href*='/evidence/']", has_text="door.jpg").click()
    piece = alice.url
    expect(alice.locator(GAPS)).to_have_count(0)
    alice.locator("a[href$='?do=hand-over']").click()
    alice.locator("main form.compact button").click()
    refused_beside(alice, "to")
    alice.locator("[name=to]").select_option(label="Bob")
    alice.locator("main form.compact button").click()
    expect(alice.locator(GAPS)).to_be_visible()

    bob = at_work("Bob")
    bob.locator("a[href*='/hand-over/']", has_text="door.jpg").click()
    bob.locator("button[value=refused]").click()
    refused_beside(bob, "reason")
    bob.locator("button[value=confirmed]").click()
    expect(bob.locator("nav.rail")).to_be_visible()

    alice.goto(f"{here}custody/")
    expect(alice.locator("main section")).to_have_count(2)
    expect(alice.locator(GAPS)).to_have_count(0)
    expect(alice.locator("main")).to_contain_text("Bob")

    alice.goto(f"{piece}?do=hand-over")
    alice.locator("[name=to]").select_option(index=1)
    alice.locator("main form.compact button").click()
    expect(alice.locator(f"{GAPS} li")).to_have_count(2)  # she no longer held it, and nobody has confirmed
    alice.goto(here)
    expect(alice.locator("#evidence .urgent")).to_have_count(1)


def _add_files(alice: Page, here: str) -> None:
    """Refuse nothing, then take a photograph and a recording in one form, with who collected them."""
    alice.goto(f"{here}evidence/add/")
    press(alice)
    refused_beside(alice, "file")
    alice.locator("[name=collected_where]").fill("At the door")
    alice.locator("[name=collected_at]").fill("2026-11-20T10:30")
    alice.locator("[type=file]").set_input_files([
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": photo()},
        {"name": "voice.ogg", "mimeType": "audio/ogg", "buffer": recording(blocks=60)},
    ])  # fmt: skip
    press(alice)
    expect(alice.locator("#evidence a[href*='/evidence/']", has_text="voice.ogg")).to_be_visible()


def test_a_recording_is_heard_where_it_lies(case: tuple[Page, str], demo: Demo) -> None:
    alice, here = case
    _add_files(alice, here)
    alice.locator("#evidence a[href*='/evidence/']", has_text="voice.ogg").click()
    play = alice.locator("a[href$='/play/']")
    for _ in range(CLEANED_WITHIN):
        if play.count():
            break
        alice.wait_for_timeout(1000)
        alice.reload()
    play.click()
    expect(alice.locator("audio")).to_be_visible()
    assert alice.evaluate(PLAYED) > 0.5


def test_evidence_reads_well_on_a_wide_and_on_a_narrow_screen(case: tuple[Page, str], demo: Demo) -> None:
    alice, here = case
    _add_files(alice, here)
    look = Look()
    for path in ("evidence/add/", "?edit=thing", "?edit=capture", "?edit=recordings", "custody/"):
        alice.goto(here + path)
        look.at(alice)
    alice.goto(here)
    alice.locator("#evidence a[href*='/evidence/']", has_text="door.jpg").click()
    look.at(alice)
    look.check()
