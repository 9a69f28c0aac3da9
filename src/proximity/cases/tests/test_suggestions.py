"""What the text tool points at in a case: off until switched on, after the officer's own answer, decided by a person, walled."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from proximity.accounts.actors import NotAllowed
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Span
from proximity.assessment.models import IndicatorEntry, SuggestionDecision, SuggestionSwitch
from proximity.assessment.operations import AnsweredMeanwhile
from proximity.assessment.overrides import Wanted, count_overrides
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.queries.suggestions import are_on
from proximity.assessment.rules import BiasAnswer, NotNow, NotSound, Part
from proximity.assessment.suggesting import Pointed, decide, switch
from proximity.audit.models import AuditEvent
from proximity.cases.factories import make_case
from proximity.cases.operations.assessing import answer_bias_question, decide_suggestion, decide_suggestions
from proximity.cases.operations.handling import close_case
from proximity.cases.queries.dossier import dossier_of
from proximity.cases.queries.page import case_page
from proximity.cases.queries.suggestions import suggestions_page
from proximity.cases.tests.pointing import WHAT
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context, refused, rows, write_again
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.models import Report

pytestmark = pytest.mark.django_db
TABLES = ["assessment_suggestiondecision", "assessment_suggestionswitch"]


def waiting(case, by):
    return suggestions_page(case, by=by).waiting


def test_nothing_is_pointed_at_before_the_officer_answered_herself(unread, cast):
    page = suggestions_page(unread, by=cast.alice)
    assert (page.is_answered, page.waiting, page.open_questions) == (False, (), ())


def test_what_and_why_are_read_as_one_and_each_is_pointed_at_in_its_own_words(cast, acting, on):
    what = "A neighbour spat on my door on Tuesday morning. It was raining and I was about to go to work."
    why = "It is because I am Roma. He leaves the others alone."
    assert identify(what, language="en").suggestions == ()
    with as_role(PUBLIC):
        answers = replace(TOLD, what=what, why=why)
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"], answers=answers)
    forget_context()
    alice = acting(cast.alice)
    case = make_case(sent.report, by=alice)
    answer_bias_question(case=case, answer=BiasAnswer.NOT_KNOWN, reasons="Not yet.", seen=0, by=alice)
    words = {part: {one.words for one in waiting(case, alice) if one.part is part} for part in Part}
    assert all(one in what for one in words[Part.WHAT])
    assert "spat" in " ".join(words[Part.WHAT])
    assert "because I am Roma" in words[Part.WHY]
    assert all(one in why for one in words[Part.WHY])


def test_a_report_that_is_but_the_message_shows_what_the_message_says(cast, acting, on):
    message = "Muslims should be burned alive"
    with as_role(PUBLIC):
        answers = replace(TOLD, what=message, why="")
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"], answers=answers)
    forget_context()
    alice = acting(cast.alice)
    case = make_case(sent.report, by=alice)
    answer_bias_question(case=case, answer=BiasAnswer.NOT_KNOWN, reasons="Not yet.", seen=0, by=alice)
    (one,) = waiting(case, alice)
    assert (one.suggestion.indicator, one.suggestion.ground) == ("BI-10", "REL.MUS")
    decide_suggestion(case=case, pointed=one, accepted=True, reason="It was put under her door.", by=alice)
    assert IndicatorEntry.objects.get().code == "BI-10"


def test_then_it_points_at_words_as_they_stand_and_keeps_none(shown, cast):
    page = suggestions_page(shown, by=cast.alice)
    assert all(one.words in WHAT for one in page.waiting)
    assert any("Go back" in one.words for one in page.waiting)
    assert page.open_questions
    assert not SuggestionDecision.objects.exists()
    assert not IndicatorEntry.objects.exists()


@pytest.mark.parametrize("around", ["", "a" * 300, "word " * 60])
def test_words_are_shown_with_what_stands_around_them_and_nothing_else(around):
    text = f"{around}{WHAT}{around}"
    suggestions = identify(text, language="en").suggestions
    assert len(suggestions) > 1
    for found in suggestions:
        one = Pointed(Part.WHAT, text, "en", found)
        shown = one.before.removeprefix("… ") + one.words + one.after.removesuffix(" …")
        assert shown in text
        assert one.words in one.quote in shown
        assert len(shown) <= len(one.quote) + 160


def test_what_is_accepted_becomes_an_indicator_with_its_sentence_and_rule(shown, cast):
    first = waiting(shown, cast.alice)[0]
    decide_suggestion(case=shown, pointed=first, accepted=True, reason="She said so.", by=cast.alice)
    (noted,) = assessment_of(shown.pk, by=cast.alice).indicators
    found = first.suggestion
    assert (noted.quote, noted.code, noted.suggested_by) == (first.quote, found.indicator, found.rule)
    assert first.words in noted.quote == "The man shouted: Go back to your country, dirty Arabs"
    page = suggestions_page(shown, by=cast.alice)
    assert first.key not in {one.key for one in page.waiting}
    (line,) = page.decided
    assert (line.words, line.decided.accepted, line.name) == (first.words, True, "Alice")


def test_what_is_rejected_stays_on_record_sealed_and_notes_nothing(shown, cast):
    first = waiting(shown, cast.alice)[0]
    decide_suggestion(case=shown, pointed=first, accepted=False, reason="A quotation of a film.", by=cast.alice)
    assert not IndicatorEntry.objects.exists()
    (line,) = suggestions_page(shown, by=cast.alice).decided
    assert (line.decided.accepted, line.decided.reason) == (False, "A quotation of a film.")
    assert b"film" not in b"".join(bytes(row.reason) for row in SuggestionDecision.objects.all())
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="assessment.suggestion_rejected", target=str(shown.pk)).count() == 1


def test_both_go_into_the_pack_with_rule_words_and_reason(shown, cast):
    accepted, rejected = waiting(shown, cast.alice)[:2]
    decide_suggestion(case=shown, pointed=accepted, accepted=True, reason="She said so.", by=cast.alice)
    decide_suggestion(case=shown, pointed=rejected, accepted=False, reason="A film.", by=cast.alice)
    dossier = dossier_of(shown, by=cast.alice, language="en")
    told = [(one.rule, one.words.text, one.became.code, one.became.words) for one in dossier.suggestions]
    assert told == [
        (accepted.suggestion.rule, accepted.words, "accepted", "accepted: She said so."),
        (rejected.suggestion.rule, rejected.words, "rejected", "rejected: A film."),
    ]
    assert [one.suggested_by for one in dossier.indicators] == [accepted.suggestion.rule]


def test_what_was_decided_is_said_to_be_in_the_language_in_which_it_was_read(shown, cast):
    with as_role("owner"):
        Report.objects.filter(pk=shown.report_id).update(language="uk")
    first = waiting(shown, cast.alice)[0]
    assert first.language == identify(WHAT).language
    decide_suggestion(case=shown, pointed=first, accepted=True, reason="She said so.", by=cast.alice)
    (line,) = suggestions_page(shown, by=cast.alice).decided
    dossier = dossier_of(shown, by=cast.alice, language="en")
    (row,), (noted,) = dossier.suggestions, assessment_of(shown.pk, by=cast.alice).indicators
    assert (first.language, noted.language, line.language, row.words.language) == ("en",) * 4


def test_what_speaks_against_lowers_no_perception(shown, cast):
    before = case_page(shown, by=cast.alice).balance
    against = [one for one in waiting(shown, cast.alice) if one.suggestion.indicator == "BI-80"]
    assert against, "the text names money"
    decide_suggestion(case=shown, pointed=against[0], accepted=True, reason="He took it.", by=cast.alice)
    after = case_page(shown, by=cast.alice).balance
    assert before.perceived
    assert (after.perceived, after.number_for, after.number_against) == (True, before.number_for, 1)


def test_it_is_decided_once_and_a_second_leaves_no_second_indicator(shown, cast):
    first = waiting(shown, cast.alice)[0]
    decide_suggestion(case=shown, pointed=first, accepted=False, reason="A film.", by=cast.alice)
    with pytest.raises(AnsweredMeanwhile):
        decide_suggestion(case=shown, pointed=first, accepted=True, reason="She said so.", by=cast.alice)
    assert not IndicatorEntry.objects.exists()


def test_of_several_none_is_decided_where_one_was_before_or_two_share_their_words(shown, cast):
    first, second = waiting(shown, cast.alice)[:2]
    wider = replace(first, suggestion=replace(first.suggestion, words=Span(first.span.start, first.span.end + 1)))
    with pytest.raises(AnsweredMeanwhile):
        decide_suggestions(case=shown, pointed=[second, first, wider], accepted=True, reason="So.", by=cast.alice)
    assert not IndicatorEntry.objects.exists()
    decide_suggestion(case=shown, pointed=first, accepted=False, reason="A film.", by=cast.alice)
    with pytest.raises(AnsweredMeanwhile):
        decide_suggestions(case=shown, pointed=[second, first], accepted=True, reason="So.", by=cast.alice)
    assert (SuggestionDecision.objects.count(), IndicatorEntry.objects.exists()) == (1, False)


def test_a_decision_that_two_make_at_the_same_moment_stands_once(shown, cast, monkeypatch):
    first, second = waiting(shown, cast.alice)[:2]
    decide_suggestion(case=shown, pointed=first, accepted=False, reason="A film.", by=cast.alice)
    monkeypatch.setattr("proximity.assessment.suggesting.decided_places", lambda records: {})
    with pytest.raises(AnsweredMeanwhile):
        decide_suggestions(case=shown, pointed=[first, second], accepted=True, reason="So.", by=cast.alice)
    assert (SuggestionDecision.objects.count(), IndicatorEntry.objects.exists()) == (1, False)


@pytest.mark.parametrize(("accepted", "each"), [(False, 2), (True, 5)])
def test_each_further_suggestion_of_a_decision_asks_the_database_for_little_more_than_its_rows(
    shown, cast, accepted, each
):
    first, *others = waiting(shown, cast.alice)
    taken = {"case": shown, "accepted": accepted, "reason": "So.", "by": cast.alice}
    with CaptureQueriesContext(connection) as one:
        decide_suggestions(pointed=[first], **taken)
    with CaptureQueriesContext(connection) as several:
        decide_suggestions(pointed=others[:4], **taken)
    assert len(several) <= len(one) + 3 * each


def test_after_an_upgrade_another_rule_at_decided_words_asks_nobody_again(shown, cast):
    first = waiting(shown, cast.alice)[0]
    words = Span(first.span.start + 1, first.span.end)
    older = replace(first.suggestion, rule="en.cue.called-otherwise-then", words=words)
    decide_suggestion(
        case=shown, pointed=replace(first, suggestion=older), accepted=False, reason="A film.", by=cast.alice
    )
    left = waiting(shown, cast.alice)
    assert first.key not in {one.key for one in left}
    assert left, "others wait as before"
    with pytest.raises(AnsweredMeanwhile):
        decide_suggestion(case=shown, pointed=first, accepted=True, reason="She said so.", by=cast.alice)
    assert not IndicatorEntry.objects.exists()


def test_nothing_is_decided_without_a_reason_or_when_off_or_closed_or_by_others(shown, cast, acting):
    taken = {"pointed": waiting(shown, cast.alice)[0], "accepted": True, "by": cast.alice}
    with pytest.raises(NotSound):
        decide_suggestion(case=shown, reason=" ", **taken)
    switch(on=False, by=acting(cast.bob))
    acting(cast.alice)
    with pytest.raises(NotNow):
        decide_suggestion(case=shown, reason="So.", **taken)
    switch(on=True, by=acting(cast.bob))
    acting(cast.alice)
    close_case(case=shown, feedback="We spoke to him.", by=cast.alice)
    with pytest.raises(NotNow):
        decide_suggestion(case=shown, reason="So.", **taken)
    with pytest.raises(NotAllowed):
        decide(
            record_id=shown.pk,
            reference="",
            pointed=[taken["pointed"]],
            accepted=True,
            reason="So.",
            by=acting(cast.nadia),
        )
    acting(cast.alice)
    assert not SuggestionDecision.objects.exists()


def test_nothing_is_accepted_before_the_officers_own_answer(unread, cast):
    reading = identify(WHAT, language="en").suggestions[0]
    found = Pointed(Part.WHAT, WHAT, "en", reading)
    with pytest.raises(NotNow):
        decide_suggestion(case=unread, pointed=found, accepted=True, reason="So.", by=cast.alice)


def test_it_is_off_until_a_supervisor_switches_it_and_the_log_tells(cast, acting):
    alice = acting(cast.alice)
    assert not are_on(alice.city_id)
    with pytest.raises(NotAllowed):
        switch(on=True, by=alice)
    bob = acting(cast.bob)
    for on in (True, True, False):
        switch(on=on, by=bob)
        assert are_on(bob.city_id) is on
    with as_role("owner"):
        told = AuditEvent.objects.filter(action__startswith="assessment.suggestions_switched").order_by("seq")
        assert [one.action.rpartition("_")[2] for one in told] == ["on", "off"]


@pytest.mark.usefixtures("on")
def test_only_a_supervisor_of_police_switches_it_by_raw_sql_and_another_city_sees_nothing(cast, acting):
    acting(cast.alice)
    (row,) = SuggestionSwitch.objects.values_list("pk", flat=True)
    with refused("who_may_switch"):
        write_again(TABLES[1], row, id=new_id(), changed_by=cast.alice.person_id)
    acting(cast.charlie)
    assert rows(f"SELECT * FROM {TABLES[1]}") == []


@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "ines", "charlie"])
def test_nobody_else_sees_a_decision_by_raw_sql(shown, cast, acting, who):
    decide_suggestion(
        case=shown, pointed=waiting(shown, cast.alice)[0], accepted=False, reason="A film.", by=cast.alice
    )
    assert len(rows(f"SELECT id FROM {TABLES[0]}")) == 1
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM {TABLES[0]}") == []


def test_decisions_are_not_rewritten_and_are_in_ones_own_name(shown, cast):
    decide_suggestion(
        case=shown, pointed=waiting(shown, cast.alice)[0], accepted=False, reason="A film.", by=cast.alice
    )
    (row,) = SuggestionDecision.objects.values_list("pk", flat=True)
    with refused("staff_own_decision"):
        write_again(TABLES[0], row, id=new_id(), end=9999, decided_by=cast.bob.person_id)
    for sql in (f"DELETE FROM {TABLES[0]}", f"UPDATE {TABLES[0]} SET accepted = true", f"DELETE FROM {TABLES[1]}"):
        with (
            pytest.raises(DatabaseError, match=r"permission denied|two persons"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.mark.parametrize("table", TABLES)
def test_the_public_process_has_no_grant_on_it(shown, table):
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(f"SELECT * FROM {table}")


def test_the_page_of_a_city_without_it_is_not_there_and_the_case_has_no_link(case, cast, workspace):
    browser = workspace(cast.alice)
    assert browser.get(f"/cases/{case.reference}/suggestions/").status_code == 404
    assert "/suggestions/" not in browser.get(f"/cases/{case.reference}/").content.decode()


def test_alice_answers_first_then_rejects_one_and_accepts_another(unread, cast, workspace):
    browser, address = workspace(cast.alice), f"/cases/{unread.reference}/suggestions/"
    page = browser.get(address).content.decode()
    assert "None found does not mean that there is none." in page
    assert "First answer the bias question yourself" in page
    assert "dirty Arabs" not in page
    browser.post(f"/cases/{unread.reference}/bias/", {"answer": "not_known", "reasons": "Not yet.", "seen": "0"})
    page = browser.get(address).content.decode()
    assert "None found does not mean that there is none." in page
    assert "Questions that stay open" in page
    first, second = _keys(page)[:2]
    wrong = browser.post(address, {"key": first, "decision": "reject", "reason": ""})
    assert (wrong.status_code, "Write a few words." in wrong.content.decode()) == (422, True)
    assert browser.post(address, {"key": first, "decision": "reject", "reason": "A film."}).status_code == 302
    assert browser.post(address, {"key": second, "decision": "accept", "reason": "Heard."}).status_code == 302
    again = browser.post(address, {"key": first, "decision": "accept", "reason": "Typed words."})
    assert (again.status_code, "Typed words." in again.content.decode()) == (409, True)
    page = browser.get(address).content.decode()
    assert first not in page
    assert "A film." in page
    rule = second.split(":")[3]
    assert f"suggested by rule {rule}, accepted by Alice" in browser.get(f"/cases/{unread.reference}/").content.decode()


def test_what_is_weak_is_folded_by_family_and_several_are_decided_with_one_reason(unread, cast, workspace):
    browser, address = workspace(cast.alice), f"/cases/{unread.reference}/suggestions/"
    browser.post(f"/cases/{unread.reference}/bias/", {"answer": "not_known", "reasons": "Not yet.", "seen": "0"})
    page = suggestions_page(unread, by=cast.alice)
    assert {one.key for one in page.waiting} == {
        one.key for one in (*page.telling, *(one for _family, those in page.weak for one in those))
    }
    family, those = next(found for found in page.weak if len(found[1]) > 1)
    assert {one.suggestion.family for one in those} == {family}
    before, folded = browser.get(address).content.decode().split('<details class="weak">')
    assert set(_keys(before)) == {one.key for one in page.telling}
    assert {one.key for one in those} <= set(_keys(folded))
    assert " checked" not in folded
    keys = [one.key for one in those[:2]]
    none = browser.post(address, {"of": family, "decision": "reject", "reason": "Chance."}).content.decode()
    assert "Tick at least one." in none
    assert '<details class="weak" open>' in none
    assert browser.post(address, {"key": keys, "decision": "reject", "reason": "Chance."}).status_code == 302
    decided = suggestions_page(unread, by=cast.alice).decided
    assert [(one.decided.place, one.decided.accepted, one.decided.reason) for one in decided] == [
        (one.place, False, "Chance.") for one in those[:2]
    ]
    again = browser.post(address, {"key": [those[-1].key, keys[0]], "decision": "accept", "reason": "Typed words."})
    assert again.status_code == 409
    assert len(suggestions_page(unread, by=cast.alice).decided) == 2


@pytest.mark.parametrize(
    ("points", "rule", "weak"), [(1, "en.cue.x", True), (3, "en.cue.x-word", True), (2, "en.cue.x", False)]
)
def test_a_single_word_is_weak_whatever_it_weighs(points, rule, weak):
    found = replace(identify(WHAT, language="en").suggestions[0], points=points, rule=rule)
    assert Pointed(Part.WHAT, WHAT, "en", found).is_weak is weak


def test_open_questions_stand_in_the_words_of_the_reports_language_too(shown, cast):
    report = Report.objects.get(pk=shown.report_id)
    asked = suggestions_page(shown, by=cast.alice).open_questions
    assert all(one.asked and one.language == "en" for one in asked)
    with as_role("owner"):
        Report.objects.filter(pk=report.pk).update(language="uk")
    assert all(one.words and not one.asked for one in suggestions_page(shown, by=cast.alice).open_questions)


def test_bob_switches_it_on_and_off_on_a_page(cast, workspace):
    browser = workspace(cast.bob)
    assert "switched off" in browser.get("/cases/suggestions/").content.decode()
    assert browser.post("/cases/suggestions/", {"on": "perhaps"}).status_code == 422
    browser.post("/cases/suggestions/", {"on": "yes"})
    assert "In this city it is switched on." in browser.get("/cases/suggestions/").content.decode()
    browser.post("/cases/suggestions/", {"on": "no"})
    assert "In this city it is switched off." in browser.get("/cases/suggestions/").content.decode()


def _keys(page):
    return [part.partition('"')[0] for part in page.split('name="key" value="')[1:]]


@pytest.fixture
def two_decided(shown, cast):
    """Return the rules of which one was accepted, and the next rejected."""
    first, second = waiting(shown, cast.alice)[:2]
    decide_suggestion(case=shown, pointed=first, accepted=True, reason="She said so.", by=cast.alice)
    decide_suggestion(case=shown, pointed=second, accepted=False, reason="A film.", by=cast.alice)
    return first.suggestion.rule, second.suggestion.rule


def test_ines_counts_by_rule_what_was_accepted_and_rejected_and_the_log_tells(two_decided, cast, acting):
    ines = acting(cast.ines)
    found = count_overrides(wanted=Wanted(), by=ines)
    assert {(one.rule, one.accepted, one.rejected) for one in found} == {(two_decided[0], 1, 0), (two_decided[1], 0, 1)}
    assert count_overrides(wanted=Wanted(language="fi"), by=ines) == ()
    assert count_overrides(wanted=Wanted(until=date(2020, 1, 1)), by=ines) == ()
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="assessment.overrides_read").count() == 3


def test_what_was_decided_after_midnight_counts_to_the_day_of_the_city(shown, cast, acting):
    after_midnight = datetime(2026, 11, 30, 0, 30, tzinfo=ZoneInfo("Europe/Madrid"))
    first = waiting(shown, cast.alice)[0]
    decide_suggestion(case=shown, pointed=first, accepted=True, reason="So.", by=cast.alice, now=after_midnight)
    ines = acting(cast.ines)
    day = after_midnight.date()
    assert len(count_overrides(wanted=Wanted(since=day, until=day), by=ines)) == 1
    assert count_overrides(wanted=Wanted(until=day - timedelta(days=1)), by=ines) == ()


@pytest.mark.usefixtures("two_decided")
@pytest.mark.parametrize("who", ["alice", "bob", "nadia", "lars", "charlie"])
def test_nobody_but_an_auditor_counts_even_by_raw_sql(cast, acting, who):
    by = acting(getattr(cast, who))
    assert rows("SELECT * FROM suggestion_overrides(NULL, NULL)") == []
    with pytest.raises(NotAllowed):
        count_overrides(wanted=Wanted(), by=by)


def test_ines_sees_the_counts_on_a_page_and_takes_them_along(two_decided, cast, workspace):
    browser = workspace(cast.ines)
    assert "/audit/rules/" in browser.get("/audit/").content.decode()
    assert two_decided[0] in browser.get("/audit/rules/").content.decode()
    assert two_decided[0] not in browser.get("/audit/rules/?language=fi").content.decode()
    table = browser.get("/audit/rules/?csv=1&language=en")
    assert table["Content-Type"].startswith("text/csv")
    assert re.search(rf"^{re.escape(two_decided[0])},BI-\d\d,1,0\r$", table.content.decode(), re.MULTILINE)
    assert browser.get("/audit/rules/?since=2026-02-01&until=2026-01-01").status_code == 422
