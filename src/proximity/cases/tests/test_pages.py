"""The pages of cases, without script: shown, edited, refused, in conflict, and not found for everybody else."""

from datetime import timedelta

import pytest

from proximity.accounts.records import open_record
from proximity.assessment.queries.assessments import assessment_of
from proximity.audit.models import AuditEvent
from proximity.cases.factories import assess_case
from proximity.cases.models import Case, Task
from proximity.cases.operations.handling import close_case, rename_case
from proximity.cases.queries.labels import due_words
from proximity.cases.queries.lists import case_title
from proximity.cases.rules.states import CaseStatus
from proximity.cases.templatetags.cases import code_word
from proximity.cases.views.acts import ACTS
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role
from proximity.reporting.access import own_recipient
from proximity.reporting.models import Message
from proximity.reporting.rules.states import RecipientStatus

pytestmark = pytest.mark.django_db
BIAS = {"answer": "yes", "reasons": "The words before the push.", "seen": "0"}
INDICATOR = {
    "code": "BI-10", "quote": "shouted at us", "direction": "for", "strength": "strong", "basis": "fact", "language": "en",
}  # fmt: skip
GROUND = {"code": "REL.MUS", "basis": "membership", "alleged_by": "target", "status": "perceived"}
HEAD = {
    "title": "Push in a bus", "initial-title": "", "assignee": "", "initial-assignee": "", "complaint": "not_made",
    "initial-complaint": "not_made", "seen": "1",
}  # fmt: skip


@pytest.fixture
def browser(case, cast, workspace):
    return workspace(cast.alice)


@pytest.fixture
def here(case):
    return f"/cases/{case.reference}/"


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_persons_words_as_they_were_told(browser, here, case, cast, acting):
    page = browser.get(here)
    assert page.status_code == 200
    assert "A man shouted at us on the bus" in text_of(page)
    assert "He looked at her headscarf before he shouted." in text_of(page)
    acting(cast.alice)
    assert AuditEvent.objects.filter(action="case.read", target=str(case.pk)).count() == 1


def test_the_words_an_indicator_rests_on_are_marked_in_what_was_told(browser, here):
    browser.post(f"{here}indicator/", INDICATOR)
    browser.post(f"{here}indicator/", INDICATOR | {"code": "BI-23", "quote": "looked at her headscarf"})
    page = text_of(browser.get(here))
    assert "<mark>shouted at us</mark>" in page
    assert "He <mark>looked at her headscarf</mark> before he shouted." in page


def test_what_nobody_looked_into_stands_there_as_a_question(browser, here):
    assert "What speaks against bias?" in text_of(browser.get(here))
    browser.post(f"{here}indicator/", INDICATOR | {"code": "BI-80", "direction": "against"})
    page = text_of(browser.get(here))
    assert "What speaks against bias?" not in page
    assert "Bias is perceived: that stands, whatever speaks against it." in page


@pytest.mark.parametrize(
    ("edit", "field"),
    [("head", "title"), ("bias", "reasons"), ("indicator", "quote"), ("ground", "alleged_by"), ("offence", "state"),
     ("task", "due_on"), ("recordings", "holder"), ("thing", "name"), ("capture", "url"), ("online", "days"),
     ("answer", "text"), ("close", "feedback")],
)  # fmt: skip
def test_each_section_opens_its_form_in_place(browser, here, edit, field):
    assert f'name="{field}"' in text_of(browser.get(f"{here}?edit={edit}"))


@pytest.mark.parametrize("edit", ["nothing", "done", "withdraw", "ground-status"])
def test_what_cannot_be_begun_opens_nothing(browser, here, edit):
    page = browser.get(f"{here}?edit={edit}&entry={new_id()}")
    assert page.status_code == 200
    assert "Leave it" not in text_of(page)


def test_an_answer_is_saved_and_leads_back_to_its_section(browser, here, case, cast, acting):
    saved = browser.post(f"{here}bias/", BIAS)
    assert (saved.status_code, saved.headers["Location"]) == (302, f"{here}?at=bias#bias")
    assert "autofocus" in text_of(browser.get(f"{here}?at=bias"))
    assert assessment_of(case.pk, by=acting(cast.alice)).bias.answer == "yes"


def test_the_question_comes_without_an_answer_and_later_with_the_last_one(browser, here):
    assert " checked" not in text_of(browser.get(f"{here}?edit=bias"))
    browser.post(f"{here}bias/", BIAS)
    page = text_of(browser.get(f"{here}?edit=bias"))
    assert " checked" in page
    assert 'name="seen" value="1"' in page


def test_of_two_answers_the_second_sees_both_texts_and_loses_none(browser, here):
    browser.post(f"{here}bias/", BIAS)
    other = browser.post(f"{here}bias/", BIAS | {"answer": "no", "reasons": "It was about a debt."})
    assert other.status_code == 409
    page = text_of(other)
    assert "Alice wrote here while you were writing" in page
    assert "The words before the push." in page
    assert "It was about a debt.</textarea>" in page
    assert browser.post(f"{here}bias/", BIAS | {"answer": "no", "reasons": "A debt.", "seen": "1"}).status_code == 302
    assert "Earlier answers" in text_of(browser.get(here))


def test_of_two_titles_the_second_sees_both(browser, here, case, cast, acting):
    rename_case(case=case, title="Insult in a bus", seen=1, by=acting(cast.alice))
    other = browser.post(f"{here}head/", HEAD)
    assert other.status_code == 409
    assert "Insult in a bus" in text_of(other)
    assert 'value="Push in a bus"' in text_of(other)


def test_only_what_was_changed_in_the_head_is_written(browser, here, case, cast, acting):
    alice, bob = acting(cast.alice), str(cast.bob.person_id)
    was = {"initial-assignee": str(alice.person_id), "assignee": bob, "title": "x", "initial-title": "x"}
    assert browser.post(f"{here}head/", HEAD | was | {"seen": "7"}).status_code == 302
    assert browser.post(f"{here}head/", HEAD | {"complaint": "offered"}).status_code == 302
    acting(alice)
    case.refresh_from_db()
    assert (str(case.assignee_id), case.complaint_state) == (bob, "offered")
    assert case_title(case, open_record(case.pk, by=alice)) == "Push in a bus"


def test_what_happened_is_coded_in_the_head_and_of_two_codes_the_second_sees_both(browser, here, case, cast, acting):
    kind = {"initial-kind": "", "kind": "threat", "title": "x", "initial-title": "x"}
    assert browser.post(f"{here}head/", HEAD | kind).status_code == 302
    assert "type: Threat" in text_of(browser.get(here))
    acting(cast.alice)
    case.refresh_from_db()
    assert case.kind == "threat"
    late = browser.post(f"{here}head/", HEAD | kind | {"kind": "insult"})
    assert late.status_code == 409
    assert "Threat" in text_of(late)
    assert '<option value="insult" selected>' in late.content.decode()
    unknown = browser.post(f"{here}head/", HEAD | kind | {"initial-kind": "threat", "kind": "duel"})
    assert unknown.status_code == 422
    cleared = HEAD | kind | {"initial-kind": "threat", "kind": ""}
    assert browser.post(f"{here}head/", cleared).status_code == 302
    assert "type: not coded" in text_of(browser.get(here))


def test_a_stranger_is_not_given_the_case(browser, here, cast):
    was = {"initial-assignee": str(cast.alice.person_id)}
    refused = browser.post(f"{here}head/", HEAD | was | {"assignee": str(cast.charlie.person_id)})
    assert refused.status_code == 422
    assert "Choose somebody who works on cases in your organisation." in text_of(refused)


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(browser, here):
    refused = browser.post(f"{here}indicator/", {"quote": "shouted at us", "strength": "strong"})
    assert refused.status_code == 422
    page = text_of(refused)
    assert "shouted at us</textarea>" in page
    assert page.count("Choose one.") >= 3
    assert "error-summary" in page


def test_evidence_against_bias_noted_as_for_it_is_refused_in_words(browser, here):
    refused = browser.post(f"{here}indicator/", INDICATOR | {"code": "BI-80"})
    assert refused.status_code == 422
    assert "This indicator is evidence against bias." in text_of(refused)


def test_a_ground_is_recorded_once_and_moves_along(browser, here, case, cast, acting):
    assert browser.post(f"{here}ground/", GROUND).status_code == 302
    twice = browser.post(f"{here}ground/", GROUND)
    assert twice.status_code == 422
    assert "This stands there already." in text_of(twice)
    entry = str(assessment_of(case.pk, by=acting(cast.alice)).grounds[0].id)
    form = text_of(browser.get(f"{here}?edit=ground-status&entry={entry}"))
    assert 'value="suspected"' in form
    assert 'value="proven"' not in form
    skipped = browser.post(f"{here}ground-status/", {"entry": entry, "status": "proven", "seen": "perceived"})
    assert skipped.status_code == 409
    assert "the case has moved on meanwhile" in text_of(skipped)
    assert browser.post(f"{here}ground-status/", {"entry": entry}).status_code == 422
    assert (
        browser.post(f"{here}ground-status/", {"entry": entry, "status": "suspected", "seen": "perceived"}).status_code
        == 302
    )


@pytest.mark.parametrize("act", ["ground-status", "withdraw", "done"])
def test_an_act_on_an_entry_that_is_not_there_is_refused_in_words(browser, here, act):
    for entry in (str(new_id()), "nonsense"):
        refused = browser.post(f"{here}{act}/", {"entry": entry, "status": "", "reason": ""})
        assert refused.status_code == 409
        assert "the case has moved on meanwhile" in text_of(refused)


def test_a_code_of_an_older_list_stands_for_itself():
    assert code_word("OLD.CODE", "ground") == "OLD.CODE"


def test_an_indicator_is_withdrawn_and_stays_to_be_read(browser, here, case, cast, acting):
    browser.post(f"{here}indicator/", INDICATOR)
    entry = str(assessment_of(case.pk, by=acting(cast.alice)).indicators[0].id)
    assert 'name="reason"' in text_of(browser.get(f"{here}?edit=withdraw&entry={entry}"))
    assert browser.post(f"{here}withdraw/", {"entry": entry, "reason": "Misheard."}).status_code == 302
    page = text_of(browser.get(here))
    assert "Withdrawn indicators" in page
    assert "Misheard." in page


def test_a_task_is_set_done_and_taken_up_again(browser, here, cast, acting):
    assert "Proposed:" in text_of(browser.get(here))
    browser.post(f"{here}task/", {"title": "Ask for the camera recordings", "due_on": "2027-01-31", "kind": "evidence"})
    assert "Proposed:" not in text_of(browser.get(here))
    acting(cast.alice)
    entry = {"entry": str(Task.objects.get().pk)}
    assert browser.post(f"{here}done/", entry).status_code == 302
    assert "done by Alice" in text_of(browser.get(here))
    assert browser.post(f"{here}resume/", entry).status_code == 302
    assert browser.post(f"{here}resume/", entry).status_code == 409


def test_a_day_that_does_not_exist_is_said_to_be_none(browser, here):
    refused = browser.post(f"{here}task/", {"title": "Hear the driver", "due_on": "31 February", "kind": "other"})
    assert "Give a day that exists" in text_of(refused)
    assert "Hear the driver" in text_of(refused)


def test_the_person_is_written_to_from_the_case(browser, here):
    browser.post(f"{here}answer/", {"text": "You need not come to the station."})
    assert "You need not come to the station." in text_of(browser.get(here))


def test_a_case_goes_its_way_from_new_to_closed_and_back(browser, here, case, cast, acting):
    assert "Answer the bias question first." in text_of(browser.get(here))
    browser.post(f"{here}bias/", BIAS)
    assert browser.post(f"{here}offence/", {"state": "suspected", "seen": "undecided"}).status_code == 302
    assert browser.post(f"{here}start/").status_code == 302
    assert "close the case: tell the person" in text_of(browser.get(here))
    browser.post(f"{here}rights/", {"notices": ["rights", "support"], "way": "paper", "language": "en"})
    untold = browser.post(f"{here}close/", {"feedback": ""})
    assert untold.status_code == 422
    assert "Tell the person what came of it." in text_of(untold)
    assert browser.post(f"{here}close/", {"feedback": "We spoke to the driver."}).status_code == 302
    assert "Open the case again" in text_of(browser.get(f"{here}?edit=bias"))
    assert browser.post(f"{here}bias/", BIAS | {"seen": "1"}).status_code == 409
    assert browser.post(f"{here}reopen/").status_code == 302
    acting(cast.alice)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.IN_PROGRESS
    assert Message.objects.get().kind == "feedback"


def test_the_person_can_be_written_to_after_the_case_is_closed(browser, here, case, cast, acting):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    close_case(case=case, feedback="Done.", by=alice)
    assert 'name="text"' in text_of(browser.get(f"{here}?edit=answer"))


def test_a_report_that_was_taken_back_is_no_longer_shown(browser, here, case, cast, acting):
    recipient = own_recipient(case.report, by=acting(cast.alice))
    recipient.status = RecipientStatus.WITHDRAWN
    with as_role("owner"):
        recipient.save()
    page = text_of(browser.get(here))
    assert "The person took the report back" in page
    assert "headscarf" not in page
    assert browser.get(f"{here}?edit=indicator").status_code == 200
    assert browser.post(f"{here}answer/", {"text": "Please come."}).status_code == 409


def test_the_address_of_an_act_loaded_again_leads_to_its_form(browser, here):
    assert browser.get(f"{here}bias/").headers["Location"] == f"{here}?edit=bias"


def test_the_card_of_an_indicator_says_what_it_means(browser):
    assert "BI-10" in text_of(browser.get("/cases/indicators/?code=BI-10"))
    assert browser.get("/cases/indicators/?code=NOSUCH").content.strip() == b""


@pytest.mark.parametrize("who", ["charlie", "stefan"])
def test_another_organisation_gets_the_same_not_found_for_hidden_and_absent(case, cast, workspace, who):
    browser = workspace(getattr(cast, who))
    for suffix in ("", *(f"{name}/" for name in ACTS)):
        hidden, absent = (browser.post(f"/cases/{ref}/{suffix}") if suffix else browser.get(f"/cases/{ref}/")
                          for ref in (case.reference, "MAD-2026-9999"))  # fmt: skip
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content


@pytest.mark.parametrize("who", ["nadia", "lars", "petra", "ines"])
def test_who_works_on_no_cases_is_refused_before_anything_is_looked_up(case, cast, workspace, who):
    browser = workspace(getattr(cast, who))
    for address in ("/cases/", "/cases/indicators/"):
        assert browser.get(address).status_code == 403
    for address in (f"/cases/{case.reference}/", "/cases/MAD-2026-9999/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/cases/open/{case.report.reference}/").status_code == 404


def test_a_report_is_opened_as_a_case_by_its_button(told, cast, acting, workspace):
    report = told()
    browser = workspace(cast.alice)
    opened = browser.post(f"/cases/open/{report.reference}/")
    assert opened.headers["Location"].endswith("?at=bias#bias")
    assert browser.post(f"/cases/open/{report.reference}/").headers["Location"] == opened.headers["Location"]
    assert browser.post("/cases/open/R-NOSUCH/").status_code == 404
    assert workspace(cast.charlie).post(f"/cases/open/{report.reference}/").status_code == 404


def test_the_list_shows_cases_and_understands_its_filters(browser, case):
    assert case.reference in text_of(browser.get("/cases/"))
    assert case.reference not in text_of(browser.get("/cases/?status=closed"))
    assert case.reference in text_of(browser.get("/cases/?assignee=me&since=2020-01-01"))
    assert case.reference in text_of(browser.get("/cases/?assignee=nonsense&after=nonsense"))
    assert case.reference in text_of(browser.get("/cases/?since=yesterday"))
    assert "No case fits" in text_of(browser.get("/cases/?reference=ZZZ"))


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "1 day overdue"), (-3, "3 days overdue"), (0, "today"), (2, "in 2 days")]
)
def test_what_is_due_is_said_in_words(days, words):
    assert due_words(days) == words


def test_a_row_of_the_list_warns_of_what_is_overdue(browser, case, cast, acting):
    acting(cast.alice)
    Case.objects.filter(pk=case.pk).update(feedback_due=case.opened_at.date() - timedelta(days=1))
    assert "urgent" in text_of(browser.get("/cases/"))
