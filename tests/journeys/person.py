"""What somebody does on the public site, found by addresses and the names of fields, so that it works in every language."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.fields import tick, tick_card
from tests.running import Demo

CROCKFORD = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(slots=True)
class Form:
    """The form that asks one question a page, in somebody's window; `look` sees every page that was expected."""

    page: Page
    look: Callable[[Page], None] = lambda _page: None

    def begin(self, demo: Demo, lang: str) -> "Form":
        self.page.goto(f"{demo.public}/{lang}/report/")
        return self

    @property
    def question(self) -> str:
        """Return which question is asked; nothing on the last page."""
        asked = self.page.locator("#wizard [name=asked]")
        return asked.get_attribute("value") or "" if asked.count() else ""

    @property
    def skip_button(self) -> Locator:
        return self.page.locator("#wizard button[value=skip]")

    def choose(self, **answers: str) -> "Form":
        for name, value in answers.items():
            tick(self.page, name, value)
        return self

    def write(self, **texts: str) -> "Form":
        for name, text in texts.items():
            self.page.locator(f'[name="{name}"]').fill(text)
        return self

    def go_on(self) -> "Form":
        return self._press(self.page.locator("#wizard button[value=next]"))

    def skip(self) -> "Form":
        return self._press(self.skip_button)

    def change(self, question: str) -> "Form":
        return self._press(self.page.locator(f'button[value="change:{question}"]'))

    def _press(self, button: Locator) -> "Form":
        """Press a button and wait for the page it leads to: every one of them leads to a page."""
        with self.page.expect_navigation():
            button.click()
        return self

    def expect(self, question: str) -> "Form":
        """See that this question is asked, once the whole page has come: a link that was followed is there in part first."""
        self.page.wait_for_load_state()
        assert self.question == question, f"{self.question!r} is asked, not {question!r}"
        self.look(self.page)
        return self

    def skip_to(self, question: str) -> "Form":
        for _ in range(15):
            if self.question == question:
                return self
            self.skip()
        raise AssertionError(f"no way to {question!r}")

    def choose_readers(self, *names: str) -> "Form":
        """Choose the circle of readers that names exactly these organisations."""
        cards = self.page.locator(".choice", has=self.page.locator("[name=readers]"))
        wanted = [card for card in cards.all() if _names_all(card, names)]
        shortest = min(wanted, key=lambda card: len(card.inner_text().splitlines()[0]))
        tick_card(shortest)
        return self

    def to_summary(
        self, demo: Demo, lang: str, what: str, *readers: str, city: str = "madrid", **answers: str
    ) -> "Form":
        """Answer only what is needed, and the given choices where they are asked."""
        self.begin(demo, lang).skip().expect("where").choose(city=city).go_on().expect("what").write(what=what).go_on()
        while self.question:
            here = {name: value for name, value in answers.items() if self.page.locator(f"[name={name}]").count()}
            if self.question == "readers":
                self.choose_readers(*readers).go_on()
            elif here:
                self.choose(**here).go_on()
            else:
                self.skip()
        return self

    def send(self) -> str:
        """Press Send on the summary and return the code that the receipt shows."""
        self.go_on()
        return receipt_code(self.page)


def _names_all(card: Locator, names: tuple[str, ...]) -> bool:
    words = card.inner_text()
    return all(name in words for name in names)


def receipt_code(page: Page) -> str:
    """Return the code that a page shows, and see that it is one: 26 characters of Crockford's base 32, in groups."""
    shown = page.locator("#receipt-code").inner_text().strip()
    assert "-" in shown
    assert CROCKFORD.fullmatch(shown.replace("-", "")), shown
    return shown


def open_mailbox(page: Page, demo: Demo, lang: str, code: str) -> None:
    """Type a code into the mailbox's door and go in."""
    page.goto(f"{demo.public}/{lang}/mailbox/")
    page.locator("[name=code]").fill(code)
    page.locator("main form button").first.click()
    expect(page.locator("#talk")).to_be_visible()
