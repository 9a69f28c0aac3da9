"""What no browser sends, sent to every address of the workspace by who may open it: never an answer of 500.

The forms are those that the pages show; an address that takes a form which no page here shows is sent the names of all others.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote_from_bytes, urljoin, urlsplit
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import Resolver404, resolve

from proximity.accounts.operations import set_second_factor
from proximity.accounts.rules import Role
from proximity.bulk.factories import seal_table
from proximity.bulk.operations.bringing import take_file
from proximity.bulk.operations.working import read_table
from proximity.cases.factories import assess_case, make_case
from proximity.cases.operations.disposing import propose_disposal
from proximity.cases.operations.handling import close_case
from proximity.cases.operations.tasks import add_task
from proximity.cases.rules.states import TaskKind
from proximity.cases.tests.disposal import make_due
from proximity.config.checks.roles import STAFF, Address, addresses
from proximity.directory.factories import make_entry
from proximity.evidence.factories import photo, sealed
from proximity.exchange.factories import make_draft, make_practice, make_question, make_visit
from proximity.foundation.testing import SideClient
from proximity.insight.operations import prepare_release
from proximity.learning.factories import make_course, make_scenario
from proximity.plans.factories import make_plan
from proximity.reporting.operations.files import add_own_file
from proximity.reporting.operations.mailbox import request_erasure, withdraw_recipient, write_message
from proximity.reporting.tests.people import NOW, Dana, read_as
from tests.repository.test_addresses import PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
# How many pages of one kind are looked at: reports differ by what can be done with them.
ALIKE = 4
TOKEN = "csrfmiddlewaretoken"
FORM = "application/x-www-form-urlencoded"
# As bytes, percent-encoded on their way: what is no UTF-8 arrives as such.
ODD: dict[str, bytes] = {
    "nothing": b"",
    "NUL": "\u202e\u2067\u200fa\x00b".encode(),
    "no UTF-8": b"a\xed\xa0\x80b\xff\xfe\xc3",
    "10,000 characters": "ñ".encode() * 10_000,
    "no UUID": b"00000000-0000-0000-0000-00000000000g",
    "nobody's UUID": str(UUID(int=7)).encode(),
    "no day": b"0000-00-00",
    "the day before days": b"0001-01-01",
    "a day too far": b"99999-12-31",
    "the last day": b"9999-12-31",
    "a number too large": b"9" * 5000,
    "more than the column holds": b"9223372036854775808",
    "digits of another script": "١٢٣".encode(),
}
# What passes a form and can still break what comes after it (the database, a clock, a page) is tried field by field, the rest
# in all fields at once.
TRIED = {
    "text": ("10,000 characters",),
    "date": ("the day before days", "the last day"),
    "hidden": ("nobody's UUID", "more than the column holds", "digits of another script"),
    "choice": (),
}
KINDS = {"textarea": "text", "search": "text", "email": "text", "password": "text", "number": "hidden"} | dict.fromkeys(
    ("select", "radio", "checkbox", "submit", "button"), "choice"
)
AT_ONCE = ("nothing", "NUL", "no UTF-8", "no UUID", "a day too far")
ASKED = ("NUL", "nobody's UUID", "the last day", "more than the column holds")
NOTHING = {"uuid": str(UUID(int=7)), "int": "7", "str": "X-000000", "slug": "nothing"}
# What stands in a path is short, or the server in front has refused it.
IN_PATHS = ("NUL", "no UTF-8", "nobody's UUID", "more than the column holds")
# What these are the first to open holds no form.
ONLY_READ = frozenset({Role.ANALYST})
BODIES: dict[str, tuple[bytes, str]] = {
    "nothing at all": (b"", FORM),
    "another kind": (b'{"text": "\\ud800"}', "application/json"),
    "an unknown charset": (b"text=a", f"{FORM}; charset=nothing"),
    "two bytes a character": ("text=a".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "parts that break off": (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na',
        "multipart/form-data; boundary=x",
    ),
    "a part with an odd name": (
        b'--x\r\nContent-Disposition: form-data; name="fi\x00le"; filename="\xff\x00/../a"\r\n\r\na\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "a file where a text should be": (
        b'--x\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\na\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "too many fields": (b"&".join(b"a%d=1" % number for number in range(1001)), FORM),
}
HEADERS: dict[str, dict[str, str]] = {
    "language": {"Accept-Language": "x" * 300 + ",;q=1,en;q=9e99"},
    "htmx": {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Current-URL-URI-AutoEncoded": "true"},
    "referer": {"Referer": "http://[", "Origin": "null"},
    "range": {"Range": "bytes=9-1", "If-Modified-Since": "yesterday", "If-None-Match": "é"},
}


@dataclass(slots=True)
class Form:
    """A form as a page shows it: the values that each field offers or holds, and of which kind the field is."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def usual(self) -> dict[str, bytes]:
        """Return what somebody would send: the first choice, some words, what stands there."""
        return {name: next(filter(None, values), "words").encode() for name, values in self.fields.items()}

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """Yield bodies: all fields odd in each way; each of them odd in one way, in turn, while the rest is as usual."""
        for what in AT_ONCE if self.fields else ():
            yield f"all: {what}", encoded((name, ODD[what]) for name in self.fields)
        yield (
            "all: twice and an array",
            encoded(
                pair
                for name, usual in self.usual.items()
                for pair in ((name, usual), (f"{name}[]", b"a"), (name, b"b"))
            ),
        )
        for number, (name, kind) in enumerate(self.kinds.items()):
            if TRIED[kind]:
                what = TRIED[kind][number % len(TRIED[kind])]
                yield f"{name}: {what}", encoded((self.usual | {name: ODD[what]}).items())


class Forms(HTMLParser):
    """The forms of a page, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "option" and self._select:
            self.forms[-1].fields[self._select].append(values.get("value", ""))
        elif self.forms and tag in {"input", "button", "select", "textarea"} and values.get("name", TOKEN) != TOKEN:
            self._field(tag, values)

    def _field(self, tag: str, values: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], values["name"], values.get("type", tag)
        self._select = name if tag == "select" else self._select
        form.kinds.setdefault(name, KINDS.get(kind, kind if kind in TRIED else "text"))
        example = {"date": "2026-12-01", "number": "1"}.get(kind, "")
        form.fields.setdefault(name, []).append(values.get("value") or example)

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select


class Browser:
    """Somebody at work who walks through the workspace and sends odd things: whatever one did is taken back."""

    def __init__(self, client: SideClient) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.cookies = client.cookies.copy()
        self.wrong: list[str] = []
        self.sent = 0
        self.forms: dict[tuple[str, str, frozenset[str]], Form] = {}
        self.pages: dict[str, set[str]] = {}

    def walk(self, first: str) -> None:
        """Follow every link, a few of each kind, and take note of every kind of form."""
        waiting, known = [first], Counter[tuple[object, ...]]()
        while waiting:
            address = waiting.pop(0)
            with transaction.atomic():
                answer = self.client.get(address)
                transaction.set_rollback(True)
            assert answer.status_code < 500, address
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            here, found = urlsplit(address).path, Forms(answer.content.decode())
            asked = self.pages.setdefault(kind_of(here), set())
            for link in found.links:
                split = urlsplit(urljoin(address, link))
                asked |= {name for name, _ in parse_qsl(split.query)} if split.path == here else set()
                kind = (
                    kind_of(split.path),
                    *((name, value) for name, value in parse_qsl(split.query) if name == "edit"),
                )
                if not split.netloc and split.path and known[kind] < (ALIKE if len(kind) == 1 else 1):
                    known[kind] += 1
                    waiting.append(f"{split.path}?{split.query}")
            for form in found.forms:
                if form.method not in {"get", "post"}:
                    continue
                form.action = form.action or here
                self.forms.setdefault((kind_of(form.action), form.method, frozenset(form.fields)), form)

    def send(self, what: str, method: str, address: str, body: bytes = b"", kind: str = FORM, **headers: str) -> int:
        """Send one thing and note it where the answer is 500."""
        self.client.cookies = self.cookies.copy()
        with transaction.atomic():
            answer = self.client.generic(method, address, body, kind, headers=headers)
            if answer.streaming:
                b"".join(answer)
            transaction.set_rollback(True)
        self.sent += 1
        # "Not drawn yet, come again in a minute" is an answer.
        if answer.status_code >= 500 and "Retry-After" not in answer.headers:
            self.wrong.append(f"{method} {address[:80]}: {what}")
        return answer.status_code

    def names(self) -> dict[str, bytes]:
        """Return every field of every form, as it is usually sent."""
        return {name: value for form in self.forms.values() for name, value in form.usual.items()}


def encoded(pairs: Iterable[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{name}={quote_from_bytes(value, safe='')}" for name, value in pairs).encode()


def opener(one: Address) -> Role:
    """Return the first role that may open an address."""
    return next(role for role in Role if one.open_to(role))


# The others open nothing that none of these opens.
ROLES = sorted({opener(one) for one in addresses(STAFF)})


def first_to_open(address: str) -> Role:
    """Return the role that sends odd things to an address: one of those that may open it."""
    (one,) = [one for one in addresses(STAFF) if one.pattern == f"/{kind_of(urlsplit(address).path)}"]
    return opener(one)


def kind_of(path: str) -> str:
    """Return the pattern of an address, which many addresses share."""
    try:
        return resolve(path, STAFF).route
    except Resolver404:
        return path


def read_table_of(by):
    """Return an import whose table was read, so that its pages show their forms."""
    content = b"Ref;Date;Ground;Shift\n1;12/03/2019;islamofobia;night\n2;13/03/2019;racismo;day\n"
    found = take_file(upload=seal_table(io.BytesIO(content), name="old.csv", by=by), by=by)
    read_table(import_id=found.pk, by=by)
    return found


@pytest.fixture
def scene(cast, acting):
    """Return what addresses name: a report that is a case, another taken back, one for the NGO alone, a closed case, a file."""
    ngo, police = cast.organisations["madrid.ngo"], cast.organisations["madrid.police"]
    both, back, alone, closed = Dana(cast, ngo, police), Dana(cast, ngo, police), Dana(cast, ngo), Dana(cast, police)
    file = sealed(photo(), name="photo.jpg")
    both.does(add_own_file, upload=file)
    both.does(write_message, text="He wore a red cap.", facts=True, readers=[ngo.pk, police.pk])
    nadia = acting(cast.nadia)
    for dana in (both, alone):
        read_as(nadia, dana.report)
    for body in (ngo, police):
        both.does(request_erasure, recipient_id=both.reader(body).recipient.pk)
    alice = acting(cast.alice)
    read_as(alice, back.report)
    back.does(withdraw_recipient, recipient_id=back.reader(police).recipient.pk)
    acting(alice)
    case = make_case(both.report, by=alice)
    assess_case(case, by=alice)
    add_task(case=case, kind=TaskKind.OTHER, title="Hear the driver", due_on=NOW.date(), by=alice)
    over = make_case(closed.report, by=alice)
    assess_case(over, by=alice)
    close_case(case=over, feedback="We spoke to the driver.", by=alice)
    make_due(over.pk)
    disposal = propose_disposal(records=[over.pk], by=acting(cast.bob))
    table = read_table_of(acting(cast.bob))
    prepare_release(by=acting(cast.lars))
    make_plan(cast.lars)
    entry = make_entry(acting(cast.nadia), days_ago=200)
    practice = make_practice(acting(cast.charlie))
    make_practice(acting(cast.alice))
    make_question(cast.alice, practice=practice)
    make_visit(cast.alice)
    make_draft(cast.alice)
    scenario = make_scenario(acting(cast.teo))
    make_course(cast, acting, scenarios=[scenario])
    return {
        "reports": both.report.reference,
        "cases": case.reference,
        "files": str(file.file_id),
        "retention": str(disposal.pk),
        "law": "provisions",
        "directory": str(entry.pk),
        "exchange": str(practice),
        "learning": str(scenario),
        "import": str(table.pk),
    }


def named(pattern: str, scene: dict[str, str]) -> str:
    """Return the address of a pattern, with what is there where it names something, else with a name of nothing.

    What comes after it, such as a piece of evidence of the case, is named as nothing there.
    """
    there = scene.get(pattern.split("/")[1])
    if there is not None:
        pattern = re.sub(r"<[^>]+>", there, pattern, count=1)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda match: NOTHING[match.group(1) or "str"], pattern)


@pytest.fixture
def browser(cast, workspace, scene, role):
    cache.clear()
    yield Browser(workspace(getattr(cast, PEOPLE[role])))
    cache.clear()


def each_view(role: Role, scene: dict[str, str]) -> Iterator[str]:
    """Yield one address of each view that a role is the first to open."""
    views = set()
    for one in addresses(STAFF):
        address = named(one.pattern, scene)
        view = resolve(address, STAFF).func
        if opener(one) == role and view not in views:
            views.add(view)
            yield address


@pytest.mark.parametrize("role", ROLES)
def test_every_view_takes_what_is_no_form(browser, scene, role):
    for address in each_view(role, scene):
        if browser.send("a form without anything", "POST", address) in {403, 405}:
            continue
        for what, (body, kind) in BODIES.items():
            browser.send(what, "POST", address, body, kind)
    assert browser.wrong == []


def send_forms(browser: Browser, scene: dict[str, str], role: Role) -> None:
    """Send the forms that pages show, odd in each way."""
    for form in list(browser.forms.values()):
        if first_to_open(form.action) != role:
            continue
        for what, body in form.bodies():
            if form.method == "post":
                browser.send(what, "POST", form.action, body)
            else:
                browser.send(what, "GET", f"{form.action}?{body.decode()}")


def send_fields(browser: Browser, scene: dict[str, str], role: Role) -> None:
    """Where no page here shows the form of an address, it is sent the fields of all others."""
    shown, names = {kind for kind, method, _ in browser.forms if method == "post"}, browser.names()
    for one in addresses(STAFF):
        address = named(one.pattern, scene)
        unseen = opener(one) == role and kind_of(address) not in shown
        if unseen and browser.send("nothing", "POST", address) not in {403, 405}:
            for what in ASKED:
                browser.send(f"all: {what}", "POST", address, encoded((name, ODD[what]) for name in names))


def ask_pages(browser: Browser, scene: dict[str, str], role: Role) -> None:
    """Ask pages for what no link asks for."""
    for address in each_view(role, scene):
        for what, headers in HEADERS.items():
            browser.send(what, "GET", address, **headers)
        for name in {*browser.pages.get(kind_of(address), ()), "next"}:
            for what in ASKED:
                browser.send(f"{name}: {what}", "GET", f"{address}?{encoded([(name, ODD[what])]).decode()}")


@pytest.mark.parametrize("role", ROLES)
def test_every_form_and_page_takes_what_no_browser_sends(browser, scene, role):
    browser.walk("/")
    send_forms(browser, scene, role)
    assert browser.sent > 0 or role in ONLY_READ, "no form was found: this tries nothing"
    send_fields(browser, scene, role)
    ask_pages(browser, scene, role)
    assert browser.wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_every_path_takes_a_name_of_nothing(browser, scene, role):
    for one in addresses(STAFF):
        mine = "<" in one.pattern and opener(one) == role
        for what in IN_PATHS if mine else ():
            path = re.sub(r"<[^>]+>", quote_from_bytes(ODD[what], safe=""), one.pattern)
            browser.send(f"path: {what}", "GET", path)
            browser.send(f"path: {what}", "POST", path)
    assert browser.wrong == []


SIGNING_IN = {
    "/sign-in/": ("nobody", {"login": "alice@example.org", "password": "wrong", "next": "/"}),
    "/sign-in/code/": ("half", {"code": "123456", "next": "/"}),
    "/account/password-again/": ("alice", {"password": "wrong", "next": "/"}),
    "/account/second-factor/": ("no factor", {"code": "123456"}),
    "/account/codes/new/": ("alice", {}),
    "/office/": ("alice", {"membership": str(UUID(int=7)), "next": "/"}),
    "/sign-out/": ("alice", {}),
}


def client_of(who, cast, workspace):
    """Return a browser of nobody, of Alice at work, or of Alice after her password, with or without a second factor to give."""
    if who == "alice":
        return workspace(cast.alice)
    client = SideClient()
    if who == "half":
        set_second_factor(person=cast.people["alice"])
    if who != "nobody":
        client.post("/sign-in/", {"login": "alice@example.org", "password": "alice has a long password"})
    return client


@pytest.mark.parametrize("address", SIGNING_IN)
def test_signing_in_takes_what_no_browser_sends(cast, workspace, address):
    who, fields = SIGNING_IN[address]
    cache.clear()
    browser = Browser(client_of(who, cast, workspace))
    usual = {name: [value] for name, value in fields.items()}
    for what, body in Form(address, "post", usual, dict.fromkeys(fields, "hidden")).bodies():
        cache.clear()
        browser.send(what, "POST", address, body)
    for what, (body, kind) in BODIES.items():
        browser.send(what, "POST", address, body, kind)
    cache.clear()
    assert browser.wrong == []
