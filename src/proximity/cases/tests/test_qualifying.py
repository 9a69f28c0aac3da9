"""Qualifying a case: versions that are never written over, states that do not move one another, the day the law is chosen by."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.records import open_record
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import GroundStatus, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound
from proximity.cases.factories import assess_case
from proximity.cases.models import Case, Qualification
from proximity.cases.operations import assessing, qualifying
from proximity.cases.operations.handling import close_case
from proximity.cases.operations.qualifying import QualificationNotFound, consider_offence, write_qualification
from proximity.cases.queries.qualifications import grounds_for_law, incident_day, qualifications_of
from proximity.cases.rules.qualifications import DayBasis, Element, QualificationStatus
from proximity.cases.rules.states import MovedOn
from proximity.foundation.pure.ids import new_id
from proximity.packs.loader import load_pack
from proximity.reporting.rules.answers import Answers

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)
WORDING = "es.cp.22.4/2022"
MET = Element("The motive is racist.", "«shouted at us»", met=True)
CONSIDERED, PROPOSED, DROPPED = QualificationStatus


def consider(case, by, offence=WORDING, day=DAY):
    return consider_offence(case=case, offence=offence, day=day, by=by)


def write(case, row, by, *, status=PROPOSED, basis="The words before the push.", elements=(MET,), reason="", seen=1):
    return write_qualification(
        case=case, thread=row.thread, status=status, basis=basis, elements=elements, reason=reason, seen=seen, by=by
    )  # fmt: skip


def lines(case, by):
    return qualifications_of(case, assessment_of(case.pk, by=by), key=open_record(case.pk, by=by))


def test_a_provision_is_considered_written_about_proposed_and_each_version_stays(case, alice):
    row = consider(case, alice)
    write(case, row, alice)
    write(case, row, alice, status=DROPPED, reason="It was a debt.", seen=2)
    (line,) = lines(case, alice)
    assert line.offence == WORDING
    assert (line.now.number, line.now.status, line.now.said.reason) == (3, DROPPED, "It was a debt.")
    assert [one.status for one in line.earlier] == [PROPOSED, CONSIDERED]
    assert line.earlier[0].said.elements == (MET,)
    assert {one.said.day for one in (line.now, *line.earlier)} == {DAY}
    actions = AuditEvent.objects.filter(target=str(case.pk), action__contains="qualification_")
    assert set(actions.values_list("action", flat=True)) == {
        "case.qualification_proposed",
        "case.qualification_dropped",
    }
    assert b"debt" not in b"".join(bytes(one.content) for one in Qualification.objects.all())


def test_several_provisions_stand_side_by_side_each_once(case, alice):
    consider(case, alice)
    consider(case, alice, "es.cp.510.1/2022")
    with pytest.raises(NotSound, match="offence"):
        consider(case, alice)
    assert [line.offence for line in lines(case, alice)] == [WORDING, "es.cp.510.1/2022"]


def test_a_wording_that_was_not_in_force_or_that_the_pack_has_not_is_refused(case, alice):
    for offence in ("es.cp.22.4/2021", "gb.sa2020.66", ""):
        with pytest.raises(NotSound, match="offence"):
            consider(case, alice, offence)


def test_elements_that_the_pack_knows_come_with_the_provision(case, alice, monkeypatch):
    monkeypatch.setattr(qualifying, "pack_for", lambda _case: load_pack("gb"))
    consider(case, alice, "gb.cda1998.28-32")
    (line,) = lines(case, alice)
    assert len(line.now.said.elements) == 3
    assert not any(one.met for one in line.now.said.elements)
    assert line.offer is None  # the case's own country has no such wording


def test_of_two_writers_the_second_does_not_write_over_the_first(case, cast, alice, acting):
    row = consider(case, alice)
    write(case, row, acting(cast.bob))
    with pytest.raises(MovedOn):
        write(case, row, acting(cast.alice), basis="Mine.")
    assert Qualification.objects.count() == 2


def test_it_moves_along_its_table_and_says_what_is_missing(case, alice):
    row = consider(case, alice)
    with pytest.raises(NotSound, match="reason"):
        write(case, row, alice, status=DROPPED)
    write(case, row, alice, status=DROPPED, reason="A debt.")
    with pytest.raises(NotNow):
        write(case, row, alice, seen=2)
    with pytest.raises(QualificationNotFound):
        write_qualification(
            case=case, thread=new_id(), status=CONSIDERED, basis="", elements=(), reason="", seen=1, by=alice
        )  # fmt: skip


def test_what_was_perceived_and_assessed_and_the_offence_state_stand_as_they_were(case, alice):
    assess_case(case, by=alice)
    before = assessment_of(case.pk, by=alice), Case.objects.values().get(pk=case.pk)
    write(case, consider(case, alice), alice)
    assert (assessment_of(case.pk, by=alice), Case.objects.values().get(pk=case.pk)) == before


def test_a_closed_case_is_qualified_no_further(case, alice):
    row = consider(case, alice)
    assess_case(case, by=alice)
    close_case(case=case, feedback="Done.", by=alice)
    with pytest.raises(NotNow):
        consider(case, alice, "es.cp.510.1/2022")
    with pytest.raises(NotNow):
        write(case, row, alice)


def test_nobody_else_qualifies_it(case, cast, acting):
    with pytest.raises(CaseNotFound):
        consider(case, acting(cast.stefan))


@pytest.mark.parametrize(
    "sql", ["UPDATE cases_qualification SET status = 'dropped'", "DELETE FROM cases_qualification"]
)
def test_a_version_is_not_changed_by_raw_sql_either(case, alice, sql):
    consider(case, alice)
    with (
        pytest.raises(DatabaseError, match=r"permission denied|kept until"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_nobody_writes_a_version_in_anothers_name_by_raw_sql(case, cast, acting):
    acting(cast.bob)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Qualification(
            city_id=case.city_id, case=case, thread=new_id(), number=1, offence=WORDING, status=CONSIDERED, content=b"",
            written_by=cast.alice.person_id, written_at=datetime.now(UTC),
        ).save(force_insert=True)  # fmt: skip


def test_what_the_log_cannot_tell_of_did_not_happen(case, alice, monkeypatch):
    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    row = consider(case, alice)
    monkeypatch.setattr(qualifying, "record_event", no_log)
    for act in (lambda: consider(case, alice, "es.cp.510.1/2022"), lambda: write(case, row, alice)):
        with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
            act()
    assert Qualification.objects.count() == 1


SENT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answers", "day", "basis", "said"),
    [
        (Answers(when_precision="exact", when_date="2022-07-13"), date(2022, 7, 13), DayBasis.TOLD, ""),
        (Answers(when_precision="about", when_text="early July"), date(2026, 11, 21), DayBasis.ABOUT, "early July"),
        (Answers(when_precision="unknown"), date(2026, 11, 21), DayBasis.UNKNOWN, ""),
        (Answers(when_precision="exact", when_date="some day"), date(2026, 11, 21), DayBasis.UNKNOWN, "some day"),
        (Answers(), date(2026, 11, 21), DayBasis.UNKNOWN, ""),
        (None, date(2026, 11, 21), DayBasis.UNKNOWN, ""),
    ],
)
def test_the_law_is_chosen_by_the_day_told_else_by_the_local_day_of_the_report(case, answers, day, basis, said):
    found = incident_day(case, answers, SENT)
    assert (found.day, found.basis, found.said) == (day, basis, said)


def test_without_a_report_to_read_the_day_of_opening_stands_in(case):
    case.opened_at = SENT
    assert incident_day(case, None, None).day == date(2026, 11, 21)


def test_the_law_is_asked_only_about_grounds_that_stand(case, alice):
    assess_case(case, by=alice)
    ground = assessment_of(case.pk, by=alice).grounds[0]
    assert grounds_for_law([ground]) == (("REL.MUS", ground.basis),)
    assert grounds_for_law([replace(ground, status=GroundStatus.REJECTED)]) == ()
    assert grounds_for_law([replace(ground, code="UNK"), replace(ground, code="OLD.CODE")]) == ()
    assessing.change_ground_status(
        case=case, entry_id=ground.id, status=GroundStatus.SUSPECTED, seen=GroundStatus.PERCEIVED, by=alice
    )
    with pytest.raises(MovedOn):
        assessing.change_ground_status(
            case=case, entry_id=ground.id, status=GroundStatus.REJECTED, seen=GroundStatus.PERCEIVED, by=alice
        )
