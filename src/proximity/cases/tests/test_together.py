"""Two officers on one case: whoever comes second sees both texts and loses none, in either order, with script and without."""

import re

import pytest

from proximity.accounts.records import open_record
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import GroundStatus
from proximity.cases.factories import assess_case
from proximity.cases.models import Case, Qualification, Task
from proximity.cases.operations import assessing, handling, qualifying, tasks
from proximity.cases.queries.lists import case_title
from proximity.cases.rules.states import ComplaintState, OffenceState, TaskKind

pytestmark = pytest.mark.django_db
ORDERS = [("alice", "bob"), ("bob", "alice")]
SCRIPT = [{}, {"headers": {"HX-Request": "true"}}]
WORDING = "es.cp.22.4/2022"


def text_of(response):
    return " ".join(response.content.decode().split())


def fields_of(page, act):
    """Return what the form of an act holds when it is opened, as a browser would send it."""
    text = page.content.decode()
    form = text.partition(f'/{act}/" novalidate')[2].partition("</form>")[0]
    assert form, f"no form for {act}"
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (('type="radio"' not in tag and 'type="checkbox"' not in tag) or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = body.strip("\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def both(case, cast, acting, workspace):
    """Return a function that opens one form in two browsers and sends it from both, the second time in conflict.

    It returns what the second got, and a function that saves again what the second has before her eyes then.
    """
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    qualifying.consider_offence(case=case, offence=WORDING, day=case.opened_at.date(), by=alice)
    here = f"/cases/{case.reference}/"

    def send(order, script, act, first, second, entry=""):
        one, two = (workspace(getattr(cast, name)) for name in order)
        address = f"{here}?edit={act}&entry={entry}"
        opened = [fields_of(browser.get(address), act) for browser in (one, two)]
        assert one.post(f"{here}{act}/", opened[0] | first, **script).status_code == 302
        late = two.post(f"{here}{act}/", opened[1] | second, **script)
        assert late.status_code == 409
        return late, lambda **changed: two.post(f"{here}{act}/", fields_of(late, act) | changed, **script)

    return send


@pytest.mark.parametrize("script", SCRIPT, ids=["without script", "with script"])
@pytest.mark.parametrize("order", ORDERS, ids=["alice first", "bob first"])
class TestBoth:
    def test_titles(self, both, case, cast, acting, order, script):
        late, again = both(order, script, "head", {"title": "A push"}, {"title": "An insult"})
        assert f"{order[0].title()} wrote here while you were writing" in text_of(late)
        assert "A push" in text_of(late)
        assert 'value="An insult"' in text_of(late)
        assert again().status_code == 302
        alice = acting(cast.alice)
        case.refresh_from_db()
        assert case_title(case, open_record(case.pk, by=alice)) == "An insult"

    def test_who_works_on_it_and_what_the_second_did_not_touch(self, both, case, cast, acting, order, script):
        first = {"assignee": str(cast.bob.person_id), "complaint": "offered"}
        late, again = both(order, script, "head", first, {"assignee": "", "title": "An insult"})
        assert "Bob" in text_of(late)
        assert "offered, not answered yet" in text_of(late)
        assert fields_of(late, "head")["complaint"] == "offered"
        assert fields_of(late, "head")["title"] == "An insult"
        assert again().status_code == 302
        acting(cast.alice)
        case.refresh_from_db()
        assert (case.assignee_id, case.complaint_state) == (None, ComplaintState.OFFERED)

    def test_complaints(self, both, case, cast, acting, order, script):
        late, again = both(order, script, "head", {"complaint": "made"}, {"complaint": "declined"})
        assert "made" in text_of(late).partition("wrote here")[2]
        assert again().status_code == 302
        acting(cast.alice)
        assert Case.objects.get().complaint_state == ComplaintState.DECLINED

    def test_bias(self, both, order, script):
        first = {"answer": "no", "reasons": "It was about a debt."}
        late, again = both(order, script, "bias", first, {"answer": "not_known", "reasons": "Too early."})
        assert "It was about a debt." in text_of(late)
        assert "Too early.</textarea>" in text_of(late)
        assert again().status_code == 302

    def test_grounds(self, both, case, cast, acting, order, script):
        entry = str(assessment_of(case.pk, by=acting(cast.alice)).grounds[0].id)
        late, again = both(order, script, "ground-status", {"status": "suspected"}, {"status": "rejected"}, entry)
        assert "suspected" in text_of(late).partition("wrote here")[2].partition("</blockquote>")[0]
        assert again().status_code == 302
        assert assessment_of(case.pk, by=acting(cast.alice)).grounds[0].status == GroundStatus.REJECTED

    def test_offences(self, both, cast, acting, order, script):
        late, again = both(order, script, "offence", {"state": "suspected"}, {"state": "not_an_offence"})
        assert "an offence is suspected" in text_of(late).partition("wrote here")[2].partition("</blockquote>")[0]
        assert again().status_code == 302
        acting(cast.alice)
        assert Case.objects.get().offence_state == OffenceState.NOT_AN_OFFENCE

    def test_qualifications(self, both, cast, acting, order, script):
        acting(cast.alice)
        entry = str(Qualification.objects.get().thread)
        first = {
            "basis": "The words.",
            "element_0": "The motive",
            "fact_0": "«shouted»",
            "met_0": "on",
            "status": "proposed",
        }
        second = {"basis": "The place.", "element_0": "Another motive", "fact_0": "the mosque", "met_0": "on"}
        late, again = both(order, script, "qualify", first, second, entry)
        shown = text_of(late)
        assert "✓ The motive — «shouted»" in shown
        assert "The place.</textarea>" in shown
        assert "Another motive</textarea>" in shown
        assert 'value="the mosque"' in shown
        assert again().status_code == 302
        acting(cast.alice)
        assert sorted(Qualification.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_a_task_that_a_colleague_has_done_is_said_to_be_done(case, cast, acting, workspace):
    task = tasks.add_task(
        case=case, kind=TaskKind.OTHER, title="Hear the driver", due_on=case.opened_at.date(), by=acting(cast.alice)
    )
    here, entry = f"/cases/{case.reference}/", {"entry": str(task.pk)}
    alice, bob = workspace(cast.alice), workspace(cast.bob)
    assert bob.post(f"{here}done/", entry).status_code == 302
    late = alice.post(f"{here}done/", entry)
    assert late.status_code == 409
    assert "done by Bob" in text_of(late)
    assert alice.post(f"{here}resume/", entry).status_code == 302
    late = bob.post(f"{here}resume/", entry)
    assert late.status_code == 409
    assert "Hear the driver" in text_of(late)
    acting(cast.alice)
    assert Task.objects.get().done_at is None


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("close", {"feedback": "We spoke to the driver, who remembers."}),
        ("bias", {"answer": "no", "reasons": "We spoke to the driver, who remembers.", "seen": "1"}),
        ("task", {"title": "We spoke to the driver, who remembers.", "due_on": "2026-12-01", "kind": "other"}),
    ],
)
def test_words_typed_into_a_case_that_was_closed_meanwhile_are_shown_to_be_copied(
    case, cast, acting, workspace, act, typed
):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    handling.close_case(case=case, feedback="Done.", by=acting(cast.bob))
    late = workspace(cast.alice).post(f"/cases/{case.reference}/{act}/", typed)
    assert late.status_code == 409
    assert "the case has moved on meanwhile" in text_of(late)
    assert "We spoke to the driver, who remembers." in text_of(late)


def test_a_form_about_an_entry_that_is_gone_keeps_its_words_too(case, cast, acting, workspace):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    entry = assessment_of(case.pk, by=alice).indicators[0].id
    assessing.withdraw_indicator(case=case, entry_id=entry, reason="Misheard.", by=acting(cast.bob))
    late = workspace(cast.alice).post(
        f"/cases/{case.reference}/withdraw/", {"entry": str(entry), "reason": "It was the other man."}
    )
    assert late.status_code == 409
    assert "It was the other man." in text_of(late)
