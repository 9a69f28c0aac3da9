"""The second look: open cases that nobody flagged, read anew for a supervisor; nothing is written but the log."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap, Person
from proximity.accounts.rules import Role
from proximity.assessment.models import IndicatorEntry, SuggestionDecision
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, NotNow, Strength
from proximity.assessment.suggesting import switch
from proximity.audit.models import AuditEvent
from proximity.audit.queries import events_about
from proximity.cases.commands_second_look import NobodyLooks, say_second_look
from proximity.cases.factories import make_case
from proximity.cases.forms.second_look import SinceForm
from proximity.cases.models import Task
from proximity.cases.operations.assessing import add_ground, add_indicator, answer_bias_question, decide_suggestions
from proximity.cases.operations.doors import block_person, seal_case
from proximity.cases.operations.handling import close_case
from proximity.cases.operations.linking import end_link, link_cases
from proximity.cases.operations.second_look import DAYS_TO_REASSESS, look_again, note_second_look
from proximity.cases.operations.tasks import finish_task
from proximity.cases.queries import second_look as asked
from proximity.cases.queries.suggestions import suggestions_page
from proximity.cases.rules.links import LinkKind
from proximity.foundation.testing import PUBLIC, as_role, forget_context, here_today
from proximity.packs.codes import Direction
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.models import Recipient
from proximity.reporting.rules.states import RecipientStatus

pytestmark = pytest.mark.django_db
WHAT = "Somebody shouted at us: Go back to your country, dirty Arabs! It was outside the mosque, and one filmed it."
QUIET = "Somebody broke the window of the shop at night and took the till."


@pytest.fixture
def made(cast, acting):
    """Return a function that makes a case of Alice's from a text, its bias question answered; the tool is on in Madrid."""
    switch(on=True, by=acting(cast.bob))

    def make(what=WHAT, answer=BiasAnswer.NO):
        with as_role(PUBLIC):
            sent, _ = send_report(
                cast.organisations["madrid.police"],
                city=cast.cities["madrid"],
                answers=replace(TOLD, what=what, why=""),
            )
        forget_context()
        alice = acting(cast.alice)
        case = make_case(sent.report, by=alice)
        if answer:
            answer_bias_question(case=case, answer=answer, reasons="So.", seen=0, by=alice)
        return case

    return make


def since(days=1):
    return here_today() - timedelta(days=days)


def references(found):
    return [row.case.reference for row in found.rows]


def test_it_finds_what_was_answered_with_no_and_shows_the_words_and_why(made, cast, acting):
    case, quiet = made(), made(QUIET)
    found = look_again(since=since(), by=acting(cast.bob))
    (row,) = found.rows
    assert (row.case, row.answer, row.before) == (case, BiasAnswer.NO, None)
    assert {one.pk for one in found.read} == {case.pk, quiet.pk}
    assert any("Go back" in one.words for one in row.telling)
    assert all(one.words in WHAT for one in (*row.telling, *row.weak))
    assert row.weak


def test_nothing_is_written_but_that_it_was_made_and_which_cases_were_read(made, cast, acting):
    case = made()
    bob = acting(cast.bob)
    for _again in range(2):
        look_again(since=since(), by=bob, purpose="the yearly look")
    assert not SuggestionDecision.objects.exists()
    assert not IndicatorEntry.objects.exists()
    assert not Task.objects.exists()
    with as_role("owner"):
        looks = AuditEvent.objects.filter(action="case.second_look")
        assert [(one.actor, one.label, one.purpose) for one in looks] == [
            (bob.label, f"{since()}: 1", "the yearly look")
        ] * 2
        (read,) = AuditEvent.objects.filter(action="case.read", target=str(case.pk), actor=bob.label)
        assert read.purpose == "second look"


def test_a_report_that_may_be_read_no_longer_is_neither_counted_nor_logged_as_read(made, cast, acting):
    taken_back, shut, case = made(), made(), made()
    with as_role("owner"):
        Recipient.objects.filter(report=taken_back.report_id).update(status=RecipientStatus.WITHDRAWN)
        KeyWrap.objects.filter(record_id=shut.report_id).delete()
    bob = acting(cast.bob)
    found = look_again(since=since(), by=bob)
    assert (references(found), found.read) == ([case.reference], (case,))
    with as_role("owner"):
        assert not readings(taken_back, bob.label)
        assert not readings(shut, bob.label)
        assert readings(case, bob.label).count() == 1
        assert AuditEvent.objects.get(action="case.second_look").label == f"{since()}: 1"


def readings(case, actor):
    return AuditEvent.objects.filter(action="case.read", target=str(case.pk), actor=actor)


def test_what_nobody_answered_is_listed_and_not_read(made, cast, acting):
    case = made(QUIET, answer=None)
    found = look_again(since=since(), by=acting(cast.bob))
    (row,) = found.rows
    assert (row.case, row.is_unanswered, row.telling, row.weak, found.read) == (case, True, (), (), ())


def test_what_somebody_flagged_is_left_out(made, cast, acting):
    made(answer=BiasAnswer.YES)
    signed, grounded, bare = (made(answer=BiasAnswer.NOT_KNOWN) for _each in range(3))
    alice = acting(cast.alice)
    add_indicator(
        case=signed, code="BI-10", direction=Direction.FOR, strength=Strength.WEAK, quote="x", language="en",
        basis=Basis.FACT, by=alice,
    )  # fmt: skip
    add_ground(
        case=grounded, code="REL.MUS", basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.TARGET,
        status=GroundStatus.PERCEIVED, by=alice,
    )  # fmt: skip
    assert references(look_again(since=since(), by=acting(cast.bob))) == [bare.reference]


def test_closed_and_older_ones_are_left_out_and_what_was_decided_on(made, cast, acting):
    closed, case = made(), made()
    alice = acting(cast.alice)
    close_case(case=closed, feedback="We spoke to him.", by=alice)
    bob = acting(cast.bob)
    assert references(look_again(since=since(), by=bob)) == [case.reference]
    assert references(look_again(since=here_today() + timedelta(days=1), by=bob)) == []
    acting(alice)
    waiting = suggestions_page(case, by=alice).waiting
    decide_suggestions(case=case, pointed=waiting, accepted=False, reason="A film.", by=alice)
    assert references(look_again(since=since(), by=acting(cast.bob))) == []


@pytest.mark.parametrize("answer", [None, BiasAnswer.NO])
def test_what_was_merged_into_another_is_left_out_while_it_is(made, cast, acting, answer):
    older, merged, alike = made(), made(answer=answer), made()
    alice = acting(cast.alice)
    link = link_cases(case=older, other=merged, kind=LinkKind.SAME, by=alice)
    link_cases(case=older, other=alike, kind=LinkKind.SERIES, by=alice)
    bob = acting(cast.bob)
    assert references(look_again(since=since(), by=bob)) == [older.reference, alike.reference]
    with pytest.raises(NotNow):
        note_second_look(case=merged, reassess=False, by=bob)
    acting(alice)
    end_link(case=older, link_id=link.pk, by=alice)
    bob = acting(cast.bob)
    assert references(look_again(since=since(), by=bob)) == [older.reference, merged.reference, alike.reference]


def test_a_sealed_case_and_one_with_a_conflict_stay_shut(made, cast, acting, join):
    sealed, blocked, case = made(), made(), made()
    vera = acting(join("vera", Role.SUPERVISOR))
    seal_case(case=sealed, reason="A colleague is named in it.", by=vera)
    acting(cast.bob)
    block_person(case=blocked, person=cast.bob.person_id, reason="My cousin.", by=cast.bob)
    found = look_again(since=since(), by=acting(cast.bob))
    assert references(found) == [case.reference]
    assert found.read == (case,)


def test_only_a_supervisor_looks_and_only_where_it_is_on_and_at_her_own_city(made, cast, acting):
    case = made()
    for who in (cast.alice, cast.nadia, cast.ines, cast.lars):
        with pytest.raises(NotAllowed):
            look_again(since=since(), by=acting(who))
        with pytest.raises(NotAllowed):
            note_second_look(case=case, reassess=False, by=who)
    switch(on=False, by=acting(cast.bob))
    with pytest.raises(NotNow):
        look_again(since=since(), by=cast.bob)
    with pytest.raises(NotNow):
        note_second_look(case=case, reassess=False, by=cast.bob)
    with as_role("owner"):
        assert not AuditEvent.objects.filter(action__startswith="case.second_look").exists()


def test_page_by_page_every_case_comes_once(made, cast, acting, monkeypatch):
    monkeypatch.setattr(asked, "PAGE", 2)
    cases = [made() for _each in range(5)]
    bob, after, found = acting(cast.bob), None, []
    while True:
        page = look_again(since=since(), by=bob, after=after)
        found += references(page)
        after = page.after
        if after is None:
            break
    assert found == [case.reference for case in cases]


def test_what_came_of_it_is_noted_in_the_case_and_to_reassess_is_a_task(made, cast, acting):
    stays, again = made(), made()
    bob = acting(cast.bob)
    note_second_look(case=stays, reassess=False, by=bob)
    assert not Task.objects.exists()
    note_second_look(case=again, reassess=True, by=bob)
    (task,) = Task.objects.all()
    assert (task.case_id, task.due_on) == (again.pk, here_today() + timedelta(days=DAYS_TO_REASSESS))
    first, second = look_again(since=since(), by=bob).rows
    assert (first.before.action, second.before.action) == ("case.second_look_stays", "case.second_look_reassess")
    acting(cast.alice)
    close_case(case=stays, feedback="We spoke to him.", by=cast.alice)
    acting(bob)
    with pytest.raises(NotNow):
        note_second_look(case=stays, reassess=False, by=bob)


def test_to_reassess_is_set_once_until_it_is_done(made, cast, acting):
    case = made()
    bob = acting(cast.bob)
    for _again in range(2):
        note_second_look(case=case, reassess=True, by=bob)
    task = Task.objects.get()
    assert len(events_about(case.pk, only=asked.REASSESS)) == 1
    finish_task(case=case, task_id=task.pk, by=bob)
    note_second_look(case=case, reassess=True, by=bob)
    assert Task.objects.count() == 2


def test_nothing_is_noted_where_the_bias_question_waits_for_its_first_answer(made, cast, acting, workspace):
    case = made(answer=None)
    bob = acting(cast.bob)
    for reassess in (False, True):
        with pytest.raises(NotNow):
            note_second_look(case=case, reassess=reassess, by=bob)
    browser = workspace(cast.bob)
    answer = browser.post(f"/cases/{case.reference}/second-look/", {"reassess": "yes", "since": str(since())})
    assert "This is not possible any more" in browser.get(answer["Location"]).content.decode()
    acting(cast.bob)
    assert not Task.objects.exists()
    assert not events_about(case.pk, only=asked.REASSESS)


def test_bob_asks_since_when_looks_and_notes(made, cast, workspace):
    case = made()
    browser = workspace(cast.bob)
    assert "/cases/second-look/" in browser.get("/cases/").content.decode()
    blank = browser.get("/cases/second-look/").content.decode()
    assert case.reference not in blank
    assert str(timezone.localdate().year - 1) in blank
    assert browser.get("/cases/second-look/?since=yesterday").status_code == 422
    page = browser.get(f"/cases/second-look/?since={since()}").content.decode()
    assert case.reference in page
    assert "<mark>Go back" in page
    assert "None found does not mean that there is none." in page
    address = f"/cases/{case.reference}/second-look/"
    assert browser.get(address).status_code == 405
    assert browser.post(address, {"reassess": "perhaps", "since": str(since())}).status_code == 404
    answer = browser.post(address, {"reassess": "yes", "since": str(since()), "after": ""})
    assert answer["Location"] == f"/cases/second-look/?since={since()}"
    page = browser.get(answer["Location"]).content.decode()
    assert "Noted, and set as a task." in page
    assert "Second look: to be assessed again" in browser.get(f"/cases/{case.reference}/timeline/").content.decode()


@pytest.mark.parametrize("lang", ["en", "es", "fi", "bg"])
def test_the_day_is_written_as_a_browser_reads_it_in_every_language(lang):
    with override(lang):
        assert 'value="2025-11-06"' in str(SinceForm(initial={"since": date(2025, 11, 6)}))


@pytest.mark.usefixtures("made")
def test_the_page_is_there_for_a_supervisor_alone_and_not_where_it_is_off(cast, acting, workspace):
    assert workspace(cast.alice).get("/cases/second-look/").status_code == 403
    switch(on=False, by=acting(cast.bob))
    browser = workspace(cast.bob)
    assert browser.get("/cases/second-look/").status_code == 404
    assert "/cases/second-look/" not in browser.get("/cases/").content.decode()


def said(**asked_for):
    lines = []
    with as_role("owner"):
        say_second_look(lines.append, since=since(), **asked_for)
    return "\n".join(lines)


def test_at_the_command_line_places_rules_and_reasons_and_no_word_of_the_report(made, cast, acting, join):
    case, sealed = made(), made()
    seal_case(case=sealed, reason="A colleague is named in it.", by=acting(join("vera", Role.SUPERVISOR)))
    bob = cast.people["bob"].email
    found = said(account=bob, city="madrid", purpose="the yearly look")
    assert f"  {case.reference}: no" in found
    assert sealed.reference not in found
    assert "[en.predicate." in found
    assert "what 24-39 BI-10" in found
    assert not any(word in found for word in ("Go back", "Arabs", "daughter"))
    with as_role("owner"):
        event = AuditEvent.objects.get(action="case.second_look_asked")
        assert (event.actor, event.purpose) == ("operator", "the yearly look")
        assert (event.target, event.label) == (str(cast.bob.person_id), str(since()))


def test_what_the_operator_has_read_in_her_name_is_the_operators_reading_and_hides_none_of_hers(made, cast, workspace):
    case = made()
    for _again in range(2):
        said(account=cast.people["bob"].email)
    with as_role("owner"):
        looks = AuditEvent.objects.filter(action="case.second_look")
        assert {(one.actor, one.organisation_id) for one in looks} == {("operator", cast.bob.organisation.pk)}
        assert [one.purpose for one in readings(case, "operator")] == ["second look"]
        assert not readings(case, cast.bob.label)
    workspace(cast.bob).get(f"/cases/{case.reference}/")
    with as_role("owner"):
        assert [one.purpose for one in readings(case, cast.bob.label)] == ["same organisation"]


def test_at_the_command_line_only_in_the_name_of_a_supervisor_and_it_says_where_it_is_off(made, cast, acting):
    made(answer=None)
    with pytest.raises(NobodyLooks):
        said(account=cast.people["alice"].email)
    with pytest.raises(NobodyLooks):
        said(account=cast.people["bob"].email, city="bradford")
    bob = cast.people["bob"].email
    assert "nobody has answered the bias question" in said(account=bob)
    switch(on=False, by=acting(cast.bob))
    assert "switched off" in said(account=bob)


def test_at_the_command_line_not_in_the_name_of_whose_account_is_shut(made, cast):
    made()
    with as_role("owner"):
        Person.objects.filter(pk=cast.bob.person_id).update(is_active=False)
    with pytest.raises(NobodyLooks, match="no supervisor"):
        said(account=cast.people["bob"].email)
    with as_role("owner"):
        assert not AuditEvent.objects.filter(action="case.second_look_asked").exists()
