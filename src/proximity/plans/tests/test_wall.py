"""Plans, tried with raw SQL: the draft is the city hall's, in its own name; the public side reads what is published."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again
from proximity.plans.access import PUBLIC_FIELDS, publications
from proximity.plans.factories import parts, publish
from proximity.plans.models import Publication

pytestmark = pytest.mark.django_db
PARTS = ("plans_plan", "plans_objective", "plans_measure", "plans_indicator")
NOTES = ("plans_review", "plans_reading")
PUBLICATION = "plans_publication"


@pytest.fixture
def published(plan, lars):
    return publish(plan, lars)


@pytest.mark.parametrize("who", ["alice", "nadia", "petra", "ines", "charlie"])
def test_nobody_else_sees_or_changes_a_draft(cast, acting, plan, who):
    ids = {"plans_plan": plan.pk} | dict(zip(PARTS[1:], (one.pk for one in parts(plan)), strict=False))
    acting(getattr(cast, who))
    for table in PARTS:
        assert rows(f"SELECT * FROM {table}") == []
        assert changed(f"UPDATE {table} SET version = 9") == 0
        assert write_again(table, ids[table], id=uuid4()) == 0
    assert changed("DELETE FROM plans_objective") == 0


@pytest.mark.parametrize("who", ["alice", "nadia", "charlie"])
def test_nobody_else_begins_a_plan(cast, acting, who):
    actor = acting(getattr(cast, who))
    with refused("row-level security"):
        changed(
            "INSERT INTO plans_plan (id, city_id, version, changed_by, language, title, diagnosis, starts_on, ends_on, edition,"
            " begun_at) VALUES (gen_random_uuid(), %s, 1, %s, 'en', 'x', '', '2026-01-01', '2027-01-01', 1, now())",
            actor.city_id, actor.person_id,
        )  # fmt: skip


def test_a_part_is_written_in_the_name_of_an_official_who_works_there(cast, plan, lars):
    objective, measure, _, _ = parts(plan)
    for table, row in (("plans_objective", objective.pk), ("plans_measure", measure.pk)):
        for wrong in (cast.alice.person_id, None):
            with refused("own_name_insert"):
                write_again(table, row, id=uuid4(), changed_by=wrong)
            with refused("own_name_update"):
                changed(f"UPDATE {table} SET changed_by = %s", wrong)
        assert write_again(table, row, id=uuid4()) == 1


def test_a_part_belongs_to_a_part_that_its_writer_sees(cast, plan, lars):
    objective, measure, _, _ = parts(plan)
    for table, row, column in (
        ("plans_objective", objective.pk, "plan_id"),
        ("plans_measure", measure.pk, "objective_id"),
    ):
        with refused("own_name_insert"):
            write_again(table, row, id=uuid4(), **{column: uuid4()})


def test_a_body_is_one_of_the_city(cast, plan, lars):
    other = cast.organisations["bradford.police"].pk
    with refused("body_of_the_city"):
        write_again("plans_measure", parts(plan)[1].pk, id=uuid4(), organisation_id=other)
    with refused("body_of_the_city_still"):
        changed("UPDATE plans_measure SET organisation_id = %s", other)


def test_a_part_stays_in_its_city(cast, plan, lars):
    with refused("row-level security"):
        write_again("plans_objective", parts(plan)[0].pk, id=uuid4(), city_id=cast.cities["bradford"].pk)
    with refused("permission denied"):
        changed("UPDATE plans_objective SET city_id = %s", cast.cities["bradford"].pk)


@pytest.mark.parametrize("table", NOTES)
def test_what_was_noted_is_not_rewritten(plan, lars, table):
    with refused("permission denied"):
        changed(f"UPDATE {table} SET id = id")


def test_a_version_is_signed_by_an_official_of_the_city_hall(cast, acting, published, lars):
    for wrong in ({"published_by": cast.alice.person_id}, {"published_by": None}, {"office": "Policía Municipal"}):
        with refused("signed_in_own_name"):
            write_again(PUBLICATION, published.pk, id=uuid4(), version=2, **wrong)
    assert write_again(PUBLICATION, published.pk, id=uuid4(), version=2) == 1
    nadia = acting(cast.nadia)
    own = {"organisation_id": nadia.organisation.pk, "office": nadia.organisation.name, "published_by": nadia.person_id}
    with refused("signed_in_own_name"):
        write_again(PUBLICATION, published.pk, id=uuid4(), version=3, **own)


@pytest.mark.parametrize(
    "statement", [f"UPDATE {PUBLICATION} SET content = '{{}}'", f"DELETE FROM {PUBLICATION}", f"TRUNCATE {PUBLICATION}"]
)
@pytest.mark.parametrize("role", ["owner", "proximity_staff"])
def test_a_published_version_is_never_changed(cast, published, statement, role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # else PostgreSQL refuses to empty the table before the trigger does
    said = "never changed" if role == "owner" else "permission denied"
    with as_role(role), pytest.raises(DatabaseError, match=said), transaction.atomic():
        changed(statement)


def test_staff_of_the_city_read_what_is_published_and_no_other_citys(cast, acting, published):
    acting(cast.nadia)
    assert Publication.objects.get().version == 1
    acting(cast.charlie)
    assert not Publication.objects.exists()


def test_the_public_side_reads_what_is_published_and_not_who_signed_nor_any_draft(published):
    forget_context()
    with as_role(PUBLIC):
        assert publications().get().plan == published.plan
        assert set(PUBLIC_FIELDS) == {field.name for field in Publication._meta.fields} - {"published_by"}
        with refused("permission denied"):
            rows(f"SELECT published_by FROM {PUBLICATION}")
        for table in (*PARTS, *NOTES):
            with refused("permission denied"):
                rows(f"SELECT 1 FROM {table}")
        for statement in (f"UPDATE {PUBLICATION} SET office = ''", f"DELETE FROM {PUBLICATION}"):
            with refused("permission denied"):
                changed(statement)
