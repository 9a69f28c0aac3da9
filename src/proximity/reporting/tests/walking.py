"""Dana's hands: she reads the hidden fields of the page before her and presses one of its buttons."""

import html
import re

from django.test import Client

from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, as_role
from proximity.reporting.access import get_report_by_receipt
from proximity.reporting.models import Report
from proximity.reporting.rules.answers import Answers


class Walk:
    def __init__(self, client: Client, *, lang: str = "en", city: str = "") -> None:
        self.client, self.lang = client, lang
        self.address = f"/{lang}/report/"
        self.response = client.get(self.address, {"city": city} if city else {})

    @property
    def page(self) -> str:
        return html.unescape(self.response.content.decode())

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found[1] if found else ""

    @property
    def step(self) -> str:
        return self.hidden("asked")

    @property
    def heading(self) -> str:
        return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)[1]).strip()

    @property
    def code(self) -> str:
        return re.search(r'id="receipt-code">([^<]*)<', self.page)[1]

    @property
    def options(self) -> list[str]:
        return [value for kind, value in re.findall(r'<input type="(radio|checkbox)"[^>]*? value="([^"]*)"', self.page)]

    def press(self, go: str | None = "next", *, draft: str | None = None, **typed: object) -> "Walk":
        form = {"draft": self.hidden("draft") if draft is None else draft, "asked": self.step, **typed}
        self.response = self.client.post(self.address, form if go is None else form | {"go": go})
        return self

    def skip_to(self, step: str) -> "Walk":
        """Skip question after question until one is reached."""
        while self.step != step:
            before = self.step
            self.press("skip")
            assert self.step != before, self.page
        return self

    def to_what(self, city: str = "madrid") -> "Walk":
        self.press(safe_now="yes")
        return self.press(city=city)

    def to_readers(self, city: str = "madrid", officer: str = "no") -> "Walk":
        self.to_what(city).press(what="He shouted at my sister.")
        return self.skip_to("officer").press(officer=officer).skip_to("readers")

    def choose(self, *names: str) -> "Walk":
        """Choose the circle of readers whose card says exactly these names."""
        words = " and ".join(names) if len(names) > 1 else f"Only {names[0]}"
        card = re.search(rf'for="(id_readers_\d+)">{re.escape(words)}<', self.page)[1]
        value = re.search(rf'value="([^"]*)"[^>]*id="{card}"', self.page)[1]
        return self.press(readers=value)

    def to_check(self, *names: str, city: str = "madrid", officer: str = "no") -> "Walk":
        self.to_readers(city, officer).choose(*(names or ("Acogida Madrid",)))
        return self.press("skip")


def kept(code: str) -> Answers:
    with as_role(PUBLIC):
        return get_report_by_receipt(Receipt.parse(code)).answers


def nothing_is_stored() -> bool:
    with as_role("owner"):
        return not Report.objects.exists()
