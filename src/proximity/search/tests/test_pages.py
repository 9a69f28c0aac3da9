"""The page of search: words travel sealed, what is found is shown with where it stands, and what is not is explained."""

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from proximity.accounts.keys import search_secret
from proximity.audit.models import AuditEvent
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import Case
from proximity.cases.queries.lists import Filters
from proximity.cases.rules.states import CaseStatus
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import send_report
from proximity.reporting.models import Report
from proximity.reporting.operations.handling import read_report
from proximity.search.models import Change
from proximity.search.operations.asking import IN_ONE_EVENT, _packed
from proximity.search.queries import finding
from proximity.search.queries.asking import GOOD_FOR, Question, Words, open_words, seal_words
from proximity.search.queries.finding import find
from proximity.search.rules.words import MOST_WORDS

pytestmark = pytest.mark.django_db
SECRET = "headscarf"


@pytest.fixture
def browser(case, cast, workspace, indexed):
    assess_case(case, by=cast.alice)
    indexed(cast.alice)
    return workspace(cast.alice)


def ask(browser, **fields):
    answer = browser.post("/search/", {"text": "", "place": "", "day": "", **fields})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"], browser.get(answer.headers["Location"])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_it_says_what_is_found_before_anything_is_asked(browser):
    page = browser.get("/search/")
    assert page.status_code == 200
    assert "Look for words of the sealed texts" in text_of(page)


def test_a_case_is_found_with_the_words_around_it(browser, case):
    _, page = ask(browser, text="shouting BUSES")
    assert f'<a href="/cases/{case.reference}/">' in text_of(page)
    assert "A man <mark>shouted</mark> at us" in text_of(page)


def test_no_word_stands_in_the_address_the_log_or_the_title(browser, caplog, cast, acting):
    caplog.set_level(logging.DEBUG)
    url, page = ask(browser, text=SECRET, place="Bilbao")
    query = parse_qs(urlsplit(url).query)
    assert SECRET not in url
    assert "Bilbao" not in url
    assert set(query) == {"q"}
    assert SECRET not in text_of(page).partition("</title>")[0]
    assert SECRET not in caplog.text
    with as_role("owner"):
        told = " ".join(f"{one.action} {one.label} {one.purpose} {one.target}" for one in AuditEvent.objects.all())
    assert SECRET not in told
    assert "bilbao" not in told.lower()


def test_the_log_tells_who_looked_for_how_many_words_and_what_she_was_shown(browser, case, cast):
    ask(browser, text=f"{SECRET} sister", status="in_assessment")
    with as_role("owner"):
        made = AuditEvent.objects.get(action="search.made")
        shown = AuditEvent.objects.get(action="search.shown")
    assert (made.actor, made.label) == (cast.alice.label, "words: 2, status: in_assessment")
    assert shown.label == case.reference


def test_an_address_is_good_for_a_colleague_and_for_nobody_else(browser, case, cast, workspace, acting):
    url, _ = ask(browser, text=SECRET)
    assert case.reference in text_of(workspace(cast.bob).get(url))
    stranger = text_of(workspace(cast.charlie).get(url))
    assert case.reference not in stranger
    assert "This address is too old, or another organisation" in stranger


def test_an_address_is_good_for_its_time(cast, acting):
    alice, now = acting(cast.alice), timezone.now()
    token = seal_words(Words("word"), by=alice, now=now)
    assert open_words(token, by=alice, now=now + GOOD_FOR) == Words("word")
    assert open_words(token, by=alice, now=now + 2 * GOOD_FOR) is None
    assert open_words(token[:-2], by=alice) is None


@pytest.mark.parametrize("token", ["x", "é" * 40, "A" * 4000, "\x00"])
def test_a_broken_address_says_so(browser, token):
    page = browser.get("/search/", {"q": token})
    assert page.status_code == 200
    assert "This address is too old" in text_of(page)


def test_what_is_not_found_is_explained(browser):
    _, page = ask(browser, text="zeppelin")
    assert "No text that you may read has: zeppelin" in text_of(page)
    _, page = ask(browser, text="the was")
    assert "These words tell too little" in text_of(page)
    _, page = ask(browser, text=f"the {SECRET}")
    assert "Not looked for, because it stands in too many texts to tell them apart: the" in text_of(page)
    _, page = ask(browser, text=SECRET, status="closed")
    assert "not together, or not with these filters" in text_of(page)
    _, page = ask(browser, text=" ".join(f"word{number}" for number in range(MOST_WORDS + 1)))
    assert f"Left away: word{MOST_WORDS}" in text_of(page)


def test_what_is_still_being_read_is_said(browser, case, cast):
    Change.objects.create(city_id=cast.alice.city_id, organisation=cast.alice.organisation, record_id=case.pk)
    _, page = ask(browser, text=SECRET)
    assert "1 case or report is still being read for the search" in text_of(page)


def test_filters_narrow_and_stand_in_the_address(browser, case, cast):
    url, page = ask(browser, text=SECRET, ground="REL.MUS", assignee="me", status="open", since="2020-01-01")
    assert case.reference in text_of(page)
    assert "ground=REL.MUS" in url
    for field, value in (("ground", "GEN.F"), ("assignee", "nobody"), ("status", "closed"), ("until", "2020-01-01")):
        _, page = ask(browser, text=SECRET, **{field: value})
        assert case.reference not in text_of(page), field


def test_filters_alone_list_cases_without_opening_their_texts(browser, case):
    url, page = ask(browser, ground="REL.MUS")
    assert case.reference in text_of(page)
    assert "<mark>" not in text_of(page)
    assert "q=" not in url
    with as_role("owner"):
        assert not AuditEvent.objects.filter(action="search.shown").exists()


def test_nonsense_in_the_address_leaves_it_wide(browser, case):
    page = browser.get("/search/?status=none&ground=X&assignee=Y&since=Z&after=Q&what=cases")
    assert page.status_code == 200
    assert case.reference in text_of(page)


@pytest.mark.parametrize(("field", "value"), [("text", "x" * 201), ("place", "x" * 201), ("day", "tomorrow")])
def test_what_cannot_be_looked_for_is_said_beside_its_field_and_kept(browser, field, value):
    page = browser.post("/search/", {"text": "kept", "place": "", "day": "", field: value})
    assert page.status_code == 422
    assert "error-summary" in text_of(page)
    assert value in text_of(page)


def test_an_ngo_searches_its_reports(cast, workspace, acting, indexed):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"])
    forget_context()
    nadia = acting(cast.nadia)
    read_report(report=Report.objects.get(pk=sent.report.pk), by=nadia)
    indexed(nadia, "madrid.ngo")
    browser = workspace(cast.nadia)
    assert 'name="status"' not in text_of(browser.get("/search/"))
    _, page = ask(browser, text=SECRET)
    assert f"/reports/{sent.report.reference}/" in text_of(page)
    assert "Report that is no case" in text_of(page)


@pytest.mark.parametrize("who", ["petra", "lars", "ines"])
def test_who_reads_no_reports_does_not_search(cast, workspace, who):
    assert workspace(getattr(cast, who)).get("/search/").status_code == 403


def test_pages_follow_by_key_and_stay_small(cast, told, acting, workspace, indexed):
    reports = [told() for _ in range(30)]
    alice = acting(cast.alice)
    for report in reports:
        make_case(report, by=alice)
    indexed(alice)
    browser = workspace(alice)
    _, first = ask(browser, text=SECRET)
    assert len(first.content) < 60_000
    following = text_of(first).partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = browser.get(f"/search/{following}")
    on_both = [
        {case.reference for case in Case.objects.all() if case.reference in text_of(page)} for page in (first, second)
    ]
    assert [len(one) for one in on_both] == [25, 5]
    assert not on_both[0] & on_both[1]


def test_the_number_of_queries_does_not_grow(cast, told, acting, indexed, django_assert_max_num_queries):
    reports = [told() for _ in range(12)]
    alice = acting(cast.alice)
    for report in reports:
        make_case(report, by=alice)
    indexed(alice)
    with django_assert_max_num_queries(22):
        assert len(find(Question(Words(SECRET)), by=alice).hits) == 12


def test_references_fill_events(cast):
    lines = list(_packed(f"MAD-2026-{number:04}" for number in range(40)))
    assert len(lines) > 1
    assert all(len(line) <= 200 for line in lines)
    assert sum(len(line.split()) for line in lines) == 40
    assert IN_ONE_EVENT < 200


def test_the_key_of_an_index_is_each_organisations_own(cast):
    secrets = {search_secret(body.pk) for body in cast.organisations.values()}
    assert len(secrets) == len(cast.organisations)
    assert all(len(one) == 32 for one in secrets)


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_pages_are_the_same_however_many_records_the_index_is_asked_for_at_once(
    cast, told, acting, indexed, monkeypatch, at_once
):
    reports = [told() for _ in range(7)]
    alice = acting(cast.alice)
    newest = sorted((make_case(report, by=alice).pk for report in reports), reverse=True)
    indexed(alice)
    monkeypatch.setattr(finding, "AT_ONCE", at_once)
    monkeypatch.setattr(finding, "PAGE", 3)
    found, after, more = [], None, True
    while more:
        page = find(Question(Words(SECRET)), by=alice, after=after)
        found.append([hit.id for hit in page.hits])
        after, more = page.after, page.after is not None
    assert found == [newest[:3], newest[3:6], newest[6:]]
    closed = Question(Words(SECRET), Filters(status=CaseStatus.CLOSED))
    assert find(closed, by=alice).hits == ()
