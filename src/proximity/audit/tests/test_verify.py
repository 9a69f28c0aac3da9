"""Every way to tamper with the stored log, done with raw SQL as whoever owns the database, and named."""

import pytest
from django.db import connection

from proximity.audit import commands, heads
from proximity.audit.models import AuditEvent
from proximity.audit.operations import Origin, entry_of, record_event
from proximity.audit.verify import outcome_of, verify_all, verify_one
from proximity.foundation.sealing.chain import chain_hash
from proximity.foundation.testing import PUBLIC, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(cast, write):
    write(6, cast.cities["madrid"].pk)
    return f"{cast.cities['madrid'].pk}/staff"


def tamper(sql, *values):
    """Change the table as somebody does who owns the database and has taken the triggers off."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")


def faults(chain):
    with as_role("owner"):
        return [str(fault) for fault in verify_one(chain).faults]


def test_a_chain_nobody_touched_is_whole(chain):
    with as_role("owner"):
        report = verify_one(chain)
    assert report.is_whole
    assert report.count == 6
    assert (report.owner, report.side) == (chain.split("/")[0], "staff")
    assert heads.outside_head(chain).hash == report.last


def test_an_edited_row_is_named(chain):
    tamper("UPDATE audit_auditevent SET label = 'other' WHERE chain = %s AND seq = 3", chain)
    assert faults(chain)[0].startswith("Row 3 is not what was written")


@pytest.mark.parametrize(
    "column", ["at", "city_id", "organisation_id", "actor", "action", "target", "label", "purpose"]
)
def test_every_column_is_covered(chain, column):
    values = {"at": "now()", "city_id": "NULL", "organisation_id": "gen_random_uuid()"}
    tamper(f"UPDATE audit_auditevent SET {column} = {values.get(column, "'x'")} WHERE chain = %s AND seq = 2", chain)
    assert faults(chain)[0].startswith("Row 2 is not what was written")


def test_a_row_deleted_in_the_middle_is_named(chain):
    tamper("DELETE FROM audit_auditevent WHERE chain = %s AND seq = 4", chain)
    assert faults(chain) == ["Row 4 is missing; the row after could not be checked."]


def test_a_tail_cut_off_is_named_even_where_the_head_in_the_database_was_changed_too(chain):
    tamper("DELETE FROM audit_auditevent WHERE chain = %s AND seq > 4", chain)
    assert faults(chain) == ["Rows 5 to 6 are cut off at the end."]
    tamper("UPDATE audit_audithead SET count = 4 WHERE chain = %s", chain)
    assert faults(chain) == ["Rows 5 to 6 are cut off at the end."]


def test_a_whole_chain_taken_away_is_named(chain):
    tamper("DELETE FROM audit_auditevent WHERE chain = %s", chain)
    tamper("DELETE FROM audit_audithead WHERE chain = %s", chain)
    with as_role("owner"):
        (report,) = [one for one in verify_all(None) if one.chain == chain]
    assert [str(fault) for fault in report.faults] == ["Rows 1 to 6 are cut off at the end."]


COPY = (
    "INSERT INTO audit_auditevent SELECT gen_random_uuid(), chain, %s, at, city_id, organisation_id, 'x', action, target,"
    " label, purpose, sha256(digest) FROM audit_auditevent WHERE chain = %s AND seq = %s"
)


def test_a_row_put_in_at_the_end_is_named(chain):
    tamper(COPY, 7, chain, 6)
    assert faults(chain)[0].startswith("Row 7 is not what was written")


def test_a_row_put_in_between_is_named(chain):
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DROP CONSTRAINT audit_chain_has_no_twins")
    tamper(COPY, 3, chain, 3)
    found = faults(chain)
    assert "Row 3 is there twice, or out of order." in found
    assert any("not written by Proximity" in fault for fault in found)


def test_a_chain_recomputed_without_the_key_is_named(chain):
    with as_role("owner"):
        events = list(AuditEvent.objects.filter(chain=chain).order_by("seq"))
    previous = bytes(events[2].digest)
    for event in events[3:]:
        event.label = "made up"
        previous = chain_hash(b"another key" * 3, previous, entry_of(event))
        tamper("UPDATE audit_auditevent SET label = 'made up', digest = %s WHERE id = %s", previous, event.pk)
    assert "Rows 4 to 6 are recomputed without the key." in faults(chain)


def test_without_the_head_outside_a_chain_is_not_whole(chain, own_heads):
    for path in own_heads.rglob("*.json"):
        path.unlink()
    with as_role("owner"):
        report = verify_one(chain)
    assert report.faults == ()
    assert report.head_missing
    assert not report.is_whole
    tamper("DELETE FROM audit_auditevent WHERE chain = %s AND seq > 4", chain)
    assert faults(chain) == ["Rows 5 to 6 are cut off at the end."]


def test_rows_newer_than_the_head_outside_are_no_fault(cast, chain):
    with as_role("owner"):
        record_event("test.done", origin=Origin(actor="operator", city=cast.cities["madrid"].pk))
    assert faults(chain) == []


def test_the_auditor_of_a_city_checks_its_chains_and_the_instances(cast, acting, write):
    write(2, cast.cities["madrid"].pk)
    write(2, cast.cities["bradford"].pk)
    write(2)
    acting(cast.ines)
    reports = verify_all(cast.ines.city_id)
    madrid = str(cast.ines.city_id)
    assert [(one.owner, one.side) for one in reports] == [
        (madrid, "staff"), (madrid, "public"), ("instance", "staff"), ("instance", "public"),
    ]  # fmt: skip
    assert all(report.is_whole for report in reports)
    assert outcome_of(reports) == "whole"


def test_the_operator_checks_all_chains_of_both_sides_and_it_is_logged(cast, write, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(1, cast.cities["madrid"].pk)
        write(1, cast.cities["bradford"].pk)
        write(1)
        with as_role(PUBLIC):
            record_event("test.done", origin=Origin(actor="reporter", city=cast.cities["madrid"].pk))
    said = []
    with as_role("owner"):
        assert commands.verify(said.append, purpose="monthly check") == 0
        event = AuditEvent.objects.get(action="audit.verified")
    assert said[-1] == "4 of 4 chains whole."
    assert said[0].endswith(f"last hash {heads.outside_head(said[0].split(':')[0]).hash.hex()[:16]}")
    assert (event.actor, event.label, event.purpose) == ("operator", "whole", "monthly check")


def test_the_operator_reads_what_is_wrong_and_gets_a_code(chain, own_heads):
    tamper("DELETE FROM audit_auditevent WHERE chain = %s AND seq = 4", chain)
    (own_heads / "staff" / "audit-heads" / f"{chain.replace('/', '.')}.json").unlink()
    said = []
    with as_role("owner"):
        assert commands.verify(said.append) == 1
        assert AuditEvent.objects.get(action="audit.verified").label.endswith("chains faulty")
    assert f"{chain}: NOT WHOLE, 5 rows" in "\n".join(said)
    assert "  Row 4 is missing; the row after could not be checked." in said
    assert f"  {commands.HEAD_MISSING}" in said
