"""Raw SQL in another's name: as an office that holds the same report, as the public role with a code of its own.

Each attack stands in one transaction that is rolled back: what it needs is laid ready by the superuser, who then steps down to
the role. Only a refusal for want of right counts as held; any other error is a blind attack and stops everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg

from tests.attack.dana import NGO, POLICE, tell
from tests.attack.ground import CANARY, Ground, Result

WRAP = (
    "INSERT INTO accounts_keywrap (id, city_id, record_id, organisation_id, wrapped)"
    " VALUES (gen_random_uuid(), %(city)s, %(record)s, %(organisation)s, 'x')"
)
MESSAGE = (
    "INSERT INTO reporting_message (id, city_id, report_id, organisation_id, written_by, kind, body, reporter_wrap, sent_at)"
    " VALUES (%(record)s, %(city)s, %(report)s, %(organisation)s, %(person)s, 'message', 'x', 'x', now())"
)
RECIPIENT = (
    "INSERT INTO reporting_recipient (id, city_id, report_id, organisation_id, consent, consent_at, consent_taken_by, status,"
    " status_at, acknowledge_by, feedback_by, had_been_opened) VALUES (gen_random_uuid(), %(city)s, %(report)s,"
    " %(organisation)s, %(consent)s, now(), %(person)s, 'received', now(), now(), now(), false)"
)
ERASURE = (
    "INSERT INTO reporting_erasurerequest (id, city_id, report_id, organisation_id, requested_at, answer_by)"
    " VALUES (gen_random_uuid(), %(city)s, %(report)s, %(organisation)s, now(), now())"
)
FILE = (
    "INSERT INTO evidence_evidencefile (id, city_id, subject_id, sender, organisation_id, added_by, kind, state, reason, name,"
    " note, original, added_at) VALUES (%(record)s, %(city)s, %(report)s, 'staff', %(organisation)s, %(person)s, 'image/png',"
    " 'received', '', 'x', 'x', 'x', now())"
)
CUSTODY = (
    "INSERT INTO evidence_custodyentry (id, city_id, file_id, act, organisation_id, person_id, at, purpose, sha256)"
    " VALUES (gen_random_uuid(), %(city)s, %(record)s, 'viewed', %(organisation)s, %(person)s, now(), 'x', 'x')"
)


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    tell(ground.demo.public, f"{CANARY} for both", NGO, POLICE)
    scene = Scene.of(ground)
    tell(ground.demo.public, f"{CANARY} for the NGO", NGO)
    yield _log_of_ngo_only(scene)
    yield _taken_back(scene)
    yield _message(scene)
    yield _recipient(scene)
    yield _custody(scene)
    yield _erasure(scene)
    yield _case_lent(scene)
    yield _consent_by_public(scene)
    yield _rise_in_office(scene)


@dataclass(slots=True)
class Scene:
    """A report that the NGO and the police of Madrid both read, and who works there."""

    ground: Ground
    city: UUID
    ngo: UUID
    police: UUID
    nadia: UUID
    alice: UUID
    report: UUID
    lookup: bytes

    @classmethod
    def of(cls, ground: Ground) -> "Scene":
        """Look at the report that was sent last."""
        ngo, city = ground.organisation("madrid", "ngo")
        police, _ = ground.organisation("madrid", "local_police")
        with ground.login("superuser") as root:
            report, lookup = root.execute(
                "SELECT id, receipt_lookup FROM reporting_report ORDER BY sent_at DESC LIMIT 1"
            ).fetchone()
            worker = "SELECT person_id FROM accounts_membership WHERE organisation_id = %s LIMIT 1"
            nadia, alice = (root.execute(worker, [office]).fetchone()[0] for office in (ngo, police))
        return cls(ground, city, ngo, police, nadia, alice, report, bytes(lookup))

    def values(self, **given: object) -> dict[str, object]:
        """Return the values of a statement: the NGO's own, changed as told."""
        own = {
            "city": self.city,
            "report": self.report,
            "record": uuid4(),
            "organisation": self.ngo,
            "person": self.nadia,
        }
        return {**own, "consent": "recorded", **given}


@dataclass(slots=True)
class Try:
    """A transaction in which somebody tries things; `got` tells what went through."""

    connection: psycopg.Connection
    got: list[str]

    def step_down(self, role: str, **context: object) -> None:
        """From here on be that role, in that context: where no person is named, an office's own background work."""
        if "organisation" in context:
            context.setdefault("person", "system")
        for name, value in context.items():
            self.connection.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", str(value)])
        self.connection.execute(f"SET LOCAL ROLE proximity_{role}")

    def does(self, statement: str, values: object = None) -> None:
        """Do what the role may do: an attack stands on it."""
        done = self.connection.execute(statement, values)
        assert done.rowcount, f"blind: {statement}"

    def tries(self, what: str, statement: str, values: object = None) -> None:
        """Try what must not be. Statements that read get something where a row comes back, others where they change one."""
        try:
            with self.connection.transaction():
                if self.connection.execute(statement, values).rowcount:
                    self.got.append(what)
        except psycopg.errors.InsufficientPrivilege:
            pass


@contextmanager
def trying(scene: Scene) -> Iterator[Try]:
    """Begin as the superuser; nothing stays."""
    with scene.ground.login("superuser") as root:
        yield Try(root, [])


def _result(name: str, how: str, tried: Try) -> Result:
    return Result(name, how, "; ".join(tried.got))


def _log_of_ngo_only(scene: Scene) -> Result:
    with trying(scene) as sql:
        only = [row[0] for row in sql.connection.execute(
            "SELECT r.id FROM reporting_report r JOIN accounts_keywrap w ON w.record_id = r.id GROUP BY r.id"
            " HAVING bool_and(w.organisation_id = %s)", [scene.ngo],
        )]  # fmt: skip
        about = [str(record) for record in only]
        sql.does("SELECT 1 FROM audit_auditevent WHERE target = ANY(%s)", [about])
        sql.step_down("staff", city=scene.city, organisation=scene.police)
        sql.does("SELECT 1 FROM audit_auditevent LIMIT 1")
        sql.tries("their events", "SELECT 1 FROM audit_auditevent WHERE target = ANY(%s)", [about])
        others = "SELECT 1 FROM audit_auditevent WHERE organisation_id IS DISTINCT FROM %s LIMIT 1"
        sql.tries("events of others", others, [scene.police])
        sql.tries("what came to the public side", "SELECT 1 FROM audit_audithead WHERE chain LIKE '%%/public'", [])
    return _result("the log of NGO-only reports by raw SQL", f"{len(only)} reports, in the police's context", sql)


def _taken_back(scene: Scene) -> Result:
    with trying(scene) as sql:
        claimed = scene.values(record=scene.report, organisation=scene.police)
        sql.does("DELETE FROM accounts_keywrap WHERE record_id = %s", [scene.report])
        sql.step_down("staff", city=scene.city, organisation=scene.police)
        sql.tries("a wrap", WRAP, claimed)
        sql.tries("the row", "SELECT 1 FROM reporting_report WHERE id = %s", [scene.report])
        sql.tries("the memory of it", "DELETE FROM accounts_takenback", [])
    with trying(scene) as public:
        public.does("DELETE FROM accounts_keywrap WHERE record_id = %s", [scene.report])
        public.step_down("public", receipt="00" * 32)
        public.tries("a wrap for the police by the public role", WRAP, claimed)
    sql.got += public.got
    return _result(
        "a record that was taken back is claimed anew",
        "INSERT of a key wrap, as the police and as the public role",
        sql,
    )


def _message(scene: Scene) -> Result:
    with trying(scene) as sql:
        sql.step_down("staff", city=scene.city, organisation=scene.ngo)
        for what, wrong in {
            "a message from the police": {"organisation": scene.police, "person": scene.alice},
            "a message from the person": {"organisation": None, "person": None},
            "a message under an officer's name": {"person": scene.alice},
        }.items():
            values = scene.values(**wrong)
            sql.does(WRAP, {**values, "organisation": scene.ngo})
            sql.tries(what, MESSAGE, values)
        values = scene.values()
        sql.does(WRAP, values)
        sql.does(MESSAGE, values)
    return _result("a message in another's name", "INSERT, as the NGO that reads the same report", sql)


def _recipient(scene: Scene) -> Result:
    with trying(scene) as sql:
        state = sql.connection.execute(
            "SELECT id FROM accounts_organisation WHERE city_id = %s AND kind = 'state_police'", [scene.city]
        ).fetchone()[0]
        sql.step_down("staff", city=scene.city, organisation=scene.ngo)
        for what, wrong in {"the person's own consent": {"consent": "reporter", "person": None},
                            "consent taken by an officer": {"person": scene.alice}}.items():  # fmt: skip
            sql.tries(what, RECIPIENT, scene.values(organisation=state, **wrong))
        where = "UPDATE reporting_recipient SET status = 'closed' WHERE report_id = %s AND organisation_id = %s"
        sql.tries("the police's state", where, [scene.report, scene.police])
        sql.tries("a reader struck off", "DELETE FROM reporting_recipient WHERE report_id = %s", [scene.report])
        sql.tries("the report rewritten", "UPDATE reporting_report SET content = 'x' WHERE id = %s", [scene.report])
        sql.does(where, [scene.report, scene.ngo])
        sql.does(RECIPIENT, scene.values(organisation=state))
    return _result(
        "another's consent, another's state", "INSERT, UPDATE, DELETE of recipients and reports, as the NGO", sql
    )


def _custody(scene: Scene) -> Result:
    with trying(scene) as sql:
        sql.step_down("staff", city=scene.city, organisation=scene.ngo)
        own = scene.values()
        sql.does(WRAP, own)
        sql.tries("a file added by the police", FILE, {**own, "organisation": scene.police, "person": scene.alice})
        sql.does(FILE, own)
        sql.does(WRAP, {**own, "organisation": scene.police})
        sql.tries("an entry of the police", CUSTODY, {**own, "organisation": scene.police, "person": scene.alice})
        sql.tries("an entry under an officer's name", CUSTODY, {**own, "person": scene.alice})
        sql.tries("a file that the police hold too", "DELETE FROM evidence_evidencefile WHERE id = %(record)s", own)
        sql.does(CUSTODY, own)
    return _result("custody in another's name, another's file deleted", "INSERT and DELETE, as the NGO", sql)


def _erasure(scene: Scene) -> Result:
    decide = (
        "UPDATE reporting_erasurerequest SET decided_at = now(), decided_by = %s, granted = true WHERE report_id = %s"
        " AND organisation_id = %s"
    )
    with trying(scene) as sql:
        for office in (scene.ngo, scene.police):
            sql.does(ERASURE, scene.values(organisation=office))
        sql.step_down("staff", city=scene.city, organisation=scene.ngo)
        sql.tries("the police's decision", decide, [scene.nadia, scene.report, scene.police])
        sql.tries("a decision under an officer's name", decide, [scene.alice, scene.report, scene.ngo])
        sql.tries("the request gone", "DELETE FROM reporting_erasurerequest WHERE report_id = %s", [scene.report])
        sql.does(decide, [scene.nadia, scene.report, scene.ngo])
        sql.tries("a decision changed", decide, [scene.nadia, scene.report, scene.ngo])
    return _result("an erasure decided for another", "UPDATE and DELETE, as the NGO", sql)


def _case_lent(scene: Scene) -> Result:
    prosecution, _ = scene.ground.organisation("madrid", "prosecution")
    with trying(scene) as sql:
        case = sql.connection.execute(
            "SELECT record_id FROM assessment_groundentry WHERE city_id = %s LIMIT 1", [scene.city]
        ).fetchone()[0]
        sql.does(WRAP, scene.values(record=case, organisation=prosecution))
        sql.step_down("staff", city=scene.city, organisation=prosecution)
        sql.does("SELECT 1 FROM cases_case WHERE id = %s", [case])
        sql.tries("its state", "UPDATE cases_case SET status = 'closed' WHERE id = %s", [case])
        sql.tries("its grounds", "UPDATE assessment_groundentry SET status = 'rejected' WHERE record_id = %s", [case])
    return _result("a case changed by who was given its key to read", "UPDATE, as the prosecution", sql)


def _consent_by_public(scene: Scene) -> Result:
    state, _ = scene.ground.organisation("madrid", "state_police")
    with trying(scene) as sql:
        sql.step_down("public", receipt=scene.lookup.hex())
        sql.does("SELECT 1 FROM reporting_report WHERE id = %s", [scene.report])
        for what, wrong in {
            "consent recorded by staff": {},
            "consent taken by somebody": {"consent": "reporter"},
        }.items():
            sql.tries(what, RECIPIENT, scene.values(organisation=state, **wrong))
        sql.tries("a state", "UPDATE reporting_recipient SET status = 'closed'", [])
        sql.tries("an office's message", MESSAGE, scene.values())
        sql.tries("an erasure decided", "UPDATE reporting_erasurerequest SET granted = true", [])
        sql.does(MESSAGE, scene.values(organisation=None, person=None))
        sql.does(RECIPIENT, scene.values(organisation=state, consent="reporter", person=None))
    return _result("an office's word invented by the public role", "INSERT and UPDATE, with a code of its own", sql)


def _rise_in_office(scene: Scene) -> Result:
    with trying(scene) as sql:
        sql.step_down("staff", city=scene.city, organisation=scene.ngo)
        sql.tries("a role", "UPDATE accounts_membership SET role = 'auditor' WHERE person_id = %s", [scene.nadia])
        sql.tries("an office", "UPDATE accounts_membership SET organisation_id = %s", [scene.police])
        sql.tries("another kind", "UPDATE accounts_organisation SET kind = 'oversight' WHERE id = %s", [scene.ngo])
        sql.does("SELECT 1 FROM accounts_organisationsecret WHERE organisation_id = %s", [scene.ngo])
        keys = "SELECT 1 FROM accounts_organisationsecret WHERE organisation_id <> %s"
        sql.tries("another's wrapped private keys", keys, [scene.ngo])
    return _result("the workspace's role gives itself a role, an office, keys", "UPDATE and SELECT, as the NGO", sql)
