"""A case as a dossier: what is handed on is all there, each row from its place, and what is never handed on is not."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from proximity.assessment.rules import AllegedBy, GroundBasis, GroundStatus
from proximity.cases.factories import assess_case
from proximity.cases.operations import assessing
from proximity.cases.operations.evidence import add_case_capture, add_case_files, add_case_thing
from proximity.cases.operations.qualifying import consider_offence, write_qualification
from proximity.cases.operations.receiving import accept_referral
from proximity.cases.operations.second_reading import give_second_reading
from proximity.cases.queries.dossier import dossier_of
from proximity.cases.rules.persons import AgeBand, PersonRole
from proximity.cases.rules.qualifications import Element, QualificationStatus
from proximity.cases.rules.referrals import PersonsShown
from proximity.cases.rules.second_reading import About
from proximity.cases.tests import need_acts
from proximity.cases.tests.referrals import TO_STATE, entered, refer, seen_by, suspected
from proximity.evidence.factories import photo, sealed
from proximity.evidence.operations.describing import Captured
from proximity.foundation.testing import here_today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
WORDING, MET = "es.cp.22.4/2022", Element("The motive is racist.", "«shouted at us»", met=True)


@pytest.fixture
def rich(case, cast, acting):
    """Return Alice's case with all that a dossier takes: two qualifications, second readings, persons, evidence, needs."""
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    today = here_today()
    proposed = consider_offence(case=case, offence=WORDING, day=today, by=alice)
    write_qualification(
        case=case, thread=proposed.thread, status=QualificationStatus.PROPOSED, basis="The words before the push.",
        elements=(MET, Element("An act.")), reason="", seen=1, by=alice,
    )  # fmt: skip
    add_case_files(case=case, uploads=[sealed(photo(), name="arm.jpg")], by=alice)
    add_case_thing(case=case, name="A leaflet", description="From the wall", by=alice)
    need_acts.add_person(case, alice, name="Maria Zqxwitness", relation="She stood at the door.")
    need_acts.add_person(case, alice, role=PersonRole.CHILD, band=AgeBand.UNDER_14, guardian_in_conflict=True)
    need_acts.add_suspect(case, alice)
    need_acts.assess(case, alice)
    acting(cast.bob)
    give_second_reading(
        case=case, about=About.QUALIFICATION, thread=proposed.thread, agrees=False, reasons="It may be a debt.", seen=2,
        by=cast.bob,
    )  # fmt: skip
    give_second_reading(
        case=case, about=About.BIAS, thread=None, agrees=True, reasons="So I read it.", seen=1, by=cast.bob
    )
    acting(alice)
    return case


def in_words(found):
    return json.dumps(found.as_json(), ensure_ascii=False)


def test_law_with_its_source_elements_and_second_readings_is_there(rich, alice):
    found = dossier_of(rich, by=alice, language="es")

    (row,) = found.qualifications
    assert (row.offence.code, row.reasons, row.verified_by) == (WORDING, "The words before the push.", "")
    assert row.source
    assert row.seen_on
    assert [(one.element.words, one.met.code, one.facts) for one in row.elements] == [
        ("The motive is racist.", "met", "«shouted at us»"), ("An act.", "open", ""),
    ]  # fmt: skip
    assert [(one.opinion.code, one.opinion.words, one.by) for one in row.second_readings] == [
        ("differs", "no está de acuerdo", "Bob")
    ]
    assert [(one.opinion.code, one.reasons) for one in found.second_readings] == [("agrees", "So I read it.")]
    assert row.withdrawn is None


def test_a_second_reading_of_an_earlier_answer_says_so(rich, alice):
    assess_again = assessing.answer_bias_question
    assess_again(case=rich, answer="no", reasons="The driver spoke.", seen=1, by=alice)

    (reading,) = dossier_of(rich, by=alice, language="en").second_readings

    assert reading.opinion.words == "agrees, with an earlier version"


def test_what_was_dropped_stands_with_its_reason(rich, alice):
    thread = rich.qualifications.order_by("number").last().thread
    write_qualification(
        case=rich, thread=thread, status=QualificationStatus.DROPPED, basis="", elements=(), reason="It was a debt.", seen=2,
        by=alice,
    )  # fmt: skip

    (row,) = dossier_of(rich, by=alice, language="en").qualifications

    assert (row.withdrawn.reason, row.withdrawn.by) == ("It was a debt.", "Alice")


def test_a_ground_that_the_law_does_not_name_is_said(rich, alice):
    assert dossier_of(rich, by=alice, language="en").law_note == ""
    assessing.add_ground(
        case=rich,
        code="OTHER",
        basis=GroundBasis.MEMBERSHIP,
        alleged_by=AllegedBy.TARGET,
        status=GroundStatus.SUSPECTED,
        by=alice,
    )

    note = dossier_of(rich, by=alice, language="en").law_note

    assert "The incident counts all the same." in note


def test_by_role_nobody_is_named_but_a_suspect_of_an_offence(rich, alice):
    by_role = dossier_of(rich, by=alice, language="en")
    suspected(rich, alice)
    with_offence = dossier_of(rich, by=alice, language="en")
    clear = dossier_of(rich, by=alice, language="en", persons=PersonsShown.IN_CLEAR)

    assert "Zqx" not in in_words(by_role)
    assert ("Zqxwitness" in in_words(with_offence), "Zqxsuspect" in in_words(with_offence)) == (False, True)
    assert "Maria Zqxwitness · She stood at the door." in [row.note for row in clear.persons]
    child = next(row for row in by_role.persons if row.role.code == "child")
    assert (child.age_band.words, "do not tell" in child.note) == ("under 14", True)
    assert {one.code for one in clear.left_out} == {"needs", "messages", "tasks"}


def test_needs_are_in_no_dossier(rich, alice):
    for persons in PersonsShown:
        found = in_words(dossier_of(rich, by=alice, language="es", persons=persons))
        assert need_acts.SECRET not in found
        assert "same stairs" not in found


def test_evidence_comes_with_its_custody_and_the_gaps_in_it(rich, alice):
    found = dossier_of(rich, by=alice, language="en")

    file, thing = found.evidence
    assert (file.name, thing.name, thing.original) == ("arm.jpg", "A leaflet", None)
    assert {row.evidence for row in found.custody} == {file.id, thing.id}
    assert next(row.act.code for row in found.custody if row.evidence == file.id) == "received"
    assert ("not_collected", file.id) in {(row.gap.code, row.evidence) for row in found.gaps}
    assert all(row.gap.words for row in found.gaps)
    (only,) = dossier_of(rich, by=alice, language="en", files=[rich_id(thing)]).evidence
    assert only == thing


def test_what_a_captured_page_said_is_among_the_literal_words_in_its_language(rich, alice):
    seen = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    page = Captured("https://example.org/1", "Example", "@zqx", seen.isoformat(), "أنتم لستم بشرا", "ar")
    capture = add_case_capture(case=rich, captured=page, by=alice)

    found = dossier_of(rich, by=alice, language="en")

    said = next(row for row in found.told if row.about.code == "page")
    assert (said.words.text, said.words.language, said.said_by, said.at) == ("أنتم لستم بشرا", "ar", "@zqx", seen)
    post = next(row for row in found.evidence if row.id == str(capture.pk))
    assert post.note.text.splitlines()[-2:] == [
        "Address: https://example.org/1",
        "Platform and account: Example · @zqx",
    ]


def test_a_gap_says_when_as_the_city_counts_its_hours(rich, alice):
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    add_case_thing(case=rich, name="A stone", description="", by=alice, now=at)

    gaps = dossier_of(rich, by=alice, language="es").gaps

    assert [row.text for row in gaps if "2 de julio de 2026, 00:30" in row.text]


def rich_id(row):
    return UUID(row.id)


def test_what_was_received_comes_first_and_each_says_who_noted_it(rich, cast, alice):
    files = [rich_id(row) for row in dossier_of(rich, by=alice, language="es").evidence if row.original]
    sent = seen_by(cast.stefan, refer(rich, by=alice, way=TO_STATE, files=files))
    own = accept_referral(referral=sent, by=cast.stefan)
    assessing.answer_bias_question(case=own, answer="yes", reasons="So do we.", seen=0, by=cast.stefan)

    found = dossier_of(own, by=entered(cast.stefan), language="es")

    assert [row.by for row in found.bias] == ["Stefan", "Alice"]
    assert [row.offence.code for row in found.qualifications] == [WORDING]
    assert [row.name for row in found.evidence] == ["arm.jpg"]
    assert found.told[0].words.text.startswith("A man shouted at us")
    assert [row.fact.code for row in found.facts].count("offence") == 1
    assert [row.step.code for row in found.outcomes] == ["referred", "accepted"]
    assert "Zqxsuspect" in in_words(found)
