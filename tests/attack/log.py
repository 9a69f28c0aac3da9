"""Tampering with the audit log as the superuser of the database, who can switch every trigger off. Each must be named."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from tests.attack.ground import Ground, Result

CHAIN = "SELECT chain FROM audit_audithead ORDER BY count DESC LIMIT 1"


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per kind of tampering; the log is put back after each."""
    clean = ground.demo.command("audit", "verify")
    yield Result(
        "the untouched log verifies", "proximity audit verify", "" if clean.returncode == 0 else clean.stdout[-300:]
    )
    yield _refused(ground)
    tampering: dict[str, Callable[[Any, str], None]] = {
        "audit row edited": _edit,
        "audit row deleted in the middle": _delete_middle,
        "tail of the audit log cut, head moved along": _cut_tail,
        "chain recomputed without the key": _recompute,
        "audit row inserted": _insert,
    }
    for name, act in tampering.items():
        yield _tamper(ground, name, act)


def _refused(ground: Ground) -> Result:
    got = []
    organisation, city = ground.organisation("madrid", "local_police")
    for role in ("staff", "owner"):
        for statement in ("UPDATE audit_auditevent SET action = 'x'", "DELETE FROM audit_auditevent",
                          "TRUNCATE audit_auditevent"):  # fmt: skip
            with ground.login(role, organisation=organisation, city=city) as login:
                try:
                    login.execute(statement)
                    got.append(f"{role}: {statement}")
                except psycopg.Error:
                    continue
    return Result("the log changed through the database's own roles", "UPDATE, DELETE, TRUNCATE", "; ".join(got))


def _tamper(ground: Ground, name: str, act: Callable[[Any, str], None]) -> Result:
    with psycopg.connect(ground.url("superuser")) as root:
        row = root.execute(CHAIN).fetchone()
        assert row is not None
        root.execute("CREATE TABLE kept_events AS SELECT * FROM audit_auditevent WHERE chain = %s", row)
        root.execute("CREATE TABLE kept_head AS SELECT * FROM audit_audithead WHERE chain = %s", row)
        root.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
        act(root, row[0])
    found = ground.demo.command("audit", "verify")
    with psycopg.connect(ground.url("superuser")) as root:
        root.execute("DELETE FROM audit_auditevent WHERE chain = %s", row)
        root.execute("INSERT INTO audit_auditevent SELECT * FROM kept_events")
        root.execute(
            "UPDATE audit_audithead h SET count = k.count, digest = k.digest FROM kept_head k WHERE k.chain = h.chain"
        )
        root.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER ALL")
        root.execute("DROP TABLE kept_events, kept_head")
    named = found.returncode == 1 and "ow" in found.stdout
    return Result(
        name, "as superuser, triggers off", "" if named else f"not noticed: {found.stdout[-300:]}{found.stderr[-300:]}"
    )


def _edit(root: Any, chain: str) -> None:
    root.execute("UPDATE audit_auditevent SET actor = 'somebody else' WHERE chain = %s AND seq = 3", [chain])


def _delete_middle(root: Any, chain: str) -> None:
    root.execute("DELETE FROM audit_auditevent WHERE chain = %s AND seq = 4", [chain])


def _cut_tail(root: Any, chain: str) -> None:
    root.execute(
        "DELETE FROM audit_auditevent e USING audit_audithead h"
        " WHERE e.chain = h.chain AND e.chain = %s AND e.seq > h.count - 2",
        [chain],
    )
    root.execute(
        "UPDATE audit_audithead SET count = count - 2, digest = (SELECT digest FROM audit_auditevent"
        " WHERE chain = %s ORDER BY seq DESC LIMIT 1) WHERE chain = %s",
        [chain, chain],
    )


def _recompute(root: Any, chain: str) -> None:
    root.execute("UPDATE audit_auditevent SET actor = 'nobody' WHERE chain = %s AND seq = 2", [chain])
    root.execute(
        "UPDATE audit_auditevent SET digest = sha256(convert_to(actor || seq, 'UTF8')) WHERE chain = %s AND seq >= 2",
        [chain],
    )
    root.execute(
        "UPDATE audit_audithead SET digest = (SELECT digest FROM audit_auditevent WHERE chain = %s"
        " ORDER BY seq DESC LIMIT 1) WHERE chain = %s",
        [chain, chain],
    )


def _insert(root: Any, chain: str) -> None:
    root.execute("UPDATE audit_auditevent SET seq = seq + 1000000 WHERE chain = %s AND seq > 3", [chain])
    root.execute("UPDATE audit_auditevent SET seq = seq - 999999 WHERE chain = %s AND seq > 1000000", [chain])
    root.execute(
        "INSERT INTO audit_auditevent"
        " (id, chain, seq, at, city_id, organisation_id, actor, action, target, label, purpose, digest)"
        " SELECT gen_random_uuid(), chain, 4, at, city_id, organisation_id, actor, 'invented', target, label, purpose, digest"
        " FROM audit_auditevent WHERE chain = %s AND seq = 3",
        [chain],
    )
