"""Attacks from inside an organisation: whom a case is shut to, by raw SQL in her own context and by every address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg

from proximity.foundation.testing import here_today
from tests.attack.ground import Ground, Result
from tests.driver import Driver, Page

ABSENT = {"cases": "MAD-2026-9999", "reports": "R-000000"}
TABLES = {
    "cases_": ("id", "case_id"), "assessment_": ("record_id",), "reporting_": ("id", "report_id"),
    "evidence_": ("subject_id",), "accounts_keywrap": ("record_id",), "audit_auditevent": ("target",),
}  # fmt: skip


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    clara, alice, bob = (ground.sign_in(name) for name in ("Clara", "Alice", "Bob"))
    sealed = _one(ground, "SELECT case_id FROM cases_caseseal WHERE lifted_at IS NULL")
    yield _by_address(ground, clara, "a sealed case by every address, as a colleague", sealed)
    yield _by_sql(ground, "Clara", "a sealed case by raw SQL, as a colleague", sealed)
    yield _ways_in_by_sql(ground, sealed)
    yield _substitute_after_the_end(ground, alice, clara, sealed)
    blocked = _one(
        ground, "SELECT id FROM cases_case WHERE reference LIKE 'MAD-%' AND status = 'in_assessment' LIMIT 1"
    )
    path = f"/cases/{_reference(ground, 'cases_case', blocked)}/"
    page = bob.get(f"{ground.demo.staff}{path}?edit=block")
    _fill_in(bob, page, "/block/", person=str(_person(ground, "Clara")), reason="A relative.")
    assert _one(ground, "SELECT case_id FROM cases_caseblock WHERE lifted_at IS NULL") == blocked
    yield _by_address(ground, clara, "a case blocked for a conflict of interest, by every address", blocked)
    yield _by_sql(ground, "Clara", "a case blocked for a conflict of interest, by raw SQL", blocked)
    yield _without_a_person(ground)


def _fill_in(driver: Driver, page: Page, action: str, **values: str) -> None:
    """Send the form of a page that leads to an address."""
    number = next(number for number, form in enumerate(page.forms) if form.action.endswith(action))
    answer = driver.submit(page, form=number, **values)
    assert answer.status == 200, (action, answer.status)


def _one(ground: Ground, sql: str, *values: object) -> UUID:
    with ground.login("superuser") as root:
        row = root.execute(sql, values or None).fetchone()
    assert row is not None, sql
    found: UUID = row[0]
    return found


def _person(ground: Ground, name: str) -> UUID:
    return _one(ground, "SELECT id FROM accounts_person WHERE email = %s", ground.demo.account(name)["e-mail"])


def _reference(ground: Ground, table: str, record: UUID) -> str:
    return str(_one(ground, f"SELECT reference FROM {table} WHERE id = %s", record))


def _report_of(ground: Ground, case: UUID) -> UUID:
    return _one(ground, "SELECT report_id FROM cases_case WHERE id = %s", case)


def _addresses() -> list[str]:
    """Return every address of the workspace that names a case or a report, from the generated table of addresses."""
    text = (Path(__file__).parents[2] / "docs/reference/roles.md").read_text()
    found = re.findall(r"`(/(?:cases|reports)/[^`]*<str:reference>[^`]*)`", text)
    assert len(found) > 20
    return found


def _by_address(ground: Ground, browser: Driver, name: str, case: UUID) -> Result:
    real = {
        "cases": _reference(ground, "cases_case", case),
        "reports": _reference(ground, "reporting_report", _report_of(ground, case)),
    }
    got, addresses = [], _addresses()
    for address in addresses:
        kind = "reports" if "/reports/" in address or "/open/" in address else "cases"
        there, absent = (
            browser.get(ground.demo.staff + address.replace("<str:reference>", names[kind])) for names in (real, ABSENT)
        )
        if there.status != absent.status or there.status < 400:
            got.append(f"{address} answers {there.status}")
        elif there.text.replace(real[kind], "") != absent.text.replace(ABSENT[kind], ""):
            got.append(f"{address} answers otherwise")
    for page in ("/", "/cases/?status=all", "/inbox/", "/inbox/?show=done"):
        text = browser.get(ground.demo.staff + page).text
        got += [f"{page} names {one}" for one in real.values() if one in text]
    return Result(name, f"{len(addresses)} addresses and the lists", ", ".join(got))


def _by_sql(ground: Ground, name: str, what: str, case: UUID) -> Result:
    police, city = ground.organisation("madrid", "local_police")
    report, got, tried = _report_of(ground, case), [], 0
    with ground.login("superuser") as root:
        columns = root.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ).fetchall()
    with ground.login("staff", organisation=police, city=city, person=_person(ground, name)) as login:
        for table, column in columns:
            if not any(table.startswith(start) and column in names for start, names in TABLES.items()):
                continue
            tried += 1
            try:
                with login.transaction():
                    sql = f"SELECT count(*) FROM {table} WHERE {column}::text = ANY (%s)"
                    row = login.execute(sql, [[str(case), str(report)]]).fetchone()
            except psycopg.Error:
                continue
            if row and row[0]:
                got.append(f"{row[0]} rows of {table} by {column}")
        seen = login.execute("SELECT count(*) FROM cases_case").fetchone()
    assert seen is not None
    if not seen[0]:
        got.append("no other case is there either: the attack proves nothing")
    return Result(what, f"{tried} columns, in {name}'s own context", ", ".join(got))


def _ways_in_by_sql(ground: Ground, case: UUID) -> Result:
    police, city = ground.organisation("madrid", "local_police")
    clara, alice = _person(ground, "Clara"), _person(ground, "Alice")
    tried = {
        "named": (
            "INSERT INTO cases_namedreader (id, city_id, organisation_id, case_id, person_id, named_by, named_at)"
            " VALUES (gen_random_uuid(), %(city)s, %(police)s, %(case)s, %(clara)s, %(clara)s, now())"
        ),
        "glass": (
            "INSERT INTO cases_glassbreak (id, city_id, organisation_id, case_id, person_id, at, until)"
            " VALUES (gen_random_uuid(), %(city)s, %(police)s, %(case)s, %(clara)s, now(), now() + interval '1 hour')"
        ),
        "substitution": (
            "INSERT INTO cases_substitution (id, city_id, organisation_id, person_id, substitute_id, from_on, until_on,"
            " set_by, set_at) VALUES (gen_random_uuid(), %(city)s, %(police)s, %(alice)s, %(clara)s, now(), now(), %(clara)s,"
            " now())"
        ),
        "seal": "UPDATE cases_caseseal SET lifted_at = now(), lifted_by = %(clara)s",
        "assignee": "UPDATE cases_case SET assignee_id = %(clara)s WHERE id = %(case)s",
    }  # fmt: skip
    values = {"city": city, "police": police, "case": case, "clara": clara, "alice": alice}
    got = []
    for what, sql in tried.items():
        with ground.login("staff", organisation=police, city=city, person=clara) as login:
            try:
                login.execute(sql, values)
                row = login.execute("SELECT count(*) FROM cases_case WHERE id = %(case)s", values).fetchone()
            except psycopg.Error:
                continue
            if row and row[0]:
                got.append(what)
    return Result("a colleague gives herself a way into a sealed case", f"{len(tried)} statements", ", ".join(got))


def _substitute_after_the_end(ground: Ground, alice: Driver, clara: Driver, case: UUID) -> Result:
    """Alice names Clara, who then sees the sealed case; Alice ends it, and Clara does not."""
    address = f"{ground.demo.staff}/cases/{_reference(ground, 'cases_case', case)}/"
    today = here_today()
    page = alice.get(f"{ground.demo.staff}/cases/away/")
    _fill_in(
        alice, page, "/away/", person=str(_person(ground, "Alice")), substitute=str(_person(ground, "Clara")),
        from_on=(today - timedelta(days=1)).isoformat(), until_on=(today + timedelta(days=1)).isoformat(),
    )  # fmt: skip
    got = "" if clara.get(address).status == 200 else "the substitution gave nothing to end; "
    row = _one(
        ground, "SELECT id FROM cases_substitution WHERE substitute_id = %s AND ended_at IS NULL", _person(ground, "Clara")
    )  # fmt: skip
    page = alice.get(f"{ground.demo.staff}/cases/away/")
    _fill_in(alice, page, "/away/end/", entry=str(row))
    after = _by_address(ground, clara, "", case), _by_sql(ground, "Clara", "", case)
    got += ", ".join(result.got for result in after if result.got)
    return Result("a substitute after the substitution ended", "every address and raw SQL", got)


def _without_a_person(ground: Ground) -> Result:
    """An office without a person in the context: the tables refuse to answer, as without any context."""
    police, city = ground.organisation("madrid", "local_police")
    got = []
    with ground.login("staff", organisation=police, city=city, person="") as login:
        for table in ("cases_case", "reporting_report", "accounts_keywrap"):
            try:
                with login.transaction():
                    login.execute(f"SELECT count(*) FROM {table}")
                    got.append(table)
            except psycopg.Error:
                continue
    return Result("an office without a person in the context", "three tables", ", ".join(got))
