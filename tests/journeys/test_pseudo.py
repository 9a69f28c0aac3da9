"""Every page in two languages that nobody speaks, at 320 px: 40 % longer, and from right to left.

Nothing is wider than the window, nothing is cut off, axe finds nothing, and no word was written past gettext: in `en-xa` each of
our letters bears a mark, so that a plain one is either data (packs, names, what people wrote) or a fault.
"""

import ast
import contextlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

import proximity
from proximity.directory.rules.languages import SPOKEN
from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick_card
from tests.journeys.looking import Look
from tests.journeys.person import Form, open_mailbox
from tests.journeys.test_pages_public import STANDING
from tests.journeys.test_pages_staff import EDITS, OF_ROLE
from tests.journeys.watching import watched
from tests.journeys.workplace import open_first_case
from tests.running import Demo

pytestmark = pytest.mark.browser

LONGER, MIRRORED = "en-xa", "ar-xb"
PACKAGE = Path(proximity.__file__).parent
WORD = re.compile(r"[A-Za-z][A-Za-z']+")
SEEN = """() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const at = walk.currentNode.parentElement;
        if (at.closest("script, style, kbd, code, time, bdi, .verbatim, blockquote, q, textarea, [lang]:not(html)")) continue;
        const text = walk.currentNode.textContent.replace(/\\s+/g, " ").trim();
        if (text) found.push(text);
    }
    return found;
}"""
CUT = """() => [...document.querySelectorAll("body *")].filter(one => {
    const style = getComputedStyle(one);
    return style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 8
        && !one.matches(".sr-only, .skip");
}).map(one => one.outerHTML.slice(0, 120))"""
# What stands on pages without being words of a language: names of things, formats, people and addresses, codes and units.
NAMES = re.compile(
    r"\b[a-z]{2,3}\.(?:cue|slur|symbol|place|date|group|predicate)\.[\w-]+|"
    r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+/\S*|\bstatus: [a-z_]+\b|\bCC BY 4\.0\b"
    r"|\b\w+=\w+\b|\b[a-z_]+\.[a-z_]+\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9A-Z]{1,4}(?:-[0-9A-Z]+)+\b"
    r"|\b(?:Proximity|PDF(?:/A)?|ZIP|CSV|JSON|XLSX|SVG|PNG|JPEG|HEIC|SHA|ODIHR|OSCE|MB|kB|KB|UTC|CET|TOTP|QR|Esc|Ctrl|Enter)\b"
    r"|\b(?:en-xa|ar-xb|Mirrored)\b|(?<!\w)@\w+|\b[a-z]+(?:_[a-z]+)+\b"
)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (re.sub(r"\s+", " ", part).strip() for part in value.split("\n\n"))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


@cache
def data() -> tuple[str, ...]:
    """Return each text of the packs, the plans' template, scenarios and the demo, and languages' own names, the longest first."""
    paths = [
        path
        for folder in ("packs/data", "config/demo", "plans/data", "welcome/data", "learning/data")
        for path in (PACKAGE / folder).rglob("*.toml")
    ]
    found = {text for path in paths for text in _strings(tomllib.loads(path.read_text(encoding="utf-8")))}
    # What the journeys before this one wrote stands on the pages of the same demo.
    for module in (*(PACKAGE / "config" / "demo").glob("*.py"), *Path(__file__).parent.glob("*.py")):
        said = (node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Constant))
        found |= {cell for one in said for text in _strings(one) for cell in (text, *text.split(";")) if " " in cell}
    found |= {name for _code, name in settings.PUBLIC_LANGUAGES} | set(SPOKEN.values())
    return tuple(sorted((text for text in found if WORD.search(text)), key=len, reverse=True))


def without_data(text: str) -> str:
    """Take out every known text; a short one, such as a name or a code, only as a whole word."""
    for known in data():
        if known in text:
            text = text.replace(known, " ") if len(known) > 3 else re.sub(rf"\b{re.escape(known)}\b", " ", text)
    return text


def past_gettext(page: Page) -> set[str]:
    """Return the texts of a page that hold plain letters and are no data.

    A name can stand inside a known text and a known text inside a name: a text is explained when either order leaves nothing.
    """
    found = set()
    for text in page.evaluate(SEEN):
        if not WORD.search(text):
            continue
        left = (NAMES.sub(" ", without_data(text)), without_data(NAMES.sub(" ", text)))
        shortened = text.endswith("…") and any(known.startswith(text[:-1]) for known in data())
        if all(WORD.search(rest) for rest in left) and not shortened:
            found.add(text)
    return found


@contextlib.contextmanager
def speaking(page: Page, demo: Demo, lang: str) -> Iterator[None]:
    """Give somebody's workspace another language, and her own again at the end."""
    page.goto(f"{demo.staff}/account/")
    own = page.locator("[name=language]:checked").get_attribute("value")
    assert own is not None
    choose_language(page, lang)
    try:
        yield
    finally:
        page.goto(f"{demo.staff}/account/")
        choose_language(page, own)


def choose_language(page: Page, lang: str) -> None:
    tick_card(page.locator(f".choice:has([name=language][value={lang}])"))
    with page.expect_navigation():
        page.locator("form:has([name=language]) button").click()


class Eyes(Look):
    """Looks as `Look` does, and for what was cut off and for words past gettext, told with the page they stand on."""

    def __init__(self, lang: str, *, strict: bool) -> None:
        super().__init__(strict=strict, widths=(320,))
        self.lang = lang

    def at(self, page: Page, name: str = "") -> None:
        super().at(page, f"{self.lang}, {name}")
        html = page.locator("html")
        assert html.get_attribute("lang") == self.lang, page.url
        assert (html.get_attribute("dir") == "rtl") is (self.lang == MIRRORED)
        self.faults += [f"{self.lang}, {name}: cut off: {html}" for html in page.evaluate(CUT)]
        if self.lang == LONGER:
            self.faults += [f"{name}: past gettext: {text[:160]!r}" for text in sorted(past_gettext(page))]


@pytest.mark.parametrize("lang", [LONGER, MIRRORED])
def test_the_public_pages(browser: Browser, demo: Demo, lang: str) -> None:
    eyes = Eyes(lang, strict=True)
    with watched(browser, demo, width=320) as (context, _watch):
        page = context.new_page()
        for address in sorted({re.sub(r"^/\w\w/", f"/{lang}/", one) for one in STANDING if one != "/"}):
            page.goto(f"{demo.public}{address}")
            eyes.at(page, address)
        form = Form(page).begin(demo, lang)
        while question := form.question:
            eyes.at(page, question)
            _go_on(form, question)
        eyes.at(page, "check")
        code = form.send()
        eyes.at(page, "receipt")
        open_mailbox(page, demo, lang, code)
        eyes.at(page, "mailbox")
        ways = {link.get_attribute("href") or "" for link in page.locator("main a[href*='/mailbox/']").all()}
        for way in sorted(one for one in ways if re.search("withdraw|erase|add|treatment", one)):
            page.goto(f"{demo.public}{way}")
            eyes.at(page, way)
    eyes.check()


def _go_on(form: Form, question: str) -> None:
    if question == "where":
        form.choose(city="madrid").go_on()
    elif question == "what":
        form.go_on().write(what="***").go_on()
    elif question == "readers":
        tick_card(form.page.locator(".choice:has([name=readers])").first)
        form.go_on()
    else:
        form.skip()


@pytest.mark.parametrize("lang", [LONGER, MIRRORED])
@pytest.mark.parametrize("name", OF_ROLE)
def test_the_workspace_of(name: str, demo: Demo, at_work: AtWork, lang: str) -> None:
    eyes, page = Eyes(lang, strict=False), at_work(name)
    page.set_viewport_size({"width": 320, "height": 800})
    with speaking(page, demo, lang):
        for address in OF_ROLE[name]:
            page.goto(f"{demo.staff}{address}")
            eyes.at(page, f"{name}, {address}")
        if name == "Alice":
            _a_case(page, demo, eyes)
    eyes.check()


def _a_case(page: Page, demo: Demo, eyes: Eyes) -> None:
    """Look at a report, a case and each of their forms, the wrongly filled-in ones included."""
    page.goto(f"{demo.staff}/inbox/")
    page.locator("[data-item] a").first.click()
    eyes.at(page, "report")
    here = page.url.split("?")[0]
    for act in ("answer", "close", "files"):
        page.goto(f"{here}{act}/")
        eyes.at(page, f"report, {act}")
    open_first_case(page, demo, "in_progress")
    eyes.at(page, "case")
    here = page.url.split("?")[0]
    for act in EDITS:
        page.goto(f"{here}?edit={act}")
        eyes.at(page, f"case, {act}")
    page.goto(f"{here}?edit=task")
    page.locator("form.compact").evaluate("form => { form.removeAttribute('hx-boost'); form.submit() }")
    page.locator("#error-summary").wait_for()
    eyes.at(page, "case, task, unanswered")
