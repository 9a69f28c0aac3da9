"""The wall of evidence and the lock on custody, tried with raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.evidence.factories import photo, sealed
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
TABLES = ("evidence_evidencefile", "evidence_custodyentry")


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


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
