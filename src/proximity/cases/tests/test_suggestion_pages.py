"""The page of what the text tool points at, where something is wrong: what was typed stays, and the page says what it is."""

import html
import re

import pytest

from proximity.cases.operations.assessing import decide_suggestions
from proximity.cases.operations.handling import close_case
from proximity.cases.queries.suggestions import suggestions_page

pytestmark = pytest.mark.django_db
MOVED_ON = "the case has moved on meanwhile"
LONG = "Typed words. " * 400
TOO_LONG = "This is too long. Say it more briefly."


@pytest.fixture
def page(shown, cast, workspace):
    """Return how the case's suggestions stand."""
    return suggestions_page(shown, by=cast.alice)


@pytest.fixture
def family(page):
    """Return a family of several weak ones, and them."""
    return next(found for found in page.weak if len(found[1]) > 1)


@pytest.fixture
def post(shown, cast, page, workspace):
    """Return a function that sends a form of Alice's and returns the status and the page."""
    browser = workspace(cast.alice)

    def send(**sent):
        answer = browser.post(f"/cases/{shown.reference}/suggestions/", sent)
        return answer.status_code, html.unescape(answer.content.decode())

    return send


@pytest.fixture
def look(shown, cast, workspace):
    """Return a function that returns the page as Alice sees it."""
    browser = workspace(cast.alice)
    return lambda: html.unescape(browser.get(f"/cases/{shown.reference}/suggestions/").content.decode())


@pytest.fixture
def decided(shown, cast, workspace):
    """Return a function that rejects suggestions, follows, and returns the first words that are marked where Alice lands."""
    browser = workspace(cast.alice)

    def follow(*pointed):
        sent = {"key": [one.key for one in pointed], "decision": "reject", "reason": "A film."}
        address, _, at = browser.post(f"/cases/{shown.reference}/suggestions/", sent)["Location"].partition("#")
        landed = html.unescape(browser.get(address).content.decode())
        if not at:
            return ""
        before, _, after = landed.partition(f'id="{at}"')
        assert '<details class="weak">' not in before
        return re.search("<mark>(.*?)</mark>", after)[1]

    return follow


@pytest.fixture
def reject(shown, cast, acting):
    """Return a function that rejects suggestions meanwhile."""

    def decide(*pointed):
        decide_suggestions(case=shown, pointed=pointed, accepted=False, reason="A film.", by=acting(cast.alice))

    return decide


def boxes(page):
    """Return the texts of the boxes in which something was typed."""
    return [found for found in re.findall(r"<textarea[^>]*>\s*(.*?)\s*</textarea>", page, re.DOTALL) if found]


def test_what_is_wrong_is_said_beside_what_was_typed(page, post):
    status, shown = post(key=page.telling[0].key, decision="reject", reason=LONG)
    assert (status, boxes(shown), TOO_LONG in shown, MOVED_ON in shown) == (422, [LONG.strip()], True, False)


@pytest.mark.parametrize("reason", [LONG, ""], ids=["too long", "none"])
def test_of_what_was_decided_meanwhile_the_page_says_so_and_keeps_what_was_typed(page, post, reject, reason):
    reject(page.telling[0])
    status, shown = post(key=page.telling[0].key, decision="reject", reason=reason)
    assert (status, MOVED_ON in shown, boxes(shown)) == (409, True, [])
    assert shown.count(LONG.strip()) == bool(reason)


def test_a_family_keeps_what_was_typed_though_what_was_ticked_was_decided_meanwhile(family, post, reject):
    name, (first, *others) = family
    assert len(others) > 1, "several are left to be ticked"
    reject(first)
    status, shown = post(of=name, key=first.key, decision="reject", reason=LONG)
    assert (status, boxes(shown), TOO_LONG in shown, MOVED_ON in shown) == (422, [LONG.strip()], True, True)
    assert " checked" not in shown


def test_of_what_was_ticked_in_a_family_what_is_left_stays_ticked(family, post, reject):
    name, (first, second, *_others) = family
    reject(first)
    status, shown = post(of=name, key=[first.key, second.key], decision="reject", reason=LONG)
    assert (status, boxes(shown), MOVED_ON in shown, shown.count(" checked")) == (422, [LONG.strip()], True, 1)


def test_the_one_that_is_left_of_a_family_can_be_decided_with_what_was_typed(family, post, reject):
    name, (*others, last) = family
    reject(*others)
    status, shown = post(of=name, decision="reject", reason="Typed words.")
    assert (status, boxes(shown), MOVED_ON in shown) == (422, ["Typed words."], True)
    assert f'name="key" value="{last.key}"' in shown
    assert "Tick at least one." not in shown


@pytest.mark.parametrize("reason", [LONG, ""], ids=["too long", "none"])
def test_in_a_case_that_was_closed_meanwhile_the_page_says_so_and_keeps_what_was_typed(
    shown, cast, acting, page, post, reason
):
    close_case(case=shown, feedback="We spoke to him.", by=acting(cast.alice))
    status, said = post(key=page.telling[0].key, decision="reject", reason=reason)
    assert (status, MOVED_ON in said, "<textarea" in said) == (409, True, False)
    assert said.count(LONG.strip()) == bool(reason)


@pytest.mark.parametrize("sent", [{}, {"decision": "perhaps"}])
def test_a_form_without_accept_or_reject_says_that_one_is_to_be_chosen(page, post, sent):
    status, shown = post(key=page.telling[0].key, reason="Typed words.", **sent)
    assert (status, boxes(shown), shown.count("Choose one."), MOVED_ON in shown) == (422, ["Typed words."], 1, False)


def test_of_something_ticked_that_cannot_be_meant_the_page_does_not_say_that_nothing_was(family, post):
    status, shown = post(of=family[0], key="what:" + "9" * 200, decision="reject", reason="Typed words.")
    assert (status, boxes(shown), "Tick at least one." in shown) == (422, ["Typed words."], False)
    assert "This cannot be chosen any more. Please choose again." in shown


def test_each_box_says_to_those_who_listen_what_it_is_about(page, look):
    labels = re.findall(r'<label for="s\d+-reason">(.*?)</label>', look(), re.DOTALL)
    assert len(labels) == len(page.telling) + len(page.weak)
    assert len(set(labels)) == len(labels)
    assert f"{page.telling[0].suggestion.indicator}, {page.telling[0].words}" in labels[0]


def test_a_place_that_no_rule_names_is_not_there(page, post):
    status, shown = post(key="what:0:3:en.cue.nothing:BI-10", decision="accept", reason="Typed words.")
    assert (status, MOVED_ON in shown, shown.count("Typed words.")) == (409, True, 1)


def test_after_a_decision_one_lands_at_the_next_and_behind_the_last_at_the_top(page, decided):
    *others, last = page.telling
    assert len(others) > 1
    assert decided(others[0]) == page.telling[1].words
    assert decided(last) == ""


def test_after_a_decision_on_weak_ones_the_rest_of_them_lies_open_or_the_next_family(page, decided):
    (_name, first), (_other, second) = page.weak
    assert decided(*first) == second[0].words
    assert decided(second[0]) == second[1].words
    assert decided(*second[1:]) == ""


def test_a_closed_case_says_why_nothing_can_be_decided(shown, cast, acting, look):
    said = "The case is closed: what is closed is read, or opened again first."
    assert said not in look()
    close_case(case=shown, feedback="We spoke to him.", by=acting(cast.alice))
    assert said in look()
