"""The index follows the texts: what is written is found, what goes is gone, whoever does it and however."""

from dataclasses import replace

import pytest

from proximity.accounts.actors import enter_as
from proximity.accounts.models import KeyWrap
from proximity.assessment.models import IndicatorEntry
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import Case
from proximity.cases.operations.assessing import withdraw_indicator
from proximity.cases.operations.handling import close_case, rename_case, start_work
from proximity.cases.operations.persons import Described, add_person, change_person, remove_person
from proximity.cases.rules.persons import AgeBand, PersonDetails, PersonRole
from proximity.cases.rules.retention import Outcome
from proximity.cases.tests.disposal import carry_out, confirmed, make_due
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations.handling import read_report
from proximity.reporting.operations.mailbox import withdraw_recipient, write_message
from proximity.search.models import Change, IndexedRecord, Posting
from proximity.search.queries.asking import Question, Words
from proximity.search.queries.finding import find

pytestmark = pytest.mark.django_db


def found(text, by, *, reports=False):
    return [hit.reference for hit in find(Question(Words(text), reports=reports), by=by).hits]


def sent(cast, answers=TOLD, *readers):
    with as_role(PUBLIC):
        made, receipt = send_report(
            *(cast.organisations[one] for one in readers or ("madrid.police",)),
            city=cast.cities["madrid"],
            answers=answers,
        )
    forget_context()
    return made.report, receipt


def test_a_case_is_found_by_what_was_told_in_another_form(case, alice, indexed):
    indexed(alice)
    assert found("buses headscarves", alice) == [case.reference]
    assert found("shouting", alice) == [case.reference]
    assert found("tram", alice) == []


def test_a_case_is_found_by_its_title_place_notes_and_tasks(cast, acting, indexed):
    report, _ = sent(cast, replace(TOLD, place="Calle de Lavapiés, frente al mercado"))
    case = make_case(report, by=acting(cast.alice))
    rename_case(case=case, title="Zarzuela quarrel", seen=1, by=cast.alice)
    assess_case(case, by=cast.alice)
    indexed(cast.alice)
    for text in ("zarzuela", "lavapies", "mercados", "crowd full", "words before"):
        expected = [] if text == "crowd full" else [case.reference]
        assert found(text, cast.alice) == expected, text


def test_what_was_withdrawn_is_no_longer_found(case, alice, indexed):
    assess_case(case, by=alice)
    indexed(alice)
    assert found("full", alice) == [case.reference]
    entry = IndicatorEntry.objects.get(record_id=case.pk, code="BI-80")
    withdraw_indicator(case=case, entry_id=entry.pk, reason="Not so.", by=alice)
    indexed(alice)
    assert found("full", alice) == []


@pytest.mark.parametrize(
    ("role", "band", "is_found"),
    [
        (PersonRole.VICTIM, AgeBand.FROM_25, True),
        (PersonRole.VICTIM, AgeBand.FROM_14, False),
        (PersonRole.CHILD, AgeBand.UNDER_14, False),
        (PersonRole.WITNESS, AgeBand.FROM_25, False),
        (PersonRole.GUARDIAN, AgeBand.FROM_25, False),
    ],
)
def test_names_of_adult_victims_only_are_looked_up(case, alice, indexed, role, band, is_found):
    add_person(case=case, described=Described(role, band, PersonDetails(name="Shukria Óluwaseun")), by=alice)
    indexed(alice)
    assert found("oluwaseun", alice) == ([case.reference] if is_found else [])


def test_a_name_that_is_changed_or_taken_out_is_gone_from_the_index(case, alice, indexed):
    indexed(alice)
    before = Posting.objects.count()
    person = add_person(
        case=case, described=Described(PersonRole.VICTIM, details=PersonDetails(name="Shukria")), by=alice
    )
    indexed(alice)
    assert Posting.objects.count() > before
    change_person(
        case=case, person_id=person.pk, described=Described(PersonRole.VICTIM, details=PersonDetails(name="Palwasha")),
        seen=1, by=alice,
    )  # fmt: skip
    indexed(alice)
    assert (found("shukria", alice), found("palwasha", alice)) == ([], [case.reference])
    remove_person(case=case, person_id=person.pk, by=alice)
    indexed(alice)
    assert found("palwasha", alice) == []
    assert Posting.objects.count() == before


def test_a_report_that_nobody_opened_is_not_read_for_the_index(cast, acting, indexed):
    report, _ = sent(cast)
    alice = acting(cast.alice)
    assert indexed(alice) == 0
    assert found("headscarf", alice, reports=True) == []
    read_report(report=Report.objects.get(pk=report.pk), by=alice)
    indexed(alice)
    assert found("headscarf", alice, reports=True) == [report.reference]


def test_a_report_stands_in_the_index_once_as_its_case(cast, acting, indexed):
    report, _ = sent(cast)
    alice = acting(cast.alice)
    report = Report.objects.get(pk=report.pk)
    read_report(report=report, by=alice)
    indexed(alice)
    case = make_case(report, by=alice)
    assert not Posting.objects.filter(record_id=report.pk).exists()
    indexed(alice)
    assert found("headscarf", alice, reports=True) == []
    assert found("headscarf", alice) == [case.reference]
    assert list(IndexedRecord.objects.values_list("record_id", flat=True)) == [case.pk]


def test_facts_are_found_once_somebody_opened_them(cast, acting, indexed):
    report, receipt = sent(cast)
    acting(cast.alice)
    case = make_case(Report.objects.get(pk=report.pk), by=cast.alice)
    police = cast.organisations["madrid.police"]
    with as_role(PUBLIC):
        message = write_message(by=receipt, text="He had a tattoo of an anchor.", readers=[police.pk], facts=True)
    forget_context()
    acting(cast.alice)
    indexed(cast.alice)
    assert found("anchors", cast.alice) == []
    KeyWrap.objects.filter(record_id=message.pk).update(opened_at=report.sent_at)
    indexed(cast.alice)
    assert found("anchors", cast.alice) == [case.reference]


def test_taking_a_report_back_empties_the_index_in_the_same_act(cast, acting, indexed):
    """The person's browser does it, on the public side, which can read nothing of the index."""
    report, receipt = sent(cast)
    alice = acting(cast.alice)
    read_report(report=Report.objects.get(pk=report.pk), by=alice)
    indexed(alice)
    assert Posting.objects.filter(record_id=report.pk).exists()
    recipient = Recipient.objects.get(report=report).pk
    with as_role(PUBLIC):
        withdraw_recipient(by=receipt, recipient_id=recipient)
    enter_as(alice)
    assert not Posting.objects.filter(record_id=report.pk).exists()
    indexed(alice)
    assert not Posting.objects.filter(record_id=report.pk).exists()


def test_a_case_whose_report_was_taken_back_keeps_its_own_words_only(cast, acting, indexed):
    report, receipt = sent(cast)
    acting(cast.alice)
    case = make_case(Report.objects.get(pk=report.pk), by=cast.alice)
    rename_case(case=case, title="Zarzuela", seen=1, by=cast.alice)
    recipient = Recipient.objects.get(report=report).pk
    indexed(cast.alice)
    with as_role(PUBLIC):
        withdraw_recipient(by=receipt, recipient_id=recipient)
    enter_as(cast.alice)
    indexed(cast.alice)
    assert (found("headscarf", cast.alice), found("zarzuela", cast.alice)) == ([], [case.reference])


def test_where_a_key_goes_the_words_go(case, alice, indexed):
    indexed(alice)
    assert Posting.objects.filter(record_id=case.pk).exists()
    KeyWrap.objects.filter(record_id=case.pk).delete()
    with as_role("owner"):
        assert not Posting.objects.filter(record_id=case.pk).exists()
        assert not IndexedRecord.objects.filter(record_id=case.pk).exists()


def test_a_disposed_case_waits_in_no_queue(case, alice, cast, acting, indexed):
    assess_case(case, by=alice)
    start_work(case=case, by=alice)
    close_case(case=case, feedback="We spoke to the driver.", by=alice)
    indexed(alice)
    make_due(case.pk)
    disposal = confirmed([case.pk], cast, acting)
    acting(cast.bob)

    assert carry_out(disposal, cast.organisations["madrid.police"]) == [Outcome.DISPOSED]

    with as_role("owner"):
        for table in (Change, Posting, IndexedRecord):
            assert not table.objects.filter(record_id__in=[case.pk, case.report_id]).exists(), table


def test_what_was_tampered_with_is_left_out_and_the_rest_is_found(case, alice, indexed):
    with as_role("owner"):
        Case.objects.filter(pk=case.pk).update(title=b"\x01broken")
    indexed(alice)
    assert found("headscarf", alice) == [case.reference]


def test_reading_twice_changes_nothing(case, alice, indexed):
    indexed(alice)
    before = set(Posting.objects.values_list("term", "record_id"))
    Change.objects.create(city_id=alice.city_id, organisation=alice.organisation, record_id=case.pk)
    assert indexed(alice) == 1
    assert set(Posting.objects.values_list("term", "record_id")) == before
