"""When the server cannot do its work, what a person typed stays on her page, and trying again sends it once."""

import html
import re

import pytest
from django.db import OperationalError

from proximity.foundation.testing import as_role
from proximity.reporting.models import Report
from proximity.reporting.tests.people import Dana
from proximity.reporting.tests.walking import Walk, kept
from proximity.reporting.views import mailbox, mailbox_door, report, report_reading

pytestmark = pytest.mark.django_db
STORY = "He shouted at my sister. ñ Ж 🙁"


@pytest.fixture
def dana(public):
    # As a server does: a broken request is answered.
    public.raise_request_exception = False
    return Walk(public)


@pytest.fixture
def broken(monkeypatch):
    """Return a function that breaks something until it is called again."""

    def fails(*_args, **_kwargs):
        raise OperationalError("could not extend file: No space left on device")

    def break_(module, name):
        monkeypatch.setattr(module, name, fails)
        return monkeypatch.undo

    return break_


def again(dana: Walk) -> Walk:
    """Press the one button of the page: it sends the draft and no question's name."""
    assert 'name="asked"' not in dana.page
    dana.response = dana.client.post(
        dana.address, {"draft": dana.hidden("draft"), "go": dana.page.split('name="go" value="')[1].split('"')[0]}
    )
    return dana


def test_a_full_disk_at_send_keeps_everything_and_the_next_try_sends_it_once(dana, broken):
    dana.to_check()
    mend = broken(report, "submit_report")
    dana.press()
    assert dana.response.status_code == 503
    assert dana.response.headers["Retry-After"]
    assert "is still on this page, and nowhere else: leave it open." in dana.page
    with as_role("owner"):
        assert not Report.objects.exists()
    again(dana)
    assert dana.response.status_code == 503
    mend()
    again(dana)
    assert kept(dana.code).what == "He shouted at my sister."
    with as_role("owner"):
        assert Report.objects.count() == 1


def test_what_was_just_typed_on_a_question_is_kept_when_the_database_is_away(dana, broken):
    dana.to_what()
    mend = broken(report_reading, "cities")
    dana.press(what=STORY, place="Plaza Mayor")
    assert dana.response.status_code == 503
    # She can read it, and copy it somewhere else, should nothing ever come back.
    assert STORY in dana.page
    assert "Plaza Mayor" in dana.page
    mend()
    again(dana)
    assert dana.step == "when"
    dana.press("back")
    assert STORY in dana.page


def test_a_skipped_question_is_skipped_again(dana, broken):
    dana.to_what().press(what=STORY)
    mend = broken(report_reading, "cities")
    dana.press("skip")
    mend()
    assert again(dana).step == "before"


def test_before_anything_was_written_the_page_lists_nothing(dana, broken):
    broken(report_reading, "cities")
    dana.press("skip")
    assert dana.response.status_code == 503
    assert "What you wrote" not in dana.page.replace("What you wrote is still on this page", "")


@pytest.mark.parametrize("go", ["", 'next"><script>', "change:" + "x" * 50])
def test_an_odd_button_becomes_the_plain_one(dana, broken, go):
    broken(report_reading, "cities")
    dana.press(go)
    assert dana.response.status_code == 503
    assert 'name="go" value="next"' in dana.page


@pytest.mark.parametrize("draft", ["", "no draft of ours"])
def test_without_a_draft_the_plain_page_says_that_something_broke(dana, monkeypatch, broken, draft):
    broken(report, "open_draft")
    dana.press(draft=draft)
    assert dana.response.status_code == 500
    assert "Something broke here" in dana.page


def test_a_page_that_was_only_asked_for_breaks_plainly(dana, broken):
    broken(report_reading, "cities")
    dana.response = dana.client.get(dana.address)
    assert dana.response.status_code == 500
    assert "Something broke here" in dana.page


# ---- in her mailbox

READ, WRITE = "/en/mailbox/read/", "/en/mailbox/write/"


@pytest.fixture
def inside(dana, cast):
    """Return her browser with the mailbox of a report open, and her code."""
    sent = Dana(cast, cast.organisations["madrid.ngo"])
    dana.client.post("/en/mailbox/", {"code": sent.receipt.display})
    return dana.client, sent.receipt.display


def hidden(response):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return {name: html.unescape(value) for name, value in found}


def test_a_message_in_the_mailbox_is_kept_and_the_next_try_sends_it_once(inside, broken):
    browser, _code = inside
    mend = broken(mailbox.operations, "write_message")
    away = browser.post(WRITE, {"act": "1", "kind": "message", "text": f"  {STORY}"})
    assert away.status_code == 503
    assert away.headers["Retry-After"]
    assert f'<p class="verbatim" dir="auto">{STORY}</p>' in away.content.decode()
    mend()
    assert browser.post(WRITE, hidden(away)).headers["Location"] == f"{READ}?done=sent"
    assert browser.get(READ).content.decode().count(STORY) == 1


def test_her_code_stands_on_no_page_and_is_asked_for_again(inside, broken):
    browser, code = inside
    browser.cookies.clear()
    mend = broken(mailbox_door, "get_report_by_receipt")
    away = browser.post(WRITE, {"act": "1", "kind": "message", "text": STORY, "code": code})
    assert away.status_code == 503
    assert code not in away.content.decode()
    mend()
    door = browser.post(WRITE, hidden(away))
    assert "What you typed is kept." in door.content.decode()
    assert browser.post(WRITE, hidden(door) | {"code": code}).headers["Location"] == f"{READ}?done=sent"


def test_where_nothing_was_written_the_mailbox_breaks_plainly(inside, broken):
    browser, _code = inside
    broken(mailbox, "mailbox_of")
    for answer in (browser.get(READ), browser.post(WRITE, {"act": "1", "kind": "message", "text": " "})):
        assert answer.status_code == 500
        assert "Something broke here" in answer.content.decode()
