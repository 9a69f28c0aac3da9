"""Disposing of cases and reports: two persons, nothing left but the list and a number."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed, machine_of
from proximity.accounts.models import KeyWrap
from proximity.assessment.rules import NotNow
from proximity.audit.models import AuditEvent
from proximity.cases.access_disposals import DisposalNotFound, get_disposal_for, lock_disposal
from proximity.cases.factories import make_case
from proximity.cases.models import Case, Disposal, DisposalEntry, RetentionSchedule, Task
from proximity.cases.operations import disposing
from proximity.cases.operations.disposing import decide_disposal, dispose_entry, finish_disposal, propose_disposal
from proximity.cases.operations.evidence import ask_for_recordings
from proximity.cases.operations.handling import reopen_case
from proximity.cases.operations.keeping import hold_case, keep_case, lift_hold, schedule_all
from proximity.cases.operations.tasks import add_task
from proximity.cases.queries.disposals import due_rows, rows_due
from proximity.cases.rules.retention import ERASURE, DisposalState, Outcome
from proximity.cases.rules.states import TaskKind
from proximity.cases.tests.acts import ASKED
from proximity.cases.tests.disposal import carry_out, close, confirmed, make_due
from proximity.evidence.factories import photo, sealed
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.testing import as_role, here_today
from proximity.insight.models import FactRow
from proximity.reporting.models import ErasureRequest, Message, Recipient, Report
from proximity.reporting.operations.handling import close_with_feedback, read_report
from proximity.reporting.operations.sharing import decide_erasure
from proximity.reporting.rules.states import RecipientStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(case, cast, acting):
    """Return Alice's case, closed, its time over, with a task, a hold that was lifted and a review, in Bob's context."""
    alice = acting(cast.alice)
    add_task(case=case, kind=TaskKind.OTHER, title="Zqxcanary", due_on=here_today(), by=alice)
    ask_for_recordings(case=case, asked=ASKED, by=alice)
    close(case, alice)
    bob = acting(cast.bob)
    hold_case(case=case, reason="Zqxcanary", authority="court", by=bob)
    lift_hold(case=case, reason="over", by=bob)
    keep_case(case=case, reason="Zqxcanary", by=bob)
    make_due(case.pk)
    return case


def everything(value):
    """Return each table and column of the database that holds an id, by raw reading as the owner."""
    found = []
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN"
            " ('uuid', 'text', 'character varying', 'jsonb') ORDER BY 1, 2"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s', [f"%{value}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def test_a_case_goes_wholly_and_only_the_list_the_log_and_a_number_stay(over, cast, acting):
    report, office = over.report_id, cast.organisations["madrid.police"]
    with as_role("owner"):
        facts = FactRow.objects.count()
    disposal = confirmed([over.pk], cast, acting)
    acting(cast.bob)
    assert carry_out(disposal, office) == [Outcome.DISPOSED]
    # A queue names the record for seconds, so that the job takes its words out of the search.
    kept = {
        "accounts_takenback.record_id",
        "audit_auditevent.target",
        "cases_disposalentry.record_id",
        "search_change.record_id",
    }
    assert set(everything(over.pk)) <= kept
    with as_role("owner"):
        assert FactRow.objects.count() == facts
        assert not FactRow.objects.filter(organisation=office, origin_link__isnull=False).exists()
        assert not KeyWrap.objects.filter(organisation=office).exists()
        # The NGO was given the report too: it keeps its own key, and the person reads who no longer has it.
        assert KeyWrap.objects.filter(record_id=report, organisation=cast.organisations["madrid.ngo"]).exists()
        assert Recipient.objects.get(report=report, organisation=office).status == RecipientStatus.ERASED
    acting(cast.bob)
    entry = DisposalEntry.objects.get(disposal=disposal)
    assert (entry.reference, entry.outcome, entry.basis) == (over.reference, "disposed", "es.lo7.8.deletion")
    assert Disposal.objects.get(pk=disposal.pk).state == DisposalState.DONE
    actions = AuditEvent.objects.filter(target=str(over.pk)).values_list("action", "actor")
    assert ("case.disposed", "system") in list(actions)


def test_the_last_organisation_takes_report_and_mailbox_with_it(told, cast, acting):
    report = told()
    alice = acting(cast.alice)
    case = close(make_case(Report.objects.get(pk=report.pk), by=alice), alice)
    acting(cast.bob)
    make_due(case.pk)
    disposal = confirmed([case.pk], cast, acting)
    acting(cast.bob)
    carry_out(disposal, cast.organisations["madrid.police"])
    left = set(everything(report.pk))
    assert left <= {
        "accounts_takenback.record_id", "audit_auditevent.target", "cases_disposalentry.report_id", "search_change.record_id",
    }  # fmt: skip
    with as_role("owner"):
        assert Message.objects.count() == 0


def test_files_of_case_and_report_go_with_their_bytes(over, cast, acting, folders, django_capture_on_commit_callbacks):
    alice = acting(cast.alice)
    files = [
        receive_file(
            upload=sealed(photo(), name="bus.jpg"), subject_id=subject, city_id=over.city_id,
            readers=[alice.organisation], by=alice,
        )
        for subject in (over.pk, over.report_id)
    ]  # fmt: skip
    assert len(list(folders.rglob("*.sealed"))) == 2
    disposal = confirmed([over.pk], cast, acting)
    acting(cast.bob)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(disposal, alice.organisation)
    with as_role("owner"):
        assert not EvidenceFile.objects.filter(pk__in=[file.pk for file in files]).exists()
    assert list(folders.rglob("*.sealed")) == []


def test_a_report_without_a_case_goes_too(told, cast, acting):
    sent = told("madrid.ngo")
    alice = acting(cast.alice)
    report = Report.objects.get(pk=sent.pk)
    read_report(report=report, by=alice)
    close_with_feedback(report=report, text="Done.", by=alice)
    schedule_all(organisation=alice.organisation)
    make_due(report.pk)
    bob = acting(cast.bob)
    assert [row.reference for row in due_rows(bob, now=timezone.now())] == [report.reference]
    disposal = confirmed([report.pk], cast, acting)
    acting(cast.bob)
    assert carry_out(disposal, bob.organisation) == [Outcome.DISPOSED]
    assert not Report.objects.filter(pk=report.pk).exists()
    assert not RetentionSchedule.objects.filter(record_id=report.pk).exists()


def test_who_proposed_a_list_cannot_confirm_it_but_take_it_back_which_frees_its_records(over, cast, acting):
    bob = acting(cast.bob)
    disposal = propose_disposal(records=[over.pk], by=bob)
    assert rows_due(bob, now=timezone.now()) == []
    with pytest.raises(NotNow):
        decide_disposal(disposal=disposal, confirm=True, by=bob)
    decide_disposal(disposal=disposal, confirm=False, by=bob)
    assert DisposalEntry.objects.get().outcome == Outcome.REFUSED
    assert [row.record_id for row in due_rows(bob, now=timezone.now())] == [over.pk]
    with pytest.raises(NotNow):
        decide_disposal(disposal=disposal, confirm=True, by=acting(cast.ines))
    actions = list(AuditEvent.objects.filter(target=str(disposal.pk)).order_by("id").values_list("action", flat=True))
    assert actions == ["disposal.proposed", "disposal.refused"]


@pytest.mark.parametrize("who", ["alice", "ines", "nadia", "lars"])
def test_only_who_keeps_records_proposes(over, cast, acting, who):
    with pytest.raises(NotAllowed):
        propose_disposal(records=[over.pk], by=acting(getattr(cast, who)))


@pytest.mark.parametrize("who", ["alice", "nadia", "lars", "charlie"])
def test_others_neither_decide_nor_see_a_list(over, cast, acting, who):
    disposal = propose_disposal(records=[over.pk], by=acting(cast.bob))
    somebody = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        decide_disposal(disposal=disposal, confirm=True, by=somebody)
    with pytest.raises(DisposalNotFound):
        get_disposal_for(somebody, disposal.pk)
    if somebody.organisation != disposal.organisation:
        assert not Disposal.objects.exists()


def test_what_is_not_due_or_open_or_held_is_on_no_list(case, cast, acting):
    alice = acting(cast.alice)
    bob = acting(cast.bob)
    for records in ([], [case.pk], [disposing.new_id()]):
        with pytest.raises(NotNow):
            propose_disposal(records=records, by=bob)
    make_due(case.pk)
    assert [row.may_go for row in rows_due(bob, now=timezone.now())] == [False]
    with pytest.raises(NotNow):
        propose_disposal(records=[case.pk], by=bob)
    close(case, acting(cast.alice))
    bob = acting(cast.bob)
    make_due(case.pk)
    hold_case(case=case, reason="A trial.", authority="court", by=bob)
    with pytest.raises(NotNow):
        propose_disposal(records=[case.pk], by=bob)
    assert alice.organisation == bob.organisation


@pytest.mark.parametrize(("act", "outcome"), [("hold", Outcome.HELD), ("reopen", Outcome.OPEN), ("gone", Outcome.GONE)])
def test_what_happened_since_the_confirmation_is_stronger(over, cast, acting, act, outcome):
    disposal = confirmed([over.pk], cast, acting)
    bob = acting(cast.bob)
    if act == "hold":
        hold_case(case=over, reason="A trial.", authority="court", by=bob)
    elif act == "reopen":
        reopen_case(case=over, by=bob)
    else:
        KeyWrap.objects.filter(record_id=over.pk).delete()
    assert carry_out(disposal, bob.organisation) == [outcome]
    with as_role("owner"):
        assert Case.objects.filter(pk=over.pk).exists()


def test_an_entry_is_carried_out_once_and_not_before_it_is_confirmed(over, cast, acting):
    bob = acting(cast.bob)
    disposal = propose_disposal(records=[over.pk], by=bob)
    entry, machine = DisposalEntry.objects.get(), machine_of(bob.organisation)
    assert dispose_entry(entry_id=entry.pk, by=machine) is None
    assert not finish_disposal(disposal_id=disposal.pk, by=machine)
    decide_disposal(disposal=disposal, confirm=True, by=acting(cast.ines))
    acting(cast.bob)
    assert not finish_disposal(disposal_id=disposal.pk, by=machine)
    assert dispose_entry(entry_id=entry.pk, by=machine) is Outcome.DISPOSED
    assert dispose_entry(entry_id=entry.pk, by=machine) is None
    assert finish_disposal(disposal_id=disposal.pk, by=machine)
    assert not finish_disposal(disposal_id=disposal.pk, by=machine)


@contextmanager
def silent(monkeypatch):
    """Let the log fail."""
    with monkeypatch.context() as patch:
        patch.setattr(disposing, "record_event", lambda *_, **__: 1 / 0)
        yield


def test_what_the_log_cannot_tell_of_does_not_happen(over, cast, acting, monkeypatch):
    bob = acting(cast.bob)
    with silent(monkeypatch), pytest.raises(ZeroDivisionError):
        propose_disposal(records=[over.pk], by=bob)
    assert not Disposal.objects.exists()
    disposal = propose_disposal(records=[over.pk], by=bob)
    ines = acting(cast.ines)
    with silent(monkeypatch), pytest.raises(ZeroDivisionError):
        decide_disposal(disposal=disposal, confirm=True, by=ines)
    assert Disposal.objects.get().state == DisposalState.PROPOSED
    decide_disposal(disposal=disposal, confirm=True, by=ines)
    acting(cast.bob)
    entry = DisposalEntry.objects.get()
    with silent(monkeypatch), pytest.raises(ZeroDivisionError):
        dispose_entry(entry_id=entry.pk, by=machine_of(bob.organisation))
    assert Case.objects.filter(pk=over.pk).exists()
    assert Task.objects.filter(case=over).exists()


def erased(case, cast, acting):
    """Let the person ask for erasure and Alice grant it."""
    alice = acting(cast.alice)
    with as_role("owner"):
        asked = ErasureRequest.objects.create(
            city_id=case.city_id, report_id=case.report_id, organisation=alice.organisation, requested_at=timezone.now(),
            answer_by=here_today() + timedelta(days=20),
        )  # fmt: skip
    decide_erasure(request=asked, granted=True, reason="As you ask.", by=alice)


def test_a_granted_erasure_offers_the_closed_case_too_and_keeping_it_takes_reasons(case, cast, acting):
    close(case, acting(cast.alice))
    erased(case, cast, acting)
    bob = acting(cast.bob)
    (row,) = due_rows(bob, now=timezone.now())
    assert (row.record_id, row.basis, row.on) == (case.pk, ERASURE, None)
    keep_case(case=case, reason="The trial goes on.", by=bob)
    assert due_rows(bob, now=timezone.now()) == []
    RetentionSchedule.objects.update(erasure_kept=False)
    disposal = confirmed([case.pk], cast, acting)
    acting(cast.bob)
    assert carry_out(disposal, bob.organisation) == [Outcome.DISPOSED]
    assert set(everything(case.pk)) <= {
        "accounts_takenback.record_id",
        "search_change.record_id",
        "audit_auditevent.target",
        "cases_disposalentry.record_id",
    }


TABLES = (
    "cases_case",
    "cases_task",
    "assessment_biasanswergiven",
    "cases_keepingreview",
    "cases_legalhold",
    "evidence_preservationrequest",
)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["proximity_staff", "owner"])
def test_the_database_deletes_nothing_of_a_case_without_a_confirmed_list(over, cast, acting, table, role):
    acting(cast.bob)
    propose_disposal(records=[over.pk], by=acting(cast.bob))
    with (
        as_role(role),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="two persons"),
        transaction.atomic(),
    ):
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_disposal SET state = 'confirmed'",
        "UPDATE cases_disposal SET state = 'confirmed', decided_by = proposed_by",
        "UPDATE cases_disposal SET state = 'done'",
        "UPDATE cases_disposal SET proposed_by = gen_random_uuid()",
        "DELETE FROM cases_disposal",
        "DELETE FROM cases_disposalentry",
        "UPDATE cases_disposalentry SET record_id = gen_random_uuid()",
    ],
)
def test_the_database_keeps_a_list_as_it_was_proposed(over, cast, acting, statement):
    propose_disposal(records=[over.pk], by=acting(cast.bob))
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)


def test_no_list_is_put_into_the_database_as_confirmed_nor_grows_afterwards(over, cast, acting):
    bob = acting(cast.bob)
    disposal = confirmed([over.pk], cast, acting)
    acting(cast.bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposal.objects.create(
            city_id=bob.city_id, organisation=bob.organisation, state="confirmed", proposed_by=bob.person_id,
            proposed_at=timezone.now(), decided_by=cast.ines.person_id,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        DisposalEntry.objects.create(
            city_id=bob.city_id, organisation=bob.organisation, disposal=disposal, record_id=disposing.new_id(), subject="case",
            reference="MAD-1", kind="offence", basis="own", recorded_on=here_today(),
        )  # fmt: skip


def test_a_case_that_came_by_referral_has_no_report_to_give_up(cast, acting):
    bob = acting(cast.bob)
    machine = machine_of(bob.organisation)
    doomed = disposing.Doomed(disposing.new_id(), None, None, "own", machine, timezone.now())
    for dispose in disposing.DISPOSERS:
        dispose(doomed)
    assert not AuditEvent.objects.filter(actor="system").exists()


def test_a_list_that_is_not_there_is_not_locked(cast, acting):
    with pytest.raises(DisposalNotFound):
        lock_disposal(disposing.new_id(), by=acting(cast.bob))
