"""From a file to cases and back: read, decided, checked without writing, made once, taken back while nobody worked on them."""

from dataclasses import replace

import pytest
from django.db import DatabaseError

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.accounts.models import KeyWrap, Membership
from proximity.assessment.models import GroundEntry
from proximity.assessment.rules import BiasAnswer, GroundBasis, GroundStatus
from proximity.audit.models import AuditEvent
from proximity.bulk import jobs
from proximity.bulk.access import ImportNotFound, get_import, imports_visible_to
from proximity.bulk.content import cells_of, open_import_content
from proximity.bulk.models import Import, ImportRow, KeptDecisions
from proximity.bulk.operations import working
from proximity.bulk.operations.bringing import Undecided, decide, let_go, read_again
from proximity.bulk.operations.running import WorkedOn, begin_import, begin_undo
from proximity.bulk.reading import How
from proximity.bulk.rules.decisions import undecided_values, with_proposals
from proximity.bulk.rules.fields import Field
from proximity.bulk.rules.states import ImportState, NotNow
from proximity.bulk.storage import imports_folder
from proximity.bulk.tests.conftest import SPANISH
from proximity.cases.models import Case, CaseOrigin
from proximity.cases.operations.handling import reopen_case
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.testing import as_role, forget_context, found_on_disk, rows
from proximity.insight.models import FactRow
from proximity.packs.loader import load_pack

pytestmark = pytest.mark.django_db

FIELDS = (
    Field.EXTERNAL, Field.RECORDED, Field.HAPPENED, Field.TOLD, Field.PLACE, Field.GROUNDS, Field.STATUS, Field.KEEP,
)  # fmt: skip


def ready(found, by, decided, **more):
    """Decide what a supervisor would: every row of this register is a hate incident, and what each of its words means."""
    opened = open_import_content(found, by=by)
    chosen = replace(
        opened.decisions, source="Registro 2019", fields=FIELDS, for_all={Field.BIAS: BiasAnswer.YES},
        ground_status=GroundStatus.SUSPECTED, ground_basis=GroundBasis.MEMBERSHIP,
    )  # fmt: skip
    chosen = with_proposals(chosen, opened.columns, load_pack("es").categories)
    values = {one: dict(known) for one, known in chosen.values.items()}
    values[Field.GROUNDS]["racismo/xenofobia"] = ("RACE", "XENO")
    given = {name: getattr(chosen, name) for name in chosen.__dataclass_fields__} | {"values": values} | more
    return decided(found, by, **given)


def run_here(found, by):
    """Do what the job does, in this transaction, as who began it."""
    jobs._while_more(found.pk, found.organisation_id, working.make_some_cases)
    enter_as(by)
    return get_import(by, found.pk)


def test_a_messy_register_is_read_with_its_title_lines_and_columns_are_proposed(bob, taken):
    found = taken(SPANISH, bob)
    assert (found.state, found.counts) == (ImportState.READ, {"rows": 5})
    opened = open_import_content(found, by=bob)
    assert (opened.how.encoding, opened.how.delimiter, opened.how.header) == ("utf-8", ";", 3)
    assert opened.decisions.fields == (
        Field.EXTERNAL, Field.RECORDED, Field.HAPPENED, Field.TOLD, Field.PLACE, Field.GROUNDS, Field.STATUS, None,
    )  # fmt: skip
    assert opened.decisions.language == "es"
    assert opened.columns[6].values == {"Cerrado": 1, "Abierto": 3}


def test_nothing_of_the_file_lies_open(bob, taken, folders):
    taken(SPANISH, bob)
    assert list(imports_folder(bob.city_id).iterdir())
    assert found_on_disk(b"Calle Inventada", folders) == []
    with as_role("owner"):
        for table in ("bulk_import", "bulk_importrow", "bulk_keptdecisions", "audit_auditevent"):
            assert "Inventada" not in str(rows(f"SELECT * FROM {table}"))
            assert "registro.csv" not in str(rows(f"SELECT * FROM {table}"))


def test_what_is_not_decided_is_asked_for_and_nothing_is_guessed(bob, taken):
    found = taken(SPANISH, bob)
    with pytest.raises(Undecided) as undecided:
        decide(import_id=found.pk, decisions=open_import_content(found, by=bob).decisions, by=bob)
    assert set(undecided.value.faults) == {
        ("source", "needed"), ("column_7", "undecided"), ("all_bias", "needed"), ("ground_status", "needed"),
        ("ground_basis", "needed"),
    }  # fmt: skip


def test_categories_that_are_one_ground_are_proposed_and_wider_ones_are_not(bob, taken):
    found = taken(SPANISH, bob)
    opened = open_import_content(found, by=bob)
    proposed = with_proposals(opened.decisions, opened.columns, load_pack("es").categories)
    grounds = proposed.values[Field.GROUNDS]
    assert grounds["islamofobia"] == ("REL.MUS",)
    assert grounds["antigitanismo"] == ("RACE.ROMA",)
    assert grounds["disfobia"] == ("DIS",)
    assert undecided_values(proposed, opened.columns) == [(Field.GROUNDS, "racismo/xenofobia")]


def test_the_dry_run_says_row_by_row_what_would_be_made_and_makes_nothing(bob, taken, decided):
    found, left = ready(taken(SPANISH, bob), bob, decided)
    assert left == []
    assert found.state == ImportState.CHECKED
    assert dict(ImportRow.objects.values_list("number", "verdict")) == {
        4: "lossy", 5: "wrong", 6: "ready", 7: "twice", 9: "wrong",
    }  # fmt: skip
    opened = open_import_content(found, by=bob)
    wrong = working.checked_row(ImportRow.objects.get(number=5), opened, working._today(bob, found.changed_at))
    assert [(one.code, one.column, one.cell) for one in wrong.findings if one.stops] == [("date", 2, "marzo")]
    assert not Case.objects.exists()
    assert not FactRow.objects.exists()


def test_cases_are_made_by_the_worker_and_say_where_they_came_from(bob, taken, decided):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    found = run_here(found, bob)
    assert (found.state, found.counts["done"], found.counts["wrong"], found.counts["twice"]) == ("done", 2, 2, 1)
    assert set(Case.objects.values_list("reference", "status")) == {
        ("MAD-2019-0001", "closed"),
        ("MAD-2019-0002", "in_progress"),
    }
    assert set(GroundEntry.objects.values_list("code", flat=True)) == {"REL.MUS", "RACE.ROMA", "APO"}
    assert FactRow.objects.count() == 2
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="case.imported").count() == 2
        assert {"import.begun", "import.done"} <= set(AuditEvent.objects.values_list("action", flat=True))


def test_the_same_file_twice_and_one_that_overlaps_make_nothing_twice(bob, taken, decided):
    first, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=first.pk, by=bob)
    run_here(first, bob)
    again, _ = ready(
        taken(SPANISH + "EXP-9;20/03/2019;19/03/2019;Nueva;Plaza;disfobia;Abierto;día\n", bob), bob, decided
    )
    assert again.counts == {"rows": 6, "known": 3, "wrong": 2, "lossy": 1}
    begin_import(import_id=again.pk, by=bob)
    assert run_here(again, bob).counts["done"] == 1
    assert CaseOrigin.objects.count() == 3


def test_two_imports_of_one_file_at_the_same_time_make_each_case_once(bob, taken, decided):
    first, _ = ready(taken(SPANISH, bob), bob, decided)
    second, _ = ready(taken(SPANISH, bob), bob, decided)
    for one in (first, second):
        begin_import(import_id=one.pk, by=bob)
    assert run_here(first, bob).counts["done"] == 2
    assert run_here(second, bob).counts["known"] == 2
    assert Case.objects.count() == 2


def test_after_a_break_it_goes_on_where_it_stopped(bob, taken, decided, monkeypatch):
    """A worker that is killed leaves what it had committed, and no half of a case."""
    table = SPANISH + "".join(f"M-{n};1/4/2019;31/3/2019;Texto {n};Plaza;disfobia;Abierto;x\n" for n in range(7))
    found, _ = ready(taken(table, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    monkeypatch.setattr(working, "CASES_AT_ONCE", 4)
    assert working.make_some_cases(import_id=found.pk, by=bob)
    made = working.bring_in_case
    calls = []

    def killed(**given):
        calls.append(given)
        if len(calls) == 3:
            raise SystemExit
        return made(**given)

    monkeypatch.setattr(working, "bring_in_case", killed)
    with pytest.raises(SystemExit):
        working.make_some_cases(import_id=found.pk, by=bob)
    assert Case.objects.count() == 4
    monkeypatch.setattr(working, "bring_in_case", made)
    assert run_here(found, bob).counts["done"] == 9
    assert Case.objects.count() == 9


def test_a_job_that_comes_twice_does_nothing_the_second_time(bob, taken, decided, by_machine):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    before = list(ImportRow.objects.values_list("pk", flat=True))
    by_machine(working.read_table, found.pk, bob)
    by_machine(working.check_rows, found.pk, bob)
    assert list(ImportRow.objects.values_list("pk", flat=True)) == before
    assert not working.make_some_cases(import_id=found.pk, by=bob)


def test_who_no_longer_may_stops_her_import_and_another_goes_on(bob, cast, taken, decided, acting):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    with as_role("owner"):
        Membership.objects.filter(pk=cast.memberships["bob"].pk).update(ended_at=found.changed_at)
    jobs._while_more(found.pk, found.organisation_id, working.make_some_cases)
    with as_role("owner"):
        stopped = Import.objects.get(pk=found.pk)
        assert (stopped.state, stopped.fault) == ("stopped", jobs.NOBODY)
        assert not Case.objects.exists()


def test_an_import_is_taken_back_whole_and_can_come_again(bob, taken, decided):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    run_here(found, bob)
    begin_undo(import_id=found.pk, reason="The wrong year.", by=bob)
    jobs._while_more(found.pk, found.organisation_id, jobs.take_some_back)
    enter_as(bob)
    found = get_import(bob, found.pk)
    assert (found.state, found.counts) == ("undone", {"rows": 5, "undone": 2, "stayed": 0})
    assert not Case.objects.exists()
    assert not CaseOrigin.objects.exists()
    with as_role("owner"):
        assert AuditEvent.objects.get(action="import.undo_begun").purpose == "The wrong year."
    again, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=again.pk, by=bob)
    assert run_here(again, bob).counts["done"] == 2


def test_what_somebody_worked_on_keeps_the_whole_import(bob, taken, decided, cast, acting):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    run_here(found, bob)
    reopen_case(case=Case.objects.get(status="closed"), by=acting(cast.alice))
    acting(bob)
    with pytest.raises(WorkedOn) as worked:
        begin_undo(import_id=found.pk, reason="The wrong year.", by=bob)
    assert worked.value.number == 1


def test_what_was_worked_on_while_it_is_taken_back_stays(bob, taken, decided, cast, acting):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    run_here(found, bob)
    begin_undo(import_id=found.pk, reason="The wrong year.", by=bob)
    reopen_case(case=Case.objects.get(status="closed"), by=acting(cast.alice))
    jobs._while_more(found.pk, found.organisation_id, jobs.take_some_back)
    enter_as(bob)
    assert get_import(bob, found.pk).counts == {"rows": 5, "undone": 1, "stayed": 1}
    assert Case.objects.get().status == "in_progress"


def test_decisions_are_remembered_for_the_next_table(bob, taken, decided):
    ready(taken(SPANISH, bob), bob, decided)
    again = open_import_content(taken(SPANISH, bob), by=bob)
    assert again.decisions.fields == FIELDS
    assert again.decisions.source == "Registro 2019"
    assert again.decisions.values[Field.GROUNDS]["racismo/xenofobia"] == ("RACE", "XENO")
    assert KeptDecisions.objects.count() == 1


def test_another_encoding_is_read_again_and_keeps_what_was_decided(bob, taken, by_machine):
    found = taken(SPANISH.encode("cp1252"), bob)
    assert open_import_content(found, by=bob).how.encoding == "cp1252"
    read_again(import_id=found.pk, how=How(encoding="cp850", delimiter=";", header=3), by=bob)
    by_machine(working.read_table, found.pk, bob)
    found.refresh_from_db()
    opened = open_import_content(found, by=bob)
    assert opened.how.encoding == "cp850"
    assert "M¾vil" in opened.headings
    read_again(import_id=found.pk, how=How(encoding="utf-8", delimiter=";", header=3), by=bob)
    by_machine(working.read_table, found.pk, bob)
    found.refresh_from_db()
    assert (found.state, found.fault) == ("unreadable", "encoding")


def test_letting_go_deletes_file_rows_and_key_and_keeps_the_cases(
    bob, taken, decided, django_capture_on_commit_callbacks
):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    begin_import(import_id=found.pk, by=bob)
    with pytest.raises(NotNow):
        let_go(import_id=found.pk, by=bob)
    run_here(found, bob)
    with django_capture_on_commit_callbacks(execute=True):
        let_go(import_id=found.pk, by=bob)
    assert not Import.objects.exists()
    assert not KeyWrap.objects.filter(record_id=found.pk).exists()
    assert list(imports_folder(bob.city_id).iterdir()) == []
    assert Case.objects.count() == 2


def test_what_nobody_touched_for_a_month_is_let_go(bob, taken, django_capture_on_commit_callbacks, monkeypatch):
    taken(SPANISH, bob)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.let_go_what_is_old()
    enter_as(bob)
    assert Import.objects.exists()
    monkeypatch.setattr(jobs, "KEPT", jobs.KEPT * 0)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.let_go_what_is_old()
    enter_as(bob)
    assert not Import.objects.exists()
    assert list(imports_folder(bob.city_id).iterdir()) == []


@pytest.mark.parametrize("who", ["alice", "nadia", "stefan", "lars", "petra", "ines", "carmen", "charlie"])
def test_nobody_else_sees_an_import_neither_by_the_program_nor_by_raw_sql(bob, taken, cast, acting, who):
    found = taken(SPANISH, bob)
    other = acting(getattr(cast, who))
    assert not imports_visible_to(other).exists()
    with pytest.raises(ImportNotFound):
        get_import(other, found.pk)
    # An officer of the same organisation holds its keys; what she may not, the program refuses.
    if who != "alice":
        for table in ("bulk_import", "bulk_importrow", "bulk_keptdecisions"):
            assert rows(f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("who", ["alice", "nadia", "carmen", "ines"])
def test_who_may_not_begins_nothing(bob, taken, decided, cast, acting, who):
    found, _ = ready(taken(SPANISH, bob), bob, decided)
    with pytest.raises(NotAllowed):
        begin_import(import_id=found.pk, by=acting(getattr(cast, who)))


def test_a_row_cannot_be_put_in_another_place(bob, taken):
    """Every cell is bound to its row: exchanged ciphertexts do not open."""
    found = taken(SPANISH, bob)
    first, second = ImportRow.objects.order_by("number")[:2]
    key = open_import_content(found, by=bob).key
    first.cells = second.cells
    with pytest.raises(SealBroken):
        cells_of(first, key)


def test_without_context_the_tables_refuse(bob, taken):
    taken(SPANISH, bob)
    forget_context()
    with pytest.raises(DatabaseError):
        rows("SELECT * FROM bulk_import")


def test_the_worker_finds_each_job_by_its_name_and_does_it(bob, taken, monkeypatch):
    """As procrastinate calls it: with texts, and without a context."""
    monkeypatch.setattr("proximity.foundation.jobs.close_old_connections", lambda: None)
    found = taken(SPANISH, bob)
    read_again(import_id=found.pk, how=How(header=3), by=bob)
    ids = {"import_id": str(found.pk), "organisation_id": str(found.organisation_id)}
    for job in (jobs.read, jobs.check, jobs.run, jobs.undo):
        forget_context()
        job(**ids)
    enter_as(bob)
    assert get_import(bob, found.pk).state == ImportState.READ
