"""A mark typed into every field of every page is in no log line, no job and no label of the audit log."""

import logging
import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from proximity.accounts.rules import Role
from proximity.foundation.logs import LineFormatter
from proximity.foundation.testing import as_role
from proximity.reporting.tests.walking import Walk, kept
from tests.repository.test_addresses import PEOPLE
from tests.repository.test_odd_input import ONLY_READ, ROLES, TRIED, Browser, encoded, first_to_open, scene  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
CANARY = "Zqxcanary"
LATEST = {
    "a job": "SELECT args::text FROM procrastinate_jobs",
    "a label": "SELECT label FROM audit_auditevent",
    "an origin": "SELECT actor FROM audit_auditevent",
}


class Lines(logging.Handler):
    """What our own formatter makes of every record, whatever its level."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LineFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Listen to all loggers, those of the libraries included."""
    handler, root = Lines(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "proximity", "axes", "procrastinate", "pikepdf"))]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


class Marking(Browser):
    """Somebody at work who types the mark wherever she can, and looks afterwards where it went."""

    def send_marked(self, method: str, address: str, fields: dict[str, bytes]) -> list[str]:
        with transaction.atomic():
            if method == "post":
                self.client.generic("POST", address, encoded(fields.items()), "application/x-www-form-urlencoded")
            else:
                self.client.get(f"{address}?{encoded(fields.items()).decode()}")
            self.sent += 1
            found = [] if connection.needs_rollback else [f"{address}: {what}" for what in marked()]
            transaction.set_rollback(True)
        return found


def marked() -> list[str]:
    """Return where the mark stands in the database in the clear, of the places where it must not."""
    with as_role("owner"), connection.cursor() as cursor:
        found = []
        for what, query in LATEST.items():
            cursor.execute(f"SELECT count(*) FROM ({query}) AS t(words) WHERE words ILIKE %s", [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                found.append(what)
        return found


@pytest.fixture
def browser(cast, workspace, scene, role):  # noqa: F811  (the fixture)
    cache.clear()
    yield Marking(workspace(getattr(cast, PEOPLE[role])))
    cache.clear()


@pytest.mark.parametrize("role", ROLES)
def test_what_staff_type_is_in_no_log(browser, lines, role: Role):
    browser.walk("/")
    found: list[str] = []
    for form in list(browser.forms.values()):
        texts = [name for name, kind in form.kinds.items() if TRIED[kind] and kind == "text"]
        if first_to_open(form.action) != role:
            continue
        mark = dict.fromkeys(texts, CANARY.encode())
        found += browser.send_marked(form.method, form.action, form.usual | mark)
        found += browser.send_marked(form.method, form.action, dict.fromkeys(form.fields, CANARY.encode()))
    assert browser.sent > 0 or role in ONLY_READ, "no form was found: this tries nothing"
    assert found == []
    assert [line for line in lines.lines if CANARY.lower() in line.lower()] == []


def test_what_is_typed_at_the_sign_in_is_in_no_log(client, cast, lines):
    for address in ("/sign-in/", f"/{CANARY}/", f"/cases/{CANARY}/"):
        client.get(
            address, {"q": CANARY, "next": f"/{CANARY}"}, headers={"User-Agent": CANARY, "Referer": f"http://{CANARY}/"}
        )
        client.post(address, {"login": f"{CANARY}@example.org", "password": CANARY})
    assert marked() == []
    assert [line for line in lines.lines if CANARY.lower() in line.lower()] == []


def test_what_a_person_tells_is_in_no_log(public, cast, lines):
    walk = Walk(public).to_what()
    walk.press(what=f"{CANARY} was shouted at me.")
    while walk.step != "readers":
        words = dict.fromkeys(re.findall(r'<(?:textarea|input type="text")[^>]* name="([^"]+)"', walk.page), CANARY)
        before = walk.step
        walk.press(**words)
        if walk.step == before:
            walk.press("skip")
    code = walk.choose("Acogida Madrid").press("skip").press("send").code
    assert CANARY in str(kept(code))
    public.get(f"/{CANARY}/", {"q": CANARY}, headers={"User-Agent": CANARY, "Referer": f"http://{CANARY}/"})
    public.post("/en/mailbox/", {"code": CANARY})
    assert marked() == []
    assert [line for line in lines.lines if CANARY.lower() in line.lower()] == []
