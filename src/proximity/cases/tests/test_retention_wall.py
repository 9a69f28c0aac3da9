"""The wall around keeping, with raw SQL: nobody decides in another's name, and a list takes two persons."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proximity.cases.models import Disposal, DisposalEntry, KeepingReview, LegalHold, RetentionChoice, RetentionSchedule
from proximity.cases.operations.disposing import propose_disposal
from proximity.cases.operations.keeping import hold_case
from proximity.cases.tests.disposal import close, make_due
from proximity.foundation.testing import PUBLIC, as_role, here_today

pytestmark = pytest.mark.django_db
TABLES = (Disposal, DisposalEntry, KeepingReview, LegalHold, RetentionChoice, RetentionSchedule)


@pytest.fixture
def proposed(case, cast, acting):
    """Return a list that Bob proposed, with Alice's case on it."""
    close(case, acting(cast.alice))
    make_due(case.pk)
    return propose_disposal(records=[case.pk], by=acting(cast.bob))


def refused(statement, *values):
    """Say whether the database refuses a statement or lets it change nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


CONFIRM = "UPDATE cases_disposal SET state = 'confirmed', decided_at = now(), decided_by = %s"


@pytest.mark.parametrize(
    ("context", "name"),
    [
        ("bob", "bob"),
        ("bob", "ines"),
        ("bob", "alice"),
        ("ines", "bob"),
        ("alice", "alice"),
        ("nadia", "ines"),
        ("charlie", "charlie"),
    ],
)
def test_no_list_is_confirmed_in_anothers_name_or_by_who_may_not(proposed, cast, acting, context, name):
    acting(getattr(cast, context))
    assert refused(CONFIRM, getattr(cast, name).person_id)


def test_the_auditor_confirms_and_carries_nothing_out(proposed, cast, acting):
    acting(cast.ines)
    assert not refused(CONFIRM, cast.ines.person_id)
    assert refused("UPDATE cases_disposalentry SET outcome = 'disposed'")
    assert refused("UPDATE cases_disposal SET state = 'done'")


@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "charlie"])
def test_other_organisations_see_nothing_of_keeping(proposed, case, cast, acting, who):
    acting(getattr(cast, who))
    assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)  # fmt: skip


def test_the_auditor_sees_the_lists_and_nothing_else(proposed, cast, acting):
    acting(cast.ines)
    assert [model.objects.count() for model in TABLES] == [1, 1, 0, 0, 0, 0]


def test_the_public_process_has_no_right_here(proposed):
    for model in TABLES:
        with as_role(PUBLIC):
            assert refused(f"SELECT count(*) FROM {model._meta.db_table}")


def test_holds_and_choices_are_a_supervisors_of_the_organisation(case, cast, acting):
    acting(cast.alice)
    hold = (
        "INSERT INTO cases_legalhold (id, city_id, case_id, reason, authority, set_by, set_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'x', 'x', %s, now())"
    )
    assert refused(hold, case.city_id, case.pk, cast.alice.person_id)
    assert refused(hold, case.city_id, case.pk, cast.ines.person_id)
    hold_case(case=case, reason="x", authority="x", by=acting(cast.bob))
    lift = "UPDATE cases_legalhold SET lifted_at = now(), lifted_by = %s"
    assert refused(lift, cast.alice.person_id)
    assert not refused(lift, cast.bob.person_id)
    assert refused("UPDATE cases_legalhold SET lifted_at = NULL, lifted_by = %s", cast.bob.person_id)


def test_a_record_is_on_one_waiting_list_only(proposed, case, cast, acting):
    bob = acting(cast.bob)
    second = Disposal.objects.create(
        city_id=bob.city_id, organisation=bob.organisation, proposed_by=bob.person_id, proposed_at=timezone.now()
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        DisposalEntry.objects.create(
            city_id=bob.city_id, organisation=bob.organisation, disposal=second, record_id=case.pk, subject="case",
            reference="MAD-1", kind="offence", basis="own", recorded_on=here_today(),
        )  # fmt: skip


def test_a_report_that_somebody_holds_or_no_list_names_is_not_dropped(proposed, case, cast, acting):
    acting(cast.bob)
    with connection.cursor() as cursor:
        cursor.execute("SELECT drop_report_of_nobody(%s)", [case.report_id])
        assert cursor.fetchone() == (False,)
