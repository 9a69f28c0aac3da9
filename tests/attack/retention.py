"""A case that two persons disposed of, looked for everywhere but in backups."""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.attack.dana import POLICE, tell
from tests.attack.disk import dump
from tests.attack.ground import CANARY, Ground, Result
from tests.driver import Driver, Page

WAIT_SECONDS = 120
# The log and the list name what is gone, and that its keys were taken back is remembered: identifiers, no content.
STAYS = frozenset({"accounts_takenback", "audit_auditevent", "cases_disposalentry"})
DATABASE = "postgres"


@dataclass(frozen=True, slots=True)
class Target:
    """One case as it was before: its ids, and every sealed value and key that the database held of it."""

    code: str
    story: str
    reference: str
    ids: tuple[UUID, ...]
    sealed: tuple[bytes, ...]


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    alice, bob, ines = (ground.sign_in(name) for name in ("Alice", "Bob", "Ines"))
    target = _closed_case(ground, alice)
    yield _alone(ground, bob, target)
    assert "sealed value" in _in_tables(ground, target), (
        "what is looked for is not there to begin with: the attack is blind"
    )
    _dispose(ground, bob, ines, target)
    yield Result(
        "a disposed case in tables, all columns", "ids, sealed texts and keys in the dump", _in_tables(ground, target)
    )
    yield Result(
        "a disposed case on the disk, in logs and jobs", "DATA but for the server's own files", _on_disk(ground, target)
    )
    yield Result(
        "a disposed case by its address", "Alice, Bob and Dana's code", _by_address(ground, alice, bob, target)
    )


def _closed_case(ground: Ground, alice: Driver) -> Target:
    """Let Dana tell a story to the police alone, and Alice open, assess and close it with words from it."""
    story = f"{CANARY} disposed {secrets.token_hex(8)}"
    code = tell(ground.demo.public, story, POLICE)
    with ground.login("superuser") as root:
        row = root.execute("SELECT id, reference FROM reporting_report ORDER BY sent_at DESC LIMIT 1").fetchone()
    assert row is not None
    page = alice.get(f"{ground.demo.staff}/reports/{row[1]}/")
    page = send(alice, page, f"/cases/open/{row[1]}/")
    reference = page.url.split("/cases/")[1].split("/")[0]
    act(ground, alice, reference, "head", title=story)
    act(ground, alice, reference, "bias", answer="yes", reasons=story)
    act(ground, alice, reference, "task", title=story, kind="other", due_on="2030-01-01")
    act(ground, alice, reference, "close", feedback=story, why_not="not_wanted")
    with ground.login("superuser") as root:
        case = root.execute("SELECT id, title FROM cases_case WHERE reference = %s", [reference]).fetchone()
        assert case is not None
        told = root.execute("SELECT content, reporter_wrap FROM reporting_report WHERE id = %s", [row[0]]).fetchone()
        words = root.execute(
            "SELECT id, body, reporter_wrap FROM reporting_message WHERE report_id = %s", [row[0]]
        ).fetchall()
        ids = (case[0], row[0], *(word[0] for word in words))
        wraps = root.execute("SELECT wrapped FROM accounts_keywrap WHERE record_id = ANY(%s)", [list(ids)]).fetchall()
    assert wraps
    sealed = [case[1], *told, *(wrap[0] for wrap in wraps), *(value for word in words for value in word[1:])]
    return Target(code, story, reference, ids, tuple(bytes(value) for value in sealed))


def _dispose(ground: Ground, bob: Driver, ines: Driver, target: Target) -> None:
    """Let its time be over, Bob propose it and Ines confirm it, and wait until the worker has carried it out."""
    with ground.owner() as owner:
        owner.execute(
            "UPDATE cases_retentionschedule SET dispose_on = current_date - 1, dispose_basis = 'own' WHERE record_id = %s",
            [target.ids[0]],
        )
    page = bob.get(f"{ground.demo.staff}/retention/")
    listed = send(bob, page, "/retention/propose/", records=[str(target.ids[0])])
    assert target.reference in listed.text, listed.text[-3000:]
    page = ines.get(listed.url)
    send(ines, page, "/decide/", decision="confirm")
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        with ground.login("superuser") as root:
            left = root.execute("SELECT count(*) FROM cases_case WHERE id = %s", [target.ids[0]]).fetchone()
        if left == (0,):
            return
        time.sleep(0.5)
    raise AssertionError("the worker carried nothing out")


def _alone(ground: Ground, bob: Driver, target: Target) -> Result:
    """Try to delete the case as its own organisation, as the tables' owner, and through the page before its time."""
    got = []
    organisation, city = ground.organisation("madrid", "local_police")
    for role in ("staff", "owner"):
        with ground.login(role, organisation=organisation, city=city) as login:
            try:
                login.execute("DELETE FROM cases_case WHERE id = %s", [target.ids[0]])
                got.append(f"{role}: DELETE")
            except Exception as refusal:  # noqa: BLE001  (whatever refuses is a refusal, which must be the trigger's)
                got += [] if "two persons" in str(refusal) else [f"{role}: refused by {type(refusal).__name__}"]
    page = bob.get(f"{ground.demo.staff}/retention/")
    answer = send(bob, page, "/retention/propose/", records=[str(target.ids[0])])
    got += ["a list with what is not due"] if answer.status == 200 else []
    return Result(
        "one person disposes of a case", "DELETE as staff and owner; a record that is not due", "; ".join(got)
    )


def _in_tables(ground: Ground, target: Target) -> str:
    content = dump(ground)
    found = [f"a sealed value of {len(one)} bytes" for one in target.sealed if one.hex().encode() in content]
    found += (
        ["the story"] if target.story.encode() in content or target.story.encode().hex().encode() in content else []
    )
    for line in content.splitlines():
        table = line.partition(b"INSERT INTO public.")[2].partition(b" ")[0].decode()
        if table and table not in STAYS and any(str(one).encode() in line for one in target.ids):
            found.append(f"a row of {table}")
    return "; ".join(sorted(set(found)))


def on_disk(ground: Ground, needles: Sequence[bytes]) -> list[str]:
    """Return the files below DATA, but for the server's own, that hold one of the needles or are named so."""
    found = []
    for path in ground.demo.data.rglob("*"):
        if path.is_file() and DATABASE not in path.relative_to(ground.demo.data).parts:
            content = path.read_bytes()
            found += [str(path) for needle in needles if needle in content or str(needle) in path.name]
    return sorted(set(found))


def _on_disk(ground: Ground, target: Target) -> str:
    found = on_disk(ground, [target.story.encode(), *target.sealed, *(str(one).encode() for one in target.ids)])
    printed = "\n".join(ground.demo.printed)
    found += ["what the demo printed"] if target.story in printed else []
    return "; ".join(found)


def _by_address(ground: Ground, alice: Driver, bob: Driver, target: Target) -> str:
    got = []
    for name, driver in (("Alice", alice), ("Bob", bob)):
        for address in (f"/cases/{target.reference}/", f"/cases/?status=all&reference={target.reference}"):
            page = driver.get(f"{ground.demo.staff}{address}")
            got += [f"{name}: {address}"] if target.story in page.text else []
    dana = Driver()
    page = dana.get(f"{ground.demo.public}/en/mailbox/")
    page = dana.submit(page, code=target.code)
    got += ["Dana's code still opens the report"] if target.story in page.text else []
    return "; ".join(got)


def act(ground: Ground, driver: Driver, reference: str, name: str, /, **values: str) -> Page:
    """Do one act of the case page, through its form."""
    page = driver.get(f"{ground.demo.staff}/cases/{reference}/?edit={name}")
    return send(driver, page, f"/{name}/", **values)


def send(driver: Driver, page: Page, ending: str, **values: Any) -> Page:
    """Fill in the form whose address ends so, and send it."""
    number = next((i for i, form in enumerate(page.forms) if form.action.endswith(ending)), None)
    if number is None:
        # Where nothing is due there is no such form: send what it would hold.
        token = next(form.fields["csrfmiddlewaretoken"] for form in page.forms if "csrfmiddlewaretoken" in form.fields)
        root = "/".join(page.url.split("/")[:3])
        return driver.post(f"{root}{ending}", {"csrfmiddlewaretoken": token, **values})
    buttons, page.forms[number].buttons = page.forms[number].buttons, []
    answer = driver.submit(page, form=number, **values)
    page.forms[number].buttons = buttons
    assert answer.status < 500, answer.text[:500]
    return answer
