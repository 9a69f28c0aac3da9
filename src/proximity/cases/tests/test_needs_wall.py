"""The wall of persons, needs, notices and support, tried with raw SQL by everybody else, and by who holds the same key."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from proximity.accounts.actors import machine_of
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import share_record
from proximity.cases.models import NeedsFile, SupportRequest
from proximity.cases.operations import support
from proximity.cases.operations.suspects import delete_due_suspect
from proximity.cases.rules.support import SupportState
from proximity.cases.tests.need_acts import NOW, TODAY, add_suspect, assess, necessity, refer, set_measure, tell_rights
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again

pytestmark = pytest.mark.django_db

OF_CASE = ("caseperson", "necessitytest", "rightsnotice")
OF_NEEDS = ("needsfile", "needsversion", "protectionmeasure", "supportreferral", "supportconsent")
SHARED = ("supportrequest", "supportanswer")
ALL = (*OF_CASE, *OF_NEEDS, *SHARED)
OTHERS = ["nadia", "stefan", "lars", "petra", "ines", "charlie", "noor"]


@pytest.fixture
def filled(case, cast, acting):
    """Return a case with a row in every table; Alice at work."""
    alice = acting(cast.alice)
    add_suspect(case, alice)
    tell_rights(case, alice)
    assess(case, alice)
    set_measure(case, alice)
    referral = refer(case, alice, cast.organisations["madrid.ngo"])
    nadia = acting(cast.nadia)
    support.answer_request(request_id=referral.request_id, state=SupportState.ACCEPTED, words="", by=nadia)
    acting(cast.alice)
    return case


@pytest.mark.parametrize("table", ALL)
def test_the_organisation_that_keeps_it_sees_it(filled, table):
    assert rows(f"SELECT 1 FROM cases_{table}")


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_persons_needs_or_notices_by_raw_sql(filled, cast, acting, who):
    """The NGO that was asked for support sees the request and its own answer, and not the referral or the consent."""
    acting(getattr(cast, who))
    seen = [table for table in ALL if rows(f"SELECT 1 FROM cases_{table}")]
    assert seen == (list(SHARED) if who == "nadia" else [])


@pytest.mark.parametrize("table", ALL)
def test_without_context_the_table_refuses_to_answer_and_the_public_has_no_grant(filled, table):
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(f"SELECT 1 FROM cases_{table}")
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(f"SELECT 1 FROM cases_{table}")


def test_the_key_of_the_case_opens_no_needs(filled, cast, acting):
    """A receiver who is given the case by its key, as a mistake might, still has none of the needs beside it."""
    share_record(filled.pk, reader=cast.organisations["madrid.prosecution"], by=cast.alice)
    acting(cast.petra)
    assert rows("SELECT 1 FROM cases_case")
    assert [table for table in OF_NEEDS + SHARED if rows(f"SELECT 1 FROM cases_{table}")] == []


def test_who_was_given_the_key_of_a_case_changes_nobody_in_it(filled, cast, acting):
    share_record(filled.pk, reader=cast.organisations["madrid.state"], by=cast.alice)
    acting(cast.stefan)
    (person,) = rows("SELECT id FROM cases_caseperson")[0]
    (test,) = rows("SELECT id FROM cases_necessitytest")[0]
    (notice, *_) = rows("SELECT id FROM cases_rightsnotice")[0]
    assert changed("UPDATE cases_caseperson SET named = false") == 0
    assert changed("DELETE FROM cases_necessitytest") == 0
    assert changed("DELETE FROM cases_caseperson") == 0
    for table, row, writer in (
        ("caseperson", person, "added_by"), ("necessitytest", test, "made_by"), ("rightsnotice", notice, "given_by"),
    ):  # fmt: skip
        new = {"number": 2} if table == "necessitytest" else {}
        with refused("staff_adds_to_own"):
            write_again(f"cases_{table}", row, id=new_id(), **new, **{writer: cast.stefan.person_id})


def test_who_was_given_the_key_of_needs_reads_them_and_writes_nothing(filled, cast, acting):
    """Not even by sharing the key does another organisation come to write there."""
    share_record(NeedsFile.objects.get().pk, reader=cast.organisations["madrid.state"], by=cast.alice)
    found = {table: rows(f"SELECT id FROM cases_{table}")[0][0] for table in OF_NEEDS}
    acting(cast.stefan)
    for sql in (
        "UPDATE cases_needsfile SET review_on = NULL", "UPDATE cases_protectionmeasure SET state = 'ended'",
        "UPDATE cases_supportreferral SET state = 'ended'",
    ):  # fmt: skip
        assert changed(sql) == 0
    for table, writer in (
        ("needsversion", "assessed_by"), ("protectionmeasure", "added_by"), ("supportconsent", "noted_by"),
        ("supportreferral", "sent_by"),
    ):  # fmt: skip
        new = {"number": 2} if table in {"needsversion", "supportconsent"} else {}
        new |= {"request_id": None} if table == "supportreferral" else {}
        with refused("staff_adds_to_own"):
            write_again(f"cases_{table}", found[table], id=new_id(), **new, **{writer: cast.stefan.person_id})


def test_in_the_name_of_somebody_elses_staff_nothing_is_written(filled, cast):
    for table, writer in (
        ("caseperson", "added_by"), ("rightsnotice", "given_by"), ("needsversion", "assessed_by"),
        ("protectionmeasure", "added_by"), ("supportconsent", "noted_by"),
    ):  # fmt: skip
        (row, *_) = rows(f"SELECT id FROM cases_{table}")[0]
        new = {"number": 2} if table in {"needsversion", "supportconsent"} else {}
        with refused("staff_adds_to_own"):
            write_again(f"cases_{table}", row, id=new_id(), **new, **{writer: cast.nadia.person_id})


@pytest.mark.parametrize(
    "sql",
    ["UPDATE cases_needsversion SET content = ''::bytea",
     "UPDATE cases_necessitytest SET keep_until = now()",
     "UPDATE cases_rightsnotice SET way = 'paper'", "UPDATE cases_supportconsent SET given = true",
     "UPDATE cases_supportanswer SET state = 'declined'", "UPDATE cases_caseperson SET case_id = id",
     "DELETE FROM cases_supportrequest", "UPDATE cases_supportrequest SET to_organisation_id = organisation_id"],
)  # fmt: skip
def test_what_staff_never_change_they_cannot_change_with_raw_sql(filled, sql):
    with refused("permission denied"):
        changed(sql)


@pytest.mark.parametrize("table", [*OF_NEEDS, "rightsnotice"])
def test_what_is_kept_with_a_case_goes_only_by_a_list_of_two_persons(filled, table):
    with refused("two persons"):
        changed(f"DELETE FROM cases_{table}")


def test_only_who_was_asked_answers_and_only_who_asked_takes_back(case, cast, acting):
    alice = acting(cast.alice)
    referral = refer(case, alice, cast.organisations["madrid.ngo"])
    request = referral.request_id
    answer = (
        "INSERT INTO cases_supportanswer (id, city_id, organisation_id, request_id, state, words, answered_by, answered_at)"
        " VALUES (%s, %s, %s, %s, 'accepted', ''::bytea, %s, now())"
    )
    police, ngo = cast.organisations["madrid.police"].pk, cast.organisations["madrid.ngo"].pk
    for organisation, person in ((police, alice.person_id), (ngo, cast.nadia.person_id)):
        with refused("row-level security"):
            changed(answer, new_id(), case.city_id, organisation, request, person)
    acting(cast.nadia)
    assert changed("UPDATE cases_supportrequest SET content = ''::bytea, withdrawn_at = now()") == 0
    with refused("receiver_answers"):
        changed(answer, new_id(), case.city_id, ngo, request, alice.person_id)
    acting(cast.alice)
    with refused("sender_takes_back"):
        changed("UPDATE cases_supportrequest SET content = ''::bytea")
    assert changed("UPDATE cases_supportrequest SET content = ''::bytea, withdrawn_at = now()") == 1
    acting(cast.nadia)
    with refused("receiver_answers"):
        changed(answer, new_id(), case.city_id, ngo, request, cast.nadia.person_id)


def test_nobody_asks_for_support_in_anothers_name(filled, cast, acting):
    request = SupportRequest.objects.get()
    acting(cast.nadia)
    identifier = new_id()
    KeyWrap.objects.bulk_create(
        [
            KeyWrap(
                city_id=filled.city_id,
                record_id=identifier,
                organisation=cast.organisations["madrid.ngo"],
                wrapped=b"x",
            )
        ]
    )
    with refused("sender_asks"):
        write_again("cases_supportrequest", request.pk, id=identifier)


def test_a_suspect_who_deleted_herself_is_in_no_table(case, cast, acting):
    """Every column of every table is searched, as the owner whom no wall binds, for the row, its id and what it held."""
    alice = acting(cast.alice)
    person = add_suspect(case, alice, test=necessity(until=TODAY + timedelta(days=1)))
    held = [str(person.pk), bytes(person.details).hex(), bytes(person.tests.get().reasons).hex(), "Zqxsuspect"]
    assert _found(held[:3]) == held[:3]
    police = machine_of(cast.organisations["madrid.police"])
    assert delete_due_suspect(person_id=person.pk, by=police, now=NOW + timedelta(days=3))
    assert _found(held) == []


def _found(texts):
    """Return those texts that stand in any row of the database."""
    with as_role("owner"):
        tables = [name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        stored = " ".join(
            rows(f"SELECT coalesce(string_agg(row_to_json(t)::text, ' '), '') FROM {name} t")[0][0] for name in tables
        )
    return [text for text in texts if text in stored]
