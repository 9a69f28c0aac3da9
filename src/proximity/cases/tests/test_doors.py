"""To whom of her own organisation a case is open: the program and the database say the same, each by itself."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound, cases_visible_to, door_of, get_case_for
from proximity.cases.factories import assess_case
from proximity.cases.models import (
    Case,
    CaseBlock,
    CaseSeal,
    GlassBreak,
    NamedReader,
    Notice,
    Qualification,
    ReadingRequest,
    SecondReading,
    Substitution,
    Task,
)
from proximity.cases.operations import doors, handling, substitutions
from proximity.cases.operations.answering import answer_person
from proximity.cases.operations.handling import close_case
from proximity.cases.operations.qualifying import consider_offence
from proximity.cases.operations.second_reading import ask_second_reading, give_second_reading
from proximity.cases.queries.disposals import rows_due
from proximity.cases.rules.doors import GLASS_LASTS
from proximity.cases.rules.retention import Outcome
from proximity.cases.rules.second_reading import About
from proximity.cases.tests.acts import ON_OPEN_CASES
from proximity.cases.tests.disposal import carry_out, confirmed, make_due
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, here_today
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.reporting.access import ReportNotFound, get_report_for
from proximity.reporting.queries.inbox import inbox

pytestmark = pytest.mark.django_db


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def sees(actor, acting, case):
    """Say whether somebody finds a case through the program."""
    acting(actor)
    try:
        return get_case_for(actor, case.reference) == case
    except CaseNotFound:
        return False


def day(offset=0):
    """Return a day as it is counted in the city: around midnight another than in UTC."""
    return here_today(offset)


@pytest.fixture
def sealed(case, cast, acting):
    """Return Alice's case, sealed by Bob."""
    doors.seal_case(case=case, reason="A colleague is named in it.", by=acting(cast.bob))
    return case


def test_program_database_and_rule_agree_on_every_combination(case, cast, clara, acting):
    """Sixty-four ways in which Clara may stand to a case, decided by the rule, by the program alone, by the database alone."""
    common = {"city_id": case.city_id, "organisation_id": case.organisation_id}
    now, bob, me = timezone.now(), cast.bob.person_id, clara.person_id
    for seal, mine, named, glass, away, block in product((False, True), repeat=6):
        with as_role("owner"):
            mark = transaction.savepoint_create()
            Case.objects.filter(pk=case.pk).update(assignee=me if mine else cast.alice.person_id)
            if seal:
                CaseSeal(**common, case=case, reason=b"", sealed_by=bob, sealed_at=now).save()
            if named:
                NamedReader(**common, case=case, person_id=me, named_at=now).save()
            if glass:
                GlassBreak(**common, case=case, person_id=me, at=now, until=now + GLASS_LASTS).save()
            if away:
                Substitution(
                    **common,
                    person_id=cast.alice.person_id,
                    substitute_id=me,
                    from_on=day(),
                    until_on=day(1),
                    set_at=now,
                ).save()
            if block:
                CaseBlock(**common, case=case, person_id=me, reason=b"", set_at=now).save()
            fresh = Case.objects.get(pk=case.pk)
            by_rule = door_of(fresh, by=cast.bob).is_open_to(me)
            by_program = cases_visible_to(clara).filter(pk=case.pk).exists()
        acting(clara)
        by_database = bool(rows("SELECT 1 FROM cases_case WHERE id = %s", case.pk))
        assert by_rule == by_program == by_database, (seal, mine, named, glass, away, block)
        assert by_rule == (not block and (not seal or mine or named or glass or away))
        with as_role("owner"):
            transaction.savepoint_rollback(mark)


def test_who_declares_a_conflict_finds_the_case_nowhere_and_her_work_waits_for_others(case, cast, acting):
    alice = acting(cast.alice)
    ON_OPEN_CASES["task"](case, alice)
    doors.block_person(case=case, person=alice.person_id, reason="My brother.", by=alice)
    assert not sees(alice, acting, case)
    with pytest.raises(ReportNotFound):
        get_report_for(alice, case.report.reference)
    assert [line for line in inbox(alice).lines if line.reference == case.report.reference] == []
    acting(cast.bob)
    assert Case.objects.get().assignee_id is None
    assert Task.objects.get().assignee_id is None
    assert AuditEvent.objects.filter(action="case.person_blocked", target=str(case.pk)).count() == 1


WITH_A_CASE = {
    "cases_case": "id", "cases_task": "case_id", "cases_caseblock": "case_id", "cases_notice": "case_id",
    "cases_qualification": "case_id", "cases_secondreading": "case_id", "cases_readingrequest": "case_id",
    "assessment_biasanswergiven": "record_id", "assessment_indicatorentry": "record_id", "assessment_groundentry": "record_id",
}  # fmt: skip
WITH_A_REPORT = {"reporting_report": "id", "reporting_recipient": "report_id", "reporting_message": "report_id"}


@pytest.mark.parametrize("way", ["blocked", "sealed"])
def test_by_raw_sql_nothing_of_the_case_and_its_report_is_there_for_whom_it_is_shut(case, cast, clara, acting, way):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    for act in ("task", "indicator", "ground"):
        ON_OPEN_CASES[act](case, alice)
    ask_and_qualify(case, cast, alice)
    bob = acting(cast.bob)
    if way == "blocked":
        doors.block_person(case=case, person=clara.person_id, reason="Her brother.", by=bob)
    else:
        doors.seal_case(case=case, reason="A colleague.", by=bob)
    counted = {
        table: f"SELECT count(*) FROM {table} WHERE {column} = %s"
        for table, column in (WITH_A_CASE | WITH_A_REPORT).items()
    }
    for table, sql in counted.items():
        target = case.pk if table in WITH_A_CASE else case.report_id
        here = rows(sql, target)[0][0]
        acting(clara)
        assert rows(sql, target) == [(0,)], table
        assert here or table in {"cases_caseblock", "cases_secondreading"}, f"nothing to hide in {table}"
        acting(cast.bob)
    acting(clara)
    assert rows("SELECT count(*) FROM accounts_keywrap WHERE record_id IN (%s, %s)", case.pk, case.report_id) == [(0,)]
    assert rows(
        "SELECT count(*) FROM audit_auditevent WHERE target IN (%s, %s)", str(case.pk), str(case.report_id)
    ) == [(0,)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET assignee_id = %s", [clara.person_id])
        assert cursor.rowcount == 0


def ask_and_qualify(case, cast, alice):
    answer_person(case=case, text="Thank you.", by=alice)
    consider_offence(case=case, offence="es.cp.22.4/2022", day=day(), by=alice)
    ask_second_reading(case=case, of=cast.bob.person_id, by=alice)


def test_background_work_of_the_organisation_sees_what_is_shut_to_some(sealed, cast, acting):
    enter_staff(city=sealed.city_id, organisation=sealed.organisation_id, person=SYSTEM)
    assert rows("SELECT count(*) FROM cases_case") == [(1,)]


def test_without_a_person_in_the_context_the_database_refuses_to_answer(case, cast, acting):
    acting(cast.alice)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', '', true)")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows("SELECT count(*) FROM cases_case")


def test_a_sealed_case_is_there_for_who_works_on_it_who_sealed_it_and_who_is_named(sealed, cast, clara, eva, acting):
    assert [sees(one, acting, sealed) for one in (cast.alice, cast.bob, clara, eva)] == [True, True, False, False]
    doors.name_reader(case=sealed, person=clara.person_id, by=acting(cast.alice))
    assert sees(clara, acting, sealed)
    assert Notice.objects.filter(person_id=clara.person_id, kind="named").count() == 1
    doors.unname_reader(case=sealed, person=clara.person_id, by=acting(clara))
    assert not sees(clara, acting, sealed)
    doors.name_reader(case=sealed, person=clara.person_id, by=acting(cast.alice))
    doors.unseal_case(case=sealed, by=acting(cast.bob))
    doors.seal_case(case=sealed, reason="Again.", by=acting(cast.bob))
    assert not sees(clara, acting, sealed)


def test_who_gives_a_sealed_case_away_no_longer_sees_it(sealed, cast, clara, acting):
    handling.assign_case(case=sealed, to=clara.person_id, by=acting(cast.alice))
    assert sees(clara, acting, sealed)
    assert not sees(cast.alice, acting, sealed)


def test_a_supervisor_breaks_the_glass_for_a_purpose_that_is_told(sealed, cast, eva, acting):
    with pytest.raises(CaseNotFound):
        get_case_for(acting(eva), sealed.reference)
    with pytest.raises(NotSound, match="purpose"):
        doors.break_glass(reference=sealed.reference, purpose=" ", by=eva)
    opened = doors.break_glass(reference=f" {sealed.reference} ", purpose="A complaint came in.", by=eva)
    assert opened == sealed
    assert sees(eva, acting, sealed)
    event = AuditEvent.objects.get(action="case.glass_broken", target=str(sealed.pk))
    assert event.purpose == "A complaint came in."
    told = set(Notice.objects.filter(kind="glass_broken").values_list("person_id", flat=True))
    assert told == {cast.alice.person_id, cast.bob.person_id}


def test_broken_glass_mends_after_a_working_day(sealed, eva, acting):
    acting(eva)
    past = timezone.now() - GLASS_LASTS - timedelta(minutes=1)
    doors.break_glass(reference=sealed.reference, purpose="A complaint came in.", by=eva, now=timezone.now())
    with as_role("owner"):
        GlassBreak.objects.update(at=past, until=past + GLASS_LASTS)
    assert not sees(eva, acting, sealed)


def test_glass_is_broken_by_supervisors_only_and_not_by_whom_the_case_is_blocked_for(
    sealed, told, cast, clara, eva, acting
):
    with pytest.raises(NotAllowed):
        doors.break_glass(reference=sealed.reference, purpose="Curious.", by=acting(clara))
    for reference in ("MAD-2026-9999", "\0"):
        with pytest.raises(CaseNotFound):
            doors.break_glass(reference=reference, purpose="Looking.", by=acting(eva))
    doors.block_person(case=sealed, person=eva.person_id, reason="Her brother.", by=acting(cast.bob))
    with pytest.raises(CaseNotFound):
        doors.break_glass(reference=sealed.reference, purpose="Looking.", by=acting(eva))


def test_a_case_that_is_not_sealed_has_no_glass(case, eva, acting):
    with pytest.raises(CaseNotFound):
        doors.break_glass(reference=case.reference, purpose="Looking.", by=acting(eva))


OFFICER_MAY_NOT = {
    "seal": lambda case, cast, by: doors.seal_case(case=case, reason="No.", by=by),
    "unseal": lambda case, cast, by: doors.unseal_case(case=case, by=by),
    "block": lambda case, cast, by: doors.block_person(case=case, person=cast.bob.person_id, reason="No.", by=by),
    "unblock": lambda case, cast, by: doors.lift_block(case=case, person=cast.bob.person_id, by=by),
}


@pytest.mark.parametrize("act", OFFICER_MAY_NOT)
def test_what_only_a_supervisor_does_an_officer_does_not(case, cast, acting, act):
    with pytest.raises(NotAllowed):
        OFFICER_MAY_NOT[act](case, cast, acting(cast.alice))


def test_what_makes_no_sense_is_refused_in_its_own_words(case, cast, clara, acting):
    bob = acting(cast.bob)
    with pytest.raises(NotNow):
        doors.unseal_case(case=case, by=bob)
    with pytest.raises(NotNow):
        doors.name_reader(case=case, person=clara.person_id, by=bob)
    with pytest.raises(NotNow):
        doors.lift_block(case=case, person=clara.person_id, by=bob)
    with pytest.raises(NotSound, match="person"):
        doors.block_person(case=case, person=cast.charlie.person_id, reason="A stranger.", by=bob)
    with pytest.raises(NotSound, match="reason"):
        doors.block_person(case=case, person=clara.person_id, reason=" ", by=bob)
    doors.block_person(case=case, person=clara.person_id, reason="Her brother.", by=bob)
    with pytest.raises(NotSound, match="person"):
        doors.block_person(case=case, person=clara.person_id, reason="Again.", by=bob)
    with pytest.raises(NotSound, match="assignee"):
        handling.assign_case(case=case, to=clara.person_id, by=bob)
    doors.seal_case(case=case, reason="A colleague.", by=bob)
    with pytest.raises(NotNow):
        doors.seal_case(case=case, reason="Twice.", by=bob)
    with pytest.raises(NotNow):
        doors.unname_reader(case=case, person=clara.person_id, by=bob)
    for person in (clara, cast.charlie, cast.alice):
        with pytest.raises(NotSound, match="person"):
            doors.name_reader(case=case, person=person.person_id, by=bob)


def test_a_supervisor_lifts_a_block(case, cast, clara, acting):
    doors.block_person(case=case, person=clara.person_id, reason="Her brother.", by=acting(cast.bob))
    assert not sees(clara, acting, case)
    doors.lift_block(case=case, person=clara.person_id, by=acting(cast.bob))
    assert sees(clara, acting, case)


def test_a_substitute_sees_the_sealed_cases_of_whom_she_stands_in_for_and_only_for_its_days(
    sealed, cast, clara, acting
):
    alice = acting(cast.alice)
    row = substitutions.set_substitution(
        person=alice.person_id, substitute=clara.person_id, first=day(), last=day(3), by=alice
    )
    assert sees(clara, acting, sealed)
    with as_role("owner"):
        Substitution.objects.filter(pk=row.pk).update(from_on=day(-9), until_on=day(-1))
    assert not sees(clara, acting, sealed)
    assert rows("SELECT count(*) FROM cases_case") == [(0,)]
    with as_role("owner"):
        Substitution.objects.filter(pk=row.pk).update(from_on=day(1), until_on=day(2))
    assert not sees(clara, acting, sealed)


BY_RAW_SQL = {
    "a substitute of Alice": (
        "INSERT INTO cases_substitution"
        " (id, city_id, organisation_id, person_id, substitute_id, from_on, until_on, set_by, set_at)"
        " VALUES (gen_random_uuid(), %(city)s, %(org)s, %(alice)s, %(me)s, now(), now(), %(me)s, now())"
    ),
    "a reader of the case": (
        "INSERT INTO cases_namedreader (id, city_id, organisation_id, case_id, person_id, named_by, named_at)"
        " VALUES (gen_random_uuid(), %(city)s, %(org)s, %(case)s, %(me)s, %(me)s, now())"
    ),
    "broken glass": (
        "INSERT INTO cases_glassbreak (id, city_id, organisation_id, case_id, person_id, at, until)"
        " VALUES (gen_random_uuid(), %(city)s, %(org)s, %(case)s, %(me)s, now(), now() + interval '1 hour')"
    ),
    "the key for another office": (
        "INSERT INTO accounts_keywrap (id, city_id, record_id, organisation_id, wrapped)"
        " VALUES (gen_random_uuid(), %(city)s, %(case)s, %(ngo)s, '')"
    ),
    "a block of another": (
        "INSERT INTO cases_caseblock (id, city_id, organisation_id, case_id, person_id, reason, set_by, set_at)"
        " VALUES (gen_random_uuid(), %(city)s, %(org)s, %(case)s, %(alice)s, '', %(me)s, now())"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BY_RAW_SQL)
def test_an_officer_gives_herself_no_way_into_a_sealed_case_by_raw_sql(sealed, cast, clara, acting, what):
    acting(clara)
    names = {
        "city": sealed.city_id, "org": sealed.organisation_id, "case": sealed.pk, "me": clara.person_id,
        "alice": cast.alice.person_id, "ngo": cast.organisations["madrid.ngo"].pk,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_RAW_SQL[what], names)


def test_a_supervisor_makes_herself_nobodys_substitute_by_raw_sql(sealed, cast, eva, acting):
    acting(eva)
    names = {
        "city": sealed.city_id, "org": sealed.organisation_id, "me": eva.person_id, "alice": cast.alice.person_id,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_RAW_SQL["a substitute of Alice"], names)


ACTS = {
    "block": lambda case, cast, clara: doors.block_person(case=case, person=clara.person_id, reason="X", by=cast.bob),
    "seal": lambda case, cast, clara: doors.seal_case(case=case, reason="X", by=cast.bob),
}
ON_SEALED = {
    "name": lambda case, cast, clara: doors.name_reader(case=case, person=clara.person_id, by=cast.bob),
    "unseal": lambda case, cast, clara: doors.unseal_case(case=case, by=cast.bob),
}


def no_log(*_args, **_kwargs):
    raise RuntimeError("no log")


@pytest.mark.parametrize("act", [*ACTS, *ON_SEALED])
def test_what_the_log_cannot_tell_of_did_not_happen(case, cast, clara, acting, monkeypatch, act):
    acting(cast.bob)
    if act in ON_SEALED:
        ACTS["seal"](case, cast, clara)
    before = [list(model.objects.values()) for model in (CaseSeal, CaseBlock, NamedReader)]
    monkeypatch.setattr(doors, "record_event", no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        (ACTS | ON_SEALED)[act](case, cast, clara)
    assert [list(model.objects.values()) for model in (CaseSeal, CaseBlock, NamedReader)] == before


def test_lifting_and_breaking_that_the_log_cannot_tell_of_did_not_happen(sealed, cast, clara, eva, acting, monkeypatch):
    bob = acting(cast.bob)
    doors.name_reader(case=sealed, person=clara.person_id, by=bob)
    doors.block_person(case=sealed, person=eva.person_id, reason="X", by=bob)
    with monkeypatch.context() as broken:
        broken.setattr(doors, "record_event", no_log)
        for act in (
            lambda: doors.unname_reader(case=sealed, person=clara.person_id, by=bob),
            lambda: doors.lift_block(case=sealed, person=eva.person_id, by=bob),
        ):
            with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
                act()
    assert NamedReader.objects.get().ended_at is None
    assert CaseBlock.objects.get().lifted_at is None
    doors.lift_block(case=sealed, person=eva.person_id, by=bob)
    acting(eva)
    monkeypatch.setattr(doors, "record_event", no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        doors.break_glass(reference=sealed.reference, purpose="Looking.", by=eva)
    assert not sees(eva, acting, sealed)


def test_a_case_of_a_stranger_is_blocked_and_sealed_by_nobody(case, cast, acting):
    stefan = acting(cast.stefan)
    for act in (
        lambda: doors.block_person(case=case, person=stefan.person_id, reason="X", by=stefan),
        lambda: doors.unname_reader(case=case, person=new_id(), by=stefan),
    ):
        with pytest.raises(CaseNotFound):
            act()


def test_what_a_case_was_qualified_as_and_to_whom_it_was_shut_goes_with_it(case, cast, clara, eva, acting):
    bob = acting(cast.bob)
    doors.block_person(case=case, person=eva.person_id, reason="X", by=bob)
    doors.lift_block(case=case, person=eva.person_id, by=bob)
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    ask_and_qualify(case, cast, alice)
    give_second_reading(
        case=case, about=About.BIAS, thread=None, agrees=True, reasons="So it is.", seen=1, by=acting(cast.bob)
    )  # fmt: skip
    doors.seal_case(case=case, reason="X", by=cast.bob)
    doors.name_reader(case=case, person=clara.person_id, by=cast.bob)
    doors.break_glass(reference=case.reference, purpose="Looking.", by=acting(eva))
    close_case(case=case, feedback="Done.", by=acting(cast.alice))
    make_due(case.pk)
    disposal = confirmed([case.pk], cast, acting)
    enter_staff(city=case.city_id, organisation=case.organisation_id, person=SYSTEM)
    assert carry_out(disposal, cast.organisations["madrid.police"]) == [Outcome.DISPOSED]
    with as_role("owner"):
        gone = (
            Case,
            CaseBlock,
            CaseSeal,
            GlassBreak,
            NamedReader,
            Notice,
            Qualification,
            ReadingRequest,
            SecondReading,
        )
        assert [model.__name__ for model in gone if model.objects.exists()] == []


def test_what_is_due_for_disposal_is_not_shown_to_whom_it_is_shut(case, cast, eva, acting):
    assess_case(case, by=acting(cast.alice))
    close_case(case=case, feedback="Done.", by=cast.alice)
    make_due(case.pk)
    assert [row.reference for row in rows_due(acting(eva), now=timezone.now())] == [case.reference]
    doors.block_person(case=case, person=eva.person_id, reason="X", by=acting(cast.bob))
    confirmed([case.pk], cast, acting)
    acting(eva)
    assert rows_due(eva, now=timezone.now()) == []
    for table in ("cases_retentionschedule", "cases_disposalentry"):
        assert rows(f"SELECT count(*) FROM {table} WHERE record_id = %s", case.pk) == [(0,)]
