"""A case of an older register: made whole by one operation, once, and taken back while nobody has worked on it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.assessment.models import BiasAnswerGiven, GroundEntry
from proximity.assessment.rules import BiasAnswer, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.factories import make_case
from proximity.cases.models import Case, CaseOrigin, RetentionSchedule
from proximity.cases.operations.handling import assign_case, reopen_case
from proximity.cases.operations.history import bring_in_case, is_untouched, take_case_back
from proximity.cases.operations.keeping import hold_case
from proximity.cases.queries.dossier import dossier_of
from proximity.cases.queries.page import case_page
from proximity.cases.rules.history import History, Written
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState
from proximity.foundation.testing import as_role, changed, refused, rows
from proximity.insight.models import Exclusion, FactRow
from proximity.insight.rules.facts import Quarter, Source, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]

OLD = History(
    source="Registro 2019", external="EXP-2019/0042", recorded_on=date(2019, 3, 14), bias=BiasAnswer.YES, language="es",
    status=CaseStatus.CLOSED, closed_on=date(2019, 9, 1), told="Le gritó en el autobús y le tiró del pañuelo.",
    place="Plaza Inventada 3", happened="2019-03-12", kind="attack", grounds=("REL.MUS", "XENO"),
    complaint=ComplaintState.MADE, offence=OffenceState.SUSPECTED, stage=Stage.PROSECUTED,
    written=(Written("Móvil", "islamofobia; racismo/xenofobia"),), kept=(Written("Turno", "noche"),),
)  # fmt: skip
LOOKUP = b"l" * 32


@pytest.fixture
def bob(cast, acting):
    return acting(cast.bob)


def brought(by, lookup=LOOKUP, **changes):
    history = History(**{name: getattr(OLD, name) for name in History.__slots__} | changes)
    return bring_in_case(history=history, lookup=lookup, import_id=uuid4(), row=7, by=by)


def test_it_is_a_case_like_any_other_with_the_days_of_the_register(bob):
    case = brought(bob)
    case.refresh_from_db()
    assert case.reference == "MAD-2019-0001"
    assert (case.status, case.opened_at.date(), case.closed_at.date()) == ("closed", OLD.recorded_on, OLD.closed_on)
    assert (case.imported, case.report_id, case.referral_id) == (True, None, None)
    page = case_page(case, by=bob)
    assert page.title == "Le gritó en el autobús y le tiró del pañuelo."
    assert page.origin.origin.external == "EXP-2019/0042"
    assert page.origin.by == "Bob"
    assert page.law.incident.day == date(2019, 3, 12)
    assert page.assessment.answers[0].answer == BiasAnswer.YES
    assert "Móvil: islamofobia" in page.assessment.answers[0].reasons


def test_nothing_of_it_lies_open_in_the_database(bob):
    brought(bob)
    with as_role("owner"):
        for table in ("cases_case", "cases_caseorigin", "assessment_biasanswergiven", "audit_auditevent"):
            stored = str(rows(f"SELECT * FROM {table}"))
            assert "pañuelo" not in stored
            assert "EXP-2019/0042" not in stored


def test_a_family_is_recorded_as_not_known_and_counts_as_the_family(bob):
    case = brought(bob)
    assert set(GroundEntry.objects.filter(record_id=case.pk).values_list("code", flat=True)) == {"REL.MUS", "UNK"}
    fact = FactRow.objects.get().as_fact()
    assert set(fact.grounds) == {"REL.MUS", "XENO"}
    assert (fact.source, fact.stage, fact.happened) == (Source.HISTORY, Stage.PROSECUTED, Quarter(2019, 1))
    assert (fact.pending, fact.case, fact.complaint, fact.offence) == (False, True, True, True)


def test_its_times_of_keeping_are_those_of_the_register(bob):
    case = brought(bob)
    schedule = RetentionSchedule.objects.get(record_id=case.pk)
    assert (schedule.recorded_on, schedule.closed_on) == (OLD.recorded_on, OLD.closed_on)


def test_the_same_incident_is_brought_in_once(bob):
    assert brought(bob) is not None
    assert brought(bob) is None
    assert Case.objects.count() == 1


def test_two_at_the_same_moment_make_one(bob, monkeypatch):
    """Both looked before either wrote: the second one finds the place taken."""
    brought(bob)
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda _self: False)
    with pytest.raises(IntegrityError, match="brought_in_once"), transaction.atomic():
        brought(bob)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("external", {"external": " "}),
        ("source", {"source": "x" * 121}),
        ("closed_on", {"closed_on": date(2018, 1, 1)}),
        ("status", {"closed_on": None}),
        ("grounds", {"grounds": ("NOT.A.CODE",)}),
        ("kind", {"kind": "nothing"}),
        ("told", {"told": "x" * 20_001}),
    ],
)
def test_what_does_not_hold_together_makes_no_case(bob, field, wrong):
    with pytest.raises(NotSound) as fault:
        brought(bob, **wrong)
    assert fault.value.field == field
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["alice", "nadia", "lars", "ines", "petra"])
def test_only_a_supervisor_brings_cases_in(cast, acting, who):
    with pytest.raises(NotAllowed):
        brought(acting(getattr(cast, who)))


def test_an_officer_cannot_bring_one_in_by_raw_sql(bob, cast, acting):
    case = brought(bob)
    acting(cast.alice)
    with refused("row-level security"):
        changed(
            "INSERT INTO cases_case SELECT (jsonb_populate_record(c, jsonb_build_object('reference', 'MAD-2019-9999',"
            " 'opened_by', %s::text))).* FROM cases_case c WHERE id = %s",
            str(cast.alice.person_id), case.pk,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["nadia", "stefan", "petra", "charlie", "ines"])
def test_nobody_else_sees_where_it_came_from(bob, cast, acting, who):
    brought(bob)
    acting(getattr(cast, who))
    assert rows("SELECT * FROM cases_caseorigin") == []


def test_the_dossier_tells_what_the_register_told(bob):
    dossier = dossier_of(brought(bob), by=bob, language="en")
    assert dossier.told[0].words.text == OLD.told
    assert "Registro 2019" in dossier.told[0].said_by


def test_what_nobody_worked_on_is_taken_back_whole(bob):
    case = brought(bob)
    take_case_back(case_id=case.pk, by=bob)
    for model, field in ((Case, "id"), (CaseOrigin, "case_id"), (BiasAnswerGiven, "record_id"), (GroundEntry, "record_id"),
                         (KeyWrap, "record_id"), (RetentionSchedule, "record_id")):  # fmt: skip
        assert not model.objects.filter(**{field: case.pk}).exists(), model
    assert FactRow.objects.get().excluded == Exclusion.UNDONE
    with as_role("owner"):
        assert AuditEvent.objects.get(action="case.import_undone").label == case.reference
    assert brought(bob).reference == "MAD-2019-0002"


def test_what_somebody_worked_on_stays(bob, cast, acting):
    case = brought(bob)
    alice = acting(cast.alice)
    reopen_case(case=case, by=alice)
    assign_case(case=Case.objects.get(pk=case.pk), to=alice.person_id, by=alice)
    acting(bob)
    assert not is_untouched(case.pk)
    with pytest.raises(NotNow):
        take_case_back(case_id=case.pk, by=bob)
    with refused("row-level security|kept until"):
        changed("UPDATE cases_caseorigin SET undone_at = now(), undone_by = %s", bob.person_id)
        changed("DELETE FROM cases_case")


def test_a_hold_is_stronger(bob):
    case = brought(bob)
    hold_case(case=case, reason="Court asks.", authority="Court 4", by=bob)
    with pytest.raises(NotNow):
        take_case_back(case_id=case.pk, by=bob)


def test_no_case_goes_without_saying_that_it_is_taken_back(bob):
    brought(bob)
    with refused("kept until two persons"):
        changed("DELETE FROM cases_case")
    with refused("kept until two persons"):
        changed("DELETE FROM cases_caseorigin")


def test_one_of_another_organisation_is_not_taken_back(bob, cast, acting, told):
    report = told()
    case = make_case(report, by=acting(cast.alice))
    acting(bob)
    with pytest.raises(NotNow):
        take_case_back(case_id=case.pk, by=bob)


def test_its_page_says_that_it_was_imported(bob, cast, workspace):
    case = brought(bob)
    page = workspace(cast.alice).get(f"/cases/{case.reference}/").content.decode()
    for words in ("imported", "EXP-2019/0042", "Registro 2019", "Le gritó en el autobús", "noche"):
        assert words in page
    assert "took the report back" not in page
