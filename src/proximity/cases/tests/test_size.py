"""A case in which a lot happened stays small enough to send over a weak line, and readable."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from proximity.accounts.records import new_record
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.audit.operations import record_event
from proximity.cases.operations import answering, assessing, doors, tasks
from proximity.cases.operations.qualifying import consider_offence, write_qualification
from proximity.cases.operations.second_reading import give_second_reading
from proximity.cases.queries.page import NEWEST
from proximity.cases.rules.qualifications import Element, QualificationStatus
from proximity.cases.rules.second_reading import About
from proximity.cases.rules.states import TaskKind
from proximity.evidence.models import EvidenceFile
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import here_today
from proximity.packs.codes import Direction

pytestmark = pytest.mark.django_db
MOST = 60 * 1024
# The Evidence section lists fifty files; it has the rest.
MOST_WITHOUT_EVIDENCE = 40 * 1024
TIMELINE, FILES = 200, 50


@pytest.fixture
def long_case(case, cast, acting):
    """Return a case with a full assessment, qualifications, tasks, messages, 200 things in its timeline, and 50 files."""
    alice = acting(cast.alice)
    _assess(case, alice)
    _work(case, alice)
    _qualify(case, alice)
    acting(cast.bob)
    give_second_reading(
        case=case, about=About.BIAS, thread=None, agrees=False, reasons="It was about a debt, says the driver.", seen=2,
        by=cast.bob,
    )  # fmt: skip
    doors.seal_case(case=case, reason="A colleague is named in it.", by=cast.bob)
    acting(alice)
    for _ in range(TIMELINE):
        record_event("case.task_added", origin=alice.origin, target=case.pk, label=case.reference)
    for number in range(FILES):
        _file(case, alice, number)
    return case


def _assess(case, alice):
    for seen, answer in enumerate((BiasAnswer.NOT_KNOWN, BiasAnswer.YES)):
        assessing.answer_bias_question(case=case, answer=answer, reasons="The words before.", seen=seen, by=alice)
    for code in ("BI-10", "BI-12", "BI-23", "BI-50", "BI-70", "BI-80"):
        assessing.add_indicator(
            case=case, code=code, direction=Direction.AGAINST if code == "BI-80" else Direction.FOR,
            strength=Strength.STRONG, quote="shouted at us on the bus and would not stop", language="en", basis=Basis.FACT,
            by=alice,
        )  # fmt: skip
    for code in ("REL.MUS", "GEN.F", "RACE.ARAB"):
        assessing.add_ground(
            case=case, code=code, basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.TARGET,
            status=GroundStatus.SUSPECTED, by=alice,
        )  # fmt: skip


def _work(case, alice):
    for number in range(12):
        task = tasks.add_task(
            case=case, kind=TaskKind.OTHER, title=f"Hear witness number {number} about the bus", due_on=date(2026, 12, 1),
            by=alice,
        )  # fmt: skip
        if number % 2:
            tasks.finish_task(case=case, task_id=task.pk, by=alice)
    for number in range(8):
        answering.answer_person(case=case, text=f"We have spoken to witness number {number}, and go on.", by=alice)


def _qualify(case, alice):
    day = here_today() - timedelta(days=1)
    for offence in ("es.cp.22.4/2022", "es.cp.510.1/2022", "es.cp.170.1"):
        row = consider_offence(case=case, offence=offence, day=day, by=alice)
        write_qualification(
            case=case, thread=row.thread, status=QualificationStatus.PROPOSED, basis="The words before the push.",
            elements=tuple(Element(f"Element {n} of the provision", "«shouted at us»", met=True) for n in range(3)),
            reason="", seen=1, by=alice,
        )  # fmt: skip


def _file(case, alice, number):
    identifier = new_id()
    key = new_record(identifier, city_id=case.city_id, readers=[alice.organisation])
    table = "evidence_evidencefile"
    details = {"sha256": "ab" * 32, "size": 1000, "name": f"photo-{number}.jpg", "kind": "image/jpeg"}
    EvidenceFile(
        id=identifier, city_id=case.city_id, subject_id=case.pk, sender="staff", organisation=alice.organisation,
        added_by=alice.person_id, kind="image/jpeg", added_at=timezone.now(),
        name=key.seal_text(f"photo-{number}.jpg", table=table, column="name", row=identifier),
        note=key.seal_text("The bus from behind.", table=table, column="note", row=identifier),
        original=key.seal_json(details, table=table, column="original", row=identifier),
    ).save(force_insert=True)  # fmt: skip


def test_a_long_case_is_sent_in_sixty_kilobytes(long_case, cast, workspace):
    page = workspace(cast.alice).get(f"/cases/{long_case.reference}/")
    assert page.status_code == 200
    assert len(page.content) <= MOST
    if "photo-" not in page.content.decode():
        assert len(page.content) <= MOST_WITHOUT_EVIDENCE


def test_its_timeline_is_cut_and_goes_on_elsewhere_to_the_first_thing_that_happened(long_case, cast, workspace):
    browser, here = workspace(cast.alice), f"/cases/{long_case.reference}/"
    page = browser.get(here).content.decode()
    assert page.partition('id="timeline"')[2].partition("</section>")[0].count("<li>") == NEWEST
    assert f"{here}timeline/" in page
    address, seen = f"{here}timeline/", 0
    while address:
        part = browser.get(address).content.decode()
        seen += part.count("<li><time")
        following = part.partition('rel="next" href="')[2].partition('"')[0]
        address = f"{here}timeline/{following}" if following else ""
    assert seen > TIMELINE
    assert "Opened from the report" in part


def test_a_short_case_has_no_second_page_of_its_timeline(case, cast, workspace):
    assert "Everything that happened" not in workspace(cast.alice).get(f"/cases/{case.reference}/").content.decode()


def test_done_tasks_are_folded_where_there_are_many(long_case, cast, workspace):
    page = workspace(cast.alice).get(f"/cases/{long_case.reference}/").content.decode()
    assert "6 tasks are done" in page
    assert "<details open>" not in page.partition('id="tasks"')[2].partition("</section>")[0]
