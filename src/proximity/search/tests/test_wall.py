"""The wall of the index, tried with raw SQL in the context of everybody else, and inside one organisation."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.actors import enter_as, machine_of
from proximity.cases.operations.doors import block_person, seal_case
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context, rows
from proximity.reporting.models import Report
from proximity.reporting.operations.handling import read_report
from proximity.search.operations.indexing import take_out_frequent
from proximity.search.queries.asking import Question, Words
from proximity.search.queries.finding import find

pytestmark = pytest.mark.django_db
TABLES = ("search_posting", "search_indexedrecord", "search_change", "search_commonterm")


@pytest.fixture
def filled(case, alice, indexed, monkeypatch):
    """Return Alice's case with a row of each table."""
    monkeypatch.setattr("proximity.search.operations.indexing.too_frequent", lambda _texts: 0)
    indexed(alice)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_commonterm (organisation_id, term) VALUES (%s, 1)", [alice.organisation.pk])
        cursor.execute(
            "INSERT INTO search_change (city_id, organisation_id, record_id) VALUES (%s, %s, %s)",
            [alice.city_id, alice.organisation.pk, case.pk],
        )
    return case


@pytest.mark.parametrize("table", TABLES)
def test_the_organisation_sees_its_own(filled, alice, table):
    assert rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "ines", "charlie", "noor"])
def test_nobody_else_sees_a_row_by_raw_sql(filled, cast, acting, who, table):
    """The NGO holds the same report and has an index of its own, under another key."""
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("table", TABLES)
def test_without_context_the_table_refuses_to_answer(filled, table):
    forget_context()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("what", ["SELECT * FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"])
def test_the_public_process_has_no_grant_on_it(filled, table, what):
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(what.format(table))


@pytest.mark.parametrize(
    "function", ["search_forget(%s, %s)", "search_note_case(%s)", "search_note_report(%s, %s, %s)"]
)
@pytest.mark.parametrize("role", ["proximity_staff", PUBLIC])
def test_nobody_calls_what_the_triggers_call(filled, alice, function, role):
    given = [filled.pk, alice.organisation.pk, alice.city_id][: function.count("%s")]
    with as_role(role), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(f"SELECT {function}", *given)


def test_words_are_written_only_of_records_that_the_organisation_holds(filled, alice):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_posting (organisation_id, term, record_id) VALUES (%s, 1, %s)",
            [alice.organisation.pk, new_id()],
        )


def test_words_are_written_only_in_ones_own_index(filled, cast, alice):
    other = cast.organisations["madrid.ngo"].pk
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_posting (organisation_id, term, record_id) VALUES (%s, 1, %s)", [other, filled.pk]
        )


def test_a_sealed_case_is_neither_found_nor_counted_by_who_is_not_named(filled, cast, eva, indexed):
    enter_as(eva)
    seal_case(case=filled, reason="An officer's relative.", by=eva)
    indexed(cast.bob)
    for word in ("headscarf", "sister"):
        found = find(Question(Words(word)), by=cast.bob)
        assert (found.hits, found.missing, found.waiting) == ((), (word,), 0)
    assert rows("SELECT * FROM search_posting") == []
    enter_as(cast.alice)
    assert find(Question(Words("headscarf")), by=cast.alice).hits


def test_a_case_that_somebody_is_blocked_from_is_not_there_for_her(filled, cast, eva, indexed):
    enter_as(eva)
    block_person(case=filled, person=cast.bob.person_id, reason="His brother.", by=eva)
    enter_as(cast.bob)
    assert find(Question(Words("headscarf")), by=cast.bob).missing == ("headscarf",)
    assert rows("SELECT * FROM search_posting") == []


def test_the_same_word_has_another_number_at_each_organisation(case, cast, acting, indexed):
    indexed(cast.alice)
    police = set(rows("SELECT term FROM search_posting"))
    nadia = acting(cast.nadia)
    read_report(report=Report.objects.get(pk=case.report_id), by=nadia)
    indexed(nadia, "madrid.ngo")
    ngo = set(rows("SELECT term FROM search_posting"))
    assert police
    assert ngo
    assert not police & ngo


def test_what_is_too_frequent_leaves_the_index(filled, alice, cast, indexed):
    machine = machine_of(alice.organisation)
    enter_as(machine)
    assert take_out_frequent(by=machine) > 0
    enter_as(alice)
    assert rows("SELECT * FROM search_posting") == []
    found = find(Question(Words("headscarf")), by=alice)
    assert (found.ignored, found.hits) == (("headscarf",), ())
