"""Attacks through the two web addresses."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from proximity.foundation.sealing.drafts import DraftSealer
from proximity.foundation.sealing.keyring import PublicKeyring
from tests.attack.dana import NGO, Walk, tell
from tests.attack.ground import CANARY, Ground, Result
from tests.driver import Driver

WRONG_CODES = 1_000


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    yield _line_cut(ground)
    yield _draft_tampered(ground)
    yield _draft_replayed(ground)
    yield _draft_a_day_old(ground)
    yield _complaint_about_officer(ground)
    yield _charlie_everywhere(ground)
    yield _forged_post(ground)
    yield _wrong_codes(ground)


def _reports(ground: Ground) -> int:
    with ground.login("superuser") as root:
        row = root.execute("SELECT count(*) FROM reporting_report").fetchone()
    assert row is not None
    return int(row[0])


def _line_cut(ground: Ground) -> Result:
    """Send, throw the answer away, and press Send again on the page that is still open."""
    before = _reports(ground)
    walk = Walk(ground.demo.public).to_check(f"{CANARY} line cut", NGO)
    open_page = walk.page
    first = walk.send()
    walk.page = open_page
    second = walk.send()
    made = _reports(ground) - before
    got = "" if (made, first) == (1, second) else f"{made} reports, codes {'equal' if first == second else 'differ'}"
    return Result("line cut at Send, and sent again", "the same page twice", got)


def _draft_tampered(ground: Ground) -> Result:
    before, accepted = _reports(ground), 0
    walk = Walk(ground.demo.public).to_check(f"{CANARY} tampered", NGO)
    draft = walk.hidden["draft"]
    page = walk.page
    for position in range(0, len(draft), max(1, len(draft) // 50)):
        walk.page = page
        changed = draft[:position] + ("A" if draft[position] != "A" else "B") + draft[position + 1 :]
        walk.press(draft=changed)
        assert walk.page is not None
        accepted += walk.page.status != 400
    made = _reports(ground) - before
    return Result(
        "wizard draft tampered", "50 single characters changed", f"{accepted} accepted" if accepted or made else ""
    )


def _draft_replayed(ground: Ground) -> Result:
    walk = Walk(ground.demo.public).to_check(f"{CANARY} replayed", NGO)
    page = walk.page
    code, before = walk.send(), _reports(ground)
    again = set()
    for _ in range(5):
        walk.page = page
        again.add(walk.send())
    made = _reports(ground) - before
    return Result("wizard draft replayed", "five times", "" if again == {code} and not made else f"{made} more reports")


def _draft_a_day_old(ground: Ground) -> Result:
    """A page that stood open for a day opens again with its text, asks, and stores nothing."""
    text, before = f"{CANARY} a day old", _reports(ground)
    walk = Walk(ground.demo.public).to_check(text, NGO)
    keys = PublicKeyring.load(ground.demo.data / "public" / "keys").draft
    sealer, now = DraftSealer(*keys), datetime.now(UTC)
    payload = sealer.open(walk.hidden["draft"], now).payload
    walk.press(draft=sealer.seal(payload, now - timedelta(hours=25)))
    assert walk.page is not None
    faults = []
    if walk.page.status != 200 or text not in walk.page.text:
        faults.append(f"the text is gone (status {walk.page.status})")
    if "receipt-code" in walk.page.text or _reports(ground) != before:
        faults.append("it was stored")
    return Result("wizard draft a day old", "opens with its text and asks; nothing stored", "; ".join(faults))


def _complaint_about_officer(ground: Ground) -> Result:
    tell(ground.demo.public, f"{CANARY} officer", NGO, officer="local")
    walk = (
        Walk(ground.demo.public)
        .to_what()
        .press(what="x")
        .skip_to("officer")
        .press(officer="unknown")
        .skip_to("readers")
    )
    assert walk.page is not None
    cards = re.findall(r'<label[^>]*for="id_readers_\d+"[^>]*>(.*?)</label>', walk.page.text, re.DOTALL)
    assert cards, "nobody is offered at all"
    offered = any("Polic" in card for card in cards)
    police, city = ground.organisation("madrid", "local_police")
    with ground.login("superuser") as root:
        record = root.execute(
            "SELECT record_id FROM accounts_barredreader WHERE organisation_id = %s ORDER BY id DESC LIMIT 1", [police]
        ).fetchone()
    if record is None:
        return Result("a complaint about an officer, seen by his force", "officer=local", "no bar was stored")
    with ground.login("staff", organisation=police, city=city) as login:
        seen = login.execute("SELECT count(*) FROM reporting_report WHERE id = %s", record).fetchone()
    nadia = ground.sign_in("Nadia")
    inbox = nadia.get(f"{ground.demo.staff}/inbox/")
    reference = re.search(r"/reports/(R-[0-9A-Z]{6})/", inbox.text)
    got = "offered as a reader although every police body is meant; " if offered else ""
    got += "the row; " if seen is None or seen[0] else ""
    got += "" if reference else "Nadia's inbox is empty; "
    return Result("a complaint about an officer, seen by his force", "form, raw SQL", got)


def _charlie_everywhere(ground: Ground) -> Result:
    """Every address of the workspace with Madrid's references: the same answer as for references that do not exist."""
    with ground.login("superuser") as root:
        madrid = "(SELECT id FROM accounts_city WHERE slug = 'madrid')"
        reports = [
            row[0] for row in root.execute(f"SELECT reference FROM reporting_report WHERE city_id = {madrid} LIMIT 5")
        ]
        cases = [row[0] for row in root.execute(f"SELECT reference FROM cases_case WHERE city_id = {madrid} LIMIT 5")]
        files = [
            str(row[0])
            for row in root.execute(f"SELECT id FROM evidence_evidencefile WHERE city_id = {madrid} LIMIT 5")
        ]
    assert reports
    assert cases
    charlie, got = ground.sign_in("Charlie"), []
    for real, fake, path in [
        *((reference, "R-000000", "/reports/{}/") for reference in reports),
        *((reference, "MAD-2026-9999", "/cases/{}/") for reference in cases),
        *((number, "01900000-0000-7000-8000-000000000000", "/files/{}/") for number in files),
    ]:
        there = charlie.get(ground.demo.staff + path.format(real))
        absent = charlie.get(ground.demo.staff + path.format(fake))
        if there.status != 404 or there.text.replace(real, "") != absent.text.replace(fake, ""):
            got.append(path.format(real))
    return Result(
        "Charlie opens Madrid's references", f"{len(reports) + len(cases) + len(files)} addresses", ", ".join(got)
    )


def _forged_post(ground: Ground) -> Result:
    walk, before = Walk(ground.demo.public).to_check(f"{CANARY} forged", NGO), _reports(ground)
    assert walk.page is not None
    page = walk.driver.post(
        walk.page.url, {**walk.hidden, "go": "next"}, Origin="https://elsewhere.example", Sec_Fetch_Site="cross-site"
    )
    got = "" if page.status == 403 and _reports(ground) == before else f"status {page.status}"
    return Result("another site sends the form", "Origin and Sec-Fetch-Site of a stranger", got)


def _wrong_codes(ground: Ground) -> Result:
    """Guess a thousand codes, many at once; meanwhile and afterwards the right code must open."""
    code = tell(ground.demo.public, f"{CANARY} guessed", NGO)
    address = f"{ground.demo.public}/en/mailbox/"
    begun = time.monotonic()

    def guess(number: int) -> tuple[bool, int]:
        page = Driver().post(address, {"code": f"{number:026d}"})
        return CANARY in page.text or page.status >= 500, page.status

    with ThreadPoolExecutor(24) as pool:
        guesses = list(pool.map(guess, range(WRONG_CODES)))
    seconds = time.monotonic() - begun
    opened = sum(bad for bad, _ in guesses)
    waits = sum(status == 429 for _, status in guesses)
    right = Driver()
    page = right.post(address, {"code": code})
    got = f"{opened} opened; " if opened else ""
    if f"{CANARY} guessed" not in page.text and f"{CANARY} guessed" not in right.get(f"{address}read/").text:
        got += "the right code no longer opens"
    how = f"{len(guesses)} tried in {seconds:.0f} s, {waits} told to wait; the right one still opens"
    return Result("1,000 wrong codes", how, got)
