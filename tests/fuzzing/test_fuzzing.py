"""Random input for every form and address of both sites, and for what cleans files: `FUZZ_INPUTS` of them, by `FUZZ_SEED`.

What failed is named with its seed and number, so that it can be sent again.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.db import transaction

from proximity.config.checks.roles import PUBLIC, STAFF, addresses
from proximity.foundation.pure import slowing
from proximity.foundation.pure.slowing import WrongCodes
from proximity.foundation.testing import PublicClient
from proximity.reporting.tests.people import Dana
from proximity.reporting.tests.walking import Walk
from proximity.reporting.views import mailbox_door
from tests.fuzzing import files, words
from tests.repository.test_addresses import PEOPLE
from tests.repository.test_odd_input import ROLES, Browser, Form, Forms, encoded, first_to_open

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
INPUTS = int(os.environ.get("FUZZ_INPUTS", "1500"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
# Half of the inputs is the workspace's, the most of the rest the public site's; cleaning a file takes a process of its own.
FOR_A_ROLE, FOR_THE_PUBLIC, FOR_CLEANERS = INPUTS // 2 // len(ROLES), INPUTS // 2 - INPUTS // 100, max(INPUTS // 100, 4)
BOUNDARY = "fuzzed"
HEADERS = (
    "Accept-Language",
    "Referer",
    "Origin",
    "User-Agent",
    "HX-Request",
    "HX-Current-URL",
    "Range",
    "If-None-Match",
    "Cookie",
)
LIMITED = {
    "kinds": ["image/jpeg", "image/png", "image/webp", "application/pdf", "image/heic", "video/mp4", "audio/ogg"]
}


def drawn(name: str) -> random.Random:
    """Return a source of chance that gives the same again for the same name."""
    return random.Random(name)  # noqa: S311  (nothing is kept secret by it)


def body_of(form: Form, chance: random.Random) -> bytes:
    """Return a body: as usual but for a few fields, or wholly odd, with fields left out, doubled and invented."""
    pairs = [(name, value if chance.random() < 0.6 else words.word(chance)) for name, value in form.usual.items()]
    if chance.random() < 0.2:
        pairs += [
            (chance.choice(pairs)[0] if pairs else "x", words.word(chance)),
            (f"f{chance.randrange(9)}", words.word(chance)),
        ]
    if pairs and chance.random() < 0.2:
        pairs.pop(chance.randrange(len(pairs)))
    return encoded(pairs)[:400_000]


def parts_of(form: Form, chance: random.Random) -> bytes:
    """Return a body of parts with a file in it."""
    lines = [
        b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (BOUNDARY.encode(), name.encode(), value)
        for name, value in form.usual.items()
        if name != "file"
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{files.name(chance)}"\r\n'
    kind = f"Content-Type: {chance.choice(LIMITED['kinds'])}\r\n\r\n"
    end = chance.choice((f"\r\n--{BOUNDARY}--\r\n", "", "\r\n--other--"))
    return b"".join(lines) + head.encode() + kind.encode() + files.file(chance) + end.encode()


def send_one(browser: Browser, forms: list[Form], paths: list[str], chance: random.Random, number: int) -> None:
    """Send one random thing: a form, a form with a file, a path, or a page asked for in an odd way."""
    what, how = f"seed {SEED}, number {number}", chance.random()
    if how < 0.7 and forms:
        form = chance.choice(forms)
        if form.method == "get":
            browser.send(what, "GET", f"{form.action}?{body_of(form, chance).decode('ascii')[:7000]}")
        else:
            browser.send(what, "POST", form.action, body_of(form, chance))
    elif how < 0.75 and (takes := [form for form in forms if "file" in form.fields]):
        form = chance.choice(takes)
        browser.send(what, "POST", form.action, parts_of(form, chance), f"multipart/form-data; boundary={BOUNDARY}")
    elif how < 0.9:
        named = {True: lambda _part: quote_from_bytes(words.word(chance)[:200], safe=""), False: lambda part: part}
        path = "".join(named[part.startswith("<")](part) for part in _parts(chance.choice(paths)))
        browser.send(what, chance.choice(("GET", "POST", "HEAD", "PUT")), path, words.word(chance))
    else:
        name = chance.choice(HEADERS)
        value = words.word(chance)[:300].decode("latin-1").replace("\n", " ").replace("\r", " ")
        query = encoded(
            [(f"q{chance.randrange(3)}", words.word(chance)[:900]), ("next", words.word(chance)[:900])]
        ).decode()
        browser.send(what, "GET", f"{chance.choice(forms).action if forms else '/'}?{query}", **{name: value})


def _parts(pattern: str) -> Iterator[str]:
    """Yield a pattern in pieces: what is named, as `<slug:city>`, and what stands between."""
    while "<" in pattern:
        before, _, rest = pattern.partition("<")
        inner, _, pattern = rest.partition(">")
        yield before
        yield f"<{inner}>"
    yield pattern


@pytest.mark.parametrize("role", ROLES)
def test_the_workspace_takes_random_input(cast, workspace, scene, role):
    cache.clear()
    browser = Browser(workspace(getattr(cast, PEOPLE[role])))
    browser.walk("/")
    forms = [form for form in browser.forms.values() if first_to_open(form.action) == role]
    paths = [one.pattern for one in addresses(STAFF)]
    chance = drawn(f"{SEED} {role}")
    for number in range(FOR_A_ROLE):
        send_one(browser, forms, paths, chance, number)
    cache.clear()
    assert browser.sent == FOR_A_ROLE
    assert browser.wrong == []


class Visitor(Browser):
    """Somebody on the public site, as odd."""

    def __init__(self, client: PublicClient) -> None:
        super().__init__(client)  # type: ignore[arg-type]  # used alike

    def collect(self, address: str) -> list[Form]:
        with transaction.atomic():
            answer = self.client.get(address)
            transaction.set_rollback(True)
        return self.found(answer.content, address)

    def found(self, content: bytes, address: str) -> list[Form]:
        forms = Forms(content.decode()).forms
        for form in forms:
            form.action = form.action or address
        return [form for form in forms if form.method in {"get", "post"}]


def forms_of_the_report(visitor: Visitor, client: PublicClient) -> list[Form]:
    """Return the form of every question, with a draft that is whole so far."""
    walk, forms, seen = Walk(client), [], set()
    walk.press(safe_now="yes")
    walk.press(city="madrid")
    for _ in range(30):
        forms += visitor.found(walk.response.content, "/en/report/")
        if walk.step in seen or not walk.step:
            break
        seen.add(walk.step)
        if walk.step == "what":
            walk.press(what="He shouted at my sister.")
        elif walk.step == "readers":
            walk.choose("Acogida Madrid")
        else:
            walk.press("skip")
    return forms


@pytest.fixture
def visitor(public, cast, monkeypatch):
    monkeypatch.setattr(mailbox_door, "wrong_codes", WrongCodes())
    monkeypatch.setattr(slowing, "LONGEST_WAIT", 0.0)
    return Visitor(public)


def test_the_public_site_takes_random_input(visitor, public, cast):
    dana = Dana(cast, cast.organisations["madrid.ngo"])
    forms = forms_of_the_report(visitor, public)
    assert len(forms) > 10, "the report was not walked through: this tries little"
    public.post("/en/mailbox/", {"code": dana.receipt.display})
    for address in ("/en/mailbox/read/", "/en/mailbox/add-file/", "/en/mailbox/"):
        forms += visitor.collect(address)
    visitor.cookies = public.cookies.copy()
    paths = [one.pattern.replace("<language>", "en") for one in addresses(PUBLIC)]
    chance = drawn(f"{SEED} public")
    for number in range(FOR_THE_PUBLIC):
        send_one(visitor, forms, paths, chance, number)
    assert visitor.sent == FOR_THE_PUBLIC
    assert visitor.wrong == []


# 0: cleaned; the others name why there is no copy. Anything else, a signal above all, is a decoder that broke out of its bounds.
def test_what_cleans_files_ends_as_it_says_whatever_it_is_given():
    chance, ends = drawn(f"{SEED} files"), set()
    for number in range(FOR_CLEANERS):
        done = subprocess.run(
            [sys.executable, "-IB", "-m", "proximity.evidence.cleaners", chance.choice(LIMITED["kinds"])],
            input=files.file(chance), capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        ends.add(done.returncode)
        assert 0 <= done.returncode < 128, f"seed {SEED}, number {number}: ended by signal {-done.returncode}"
        assert len(done.stdout) < 300_000_000
    assert ends
