"""What is kept of needs, looked for wherever something leaves a case; a suspect who deleted herself, looked for everywhere."""

import secrets
import time
from collections.abc import Iterator

from proximity.foundation.testing import here_today
from tests.attack.dana import POLICE, tell
from tests.attack.disk import dump
from tests.attack.ground import CANARY, Ground, Result
from tests.attack.retention import act, on_disk, send
from tests.driver import Driver

WAIT_SECONDS = 180
OF_NEEDS = ("needsfile", "needsversion", "protectionmeasure", "supportreferral", "supportconsent")
PLAIN = ("/", "/cases/", "/inbox/", "/figures/", "/support/", "/audit/", "/retention/")


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    alice = ground.sign_in("Alice")
    word = f"{CANARY}needs{secrets.token_hex(6)}"
    reference = _case_with_needs(ground, alice, word)
    yield Result(
        "needs in pages, lists and logs", "Alice, Bob, Nadia, Lars, Ines", _in_pages(ground, alice, reference, word)
    )
    yield Result(
        "needs on the disk, in jobs, facts, the log and the dump",
        "one word, in clear and in hex",
        _lying_about(ground, word),
    )
    yield _by_others(ground)
    yield _suspect(ground, alice, reference)


def _case_with_needs(ground: Ground, alice: Driver, word: str) -> str:
    """Let Dana tell, Alice open the case and assess needs, set a measure and refer, each with the word in it."""
    tell(ground.demo.public, f"{CANARY} with needs", POLICE)
    with ground.login("superuser") as root:
        row = root.execute("SELECT reference FROM reporting_report ORDER BY sent_at DESC LIMIT 1").fetchone()
    assert row is not None
    page = alice.get(f"{ground.demo.staff}/reports/{row[0]}/")
    page = send(alice, page, f"/cases/open/{row[0]}/")
    reference = page.url.split("/cases/")[1].split("/")[0]
    here, soon = f"{ground.demo.staff}/cases/{reference}/needs/", _day(3)
    for path, values in (
        ("assess/", {"risk": "raised", "wishes": word, "notes": word, "review_on": soon}),
        ("measure/", {"what": word, "who": word, "due_on": soon}),
        ("support/", {"service_name": word, "need": word, "contact": word, "language": word, "way": "spoken",
            "consent_on": _day(0), "scope": word, "remind_on": soon}),
    ):  # fmt: skip
        page = alice.get(f"{here}{path}")
        form = next(number for number, one in enumerate(page.forms) if not one.action)
        answer = alice.submit(page, form=form, **values)
        assert answer.status < 400, answer.text[-2000:]
    assert word in alice.get(here).text, "nothing was kept: the attack is blind"
    return reference


def _in_pages(ground: Ground, alice: Driver, reference: str, word: str) -> str:
    got = []
    case = f"/cases/{reference}/"
    edits = tuple(f"{case}?edit={name}" for name in ("head", "answer", "close", "rights", "person", "suspect", "task"))
    visitors = {"Alice": alice} | {name: ground.sign_in(name) for name in ("Bob", "Nadia", "Lars", "Ines")}
    for name, driver in visitors.items():
        addresses = (
            (*PLAIN, case, *edits, "/cases/?status=all") if name in {"Alice", "Bob"} else (*PLAIN, f"{case}needs/")
        )
        for address in addresses:
            page = driver.get(f"{ground.demo.staff}{address}")
            got += [f"{name}: {address}"] if word in page.text else []
    return "; ".join(got)


def _lying_about(ground: Ground, word: str) -> str:
    content = dump(ground)
    got = [
        f"the dump ({how})" for how, one in (("clear", word), ("hex", word.encode().hex())) if one.encode() in content
    ]
    return "; ".join(got + on_disk(ground, [word.encode()]))


def _by_others(ground: Ground) -> Result:
    got = []
    for kind in ("ngo", "city_hall", "prosecution", "state_police", "oversight"):
        organisation, city = ground.organisation("madrid", kind)
        with ground.login("staff", organisation=organisation, city=city) as login:
            for table in OF_NEEDS:
                count = login.execute(f"SELECT count(*) FROM cases_{table}").fetchone()
                got += [f"{kind}: {count[0]} rows of {table}"] if count and count[0] else []
            asked = login.execute(
                "SELECT count(*) FROM cases_supportrequest WHERE to_organisation_id <> %s", [organisation]
            ).fetchone()
            got += [f"{kind}: requests to others"] if asked and asked[0] else []
    return Result("needs by raw SQL", "NGO, city hall, prosecution, state police, oversight", "; ".join(got))


def _suspect(ground: Ground, alice: Driver, reference: str) -> Result:
    """Name a suspect, let the day pass, wait for the worker, and look for the name, the row and what was sealed of it."""
    name = f"{CANARY}suspect{secrets.token_hex(6)}"
    values = dict.fromkeys(("purpose", "less", "fairness"), name)
    act(ground, alice, reference, "suspect", name=name, relation=name, keep_until=_day(1), **values)
    with ground.login("superuser") as root:
        row = root.execute("SELECT id, details FROM cases_caseperson ORDER BY added_at DESC LIMIT 1").fetchone()
        assert row is not None
        test = root.execute("SELECT reasons FROM cases_necessitytest WHERE person_id = %s", [row[0]]).fetchone()
    assert test is not None
    with ground.owner() as owner:
        owner.execute("UPDATE cases_caseperson SET delete_on = current_date - 2 WHERE id = %s", [row[0]])
    until = time.monotonic() + WAIT_SECONDS
    needles = [name.encode(), str(row[0]).encode()]
    sealed = [bytes(row[1]).hex().encode(), bytes(test[0]).hex().encode(), name.encode().hex().encode()]
    found = []
    while time.monotonic() < until:
        content = dump(ground)
        found = [one[:24].decode() for one in (*needles, *sealed) if one in content]
        if not found:
            break
        time.sleep(2)
    got = [f"{one} in the dump" for one in found] + on_disk(ground, needles)
    got += ["the page"] if name in alice.get(f"{ground.demo.staff}/cases/{reference}/").text else []
    return Result("a suspect who deleted herself", "tables, disk, logs, jobs, the case's page", "; ".join(got))


def _day(days: int) -> str:
    return here_today(days).isoformat()
