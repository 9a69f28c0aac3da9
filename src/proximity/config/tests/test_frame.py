"""The workspace's frame: navigation by role, one's own work first, pages that say what went wrong."""

from dataclasses import replace

import pytest

from proximity.accounts.rules import Capability
from proximity.config import home
from proximity.config.first_pages import LOCAL_POLICE
from proximity.config.navigation import ENTRIES, UNFOLDED, NavigationItem, Rail, items_for, navigation
from proximity.foundation.testing import SideClient
from proximity.foundation.ui.home import HomeItem, HomeList

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch):
    """Return a function that gives everybody's first page these sources."""

    def put(*given):
        monkeypatch.setattr(home, "first_page_of", lambda _actor: replace(LOCAL_POLICE, sources=given))

    return put


@pytest.mark.parametrize("who", ["alice", "nadia", "lars", "petra", "ines", "stefan", "carmen", "olga", "teo", "sol"])
def test_each_finds_the_places_of_her_role_and_every_link_opens(cast, workspace, who):
    actor = getattr(cast, who)
    browser = workspace(actor)
    links = browser.get("/").context["navigation"]().items
    assert len(links) == len([entry for entry in ENTRIES if entry.capability is None or actor.may(entry.capability)])
    assert [link.url for link in links if browser.get(link.url).status_code != 200] == []


def test_only_who_may_read_the_log_is_shown_the_way(cast, acting):
    shown = {who: [str(item.label) for item in items_for(acting(getattr(cast, who)), "/")] for who in ("ines", "alice")}
    assert "Audit" in shown["ines"]
    assert "Audit" not in shown["alice"]
    assert cast.ines.may(Capability.READ_AUDIT)


@pytest.mark.parametrize(("path", "label"), [("/", "My work"), ("/audit/", "Audit"), ("/audit/verify/", "Audit")])
def test_the_place_one_is_at_is_marked_and_no_other(cast, acting, path, label):
    marked = [str(item.label) for item in items_for(acting(cast.ines), path) if item.current]
    assert marked == [label]


def test_where_there_are_many_places_all_but_those_of_every_day_can_be_folded(cast, acting):
    rail = Rail(tuple(items_for(acting(cast.alice), "/account/")))
    assert [str(item.label) for item in rail.first] == ["My work", "Inbox", "Cases", "Search", "Referrals"]
    assert rail.first + rail.rest == rail.items
    assert rail.is_in_rest
    assert not Rail(rail.first).is_in_rest


def test_few_places_are_never_folded(cast, acting):
    items = tuple(items_for(acting(cast.alice), "/"))[: UNFOLDED + 1]
    assert (Rail(items).first, Rail(items).rest) == (items, ())


def test_what_waits_in_a_folded_place_is_told_outside():
    items = tuple(NavigationItem("Place", f"/{n}/", n, current=False) for n in range(8))
    assert Rail(items).waiting_in_rest == 5 + 6 + 7


def test_where_nobody_is_at_work_there_is_no_way_to_go(rf):
    assert navigation(rf.get("/"))["navigation"]().items == ()


def test_a_home_without_work_says_what_will_stand_there(cast, workspace, sources):
    sources(lambda _actor: None)
    assert "Nothing waits for you" in workspace(cast.alice).get("/").content.decode()


def test_ones_own_work_stands_there_with_what_presses(cast, workspace, sources):
    work = HomeList(
        "Tasks", [HomeItem("C-1", "/account/", "write back", "today", urgent=True)], all_url="/", all_label="All"
    )
    rest = HomeList("Other", empty="Nothing here yet")
    sources(lambda _actor: work, lambda _actor: rest)
    page = workspace(cast.alice).get("/").content.decode()
    assert '<a href="/account/">C-1</a>' in page
    assert '<span class="urgent">today</span>' in page
    assert "Nothing here yet" in page


def test_what_went_wrong_is_said_outside_the_frame(cast, workspace):
    browser = workspace(cast.alice)
    for address, status in (("/audit/", 403), ("/nowhere/", 404)):
        answer = browser.get(address)
        assert answer.status_code == status
        assert 'class="rail"' not in answer.content.decode()
        assert "Go to the start" in answer.content.decode()


def test_an_error_of_ours_undoes_the_request_and_says_so(cast, workspace, sources):
    def broken(_actor):
        cast.people["alice"].name = "Somebody else"
        cast.people["alice"].save()
        raise RuntimeError("broken")

    sources(broken)
    browser = workspace(cast.alice)
    browser.raise_request_exception = False
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "Something broke here" in answer.content.decode()
    cast.people["alice"].refresh_from_db()
    assert cast.people["alice"].name == "Alice"


def test_a_form_without_its_token_is_refused_kindly(cast):
    browser = SideClient(enforce_csrf_checks=True)
    answer = browser.post("/sign-in/", {"login": "alice@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "Please try that again" in answer.content.decode()


def test_the_workspace_says_that_it_is_alive(cast):
    assert SideClient().get("/healthz").status_code == 200


@pytest.mark.parametrize(("waiting", "shown"), [(7, ">7<"), (999, ">999<"), (1000, ">999+<")])
def test_what_waits_is_counted_to_a_thousand(cast, workspace, monkeypatch, waiting, shown):
    entries = [replace(entry, count=(lambda _actor: waiting) if entry.count else None) for entry in ENTRIES]
    monkeypatch.setattr("proximity.config.navigation.ENTRIES", entries)
    assert f'<span class="count"{shown}' in workspace(cast.alice).get("/account/").content.decode()
