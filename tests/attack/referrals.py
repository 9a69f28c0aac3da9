"""Attacks on referrals: a receiver who looks for more, an outsider of the same city, a step in another's name."""

from collections.abc import Iterator
from uuid import UUID

import psycopg

from tests.attack.ground import Ground, Result

ABSENT = "01900000-0000-7000-8000-000000000000"
MORE = ("reporting_report", "reporting_recipient", "reporting_message", "reporting_erasurerequest")


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    yield _more_by_sql(ground, "state_police")
    yield _more_by_sql(ground, "prosecution")
    yield _more_by_address(ground)
    yield _outsider(ground)
    yield _step_in_anothers_name(ground)
    yield _accept_in_anothers_place(ground)


def _rows(ground: Ground, sql: str, *values: object) -> list[tuple[object, ...]]:
    with ground.login("superuser") as root:
        return [tuple(row) for row in root.execute(sql, values)]


def _more_by_sql(ground: Ground, kind: str) -> Result:
    """Whatever a receiver sees of reports, files and keys, beyond what was referred to it or is its own."""
    receiver, city = ground.organisation("madrid", kind)
    with ground.login("staff", organisation=receiver, city=city) as login:
        counts = {table: login.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in MORE}
        counts["cases_case of others"] = login.execute(
            "SELECT count(*) FROM cases_case WHERE organisation_id <> %s", [receiver]
        ).fetchone()[0]
        counts["files that did not come along"] = login.execute(
            "SELECT count(*) FROM evidence_evidencefile WHERE organisation_id IS DISTINCT FROM %s"
            " AND id NOT IN (SELECT file_id FROM cases_referralfile)", [receiver],
        ).fetchone()[0]  # fmt: skip
        counts["keys of what was not referred"] = login.execute(
            "SELECT count(*) FROM accounts_keywrap WHERE record_id NOT IN (SELECT id FROM cases_referral)"
            " AND record_id NOT IN (SELECT thread_id FROM cases_referral) AND record_id NOT IN (SELECT id FROM cases_case)"
            " AND record_id NOT IN (SELECT file_id FROM cases_referralfile)"
            " AND record_id NOT IN (SELECT id FROM cases_casepack WHERE referral_id IN (SELECT id FROM cases_referral))"
        ).fetchone()[0]
    got = ", ".join(f"{count} rows of {what}" for what, count in counts.items() if count)
    return Result(f"more than was referred, by raw SQL as {kind}", f"{len(counts)} looks", got)


def _more_by_address(ground: Ground) -> Result:
    """Stefan opens the sender's case and report, files that did not come along, and what others were referred."""
    police, _ = ground.organisation("madrid", "local_police")
    state, _ = ground.organisation("madrid", "state_police")
    cases = _rows(ground, "SELECT reference FROM cases_case WHERE organisation_id = %s LIMIT 4", police)
    reports = _rows(
        ground, "SELECT r.reference FROM reporting_report r JOIN cases_case c ON c.report_id = r.id JOIN cases_referral s"
        " ON s.case_id = c.id WHERE s.receiver_id = %s LIMIT 4", state,
    )  # fmt: skip
    others = _rows(
        ground, "SELECT reference FROM cases_referral WHERE receiver_id IS DISTINCT FROM %s AND sender_id <> %s LIMIT 4",
        state, state,
    )  # fmt: skip
    paths = [
        *((f"/cases/{reference}/", "/cases/MAD-2026-9999/") for (reference,) in cases),
        *((f"/cases/{reference}/refer/", "/cases/MAD-2026-9999/refer/") for (reference,) in cases),
        *((f"/reports/{reference}/", "/reports/R-000000/") for (reference,) in reports),
        *((f"/referrals/{reference}/", "/referrals/MAD-2026-9999-R1/") for (reference,) in others),
        *((f"/referrals/{reference}/file/", "/referrals/MAD-2026-9999-R1/file/") for (reference,) in others),
    ]
    return _like_absent(ground, "Stefan", paths, "the receiver opens what was not referred")


def _outsider(ground: Ground) -> Result:
    """The prosecution opens what was referred to the state police alone."""
    state, _ = ground.organisation("madrid", "state_police")
    prosecution, city = ground.organisation("madrid", "prosecution")
    found = _rows(
        ground,
        "SELECT id, reference FROM cases_referral WHERE receiver_id = %s AND state IN ('sent', 'opened', 'asked') LIMIT 4",
        state,
    )  # fmt: skip
    assert found, "the demo holds no referral that waits at the state police"
    with ground.login("staff", organisation=prosecution, city=city) as login:
        for table, column in (("referral", "id"), ("referralnote", "referral_id"), ("referralfile", "referral_id")):
            row = login.execute(
                f"SELECT count(*) FROM cases_{table} WHERE {column} = ANY(%s)", [[pk for pk, _ in found]]
            ).fetchone()
            if row is None or row[0]:
                return Result("another organisation of the city at a referral", "raw SQL", f"rows of cases_{table}")
    paths = [(f"/referrals/{reference}/", "/referrals/MAD-2026-9999-R1/") for _, reference in found]
    return _like_absent(ground, "Petra", paths, "another organisation of the city at a referral")


def _like_absent(ground: Ground, name: str, paths: list[tuple[str, str]], what: str) -> Result:
    assert paths
    driver, got = ground.sign_in(name), []
    for real, fake in paths:
        there, absent = driver.get(ground.demo.staff + real), driver.get(ground.demo.staff + fake)
        mark = real.strip("/").split("/")[1], fake.strip("/").split("/")[1]
        if there.status != 404 or there.text.replace(mark[0], "") != absent.text.replace(mark[1], ""):
            got.append(f"{real} answered {there.status}")
    return Result(what, f"{len(paths)} addresses", ", ".join(got))


def _step_in_anothers_name(ground: Ground) -> Result:
    """Every organisation of the chain but the one that decides enters a judgment, as itself and as the prosecution."""
    found = _rows(
        ground,
        "SELECT r.id, r.thread_id, r.receiver_id, r.city_id, r.decided_by FROM cases_referral r JOIN accounts_organisation o"
        " ON o.id = r.receiver_id WHERE o.kind = 'prosecution' AND r.state = 'accepted' LIMIT 1",
    )  # fmt: skip
    assert found, "the demo holds no accepted referral to a prosecution"
    referral, thread, prosecution, city, person = found[0]
    got = []
    for kind in ("local_police", "state_police", "ngo"):
        organisation, _ = ground.organisation("madrid", kind)
        for name in (organisation, prosecution):
            with ground.login("staff", organisation=organisation, city=UUID(str(city))) as login:
                try:
                    login.execute(
                        'INSERT INTO cases_proceedingsstep (id, city_id, thread_id, referral_id, kind, "on", source, reasons,'
                        " to_body, basis, organisation_id, noted_by, noted_at) VALUES (gen_random_uuid(), %s, %s, %s,"
                        " 'convicted', now(), 'x', 'x', '', '', %s, %s, now())", [city, thread, referral, name, person],
                    )  # fmt: skip
                    got.append(f"as {kind}")
                except psycopg.Error:
                    continue
    return Result(
        "a judgment entered in another's name", "INSERT by the chain and an NGO, in two names", ", ".join(got)
    )


def _accept_in_anothers_place(ground: Ground) -> Result:
    """The sender and a stranger accept a referral that waits at somebody else's."""
    state, city = ground.organisation("madrid", "state_police")
    got = []
    for kind in ("local_police", "prosecution", "ngo"):
        organisation, _ = ground.organisation("madrid", kind)
        with ground.login("staff", organisation=organisation, city=city) as login:
            try:
                done = login.execute(
                    "UPDATE cases_referral SET state = 'accepted' WHERE receiver_id = %s AND state = 'opened'", [state]
                )
                if done.rowcount:
                    got.append(f"{done.rowcount} as {kind}")
            except psycopg.Error:
                continue
    return Result("a referral accepted in the receiver's place", "UPDATE by the sender and strangers", ", ".join(got))
