"""The wall of referrals, tried with raw SQL: more than was referred, another's row, another's name, a step backwards."""

from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.models import KeyWrap
from proximity.cases.factories import assess_case
from proximity.cases.operations.receiving import ask_sender
from proximity.cases.rules.referrals import REFERRAL_TRANSITIONS, ReferralState
from proximity.cases.tests.referrals import at_petra, entered, refer, seen_by, step
from proximity.foundation.testing import PUBLIC, as_role, forget_context, rows

pytestmark = pytest.mark.django_db

TABLES = [
    "proceedingsthread",
    "referral",
    "referralfile",
    "referralnote",
    "referralparcel",
    "proceedingsstep",
    "steptold",
]


@pytest.fixture
def referral(case, cast, alice):
    return refer(assess_case(case, by=alice), by=alice)


def refused(sql, *values, match="row-level security|permission denied"):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        rows(sql, *values)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["nadia", "lars", "ines", "petra", "charlie", "noor", "peter"])
def test_nobody_outside_the_two_sides_sees_a_row(referral, cast, who, table):
    ask_sender(referral=seen_by(cast.stefan, referral), text="Who?", by=cast.stefan)
    entered(getattr(cast, who))
    assert rows(f"SELECT * FROM cases_{table}") == []


def test_the_receiver_sees_no_more_than_was_referred(referral, cast):
    entered(cast.stefan)
    assert len(rows("SELECT id FROM cases_referral")) == 1
    for table in ("cases_case", "cases_task", "reporting_report", "reporting_recipient", "reporting_message",
                  "assessment_biasanswergiven", "assessment_indicatorentry", "assessment_groundentry",
                  "assessment_suggestiondecision", "evidence_evidencefile", "insight_factrow"):  # fmt: skip
        assert rows(f"SELECT * FROM {table}") == [], table
    assert {record for (record,) in rows("SELECT record_id FROM accounts_keywrap")} == {referral.pk, referral.thread_id}


@pytest.mark.parametrize("table", TABLES)
def test_without_context_and_for_the_public_process_there_is_nothing(referral, table):
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(f"SELECT * FROM cases_{table}")
    with as_role(PUBLIC):
        refused(f"SELECT * FROM cases_{table}")


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM cases_referral", "DELETE FROM cases_proceedingsstep", "UPDATE cases_proceedingsstep SET kind = 'charged'",
     "UPDATE cases_referral SET content = ''::bytea", "UPDATE cases_referral SET receiver_id = sender_id",
     "UPDATE cases_referralnote SET text = ''::bytea", "UPDATE cases_steptold SET told = false",
     "UPDATE cases_proceedingsthread SET organisation_id = organisation_id"],
)  # fmt: skip
def test_what_was_sent_and_what_was_said_is_not_changed(referral, cast, sql):
    for who in (cast.alice, cast.stefan):
        entered(who)
        refused(sql)


def test_only_the_receiver_accepts(referral, cast):
    entered(cast.alice)
    refused("UPDATE cases_referral SET state = 'opened' RETURNING 1")
    entered(cast.stefan)
    rows("UPDATE cases_referral SET state = 'opened', opened_at = now() RETURNING 1")
    refused("UPDATE cases_referral SET state = 'accepted', decided_by = %s RETURNING 1", cast.alice.person_id)
    entered(cast.alice)
    for state in ("asked", "accepted", "returned"):
        refused("UPDATE cases_referral SET state = %s RETURNING 1", state)
    entered(cast.petra)
    assert rows("UPDATE cases_referral SET state = 'accepted' RETURNING 1") == []


def test_only_the_sender_takes_back_and_only_what_is_unopened(referral, cast):
    entered(cast.stefan)
    refused("UPDATE cases_referral SET state = 'withdrawn' RETURNING 1")
    rows("UPDATE cases_referral SET state = 'opened', opened_at = now() RETURNING 1")
    entered(cast.alice)
    refused("UPDATE cases_referral SET state = 'withdrawn' RETURNING 1", match="does not go|row-level")
    refused("UPDATE cases_referral SET opened_at = NULL RETURNING 1", match="stays done|row-level")
    assert rows("SELECT take_back_referral(id) FROM cases_referral") == [(0,)]
    assert KeyWrap.objects.filter(record_id=referral.pk).exists()


@pytest.mark.parametrize("who", ["stefan", "nadia", "petra"])
def test_the_function_that_takes_back_does_so_for_the_sender_alone(referral, cast, who):
    entered(getattr(cast, who))
    assert rows("SELECT take_back_referral(%s)", referral.pk) == [(0,)]
    entered(cast.stefan)
    assert KeyWrap.objects.filter(record_id=referral.pk).exists()


def test_the_trigger_knows_the_same_steps_as_the_rules(referral, cast):
    allowed = {(current, wanted) for current, after in REFERRAL_TRANSITIONS.items() for wanted in after}
    found = set()
    with as_role("owner"), connection.cursor() as cursor:
        for current, wanted in product(ReferralState, ReferralState):
            if current == wanted:
                continue
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE cases_referral SET state = %s", [current])
            cursor.execute("SET LOCAL session_replication_role = origin")
            try:
                with transaction.atomic():
                    cursor.execute("UPDATE cases_referral SET state = %s", [wanted])
                found.add((current, wanted))
            except DatabaseError:
                continue
    assert found == allowed


STEP = (
    'INSERT INTO cases_proceedingsstep (id, city_id, thread_id, referral_id, kind, "on", source, reasons, to_body, basis,'
    " organisation_id, noted_by, noted_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, now(), ''::bytea, ''::bytea, '', '',"
    " %s, %s, now()) RETURNING 1"
)


def enter(referral, actor, kind, *, organisation=None, person=None):
    return (
        STEP, actor.city_id, referral.thread_id, referral.pk, kind, (organisation or actor.organisation).pk,
        person or actor.person_id,
    )  # fmt: skip


def test_a_step_is_entered_by_who_decides_in_her_own_name(case, cast):
    referral = at_petra(case, cast)
    petra = cast.petra
    refused(*enter(referral, petra, "charged", organisation=cast.alice.organisation))
    refused(*enter(referral, petra, "charged", person=cast.alice.person_id))
    refused(*enter(referral, petra, "referred"))
    refused(*enter(referral, petra, "returned"))
    assert rows(*enter(referral, petra, "charged")) == [(1,)]
    for who in (cast.alice, cast.stefan, cast.nadia):
        entered(who)
        refused(*enter(referral, who, "dismissed"))


def test_a_step_is_corrected_only_by_who_entered_it(case, cast):
    referral = at_petra(case, cast)
    anothers = rows("SELECT id FROM cases_proceedingsstep WHERE organisation_id <> %s", cast.petra.organisation.pk)[0][
        0
    ]
    own = step(referral, by=cast.petra).pk
    sql = STEP.replace("noted_at)", "noted_at, replaces_id)").replace("now()) RETURNING", "now(), %s) RETURNING")
    values = enter(referral, cast.petra, "dismissed")[1:]
    refused(sql, *values, anothers)
    assert rows(sql, *values, own) == [(1,)]


def test_nobody_says_that_a_person_was_told_but_who_holds_her_report(case, cast):
    referral = at_petra(case, cast)
    sql = (
        "INSERT INTO cases_steptold (id, city_id, organisation_id, step_id, told, at)"
        " SELECT gen_random_uuid(), city_id, %s, id, true, now() FROM cases_proceedingsstep LIMIT 1 RETURNING 1"
    )
    for who in (cast.petra, cast.stefan):
        entered(who)
        refused(sql, who.organisation.pk)
        refused(sql, cast.alice.organisation.pk)
    entered(cast.alice)
    assert rows(sql, cast.alice.organisation.pk) == [(1,)]
    assert referral.thread.organisation == cast.alice.organisation


def test_a_case_is_not_opened_from_a_referral_that_another_received_or_nobody_accepted(referral, cast):
    sql = (
        "INSERT INTO cases_case (id, city_id, organisation_id, referral_id, reference, title, title_version, status,"
        " complaint_state, offence_state, opened_by, opened_at) VALUES (%s, %s, %s, %s, 'MAD-2026-9000', ''::bytea, 1, 'new',"
        " 'not_made', 'undecided', %s, now()) RETURNING 1"
    )
    for who in (cast.stefan, cast.petra, cast.alice):
        entered(who)
        refused(sql, referral.pk, who.city_id, who.organisation.pk, referral.pk, who.person_id)
