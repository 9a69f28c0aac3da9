"""Raw SQL against the walls, as each role and in each context."""

from collections.abc import Iterator

import psycopg

from tests.attack.ground import Ground, Result

WALLED = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity ORDER BY 1
"""
CASE_TABLES = "cases_", "assessment_"
# What another organisation of the city holds by right, since something was referred to it: all else is a breach.
MY_CASES = "SELECT id FROM cases_case WHERE organisation_id = (SELECT app_organisation())"
MY_REFERRALS = (
    "SELECT {column} FROM cases_referral WHERE sender_id = (SELECT app_organisation())"
    " OR receiver_id = (SELECT app_organisation())"
)
REFERRED, THREADS = MY_REFERRALS.format(column="id"), MY_REFERRALS.format(column="thread_id")
BY_RIGHT = {
    "cases_case": f"id IN ({MY_CASES})",
    "cases_task": f"case_id IN ({MY_CASES})",
    "cases_retentionschedule": f"record_id IN ({MY_CASES})",
    "assessment_biasanswergiven": f"record_id IN ({MY_CASES})",
    "assessment_indicatorentry": f"record_id IN ({MY_CASES})",
    "assessment_groundentry": f"record_id IN ({MY_CASES})",
    "assessment_suggestiondecision": f"record_id IN ({MY_CASES})",
    "assessment_suggestionswitch": (
        "city_id = (SELECT app_city()) AND (organisation_id = (SELECT app_organisation())"
        " OR (SELECT organisation_is('local_police', 'state_police')))"
    ),
    "cases_referral": f"id IN ({REFERRED})",
    "cases_referralnote": f"referral_id IN ({REFERRED})",
    "cases_referralfile": f"referral_id IN ({REFERRED})",
    "cases_casepack": f"referral_id IN ({REFERRED})",
    "cases_proceedingsthread": f"id IN ({THREADS})",
    "cases_proceedingsstep": f"thread_id IN ({THREADS})",
}


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    yield _without_context(ground)
    yield _ngo_only_as_police(ground)
    yield _other_city(ground)
    for kind in ("ngo", "city_hall", "prosecution", "state_police", "oversight"):
        yield _case_as(ground, kind)
    yield _public_on_cases(ground)
    yield _public_without_code(ground)
    yield _wrap_for_oneself(ground)
    yield _rise(ground)


def _tables(ground: Ground, *prefixes: str) -> list[str]:
    with ground.login("superuser") as root:
        names = [row[0] for row in root.execute(WALLED)]
    return [name for name in names if not prefixes or name.startswith(prefixes)]


def _count(connection: psycopg.Connection, table: str, where: str = "true", values: tuple[object, ...] = ()) -> int:
    """Return how many rows a query gets; a refusal is none."""
    try:
        with connection.transaction():
            row = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()
    except psycopg.Error:
        return 0
    return row[0] if row else 0


def _result(name: str, how: str, counts: dict[str, int]) -> Result:
    got = ", ".join(f"{count} rows of {table}" for table, count in counts.items() if count)
    return Result(name, how, got)


def _without_context(ground: Ground) -> Result:
    tables = [name for name in _tables(ground) if not name.startswith(("audit_", "insight_release"))]
    with ground.login("staff") as login:
        counts = {table: _count(login, table) for table in tables}
    return _result("every walled table without context", f"staff role, {len(tables)} tables", counts)


def _ngo_only_as_police(ground: Ground) -> Result:
    ngo, _ = ground.organisation("madrid", "ngo")
    police, city = ground.organisation("madrid", "local_police")
    with ground.login("superuser") as root:
        only = [row[0] for row in root.execute(
            "SELECT record_id FROM accounts_keywrap GROUP BY record_id HAVING bool_and(organisation_id = %s)", [ngo]
        )]  # fmt: skip
    assert only, "the demo holds no report for the NGO only"
    with ground.login("staff", organisation=police, city=city) as login:
        counts = {
            "reporting_report": _count(login, "reporting_report", "id = ANY(%s)", (only,)),
            "reporting_recipient": _count(login, "reporting_recipient", "report_id = ANY(%s)", (only,)),
            "reporting_message": _count(
                login, "reporting_message", "report_id = ANY(%s) OR id = ANY(%s)", (only, only)
            ),
            "accounts_keywrap": _count(login, "accounts_keywrap", "record_id = ANY(%s)", (only,)),
            "evidence_evidencefile": _count(login, "evidence_evidencefile", "subject_id = ANY(%s)", (only,)),
        }
    return _result("NGO-only records by raw SQL", f"{len(only)} records, in the police's context", counts)


def _other_city(ground: Ground) -> Result:
    police, bradford = ground.organisation("bradford", "local_police")
    _, madrid = ground.organisation("madrid", "local_police")
    # Who writes in the exchange is known to all who read there: a city's name, country and public keys, and nothing else.
    tables = [table for table in _tables(ground) if table != "network_author"]
    with ground.login("staff", organisation=police, city=bradford) as login:
        counts = {table: _count(login, table, "city_id = %s", (madrid,)) for table in tables}
    return _result("another city's rows by raw SQL", f"Charlie's context, {len(tables)} tables", counts)


def _case_as(ground: Ground, kind: str) -> Result:
    organisation, city = ground.organisation("madrid", kind)
    # What an NGO is asked for with a person's consent is hers to read; of everything else she has nothing.
    shared = {"cases_supportrequest", "cases_supportanswer"} if kind == "ngo" else set[str]()
    tables = [name for name in _tables(ground, *CASE_TABLES) if name not in shared]
    assert tables
    with ground.login("staff", organisation=organisation, city=city) as login:
        counts = {table: _count(login, table, f"NOT ({BY_RIGHT.get(table, 'false')})") for table in tables}
    return _result(f"cases of the same city by raw SQL as {kind}", f"{len(tables)} tables", counts)


def _public_on_cases(ground: Ground) -> Result:
    with ground.login("superuser") as root:
        names = [
            row[0] for row in root.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ]
    prefixes = (*CASE_TABLES, "accounts_person", "accounts_membership", "accounts_organisationsecret", "django_session",
        "mfa_", "account_", "insight_fact", "procrastinate_", "audit_auditevent")  # fmt: skip
    tables = [name for name in names if name.startswith(prefixes)]
    with ground.login("public") as login:
        counts = {table: _count(login, table) for table in tables}
    return _result("the public role on cases, people, facts, jobs", f"{len(tables)} tables", counts)


def _public_without_code(ground: Ground) -> Result:
    tables = _tables(ground, "reporting_", "evidence_", "accounts_keywrap")
    with ground.login("public") as login:
        login.execute("SELECT set_config('app.receipt', %s, true)", ["00" * 32])
        counts = {table: _count(login, table) for table in tables}
    return _result("the public role with a receipt that is nobody's", f"{len(tables)} tables", counts)


def _wrap_for_oneself(ground: Ground) -> Result:
    police, city = ground.organisation("madrid", "local_police")
    ngo, _ = ground.organisation("madrid", "ngo")
    with ground.login("superuser") as root:
        row = root.execute(
            "SELECT record_id FROM accounts_keywrap GROUP BY record_id HAVING bool_and(organisation_id = %s) LIMIT 1",
            [ngo],
        ).fetchone()
    assert row is not None
    with ground.login("staff", organisation=police, city=city) as login:
        try:
            login.execute(
                "INSERT INTO accounts_keywrap (id, city_id, record_id, organisation_id, wrapped)"
                " VALUES (gen_random_uuid(), %s, %s, %s, 'x')",
                [city, row[0], police],
            )
            got = "a wrap, and with it the row"
        except psycopg.Error:
            got = ""
    return Result("the police give themselves a key wrap", "INSERT for an NGO-only report", got)


def _rise(ground: Ground) -> Result:
    tried = ("SET ROLE proximity_owner", "SET ROLE postgres", "SET row_security = off",
        "ALTER TABLE reporting_report DISABLE ROW LEVEL SECURITY", "CREATE TABLE mine (id int)")  # fmt: skip
    got = []
    for role in ("staff", "public"):
        for statement in tried:
            with ground.login(role) as login:
                try:
                    login.execute(statement)
                    login.execute("SELECT count(*) FROM reporting_report")
                    got.append(f"{role}: {statement}")
                except psycopg.Error:
                    continue
    return Result("a process role rises above the wall", f"{len(tried)} statements, two roles", "; ".join(got))
