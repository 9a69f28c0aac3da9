"""The wall of assessment, tried with raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.assessment.operations import add_ground, add_indicator, answer_bias_question
from proximity.assessment.tests.test_operations import ANSWER, GROUND, INDICATOR, NAMED
from proximity.foundation.testing import PUBLIC, as_role, forget_context

pytestmark = pytest.mark.django_db
TABLES = ["biasanswergiven", "indicatorentry", "groundentry"]


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.fixture
def assessed(record, alice):
    answer_bias_question(record_id=record, **NAMED, **ANSWER, by=alice)
    add_indicator(record_id=record, **NAMED, **INDICATOR, by=alice)
    add_ground(record_id=record, **NAMED, **GROUND, by=alice)
    return record


@pytest.mark.parametrize("table", TABLES)
def test_who_holds_the_key_sees_the_row(assessed, alice, table):
    assert rows(f"SELECT record_id FROM assessment_{table}") == [(assessed,)]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "ines", "charlie", "noor"])
def test_nobody_else_sees_it_by_raw_sql(assessed, cast, acting, table, who):
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM assessment_{table}") == []


@pytest.mark.parametrize("table", TABLES)
def test_without_context_the_table_refuses_to_answer(assessed, table):
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(f"SELECT * FROM assessment_{table}")


@pytest.mark.parametrize("table", TABLES)
def test_the_public_process_has_no_grant_on_it(assessed, table):
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(f"SELECT * FROM assessment_{table}")


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM assessment_indicatorentry", "DELETE FROM assessment_biasanswergiven", "DELETE FROM assessment_groundentry",
     "UPDATE assessment_biasanswergiven SET answer = 'no'", "UPDATE assessment_indicatorentry SET direction = 'against'",
     "UPDATE assessment_groundentry SET code = 'OTHER'"],
)  # fmt: skip
def test_history_is_not_rewritten_by_staff_even_with_raw_sql(assessed, sql):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_who_holds_no_key_writes_no_row(assessed, cast, acting):
    nadia = acting(cast.nadia)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        rows(
            "INSERT INTO assessment_groundentry (id, city_id, record_id, code, basis, alleged_by, status, added_at, status_at)"
            " VALUES (gen_random_uuid(), %s, %s, 'OTHER', 'membership', 'ngo', 'perceived', now(), now()) RETURNING 1",
            nadia.city_id, assessed,
        )  # fmt: skip
