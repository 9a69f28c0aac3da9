"""The wall of evidence and the lock on custody, tried with raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.records import new_record, share_record
from proximity.evidence.factories import photo, sealed
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
TABLES = ("evidence_evidencefile", "evidence_custodyentry")


@pytest.fixture
def ngo_only(cast, acting):
    nadia = acting(cast.nadia)
    return receive_file(
        upload=sealed(photo(), name="photo.jpg"), subject_id=new_id(), city_id=nadia.city_id,
        readers=[nadia.organisation], by=nadia,
    )  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_without_context_the_tables_refuse(ngo_only, table):
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["alice", "stefan", "lars", "petra", "ines", "charlie", "noor"])
def test_nobody_else_sees_a_file_of_the_ngo_by_raw_sql(cast, acting, ngo_only, who, table):
    assert len(rows(f"SELECT * FROM {table}")) == 1
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("act", ["UPDATE {} SET city_id = city_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_staff_have_no_right_to_touch_custody(ngo_only, act):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(act.format(TABLES[1]))


@pytest.mark.parametrize("act", ["UPDATE {} SET city_id = city_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_even_the_owner_of_the_tables_cannot_touch_custody(ngo_only, act):
    with as_role("owner"):
        with connection.cursor() as cursor:
            # What waits for the end of the transaction is checked now, as in a transaction that did nothing else.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows(act.format(TABLES[1]))


def test_staff_change_of_a_file_only_where_it_stands(ngo_only):
    for column in ("name", "original", "subject_id", "kind", "added_at"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows(f"UPDATE evidence_evidencefile SET {column} = {column}")


def test_the_public_side_reads_no_custody_and_changes_no_file(ngo_only):
    with as_role(PUBLIC):
        for act in (
            "SELECT * FROM evidence_custodyentry",
            "DELETE FROM evidence_evidencefile",
            "SELECT is_evidence(NULL)",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                rows(act)


# ---- in one's own name


def again(file, actor, **changes):
    """Write a file's row a second time, under a key that the actor's organisation holds."""
    identifier = new_id()
    new_record(identifier, city_id=actor.city_id, readers=[actor.organisation])
    return write_again(TABLES[0], file.pk, id=identifier, **changes)


def test_a_file_is_added_in_ones_own_name(cast, ngo_only):
    police = cast.organisations["madrid.police"].pk
    for wrong in (
        {"organisation_id": police}, {"organisation_id": None}, {"sender": "reporter"}, {"added_by": cast.alice.person_id},
        {"added_by": None}, {"state": "clean"}, {"cleaned": "\\x01"},
    ):  # fmt: skip
        with refused("staff_own_file"):
            again(ngo_only, cast.nadia, **wrong)
    assert again(ngo_only, cast.nadia) == 1


def test_nothing_is_added_to_what_one_may_not_read(cast, acting, ngo_only):
    alice, hidden = acting(cast.alice), new_id()
    new_record(hidden, city_id=alice.city_id, readers=[alice.organisation])
    nadia = acting(cast.nadia)
    with refused("staff_own_file"):
        again(ngo_only, nadia, subject_id=hidden)


def test_custody_is_written_by_whose_hand_it_was(cast, ngo_only):
    (entry,) = rows(f"SELECT id FROM {TABLES[1]}")[0]
    for wrong in (
        {"organisation_id": cast.organisations["madrid.police"].pk}, {"organisation_id": None},
        {"person_id": cast.alice.person_id}, {"person_id": None, "act": "viewed"},
    ):  # fmt: skip
        with refused("staff_own_hand"):
            write_again(TABLES[1], entry, id=new_id(), **wrong)
    assert write_again(TABLES[1], entry, id=new_id(), person_id=None, act="cleaned") == 1


def test_a_file_goes_only_when_nobody_else_holds_its_key(cast, ngo_only):
    share_record(ngo_only.pk, reader=cast.organisations["madrid.police"], by=cast.nadia)
    assert changed("DELETE FROM evidence_evidencefile") == 0
    with as_role("owner"):
        changed("DELETE FROM accounts_keywrap WHERE organisation_id = %s", cast.organisations["madrid.police"].pk)
    assert changed("DELETE FROM evidence_evidencefile") == 1


def test_a_clean_copy_is_not_replaced(ngo_only):
    assert changed("UPDATE evidence_evidencefile SET state = 'sealed_only', reason = 'locked'") == 1
    assert changed("UPDATE evidence_evidencefile SET state = 'clean', reason = ''") == 1
    with refused("not replaced"):
        changed("UPDATE evidence_evidencefile SET cleaned = 'x'")
