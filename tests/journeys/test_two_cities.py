"""Two installations that have joined: what Alice publishes in Madrid Charlie finds, asks about and takes up in Bradford.

Each is `proximity run` with a database, processes and a folder of its own; they know of each other only what travels.
"""

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from unittest import mock

import pytest
import pytest_socket
from playwright.sync_api import Browser, Page, expect

from tests.driver import Driver
from tests.journeys.exchanging import ENGLISH, IN_ENGLISH, REASONS, RECORD, TITLE, fill, sure, tick
from tests.journeys.looking import Look
from tests.journeys.watching import watched
from tests.journeys.workplace import press, sign_in
from tests.running import Demo, demo_folder, running_demo

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("two cities")]

PATIENCE = 60
QUESTION, ANSWER = "Do you walk in uniform?", "No, nunca. Se presenta por su nombre."
CHANGED = "We walk on Saturdays."
CARD = re.compile(r" (?P<id>[0-9a-f-]{36}) at .*\nfingerprint: (?P<fingerprint>\S.*)\n")


@dataclass
class Installation:
    """One of the two: how it runs, and who it is to the other."""

    demo: Demo
    city: str

    def operate(self, *words: str) -> str:
        """Do something at the operator's command line and return what it said."""
        done = self.demo.command("exchange", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self) -> dict[str, str]:
        """Found the city and take part; return identifier and fingerprint, as two operators read them to each other."""
        done = self.demo.python("-m", "tests.founding", self.city)
        assert done.returncode == 0, done.stderr
        found = CARD.search(said := self.operate("begin", "--name", self.city.title()))
        assert found, said
        return found.groupdict()

    def shows_its_key(self) -> None:
        """Wait until the card tells by which key the city signs: it was drawn just now, for what she published first."""
        until = time.monotonic() + PATIENCE
        while not json.loads(Driver().get(f"{self.demo.public}/.well-known/proximity-exchange").text)["cities"][0][
            "keys"
        ]:
            assert time.monotonic() < until, "the card was not written anew"
            time.sleep(0.2)

    def read(self) -> None:
        """Read the other now, as the worker does every five minutes; what it has must come without a fault."""
        said = self.operate("sync")
        assert "no problem" in said, said
        assert "refused" not in said, said


@pytest.fixture(scope="module")
def twins() -> Iterator[tuple[Installation, Installation]]:
    """Return the installations of Madrid and Bradford, which have accepted each other."""
    pytest_socket.enable_socket()
    # Both are on this machine, where nobody would ask otherwise.
    with ExitStack() as stack, mock.patch.dict(os.environ, EXCHANGE_PRIVATE_ADDRESSES="1"):
        madrid, bradford = (
            Installation(
                stack.enter_context(running_demo(stack.enter_context(demo_folder()) / "data", command="run")), city
            )
            for city in ("madrid", "bradford")
        )
        here, there = madrid.begin(), bradford.begin()
        bradford.operate("join", madrid.demo.public, "--fingerprint", here["fingerprint"])
        madrid.operate("accept", there["id"], "--fingerprint", there["fingerprint"])
        yield madrid, bradford


def publish(alice: Page, look: Look) -> str:
    """Let Alice write the practice down in Spanish, send it to the network and add English; return its address."""
    alice.locator(".aside a.button").click()
    fill(alice, RECORD)
    tick(alice, type="prevention", categories="outreach", grounds="XENO")
    press(alice)
    alice.locator(".aside a.button").click()
    expect(alice.locator(".aside")).to_contain_text("Bradford")
    look.at(alice, "who will read it")
    tick(alice, readers="network", topic="yes", local="yes", police="yes")
    fill(alice, REASONS)
    sure(alice)
    press(alice)
    expect(alice.locator("h1")).to_have_text(TITLE)
    address = alice.url
    alice.locator(".aside a[href$='/translate/']").click()
    alice.locator("[name=language]").select_option("en")
    tick(alice, made="machine")
    fill(alice, IN_ENGLISH)
    press(alice)
    expect(alice.locator("h1")).to_have_text(ENGLISH)
    return address


def _found_and_asked(charlie: Page, bradford: Installation, look: Look) -> tuple[str, str]:
    """Find what came from the other city, read it in two languages, and ask; return the addresses of practice and question."""
    charlie.reload()
    look.at(charlie, "found in his language")
    charlie.locator("[data-item] a", has_text=ENGLISH).click()
    expect(charlie.locator("main")).to_contain_text(IN_ENGLISH["summary"])
    expect(charlie.locator(".notice[data-kind=warning]")).to_contain_text("A machine translated this")
    expect(charlie.locator("main")).to_contain_text("Policía Municipal de Madrid")
    look.at(charlie, "another city's practice")
    practice = charlie.url
    charlie.locator(".notice a[href*='lang=es']").click()
    expect(charlie.locator("h1")).to_have_text(TITLE)
    charlie.goto(practice)
    charlie.locator(".aside a[href*='/questions/new/']").click()
    fill(charlie, {"title": QUESTION, "text": "Some people here are afraid of it."})
    sure(charlie)
    press(charlie)
    bradford.shows_its_key()
    return practice, charlie.url


def _answered(alice: Page, madrid: Installation, look: Look) -> None:
    """See the question once it has come, and answer it."""
    alice.goto(f"{madrid.demo.staff}/exchange/questions/")
    expect(alice.locator("[data-item] a", has_text=QUESTION)).to_have_count(0)
    madrid.read()
    alice.reload()
    look.at(alice, "questions")
    alice.locator("[data-item] a", has_text=QUESTION).click()
    expect(alice.locator("main")).to_contain_text("Bradford")
    alice.locator("[name=text]").fill(ANSWER)
    sure(alice)
    press(alice)
    expect(alice.locator("article")).to_contain_text(ANSWER)
    look.at(alice, "question with her answer")


def _taken_up(charlie: Page, practice: str, question: str, look: Look) -> None:
    """Say that the answer helped, and take the practice up."""
    charlie.goto(question)
    charlie.locator("article", has_text=ANSWER).locator("form button").click()
    expect(charlie.locator("article .badge")).to_be_visible()
    look.at(charlie, "answer that helped")
    charlie.goto(practice)
    charlie.locator(".aside a[href$='/adopt/']").click()
    tick(charlie, uptake="running", outcome="helped")
    fill(charlie, {"changed": CHANGED, "result": "Eleven people came twice."})
    sure(charlie)
    press(charlie)
    expect(charlie.locator("main")).to_contain_text(CHANGED)
    look.at(charlie, "taken up here")


def test_what_alice_knows_travels_to_charlie_and_what_came_of_it_travels_back(
    browser: Browser, twins: tuple[Installation, Installation]
) -> None:
    (madrid, bradford), look = twins, Look()
    with (
        watched(browser, madrid.demo) as (hers, _),
        watched(browser, bradford.demo) as (his, _),
    ):
        alice, charlie = hers.new_page(), his.new_page()
        sign_in(alice, madrid.demo, "Alice")
        sign_in(charlie, bradford.demo, "Charlie")
        charlie.goto(f"{bradford.demo.staff}/exchange/?text=walking neighbours")
        expect(charlie.locator("[data-item] a", has_text=ENGLISH)).to_have_count(0)
        alice.goto(f"{madrid.demo.staff}/exchange/")
        practice = publish(alice, look)
        madrid.shows_its_key()
        bradford.read()
        his_practice, question = _found_and_asked(charlie, bradford, look)
        _answered(alice, madrid, look)
        bradford.read()
        _taken_up(charlie, his_practice, question, look)
        madrid.read()
        alice.reload()
        expect(alice.locator("article .badge")).to_be_visible()
        alice.goto(practice)
        expect(alice.locator("main")).to_contain_text(CHANGED)
        expect(alice.locator("main")).to_contain_text("Bradford")
        look.at(alice, "it travelled")
        alice.goto(f"{madrid.demo.staff}/exchange/")
        look.at(alice, "catalogue")
    look.check()
