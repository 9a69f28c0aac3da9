"""Custody tampered with as the superuser, who can switch every trigger off: Charlie's report (in English) names each gap."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from tests.attack.ground import Ground, Result
from tests.driver import Driver

TAKEN_OUT, PUT_IN = "an entry was taken out", "an entry was put in or changed"


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per kind of tampering; custody is put back after each."""
    charlie = ground.sign_in("Charlie")
    case = _case_with_evidence(charlie, ground)
    before = charlie.get(f"{case}custody/").text
    clean = "Custody report" in before and TAKEN_OUT not in before and PUT_IN not in before
    yield Result(
        "untouched custody has no missing entry",
        "custody report of a case",
        "" if clean else "a gap was invented",
    )
    yield _refused(ground)
    tampering: dict[str, tuple[Callable[[Any, Any], None], str]] = {
        "custody entry taken out in the middle": (_take("collected"), TAKEN_OUT),
        "first custody entry taken out": (_take("received"), TAKEN_OUT),
        "last custody entry taken out": (_take("cleaned"), TAKEN_OUT),
        "custody entry given to another person": (_another_person, PUT_IN),
        "custody entry put in": (_put_in, PUT_IN),
        "seal of a custody entry changed": (_change_seal, "What was sealed in this entry was changed"),
        "hash of a custody entry exchanged for another's": (_exchange, "What was sealed in this entry was changed"),
    }
    for name, (act, told) in tampering.items():
        yield _tamper(ground, charlie, case, name, act, told)
    yield _piece_gone(ground, charlie, case)


def _case_with_evidence(charlie: Driver, ground: Ground) -> str:
    """Return the address of a case of the demo that has evidence with clean copies."""
    with ground.login("superuser") as root:
        row = root.execute(
            "SELECT c.reference FROM cases_case c JOIN evidence_evidencefile f ON f.subject_id = c.id"
            " JOIN accounts_city t ON t.id = c.city_id WHERE t.slug = 'bradford' AND f.state = 'clean' ORDER BY 1 LIMIT 1"
        ).fetchone()
    assert row is not None, "the demo has no evidence"
    return f"{ground.demo.staff}/cases/{row[0]}/"


def _refused(ground: Ground) -> Result:
    got = []
    organisation, city = ground.organisation("madrid", "local_police")
    for role in ("staff", "owner"):
        for statement in ("UPDATE evidence_custodyentry SET act = 'viewed'", "DELETE FROM evidence_custodyentry",
                          "TRUNCATE evidence_custodyentry"):  # fmt: skip
            with ground.login(role, organisation=organisation, city=city) as login:
                try:
                    if login.execute(statement).rowcount:
                        got.append(f"{role}: {statement}")
                except psycopg.Error:
                    continue
    return Result("custody changed through the database's own roles", "UPDATE, DELETE, TRUNCATE", "; ".join(got))


def _tamper(
    ground: Ground, charlie: Driver, case: str, name: str, act: Callable[[Any, Any], None], told: str
) -> Result:  # fmt: skip
    with psycopg.connect(ground.url("superuser")) as root:
        root.execute("CREATE TABLE kept_custody AS SELECT * FROM evidence_custodyentry")
        root.execute("ALTER TABLE evidence_custodyentry DISABLE TRIGGER ALL")
        act(root, case.rstrip("/").rpartition("/")[2])
    report = charlie.get(f"{case}custody/").text
    with psycopg.connect(ground.url("superuser")) as root:
        root.execute("DELETE FROM evidence_custodyentry")
        root.execute("INSERT INTO evidence_custodyentry SELECT * FROM kept_custody")
        root.execute("ALTER TABLE evidence_custodyentry ENABLE TRIGGER ALL")
        root.execute("DROP TABLE kept_custody")
    return Result(name, "as superuser, triggers off", "" if told in report else "the custody report does not name it")


OF_CASE = (
    "SELECT e.id FROM evidence_custodyentry e JOIN evidence_evidencefile f ON f.id = e.file_id"
    " JOIN cases_case c ON c.id = f.subject_id WHERE c.reference = %s AND f.state = 'clean' AND e.act = %s ORDER BY e.id LIMIT 1"
)


def _take(act: str) -> Callable[[Any, Any], None]:
    def take(root: Any, reference: str) -> None:
        root.execute(f"DELETE FROM evidence_custodyentry WHERE id = ({OF_CASE})", [reference, act])

    return take


def _another_person(root: Any, reference: str) -> None:
    root.execute(
        "UPDATE evidence_custodyentry SET person_id = (SELECT id FROM accounts_person WHERE name = 'Bob' LIMIT 1)"
        f" WHERE id = ({OF_CASE})",
        [reference, "collected"],
    )


def _put_in(root: Any, reference: str) -> None:
    root.execute(
        "CREATE TEMP TABLE forged AS SELECT * FROM evidence_custodyentry WHERE id = (" + OF_CASE + ")",
        [reference, "received"],
    )
    root.execute("UPDATE forged SET id = gen_random_uuid(), act = 'viewed', at = at + interval '1 hour'")
    root.execute("INSERT INTO evidence_custodyentry SELECT * FROM forged")


def _change_seal(root: Any, reference: str) -> None:
    root.execute(
        f"UPDATE evidence_custodyentry SET purpose = set_byte(purpose, 20, 255 - get_byte(purpose, 20)) WHERE id = ({OF_CASE})",
        [reference, "received"],
    )


def _exchange(root: Any, reference: str) -> None:
    root.execute(
        f"UPDATE evidence_custodyentry SET sha256 = (SELECT sha256 FROM evidence_custodyentry WHERE id = ({OF_CASE}))"
        f" WHERE id = ({OF_CASE})",
        [reference, "cleaned", reference, "received"],
    )


def _piece_gone(ground: Ground, charlie: Driver, case: str) -> Result:
    reference = case.rstrip("/").rpartition("/")[2]
    with psycopg.connect(ground.url("superuser")) as root:
        root.execute("SET session_replication_role = replica")
        root.execute(
            "CREATE TABLE kept_piece AS SELECT * FROM evidence_evidencefile WHERE subject_id ="
            " (SELECT id FROM cases_case WHERE reference = %s) LIMIT 1", [reference],
        )  # fmt: skip
        root.execute("DELETE FROM evidence_evidencefile WHERE id IN (SELECT id FROM kept_piece)")
    report = charlie.get(f"{case}custody/").text
    with psycopg.connect(ground.url("superuser")) as root:
        root.execute("INSERT INTO evidence_evidencefile SELECT * FROM kept_piece")
        root.execute("DROP TABLE kept_piece")
    named = "is no longer there, and nobody erased it here" in report
    return Result(
        "a piece of evidence deleted with its custody", "as superuser, triggers off", "" if named else "not missed"
    )
