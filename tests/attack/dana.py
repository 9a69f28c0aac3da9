"""Dana tells her story to the running demo, page by page, without script."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tests.driver import Driver, Page

NGO, POLICE = "ngo", "police"


@dataclass(slots=True)
class Walk:
    """One walk through the form."""

    public: str
    lang: str = "en"
    driver: Driver = field(default_factory=Driver)
    page: Page | None = None

    def begin(self) -> "Walk":
        self.page = self.driver.get(f"{self.public}/{self.lang}/report/")
        return self

    @property
    def hidden(self) -> dict[str, str]:
        assert self.page is not None
        form = self.form
        return {name: form.fields[name][0] for name in ("draft", "asked") if name in form.fields}

    @property
    def form(self):
        assert self.page is not None
        return next(form for form in self.page.forms if "draft" in form.fields)

    def press(self, go: str = "next", *, draft: str | None = None, **typed: str | list[str]) -> "Walk":
        assert self.page is not None
        values: dict[str, str | list[str]] = {**self.hidden, **typed, "go": go}
        if draft is not None:
            values["draft"] = draft
        self.page = self.driver.post(urljoin(self.page.url, self.form.action), values)
        return self

    def skip_to(self, step: str) -> "Walk":
        for _ in range(20):
            if self.hidden.get("asked") == step:
                return self
            self.press("skip")
        raise AssertionError(f"no way to {step}")

    def choose(self, *wanted: str) -> "Walk":
        """Choose the circle of readers that names exactly these kinds, by the words on its card."""
        assert self.page is not None
        cards = re.findall(r'<label[^>]*for="id_readers_\d+"[^>]*>(.*?)</label>', self.page.text, re.DOTALL)
        values = re.findall(r'<input type="radio" name="readers" value="([^"]*)"', self.page.text)
        assert len(cards) == len(values), self.page.text
        for words, value in zip(cards, values, strict=True):
            text = html.unescape(re.sub(r"<[^>]+>", "", words))
            kinds = {NGO} if re.search("Acogida|Listening", text) else set()
            kinds |= {POLICE} if re.search("Polic", text) else set()
            if kinds == set(wanted):
                return self.press(readers=value)
        raise AssertionError(f"nobody offers {wanted}: {cards}")

    def to_what(self, city: str = "madrid") -> "Walk":
        return self.begin().press(safe_now="yes").press(city=city)

    def to_check(self, what: str, *readers: str, city: str = "madrid", **officer: str) -> "Walk":
        self.to_what(city).press(what=what).skip_to("officer")
        if officer:
            self.press(**officer)
        else:
            self.press("skip")
        self.skip_to("readers").choose(*readers)
        return self.skip_to_check()

    def skip_to_check(self) -> "Walk":
        for _ in range(4):
            if "asked" in self.hidden:
                self.press("skip")
        return self

    def send(self) -> str:
        """Press Send, answer the question that is asked while very many reports arrive, and return the code on the receipt."""
        self.press()
        while self.page is not None and 'name="answer"' in self.page.text:
            self.press(answer="")
        return self.code

    @property
    def code(self) -> str:
        assert self.page is not None
        found = re.search(r'id="receipt-code"[^>]*>([^<]*)<', self.page.text)
        assert found, self.page.text[:3000]
        return found.group(1).strip()


def tell(public: str, what: str, *readers: str, city: str = "madrid", **officer: str) -> str:
    """Send a report and return its code."""
    return Walk(public).to_check(what, *readers, city=city, **officer).send()
