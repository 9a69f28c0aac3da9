"""The wall of cases, tried with raw SQL in the context of everybody else."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.records import new_record, share_record
from proximity.cases.factories import assess_case
from proximity.cases.models import Case
from proximity.cases.operations.tasks import add_task
from proximity.cases.rules.states import TaskKind
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again
from proximity.reporting.tests.people import Dana

pytestmark = pytest.mark.django_db


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


def test_a_plan_that_a_connection_keeps_shows_to_nobody_what_it_showed_to_another(filled, cast, acting):
    def seen():
        return list(Case.objects.values_list("pk", flat=True))

    acting(cast.alice)
    assert [seen() for _ in range(8)] == [[filled.pk]] * 8
    assert rows("SELECT 1 FROM pg_prepared_statements WHERE position('FROM \"cases_case\"' in statement) > 0")
    for who in (cast.nadia, cast.lars, cast.charlie):
        acting(who)
        assert seen() == []
    with as_role("owner"):
        assert seen() == [filled.pk]
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        seen()
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        seen()
    acting(cast.alice)
    assert seen() == [filled.pk]


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
    with (
        pytest.raises(DatabaseError, match=r"permission denied|two persons"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
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


# ---- in one's own name


@pytest.fixture
def lent(filled, cast, acting):
    """The case, of which the prosecution was given the key; Petra at work."""
    share_record(filled.pk, reader=cast.organisations["madrid.prosecution"], by=acting(cast.alice))
    acting(cast.petra)
    return filled


def test_who_was_given_the_key_of_a_case_reads_it_and_changes_nothing(lent, cast):
    assert rows("SELECT id FROM cases_case") == [(lent.pk,)]
    assert changed("UPDATE cases_case SET status = 'closed'") == 0
    assert changed("UPDATE cases_task SET done_at = now(), done_by = %s", cast.petra.person_id) == 0
    (task,) = rows("SELECT id FROM cases_task")[0]
    with refused("staff_sets_in_own"):
        write_again("cases_task", task, id=new_id(), added_by=cast.petra.person_id)


@pytest.mark.parametrize(
    ("table", "by"),
    [("assessment_groundentry", ["added_by", "status_by"]), ("assessment_indicatorentry", ["noted_by"]),
     ("assessment_biasanswergiven", ["answered_by"])],
)  # fmt: skip
def test_nor_does_she_assess_it(filled, cast, acting, table, by):
    assess_case(filled, by=acting(cast.alice))
    (first, *_) = rows(f"SELECT id FROM {table}")[0]
    share_record(filled.pk, reader=cast.organisations["madrid.prosecution"], by=cast.alice)
    acting(cast.petra)
    new = {"code": "OTHER"} if "ground" in table else {"number": 2} if "bias" in table else {}
    with refused("nobody_elses_case"):
        write_again(table, first, id=new_id(), **new, **dict.fromkeys(by, cast.petra.person_id))
    if "bias" not in table:
        column = "status" if "ground" in table else "withdrawn_at"
        assert changed(f"UPDATE {table} SET {column} = {column}") == 0


def test_a_case_is_opened_in_ones_own_name_from_a_report_one_reads(filled, told, cast, acting):
    alice = acting(cast.alice)
    other = told("madrid.ngo").pk
    acting(alice)

    def again(**wrong):
        identifier = new_id()
        new_record(identifier, city_id=alice.city_id, readers=[alice.organisation])
        return write_again("cases_case", filled.pk, id=identifier, reference="MAD-2026-0900", report_id=other, **wrong)

    hidden = Dana(cast, cast.organisations["madrid.ngo"]).report.pk
    acting(alice)
    for wrong in (
        {"organisation_id": cast.organisations["madrid.ngo"].pk}, {"opened_by": cast.nadia.person_id}, {"opened_by": None},
    ):  # fmt: skip
        with refused("staff_own_case"):
            again(**wrong)
    assert again() == 1
    other = hidden
    with refused("staff_own_case"):
        again()


def test_tasks_are_set_and_done_under_ones_own_name(filled, cast, acting):
    acting(cast.alice)
    (task,) = rows("SELECT id FROM cases_task")[0]
    for wrong in ({"added_by": cast.nadia.person_id}, {"added_by": None}, {"done_by": cast.bob.person_id}):
        with refused("staff_sets_in_own"):
            write_again("cases_task", task, id=new_id(), **wrong)
    with refused("staff_does_in_own"):
        changed("UPDATE cases_task SET done_at = now(), done_by = %s", cast.nadia.person_id)
    with refused("staff_does_in_own"):
        changed("UPDATE cases_task SET done_at = now(), done_by = NULL")
    assert changed("UPDATE cases_task SET done_at = now(), done_by = %s", cast.bob.person_id) == 1
    assert changed("UPDATE cases_task SET done_at = NULL, done_by = NULL") == 1
