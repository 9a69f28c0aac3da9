"""Somebody who works by keyboard alone, and how long it would take a person: keys are counted, texts and thinking are priced.

The prices are those of the keystroke-level model (Card, Moran, Newell: The Psychology of Human-Computer Interaction, 1983):
0.28 s for a key of an average typist, 1.35 s to make up one's mind before an act.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

KEY_SECONDS = 0.28
THOUGHT_SECONDS = 1.35
WORDS_PER_SECOND = 200 / 60
MOST_TABS = 60

# The fields of the form in which the focus is, that a form asks for and leaves empty; a group of radio buttons is one.
EMPTY_AND_NEEDED = """
() => {
  const form = document.activeElement.closest("form");
  const fields = [...form.elements].filter((one) => one.required && one.type !== "hidden");
  const filled = (name) => fields.some((one) =>
    one.name === name && (["radio", "checkbox"].includes(one.type) ? one.checked : one.value));
  return [...new Set(fields.map((one) => one.name))].filter((name) => !filled(name));
}
"""


@dataclass
class Keyboard:
    """A keyboard on a page; the page has no mouse."""

    page: Page
    keys: int = 0
    letters: int = 0
    thoughts: int = 0
    words_read: int = 0
    needed: list[str] = field(default_factory=list)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def type(self, text: str) -> None:
        """Write words of one's own."""
        self.thoughts += 1
        self.letters += len(text)
        self.page.keyboard.type(text)

    def read(self, selector: str) -> None:
        """Read a part of the page, at 200 words a minute."""
        self.words_read += len(self.page.locator(selector).first.inner_text().split())

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is on what is meant."""
        self.thoughts += 1
        for _ in range(MOST_TABS):
            if self.is_on(selector):
                return
            self.press("Tab")
        raise AssertionError(f"no way to {selector} with Tab")

    def step_to(self, selector: str) -> None:
        """Press j until the focus is on a row or a section, or on what stands for it."""
        self.thoughts += 1
        for _ in range(MOST_TABS):
            if self.is_on(selector):
                return
            self.press("j")
        raise AssertionError(f"no way to {selector} with j")

    def is_on(self, selector: str) -> bool:
        return bool(self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector))

    def go(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def edit(self, section: str, first: str) -> None:
        """Open the form of the section that has the focus, whose first field then has it; note what it asks for."""
        self.thoughts += 1
        self.press("e")
        expect(self.page.locator(f"{section} form")).to_be_visible()
        expect(self.page.locator(f"{section} [name={first}]").first).to_be_focused()
        self.note_needed()

    def note_needed(self) -> None:
        self.needed += self.page.evaluate(EMPTY_AND_NEEDED)

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button with the arrows, from the field that has the focus."""
        self.thoughts += 1
        options = self.page.locator(f"[name={name}]")
        values = [option.get_attribute("value") for option in options.all()]
        if not self.is_on(f"[name={name}]"):
            self.press("Tab")
        assert self.is_on(f"[name={name}]"), f"Tab does not lead to {name}"
        at = values.index(self.page.evaluate("document.activeElement.value"))
        steps = values.index(value) - at
        self.press("ArrowDown" if steps > 0 else "ArrowUp", abs(steps))
        if not steps:
            self.press("Space")
        expect(self.page.locator(f"[name={name}][value='{value}']")).to_be_checked()

    def pick(self, name: str, code: str) -> None:
        """Pick from a long list by typing how the entry begins."""
        self.thoughts += 1
        assert self.is_on(f"select[name={name}]")
        label = self.page.locator(f"[name={name}] option[value='{code}']").inner_text().strip()
        for number, letter in enumerate(label[:40], start=1):
            if self.page.locator(f"select[name={name}]").input_value() == code and number > 1:
                break
            self.page.keyboard.type(letter)
            self.keys += 1
        expect(self.page.locator(f"select[name={name}]")).to_have_value(code)

    def write_next(self, name: str, text: str) -> None:
        """Go on to a text field and write."""
        self.press("Tab")
        assert self.is_on(f"[name={name}]"), f"Tab does not lead to {name}"
        self.type(text)

    def send(self, section: str) -> None:
        """Send the form of a section; the section is drawn anew without it, and keeps the focus."""
        self.press("Control+Enter")
        expect(self.page.locator(f"{section} form [name=seen], {section} form.compact")).to_have_count(0)
        expect(self.page.locator(section)).to_be_focused()

    @property
    def seconds(self) -> float:
        """Return how long a person would take: keys, letters, thoughts and reading."""
        return (
            (self.keys + self.letters) * KEY_SECONDS
            + self.thoughts * THOUGHT_SECONDS
            + self.words_read / WORDS_PER_SECOND
        )
