"""The wall of cases, tried with raw SQL in the context of everybody else."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.cases.operations.tasks import add_task
from proximity.cases.rules.states import TaskKind
from proximity.foundation.testing import PUBLIC, as_role, forget_context

pytestmark = pytest.mark.django_db


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.fixture
def filled(case, cast, acting):
    add_task(case=case, kind=TaskKind.OTHER, title="Hear the driver", due_on=date(2026, 12, 1), by=acting(cast.alice))
    return case


@pytest.mark.parametrize("table", ["case", "task"])
def test_the_organisation_that_opened_it_sees_the_row(filled, alice, table):
    assert len(rows(f"SELECT id FROM cases_{table}")) == 1


@pytest.mark.parametrize("table", ["case", "task"])
@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "ines", "charlie", "noor"])
def test_nobody_else_sees_a_case_by_raw_sql(filled, cast, acting, who, table):
    """The NGO holds the same report, the city hall and the prosecution sit in the same city: none of them has the case."""
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM cases_{table}") == []


@pytest.mark.parametrize("who", ["alice", "nadia", "lars", "petra", "charlie"])
def test_nobody_reads_how_many_cases_there_are(filled, cast, acting, who):
    acting(getattr(cast, who))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows("SELECT * FROM cases_casecounter")


@pytest.mark.parametrize("table", ["case", "task", "casecounter"])
def test_without_context_the_table_refuses_to_answer(filled, table):
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(f"SELECT * FROM cases_{table}")


@pytest.mark.parametrize("table", ["case", "task", "casecounter"])
def test_the_public_process_has_no_grant_on_it(filled, table):
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(f"SELECT * FROM cases_{table}")


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM cases_task", "DELETE FROM cases_case", "UPDATE cases_case SET reference = 'MAD-2026-0002'",
     "UPDATE cases_case SET organisation_id = city_id", "UPDATE cases_task SET title = ''::bytea",
     "UPDATE cases_casecounter SET year = 1"],
)  # fmt: skip
def test_what_staff_never_change_they_cannot_change_with_raw_sql(filled, sql):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("who", ["nadia", "petra", "lars", "stefan"])
def test_who_holds_no_key_changes_nothing_by_raw_sql(filled, cast, acting, who):
    acting(getattr(cast, who))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET status = 'closed'")
        assert cursor.rowcount == 0
        cursor.execute("UPDATE cases_task SET done_at = now()")
        assert cursor.rowcount == 0


def test_who_holds_no_key_adds_no_task(filled, cast, acting):
    nadia = acting(cast.nadia)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        rows(
            "INSERT INTO cases_task (id, city_id, case_id, kind, title, due_on, added_at)"
            " VALUES (gen_random_uuid(), %s, %s, 'other', ''::bytea, now(), now()) RETURNING 1",
            nadia.city_id, filled.pk,
        )  # fmt: skip
