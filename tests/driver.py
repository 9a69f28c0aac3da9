"""A browser without a screen and without script: forms as the page sends them. For attacks, which need many requests."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar


@dataclass(slots=True)
class Form:
    """A form of a page: where it is sent, what stands in it, and its submit buttons in order."""

    action: str = ""
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif self.forms and tag in {"input", "button", "select", "textarea"} and ("name" in values or tag == "button"):
            self._control(tag, values)
        elif tag == "option" and self._select and "selected" in values:
            self.forms[-1].fields[self._select] = [values.get("value", "")]

    def _control(self, tag: str, values: dict[str, str]) -> None:
        form, name = self.forms[-1], values.get("name", "")
        kind = values.get("type", "submit" if tag == "button" else "text")
        form.names.append(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.fields[name] = [""]
        elif kind == "submit":
            form.buttons.append((name, values.get("value", "")))
        elif kind not in {"radio", "checkbox"} or "checked" in values:
            form.fields.setdefault(name, []).append(
                values.get("value", "on" if values.get("type") in {"checkbox", "radio"} else "")
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea][0] += data


@dataclass(slots=True)
class Page:
    """One answer: status, headers, text, and the forms in it."""

    url: str
    status: int
    headers: Mapping[str, str]
    text: str
    forms: list[Form]


class Driver:
    """One visitor with her own cookies."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, url: str) -> Page:
        return self._send(urllib.request.Request(url))

    def post(self, url: str, values: Mapping[str, str | list[str]], **headers: str) -> Page:
        body = urllib.parse.urlencode(values, doseq=True).encode()
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
        sent = {"Origin": origin, "Referer": url, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self._send(urllib.request.Request(url, data=body, headers=sent))

    def submit(self, page: Page, *, form: int = -1, button: int = 0, **values: str | list[str]) -> Page:
        """Fill in a form (the last with a submit button unless told) and press one of its buttons."""
        chosen = page.forms[form] if form >= 0 else next(f for f in page.forms if f.buttons and f.method == "post")
        filled: dict[str, str | list[str]] = {**chosen.fields, **values}
        if chosen.buttons:
            name, value = chosen.buttons[button]
            filled |= {name: value} if name else {}
        return self.post(urllib.parse.urljoin(page.url, chosen.action), filled)

    def _send(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return self._page(answer.url, answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return self._page(error.url or "", error.code, dict(error.headers), error.read())

    def _page(self, url: str, status: int, headers: Mapping[str, str], body: bytes) -> Page:
        text = body.decode(errors="replace")
        reader = _Reader()
        reader.feed(text)
        return Page(url, status, headers, text, reader.forms)
