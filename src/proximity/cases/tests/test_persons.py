"""The persons of a case: noted, changed, taken out; suspects named after a test, kept by a second person, gone by themselves."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from proximity.accounts.actors import machine_of
from proximity.accounts.records import open_record
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases import jobs
from proximity.cases.access import CaseNotFound, PersonNotFound
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import CasePerson, NecessityTest
from proximity.cases.operations import handling, persons, suspects
from proximity.cases.operations.persons import Described
from proximity.cases.queries.persons import details_of, necessity_paper, persons_of, suspects_leaving
from proximity.cases.rules.persons import GENERAL_QUESTIONS, GRACE_DAYS, AgeBand, PersonDetails, PersonRole, Question
from proximity.cases.rules.states import OffenceState
from proximity.cases.tests.need_acts import NOW, TODAY, add_person, add_suspect, necessity
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import send_report

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=60)


def change(case, person, by, *, details, role=PersonRole.SUSPECT, seen=None, test=None, **more):
    described = Described(role=role, age_band=AgeBand.UNKNOWN, details=details, **more)
    persons.change_person(
        case=case, person_id=person.pk, described=described, seen=person.version if seen is None else seen, test=test, by=by,
        now=NOW,
    )  # fmt: skip
    person.refresh_from_db()


def last_event():
    return AuditEvent.objects.order_by("-seq").values_list("action", "target", "label").first()


def test_a_person_stands_in_a_case_without_a_name_and_what_is_written_is_sealed(case, alice):
    person = add_person(case, alice, role=PersonRole.VICTIM, relation=" the reporter ", language="ar")
    assert last_event() == ("case.person_added", str(case.pk), case.reference)
    assert (person.named, person.delete_on) == (False, None)
    assert details_of(person, open_record(case.pk, by=alice)) == PersonDetails(relation="the reporter", language="ar")
    assert b"reporter" not in bytes(person.details)


def test_a_child_has_a_guardian_of_the_same_case(case, told, cast, acting):
    alice = acting(cast.alice)
    guardian = add_person(case, alice, role=PersonRole.GUARDIAN, name="Rosa")
    child = add_person(
        case, alice, role=PersonRole.CHILD, band=AgeBand.UNDER_14, guardian=guardian.pk, guardian_in_conflict=True,
        trusted="the class teacher",
    )  # fmt: skip
    (line,) = persons_of(case, by=alice).in_conflict
    assert (line.id, line.guardian, line.details.trusted, line.is_child) == (
        child.pk,
        guardian.pk,
        "the class teacher",
        True,
    )
    other = make_case(told(), by=acting(cast.alice))
    with pytest.raises(PersonNotFound):
        add_person(other, alice, role=PersonRole.CHILD, guardian=guardian.pk)
    described = Described(PersonRole.CHILD, guardian=child.pk)
    with pytest.raises(NotSound, match="guardian"):
        persons.change_person(case=case, person_id=child.pk, described=described, seen=1, by=alice)
    persons.remove_person(case=case, person_id=guardian.pk, by=alice)
    child.refresh_from_db()
    assert child.guardian_id is None


def test_a_person_is_changed_and_one_that_was_changed_meanwhile_is_not_overwritten(case, alice):
    person = add_person(case, alice)
    described = Described(PersonRole.INDIRECT_VICTIM, AgeBand.FROM_65, PersonDetails(name="Rosa"))
    persons.change_person(case=case, person_id=person.pk, described=described, seen=1, by=alice)
    assert last_event()[0] == "case.person_changed"
    with pytest.raises(NotSound, match="seen"):
        persons.change_person(case=case, person_id=person.pk, described=described, seen=1, by=alice)
    person.refresh_from_db()
    assert (person.role, person.age_band, person.named, person.version) == ("indirect_victim", "65_up", True, 2)
    assert (person.changed_by, person.added_by) == (alice.person_id, alice.person_id)


def test_a_person_that_is_taken_out_is_gone(case, alice):
    person = add_suspect(case, alice)
    persons.remove_person(case=case, person_id=person.pk, by=alice)
    assert last_event()[0] == "case.person_removed"
    assert not CasePerson.objects.exists()
    assert not NecessityTest.objects.exists()
    with pytest.raises(PersonNotFound):
        persons.remove_person(case=case, person_id=person.pk, by=alice)


def test_a_suspect_is_named_without_suspicion_only_after_a_test(case, alice):
    nameless = add_person(case, alice, role=PersonRole.SUSPECT, relation="a man in a green coat")
    assert nameless.delete_on is None
    with pytest.raises(NotSound, match="purpose"):
        add_person(case, alice, role=PersonRole.SUSPECT, name="Juan")
    for question in GENERAL_QUESTIONS:
        with pytest.raises(NotSound, match=question.value):
            add_suspect(case, alice, test=necessity(**{question.value: ""}))
    with pytest.raises(NotSound, match="keep_until"):
        add_suspect(case, alice, test=necessity(until=TODAY))
    named = add_suspect(case, alice, test=necessity(purpose=" To warn her. "))
    assert named.delete_on == LATER
    (test,) = persons_of(case, by=alice).line(named.pk).tests
    assert (test.number, test.rule, test.keep_until, test.made_by) == (1, "", LATER, alice.person_id)
    assert dict(test.reasons)[Question.PURPOSE] == "To warn her."
    assert set(dict(test.reasons)) == set(GENERAL_QUESTIONS)
    assert b"warn" not in bytes(NecessityTest.objects.get().reasons)


def test_where_an_offence_is_suspected_a_name_needs_no_test_and_does_not_delete_itself(case, alice):
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=alice, now=NOW)
    case.refresh_from_db()
    assert add_person(case, alice, role=PersonRole.SUSPECT, name="Juan").delete_on is None
    assert not NecessityTest.objects.exists()
    assert not persons_of(case, by=alice).test_needed


def test_a_name_given_later_needs_a_test_and_another_name_gains_no_time(case, alice):
    person = add_person(case, alice, role=PersonRole.SUSPECT, relation="a man in a green coat")
    with pytest.raises(NotSound, match="purpose"):
        change(case, person, alice, details=PersonDetails(name="Juan"))
    change(case, person, alice, details=PersonDetails(name="Juan"), test=necessity(until=TODAY + timedelta(days=10)))
    assert person.delete_on == TODAY + timedelta(days=10)
    change(case, person, alice, details=PersonDetails(name="Juan Ruiz"), test=necessity())
    assert person.delete_on == TODAY + timedelta(days=10)
    change(case, person, alice, details=PersonDetails(name="Juan Ruiz", relation="a neighbour"))
    assert person.delete_on == TODAY + timedelta(days=10)
    change(case, person, alice, details=PersonDetails(relation="a neighbour"))
    assert (person.delete_on, person.named) == (None, False)


def test_nobody_becomes_a_suspect_or_stops_being_one_by_another_role(case, alice):
    witness, suspect = add_person(case, alice), add_suspect(case, alice)
    with pytest.raises(NotSound, match="role"):
        change(case, witness, alice, details=PersonDetails())
    with pytest.raises(NotSound, match="role"):
        change(case, suspect, alice, details=PersonDetails(name="Juan"), role=PersonRole.WITNESS)


def test_a_second_person_keeps_a_name_longer_and_the_first_cannot(case, cast, acting):
    alice = acting(cast.alice)
    person = add_suspect(case, alice)
    longer = necessity(until=TODAY + timedelta(days=120))
    with pytest.raises(NotNow):
        suspects.keep_suspect(case=case, person_id=person.pk, test=longer, by=alice, now=NOW)
    bob = acting(cast.bob)
    with pytest.raises(NotSound, match="less"):
        suspects.keep_suspect(case=case, person_id=person.pk, test=necessity(less=""), by=bob, now=NOW)
    suspects.keep_suspect(case=case, person_id=person.pk, test=longer, by=bob, now=NOW)
    assert last_event()[0] == "case.suspect_kept"
    person.refresh_from_db()
    assert (person.delete_on, person.version) == (TODAY + timedelta(days=120), 2)
    assert list(person.tests.order_by("number").values_list("number", "made_by")) == [
        (1, alice.person_id), (2, bob.person_id),
    ]  # fmt: skip
    with pytest.raises(NotNow):
        suspects.keep_suspect(case=case, person_id=person.pk, test=longer, by=bob, now=NOW)


def test_who_does_not_delete_herself_is_not_kept_longer(case, cast, acting):
    person = add_person(case, acting(cast.alice), role=PersonRole.SUSPECT)
    with pytest.raises(NotNow):
        suspects.keep_suspect(case=case, person_id=person.pk, test=necessity(), by=acting(cast.bob), now=NOW)


def test_a_name_that_came_without_a_test_is_extended_by_another_than_who_noted_it(case, cast, acting):
    alice = acting(cast.alice)
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=alice, now=NOW)
    case.refresh_from_db()
    person = add_person(case, alice, role=PersonRole.SUSPECT, name="Juan")
    handling.set_offence_state(case=case, state=OffenceState.NOT_AN_OFFENCE, by=alice, now=NOW)
    with pytest.raises(NotNow):
        suspects.keep_suspect(case=case, person_id=person.pk, test=necessity(), by=alice, now=NOW)
    suspects.keep_suspect(case=case, person_id=person.pk, test=necessity(), by=acting(cast.bob), now=NOW)
    person.refresh_from_db()
    assert person.delete_on == LATER


def test_what_applies_follows_the_state_of_the_offence(case, alice):
    tested, nameless = add_suspect(case, alice), add_person(case, alice, role=PersonRole.SUSPECT)
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=alice, now=NOW)
    case.refresh_from_db()
    untested = add_person(case, alice, role=PersonRole.SUSPECT, name="Pedro")
    witness = add_person(case, alice, name="Rosa")
    tested.refresh_from_db()
    assert tested.delete_on is None
    for state in (OffenceState.NOT_AN_OFFENCE, OffenceState.UNDECIDED):
        handling.set_offence_state(case=case, state=state, by=alice, now=NOW)
    for person in (tested, nameless, untested, witness):
        person.refresh_from_db()
    grace = TODAY + timedelta(days=GRACE_DAYS)
    assert (tested.delete_on, nameless.delete_on, untested.delete_on, witness.delete_on) == (LATER, None, grace, None)


def test_the_country_asks_for_what_its_rule_says_on_the_day(case, cast, acting):
    assert necessity_paper(case, on=TODAY).rule is None
    assert necessity_paper(case, on=TODAY).questions == GENERAL_QUESTIONS
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["bradford.police"], city=cast.cities["bradford"])
    forget_context()
    charlie = acting(cast.charlie)
    theirs = make_case(sent.report, by=charlie)
    paper = necessity_paper(theirs, on=TODAY)
    assert paper.rule.code == "gb.ew.non_crime.2023"
    assert paper.questions == tuple(Question)
    assert necessity_paper(theirs, on=TODAY.replace(year=2023, month=6, day=2)).rule is None
    with pytest.raises(NotSound, match="risk"):
        add_suspect(theirs, charlie, test=necessity(risk=""))
    assert add_suspect(theirs, charlie).tests.get().rule == "gb.ew.non_crime.2023"


def test_a_suspect_whose_day_has_passed_deletes_herself_and_nothing_of_her_stays(case, cast, acting):
    alice = acting(cast.alice)
    person, other = add_suspect(case, alice, test=necessity(until=TODAY + timedelta(days=1))), add_suspect(case, alice)
    police = machine_of(cast.organisations["madrid.police"])
    for day in (0, 1):
        assert not suspects.delete_due_suspect(person_id=person.pk, by=police, now=NOW + timedelta(days=day))
    assert suspects.delete_due_suspect(person_id=person.pk, by=police, now=NOW + timedelta(days=2))
    assert list(CasePerson.objects.all()) == [other]
    assert list(NecessityTest.objects.values_list("person", flat=True)) == [other.pk]
    event = AuditEvent.objects.get(action="case.suspect_deleted")
    assert (event.actor, event.target, event.label) == ("system", str(case.pk), case.reference)
    assert not suspects.delete_due_suspect(person_id=person.pk, by=police, now=NOW + timedelta(days=2))


def test_a_deletion_that_the_log_cannot_tell_of_did_not_happen(case, cast, alice, monkeypatch):
    person = add_suspect(case, alice)
    monkeypatch.setattr(suspects, "record_event", _no_log)
    police = machine_of(cast.organisations["madrid.police"])
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        suspects.delete_due_suspect(person_id=person.pk, by=police, now=NOW + timedelta(days=99))
    assert CasePerson.objects.filter(pk=person.pk).exists()


def test_the_clock_deletes_in_every_organisation_and_one_that_fails_holds_up_no_other(
    case, told, cast, acting, monkeypatch
):
    alice = acting(cast.alice)
    first = add_suspect(case, alice, test=necessity(until=TODAY + timedelta(days=1)))
    second = add_suspect(case, alice, test=necessity(until=TODAY + timedelta(days=2)))
    monkeypatch.setattr(jobs.timezone, "now", lambda: NOW + timedelta(days=9))
    real = jobs.delete_due_suspect

    def failing(*, person_id, by):
        if person_id == first.pk:
            raise RuntimeError("once")
        return real(person_id=person_id, by=by, now=NOW + timedelta(days=9))

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "delete_due_suspect", failing)
        jobs.delete_suspects()
    acting(cast.alice)
    assert list(CasePerson.objects.values_list("pk", flat=True)) == [first.pk]
    monkeypatch.setattr(suspects.timezone, "now", lambda: NOW + timedelta(days=9))
    jobs.delete_suspects()
    acting(cast.alice)
    assert not CasePerson.objects.filter(pk=second.pk).exists()
    assert not CasePerson.objects.exists()


def test_whoever_works_on_the_case_is_told_before(case, cast, acting):
    add_suspect(case, acting(cast.alice), test=necessity(until=TODAY + timedelta(days=8)))
    assert suspects_leaving(cast.alice, today=TODAY) == []
    tomorrow = TODAY + timedelta(days=1)
    assert suspects_leaving(cast.alice, today=tomorrow) == [(case.reference, TODAY + timedelta(days=8))]
    assert suspects_leaving(acting(cast.bob), today=tomorrow) != []
    handling.assign_case(case=case, to=cast.bob.person_id, by=acting(cast.alice))
    assert suspects_leaving(cast.alice, today=tomorrow) == []


ACTS = {
    "add": lambda case, by, _person: add_person(case, by),
    "change": lambda case, by, person: change(
        case, person, by, details=PersonDetails(name="Juan Zqxsuspect", relation="x")
    ),
    "remove": lambda case, by, person: persons.remove_person(case=case, person_id=person.pk, by=by),
    "keep": lambda case, by, person: suspects.keep_suspect(
        case=case, person_id=person.pk, test=necessity(), by=by, now=NOW
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_the_log_cannot_tell_of_was_not_done(case, cast, acting, monkeypatch, name):
    person = add_suspect(case, acting(cast.alice), test=necessity(until=TODAY + timedelta(days=5)))
    before = list(CasePerson.objects.values()), list(NecessityTest.objects.values())
    for module in (persons, suspects):
        monkeypatch.setattr(module, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        ACTS[name](case, acting(cast.bob), person)
    assert (list(CasePerson.objects.values()), list(NecessityTest.objects.values())) == before


@pytest.mark.parametrize("name", ACTS)
def test_a_closed_case_is_not_changed_and_nobody_else_reaches_it(case, cast, acting, name):
    alice = acting(cast.alice)
    person = add_suspect(case, alice)
    with pytest.raises(CaseNotFound):
        ACTS[name](case, cast.stefan, person)
    assess_case(case, by=alice)
    handling.close_case(case=case, feedback="Done.", by=alice)
    with pytest.raises(NotNow):
        ACTS[name](case, acting(cast.bob), person)


def test_an_entry_that_is_no_person_is_not_found(case, alice):
    with pytest.raises(PersonNotFound):
        persons.remove_person(case=case, person_id=new_id(), by=alice)


def test_a_name_stands_in_no_column_in_the_clear(case, alice):
    add_suspect(case, alice)
    with as_role("owner"), connection.cursor() as cursor:
        for table in ("cases_caseperson", "cases_necessitytest", "audit_auditevent"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            found = " ".join(row[0] for row in cursor.fetchall())
            assert "Zqxsuspect" not in found
            assert b"Zqxsuspect".hex() not in found


def _no_log(*_args, **_kwargs):
    raise RuntimeError("no log")
