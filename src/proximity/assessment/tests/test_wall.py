"""The wall of assessment, tried with raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.assessment.operations import add_ground, add_indicator, answer_bias_question
from proximity.assessment.tests.test_operations import ANSWER, GROUND, INDICATOR, NAMED
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again

pytestmark = pytest.mark.django_db
TABLES = ["biasanswergiven", "indicatorentry", "groundentry"]


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
    with (
        pytest.raises(DatabaseError, match=r"permission denied|two persons"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_who_holds_no_key_writes_no_row(assessed, cast, acting):
    nadia = acting(cast.nadia)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        rows(
            "INSERT INTO assessment_groundentry (id, city_id, record_id, code, basis, alleged_by, status, added_at, status_at)"
            " VALUES (gen_random_uuid(), %s, %s, 'OTHER', 'membership', 'ngo', 'perceived', now(), now()) RETURNING 1",
            nadia.city_id, assessed,
        )  # fmt: skip


# ---- in one's own name


@pytest.mark.parametrize(
    ("table", "rule", "wrong"),
    [("biasanswergiven", "staff_own_answer", {"answered_by": "nadia"}),
     ("biasanswergiven", "staff_own_answer", {"answered_by": None}),
     ("indicatorentry", "staff_own_entry", {"noted_by": "nadia"}),
     ("indicatorentry", "staff_own_entry", {"withdrawn_by": "alice"}),
     ("groundentry", "staff_own_entry", {"added_by": "nadia"}),
     ("groundentry", "staff_own_entry", {"status_by": "nadia"})],
)  # fmt: skip
def test_who_assesses_is_named_and_works_here(assessed, cast, table, rule, wrong):
    changes = {column: who and getattr(cast, who).person_id for column, who in wrong.items()}
    new = {"number": 2} if table == "biasanswergiven" else {"code": "OTHER"}
    (first,) = rows(f"SELECT id FROM assessment_{table}")[0]
    with refused(rule):
        write_again(f"assessment_{table}", first, id=new_id(), **new, **changes)
    assert write_again(f"assessment_{table}", first, id=new_id(), **new) == 1


def test_steps_are_taken_under_ones_own_name_and_a_withdrawal_stays(assessed, cast):
    withdraw = "UPDATE assessment_indicatorentry SET withdrawn_at = now(), withdrawn_by = %s"
    with refused("staff_own_withdrawal"):
        changed(withdraw, cast.nadia.person_id)
    assert changed(withdraw, cast.bob.person_id) == 1
    with refused("staff_own_withdrawal"):
        changed("UPDATE assessment_indicatorentry SET withdrawn_at = NULL")
    with refused("staff_own_step"):
        changed("UPDATE assessment_groundentry SET status = 'suspected', status_by = %s", cast.nadia.person_id)
