"""The sync page, and how one stands with others as it tells it."""

import re
from dataclasses import replace

import pytest

from proximity.audit.models import AuditEvent
from proximity.foundation.testing import forget_context
from proximity.network.context import enter_everywhere
from proximity.network.models import Instance, Refusal, State
from proximity.network.operations.membership import accept_instance, know_instance, this_instance
from proximity.network.rules.cards import read_card
from proximity.network.rules.taking import Reason
from proximity.network.tests.elsewhere import Elsewhere
from proximity.network.tests.test_taking import NOW, OPERATOR, city_of, take
from proximity.network.views import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def riga(cast):
    enter_everywhere()
    here = this_instance(name="Two cities", by=OPERATOR)
    riga = Elsewhere(["lv"])
    know_instance(content=riga.card(), by=OPERATOR)
    accept_instance(instance_id=riga.id, by=OPERATOR)
    riga.accept(here.card)
    return riga


def test_lars_sees_how_it_stands_with_each_and_what_would_be_sent(cast, workspace, riga, practice):
    take(riga, [riga.held[riga.publish(city_of(riga), "x")].wire | {"content": {"title": "y"}}])
    Instance.objects.filter(pk=riga.id).update(problem="no_answer", tried_at=NOW)
    assert Refusal.objects.get().reason == Reason.BAD_SIGNATURE
    forget_context()
    practice(cast.alice, "For all")
    browser = workspace(cast.lars)
    page = browser.get("/network/").content.decode()
    for told in ("Elsewhere", "Takes part", "no_answer", "bad_signature", "never"):
        assert told in page
    shown = browser.get(f"/network/{riga.id}/").content.decode()
    assert "practice" in shown
    assert "TLP:GREEN" in shown
    assert "For all" not in shown


def test_a_hub_lists_its_members_page_by_page_and_who_did_not_answer_first(cast, workspace, riga, monkeypatch):
    monkeypatch.setattr(staff, "LISTED", 2)
    for number in range(3):
        one = Elsewhere(["lv"])
        know_instance(content=replace(read_card(one.card()), name=f"Town {number}").signed(one.root), by=OPERATOR)
        accept_instance(instance_id=one.id, by=OPERATOR)
    Instance.objects.filter(name="Town 2").update(problem="no_answer", tried_at=NOW)
    forget_context()
    browser = workspace(cast.lars)
    pages = [browser.get(f"/network/{query}").content.decode() for query in ("", "?from=2", "?from=x")]
    named = [re.findall(r"<bdi>(.*?)</bdi>", page) for page in pages]
    assert named == [["Town 2", "Elsewhere"], ["Town 0", "Town 1"], ["Town 2", "Elsewhere"]]
    assert ['rel="next"' in page for page in pages] == [True, False, True]
    assert browser.get("/network/?from=999999").headers["Location"] == "/network/"


def test_without_anybody_else_the_page_says_so(cast, workspace):
    assert "No other installation yet" in workspace(cast.lars).get("/network/").content.decode()


def test_an_installation_that_is_not_known_is_not_there(cast, workspace, riga):
    assert workspace(cast.lars).get(f"/network/{cast.cities['madrid'].pk}/").status_code == 404
    own = Instance.objects.get(state=State.SELF).pk
    assert workspace(cast.olga).get(f"/network/{own}/").status_code == 404


def test_reading_now_is_asked_for_and_told_to_the_log(cast, workspace, riga):
    answer = workspace(cast.lars).post("/network/read/", follow=True)
    assert "being read now" in answer.content.decode()
    assert AuditEvent.objects.filter(action="exchange.reading_asked").count() == 1


@pytest.mark.parametrize("name", ["alice", "nadia", "ines", "teo"])
def test_who_does_not_operate_it_is_turned_away(cast, workspace, riga, name):
    browser = workspace(getattr(cast, name))
    assert browser.get("/network/").status_code == 403
    assert browser.post("/network/read/").status_code == 403
    assert browser.get(f"/network/{riga.id}/").status_code == 404
