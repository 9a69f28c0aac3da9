"""The mailbox as a browser without script meets it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.slowing import FREE_TRIES, WrongCodes
from proximity.foundation.sealing.drafts import TokenSealer
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.operations.handling import answer_report, close_with_feedback
from proximity.reporting.operations.sharing import forward_report
from proximity.reporting.tests.people import Dana, at_work, read_as
from proximity.reporting.views import mailbox_door

pytestmark = pytest.mark.django_db
OPEN, READ, WRITE = "/en/mailbox/", "/en/mailbox/read/", "/en/mailbox/write/"


@pytest.fixture(autouse=True)
def _fresh_count(monkeypatch):
    """Count wrong codes anew in each test, and never really wait."""
    monkeypatch.setattr(mailbox_door, "wrong_codes", WrongCodes())
    monkeypatch.setattr(mailbox_door.time, "sleep", lambda _seconds: None)


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def dana(public, cast, ngo, police):
    return Dana(cast, ngo, police)


@pytest.fixture
def inside(public, dana):
    """Return Dana's browser with her mailbox open."""
    response = public.post(OPEN, {"code": dana.receipt.display})
    assert response.status_code == 302
    return public


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def post(browser, path, **values):
    return browser.post(path, {"act": "1", **values})


def reader_url(dana, organisation, act):
    return f"/en/mailbox/readers/{dana.reader(organisation).recipient.pk}/{act}/"


# ---- the door


def test_the_code_opens_the_mailbox_however_it_is_typed(public, dana):
    typed = dana.receipt.display.lower().replace("-", " ")
    response = public.post(OPEN, {"code": f"  {typed} "}, follow=True)
    assert "Your mailbox" in text_of(response)
    assert dana.report.reference in text_of(response)


def test_the_only_cookie_is_sealed_strict_and_hidden_from_script(public, dana):
    response = public.post(OPEN, {"code": dana.receipt.display})
    cookie = response.cookies[mailbox_door.COOKIE]
    assert list(response.cookies) == [mailbox_door.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 1800)
    assert not cookie["secure"]
    assert dana.receipt.display not in cookie.value


def test_over_https_the_cookie_is_bound_to_this_host(public, dana, settings):
    settings.OVER_HTTPS = True
    cookie = public.post(OPEN, {"code": dana.receipt.display}).cookies["__Host-mailbox"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_asking_for_the_code_sets_no_cookie(public, dana):
    response = public.get(OPEN)
    assert response.status_code == 200
    assert not response.cookies


def test_an_open_mailbox_needs_no_code_again(inside):
    assert inside.get(OPEN).headers["Location"] == READ


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 26 + "0"])
def test_what_is_no_code_is_said_beside_the_field_and_kept(public, dana, typed):
    response = public.post(OPEN, {"code": typed})
    assert response.status_code == 422
    assert f'value="{typed}"' in text_of(response) or not typed
    assert "data-faulty" in text_of(response)


def test_a_code_that_opens_nothing_is_kept_and_sets_no_cookie(public, dana):
    code = Receipt.draw().display
    response = public.post(OPEN, {"code": code})
    assert response.status_code == 422
    assert "No mailbox opens with this code" in text_of(response)
    assert code in text_of(response)
    assert not response.cookies


def test_after_many_wrong_codes_the_right_one_opens_at_the_next_try(public, dana):
    for _ in range(FREE_TRIES + 5):
        assert public.post(OPEN, {"code": Receipt.draw().display}).status_code == 422
    assert public.post(OPEN, {"code": dana.receipt.display}).status_code == 302


def test_when_all_seats_for_waiting_are_taken_the_page_asks_for_a_moment(public, dana):
    for _ in range(FREE_TRIES):
        public.post(OPEN, {"code": Receipt.draw().display})
    code = Receipt.draw().display
    wrong = mailbox_door.wrong_codes
    with wrong.seat(), wrong.seat():
        response = public.post(OPEN, {"code": code})
        right = public.post(OPEN, {"code": dana.receipt.display})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "2"
    assert code in text_of(response)
    assert right.status_code == 302


def test_a_wrong_code_waits_once_the_free_tries_are_used(public, dana, monkeypatch):
    waited = []
    monkeypatch.setattr(mailbox_door.time, "sleep", waited.append)
    for _ in range(FREE_TRIES + 2):
        public.post(OPEN, {"code": Receipt.draw().display})
    assert waited == pytest.approx([0.5, 1.0], abs=0.2)


def test_after_half_an_hour_what_was_typed_is_kept_and_goes_on_with_the_code(inside, dana, ngo):
    old = timezone.now() - timedelta(minutes=31)
    inside.cookies[mailbox_door.COOKIE] = TokenSealer("mailbox", *public_keyring().draft).seal(
        dana.receipt.display, old
    )
    written = {"text": "A long answer\nin two lines", "kind": "message", "readers": [str(ngo.pk)]}
    asked = post(inside, WRITE, **written)
    assert asked.status_code == 200
    assert "What you typed is kept" in text_of(asked)
    assert "A long answer\nin two lines" in asked.content.decode()
    assert dana.mailbox().talk == ()
    response = post(inside, WRITE, code=dana.receipt.display, **written)
    assert response.status_code == 302
    assert dana.mailbox().talk[0].text == "A long answer\nin two lines"


def test_the_code_alone_never_acts(public, dana, ngo):
    """The page that asks for the code posts to the address it stands at: that must only show the page."""
    for path in (reader_url(dana, ngo, "withdraw"), reader_url(dana, ngo, "erase"), WRITE, "/en/mailbox/treatment/"):
        public.cookies.clear()
        assert "type your code" in text_of(public.get(path))
        response = public.post(path, {"code": dana.receipt.display})
        assert response.status_code in {200, 302}
    assert dana.reader(ngo).reads
    assert dana.reader(ngo).erasure_by is None


@pytest.mark.parametrize("cookie", ["", "rubbish", "AAAA"])
def test_a_cookie_that_is_none_of_ours_asks_for_the_code(public, dana, cookie):
    public.cookies[mailbox_door.COOKIE] = cookie
    assert "type your code" in text_of(public.get(READ))


def test_leaving_takes_the_cookie_away_and_says_so(inside):
    response = inside.post("/en/mailbox/leave/")
    assert response.cookies[mailbox_door.COOKIE].value == ""
    assert '"cache"' in response.headers["Clear-Site-Data"]
    assert "closed in this browser" in text_of(inside.get(response.headers["Location"]))
    assert inside.get("/en/mailbox/leave/").status_code == 405


# ---- the page


def test_the_page_says_who_may_read_where_it_stands_and_until_when(inside, dana, ngo, police):
    page = text_of(inside.get(READ))
    for words in (ngo.name, police.name, "Nobody there has opened it yet", "You get an answer by", "What you told"):
        assert words in page
    assert "A man shouted at us on the bus" in page
    assert "<script" in page
    assert not re.search(r"<script(?![^>]*src=)|style=", page)


def test_an_answer_is_signed_by_the_organisation_and_never_by_a_name(inside, dana, cast, acting, ngo):
    with at_work(acting, cast.nadia) as nadia:
        read_as(nadia, dana.report)
        answer_report(report=dana.report, text="We are here for you.", by=nadia)
    page = text_of(inside.get(READ))
    assert "We are here for you." in page
    assert ngo.name in page
    assert "Nadia" not in page
    assert "They tell you what was done by" in page


def test_a_report_handed_on_shows_on_whose_word(inside, dana, cast, acting, public, ngo):
    alone = Dana(cast, ngo)
    with at_work(acting, cast.nadia) as nadia:
        read_as(nadia, alone.report)
        forward_report(
            report=alone.report, to=cast.organisations["madrid.police"], consent_note="By phone, yes.", by=nadia
        )
    public.post(OPEN, {"code": alone.receipt.display})
    page = text_of(public.get(READ))
    assert "staff wrote down that you agreed" in page
    assert "By phone, yes." in page


def test_closed_says_so_and_promises_nothing_more(inside, dana, cast, acting):
    with at_work(acting, cast.nadia) as nadia:
        read_as(nadia, dana.report)
        close_with_feedback(report=dana.report, text="We went to the shop.", by=nadia)
    page = text_of(inside.get(READ))
    assert "They have told you what was done" in page
    assert "We went to the shop." in page


def test_what_is_late_is_said(inside, dana, monkeypatch):
    later = timezone.now() + timedelta(days=60)
    monkeypatch.setattr("proximity.reporting.views.mailbox.timezone.now", lambda: later)
    inside.cookies[mailbox_door.COOKIE] = TokenSealer("mailbox", *public_keyring().draft).seal(
        dana.receipt.display, later
    )
    assert "are late" in text_of(inside.get(READ))


def test_another_language_offers_the_language_of_the_report(inside):
    assert '<a href="/en/mailbox/read/" lang="en" dir="ltr" hreflang="en">English</a>' in text_of(
        inside.get("/es/mailbox/read/")
    )


def test_an_address_cannot_put_words_on_the_page(inside):
    assert 'role="status"' not in text_of(inside.get(f"{READ}?done=bought"))


# ---- acts


def test_writing_goes_to_whom_she_ticked(inside, dana, ngo):
    response = post(inside, WRITE, text="Any news?", kind="message", readers=[str(ngo.pk)])
    assert response.headers["Location"] == f"{READ}?done=sent"
    line = dana.mailbox().talk[0]
    assert (line.text, line.readers) == ("Any news?", (ngo.name,))
    assert "Can read it:" in text_of(inside.get(response.headers["Location"]))


def test_with_one_reader_there_is_nothing_to_tick(public, cast, ngo):
    alone = Dana(cast, ngo)
    public.post(OPEN, {"code": alone.receipt.display})
    assert 'name="readers"' not in text_of(public.get(READ))
    post(public, WRITE, text="Any news?", kind="facts")
    assert alone.mailbox().talk[0].readers == (ngo.name,)


@pytest.mark.parametrize("wrong", [{"text": ""}, {"readers": []}, {"kind": ""}, {"readers": ["nobody"]}])
def test_a_fault_is_said_beside_the_field_and_everything_typed_is_kept(inside, dana, ngo, wrong):
    typed = {"text": "Any news?", "kind": "message", "readers": [str(ngo.pk)]} | wrong
    response = post(inside, WRITE, **typed)
    assert response.status_code == 422
    page = text_of(response)
    assert 'id="error-summary"' in page
    assert typed["text"] in page
    assert dana.mailbox().talk == ()


def test_taking_back_unopened_says_that_it_is_shut(inside, dana, police):
    url = reader_url(dana, police, "withdraw")
    page = text_of(inside.get(url))
    assert f"Take the report back from {police.name}?" in page
    response = post(inside, url, text="")
    assert response.headers["Location"] == f"{READ}?done=shut"
    assert "now nobody there can" in text_of(inside.get(response.headers["Location"]))


def test_taking_back_opened_says_what_the_law_lets_them_keep(inside, dana, cast, acting, police):
    with at_work(acting, cast.alice) as alice:
        read_as(alice, dana.report)
    response = post(inside, reader_url(dana, police, "withdraw"), text="I changed my mind.")
    assert response.headers["Location"] == f"{READ}?done=told"
    page = text_of(inside.get(response.headers["Location"]))
    assert "What they may keep" in page
    assert "They are told to stop using it" in page


def test_taking_back_twice_says_that_things_had_changed(inside, dana, police):
    url = reader_url(dana, police, "withdraw")
    post(inside, url, text="")
    response = post(inside, url, text="")
    assert response.headers["Location"] == f"{READ}?done=changed"
    assert "something had changed" in text_of(inside.get(response.headers["Location"]))


def test_a_reason_that_is_too_long_is_kept_and_takes_nothing_back(inside, dana, police):
    response = post(inside, reader_url(dana, police, "withdraw"), text="x" * 3000)
    assert response.status_code == 422
    assert "x" * 3000 in text_of(response)
    assert dana.reader(police).reads


def test_asking_to_erase_names_the_date(inside, dana, ngo):
    url = reader_url(dana, ngo, "erase")
    assert "A person there decides" in text_of(inside.get(url))
    response = post(inside, url)
    assert response.headers["Location"] == f"{READ}?done=asked"
    assert "You asked them to erase it" in text_of(inside.get(READ))


def test_somebody_elses_recipient_is_not_there(inside, cast, ngo):
    other = Dana(cast, ngo)
    assert inside.get(reader_url(other, ngo, "withdraw")).status_code == 404


def test_letting_somebody_else_read(public, cast, ngo, police):
    alone = Dana(cast, ngo)
    public.post(OPEN, {"code": alone.receipt.display})
    page = text_of(public.get("/en/mailbox/readers/add/"))
    assert police.name in page
    assert "city police" in page
    assert post(public, "/en/mailbox/readers/add/").status_code == 422
    response = post(public, "/en/mailbox/readers/add/", organisation=str(police.pk))
    assert response.headers["Location"] == f"{READ}?done=shared"
    assert alone.reader(police).reads


def test_how_she_was_treated(inside, dana, ngo, police):
    assert "Were you treated with respect?" in text_of(inside.get("/en/mailbox/treatment/"))
    assert post(inside, "/en/mailbox/treatment/", text="No.").status_code == 422
    response = post(inside, "/en/mailbox/treatment/", respect="2", text="Cold.", readers=[str(ngo.pk)])
    assert response.headers["Location"] == f"{READ}?done=thanks"
    assert "hardly" in text_of(inside.get(READ))


def test_once_nobody_may_read_there_is_nobody_to_write_to(inside, dana, ngo, police):
    post(inside, reader_url(dana, ngo, "withdraw"), text="")
    post(inside, reader_url(dana, police, "withdraw"), text="")
    page = text_of(inside.get(READ))
    assert "there is nobody to write to" in page
    assert "How were you treated?" not in page
    response = post(inside, WRITE, text="Hello", kind="message")
    assert response.headers["Location"] == f"{READ}?done=changed"


def test_another_site_cannot_post(inside, dana, police):
    response = inside.post(
        reader_url(dana, police, "withdraw"), {"act": "1", "text": ""}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert dana.reader(police).reads
