"""The access list, the log and the accounts, tried with raw SQL by the roles of the two processes."""

import pytest

from proximity.accounts.models import TakenBack
from proximity.accounts.operations import add_membership
from proximity.accounts.records import give_up_records, new_record
from proximity.accounts.rules import Role
from proximity.audit.models import AuditEvent
from proximity.audit.operations import Origin, record_event
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again

pytestmark = pytest.mark.django_db
WRAP = (
    "INSERT INTO accounts_keywrap (id, city_id, record_id, organisation_id, wrapped)"
    " VALUES (gen_random_uuid(), %s, %s, %s, 'x')"
)
BAR = (
    "INSERT INTO accounts_barredreader (id, city_id, record_id, organisation_id) VALUES (gen_random_uuid(), %s, %s, %s)"
)


@pytest.fixture
def nadia(cast, acting):
    return acting(cast.nadia)


@pytest.fixture
def record(nadia):
    """A record that the NGO alone holds the key of."""
    identifier = new_id()
    new_record(identifier, city_id=nadia.city_id, readers=[nadia.organisation])
    return identifier


# ---- the access list


def test_what_its_last_holder_gave_up_is_nobodys_to_claim(cast, acting, nadia, record):
    give_up_records([record], by=nadia)
    for who in ("nadia", "alice", "ines"):
        actor = acting(getattr(cast, who))
        with refused("row-level security"):
            changed(WRAP, actor.city_id, record, actor.organisation.pk)
        with refused("row-level security"):
            changed(BAR, actor.city_id, record, actor.organisation.pk)
    forget_context()
    with as_role(PUBLIC), refused("row-level security"):
        changed(WRAP, nadia.city_id, record, nadia.organisation.pk)


def test_who_still_holds_the_key_shares_on_when_another_gave_it_up(cast, acting, nadia, record):
    police, state = cast.organisations["madrid.police"], cast.organisations["madrid.state"]
    assert changed(WRAP, nadia.city_id, record, police.pk) == 1
    give_up_records([record], by=nadia)
    acting(cast.alice)
    assert changed(WRAP, nadia.city_id, record, state.pk) == 1


def test_that_something_was_taken_back_is_remembered_by_id_alone_and_shown_to_no_process(nadia, record):
    give_up_records([record], by=nadia)
    for role in ("proximity_staff", PUBLIC):
        for act in ("SELECT * FROM accounts_takenback", "DELETE FROM accounts_takenback"):
            with as_role(role), refused("permission denied"):
                changed(act)
    with as_role("owner"):
        assert str(TakenBack.objects.get()) == str(record)


def test_an_office_that_holds_a_key_bars_nobody(cast, nadia, record):
    police = cast.organisations["madrid.police"]
    with refused("bars_come_first"):
        changed(BAR, nadia.city_id, record, police.pk)
    assert changed(BAR, nadia.city_id, new_id(), police.pk) == 1


def test_the_first_reading_is_noted_once_and_stays(nadia, record):
    assert changed("UPDATE accounts_keywrap SET opened_at = now() WHERE record_id = %s", record) == 1
    assert changed("UPDATE accounts_keywrap SET opened_at = NULL WHERE record_id = %s", record) == 0
    assert changed("UPDATE accounts_keywrap SET opened_at = now() WHERE record_id = %s", record) == 0


def test_a_table_of_ones_own_does_not_stand_before_the_access_list(cast, acting, record):
    """On a server where a role may make temporary tables, the functions of the policies must not read them."""
    alice = acting(cast.alice)
    changed("CREATE TEMPORARY TABLE accounts_keywrap (record_id uuid, organisation_id uuid)")
    changed("INSERT INTO accounts_keywrap VALUES (%s, %s)", record, alice.organisation.pk)
    changed("GRANT SELECT ON pg_temp.accounts_keywrap TO PUBLIC")
    assert rows("SELECT count(*) FROM accounts_keywrap") == [(1,)]
    assert rows("SELECT holds_wrap(%s), has_wraps(%s)", record, record) == [(False, True)]


# ---- the log


def test_an_office_reads_its_own_acts_and_an_oversight_body_the_citys(cast, acting, nadia):
    record_event("test.done", origin=nadia.origin, target="a")
    with as_role(PUBLIC):
        record_event("test.done", origin=Origin(actor="reporter", city=nadia.city_id), target="b")
    record_event("test.done", origin=Origin(actor="operator"), target="c")
    seen = {}
    for who in ("nadia", "alice", "bob", "lars", "petra", "ines", "charlie"):
        acting(getattr(cast, who))
        found = AuditEvent.objects.filter(action="test.done").values_list("target", flat=True)
        seen[who] = set(found)
    assert seen == {
        "nadia": {"a"}, "alice": set(), "bob": set(), "lars": set(), "petra": set(), "charlie": set(),
        "ines": {"a", "b", "c"},
    }  # fmt: skip


def test_nobody_puts_an_event_into_another_chain_or_another_mouth(cast, nadia):
    mine = record_event("test.done", origin=nadia.origin).pk
    bradford, police = cast.cities["bradford"].pk, cast.organisations["madrid.police"].pk
    for wrong in (
        {"organisation_id": police}, {"city_id": bradford}, {"city_id": None}, {"chain": "instance/staff"},
        {"city_id": bradford, "chain": f"{bradford}/staff"},
    ):  # fmt: skip
        with refused("staff_own_name"):
            write_again("audit_auditevent", mine, id=new_id(), seq=900, **wrong)
    assert write_again("audit_auditevent", mine, id=new_id(), seq=900) == 1


def test_the_public_side_speaks_for_whoever_reports_and_for_nobody_else(cast, nadia):
    event = (
        "INSERT INTO audit_auditevent (id, chain, seq, at, city_id, organisation_id, actor, action, target, label, purpose,"
        " digest) VALUES (gen_random_uuid(), %s || '/public', 900, now(), %s, %s, %s, 'x', '', '', '', 'x')"
    )
    city = nadia.city_id
    with as_role(PUBLIC):
        for chain, organisation, actor in (
            (city, nadia.organisation.pk, "reporter"), (city, None, nadia.label), (cast.cities["bradford"].pk, None, "reporter"),
        ):  # fmt: skip
            with refused("public_own_name"):
                changed(event, chain, city, organisation, actor)
        assert changed(event, city, city, None, "reporter") == 1


def test_a_head_is_moved_and_read_by_who_writes_the_chain_and_read_by_the_auditor(cast, acting, nadia):
    madrid, bradford = cast.cities["madrid"].pk, cast.cities["bradford"].pk
    for who in ("charlie", "nadia"):
        record_event("test.done", origin=acting(getattr(cast, who)).origin)
    with as_role(PUBLIC):
        record_event("test.done", origin=Origin(actor="reporter", city=madrid))
    own = {("instance/staff",), (f"{madrid}/staff",)}
    assert set(rows("SELECT chain FROM audit_audithead")) == own
    assert changed("UPDATE audit_audithead SET count = count WHERE chain <> 'instance/staff'") == 1
    with refused("staff_starts_own"):
        changed("INSERT INTO audit_audithead VALUES ('elsewhere/staff', 0, 'x')")
    acting(cast.ines)
    assert set(rows("SELECT chain FROM audit_audithead")) == own | {(f"{madrid}/public",), (f"{bradford}/staff",)}
    forget_context()
    assert rows("SELECT chain FROM audit_audithead") == [("instance/staff",)]


# ---- accounts


@pytest.mark.parametrize(
    "act",
    ["UPDATE accounts_membership SET role = 'auditor'", "UPDATE accounts_membership SET ended_at = NULL",
     "DELETE FROM accounts_membership", "UPDATE accounts_person SET is_active = true", "UPDATE accounts_person SET email = 'x'",
     "DELETE FROM accounts_person", "UPDATE accounts_organisation SET kind = 'oversight'",
     "UPDATE accounts_organisation SET seal_key = 'x'", "INSERT INTO accounts_person (id) VALUES (gen_random_uuid())",
     "INSERT INTO accounts_membership (id) VALUES (gen_random_uuid())"],
)  # fmt: skip
def test_the_workspace_gives_nobody_a_role_or_an_account(nadia, act):
    with refused("permission denied"):
        changed(act)


def test_private_keys_are_read_in_their_own_organisations_context(nadia):
    assert rows("SELECT organisation_id FROM accounts_organisationsecret") == [(nadia.organisation.pk,)]


def test_an_auditor_works_in_an_oversight_body(cast):
    with as_role("owner"), pytest.raises(ValueError, match="oversight"):
        add_membership(person=cast.people["bob"], organisation=cast.organisations["madrid.ngo"], role=Role.AUDITOR)
