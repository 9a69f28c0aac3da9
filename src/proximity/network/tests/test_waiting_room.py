"""A flood of cards keeps no honest city out: few places for one network, and who is expected needs none."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from proximity.audit.models import AuditEvent
from proximity.foundation.pure.slowing import network_of
from proximity.foundation.testing import STAFF, as_role, changed, forget_context, refused, rows
from proximity.network import commands
from proximity.network.context import enter_everywhere
from proximity.network.fetching import NotReached
from proximity.network.models import Expected, Instance, State
from proximity.network.operations import waiting_room
from proximity.network.operations.membership import SYSTEM, accept_instance, know_instance, this_instance
from proximity.network.operations.syncing import ask_to_join
from proximity.network.operations.waiting_room import NoAddress, expect_instance, keep_waiting_room
from proximity.network.rules.cards import read_card
from proximity.network.rules.waiting import (
    EXPECTED_FOR,
    KEPT,
    MOST,
    MOST_OF_ONE_NETWORK,
    name_of,
    plain_address,
)
from proximity.network.tests.elsewhere import Elsewhere
from proximity.network.tests.test_taking import OPERATOR

pytestmark = pytest.mark.django_db
ADDRESS = "https://riga.example"


@pytest.fixture
def here(cast):
    enter_everywhere()
    return this_instance(name="Two cities", by=OPERATOR)


def card_at(one, address=ADDRESS):
    """Return the card of an instance, with an address."""
    return replace(read_card(one.card()), address=address).signed(one.root)


def knock(browser, card, network="198.51.100.7"):
    answer = browser.post("/exchange/join/", json.dumps(card), content_type="application/json", REMOTE_ADDR=network)
    return answer.status_code


def kept(**when):
    """Let the worker keep the room, on its own side."""
    with as_role(STAFF):
        forget_context()
        return keep_waiting_room(**when)


def waiting():
    return Instance.objects.filter(state=State.WAITING).count()


def test_one_network_fills_its_own_places_and_no_more(here, request):
    public = request.getfixturevalue("public")
    got = [knock(public, Elsewhere(["fi"]).card(), f"198.51.100.{place}") for place in range(MOST_OF_ONE_NETWORK + 3)]
    assert got == [202] * MOST_OF_ONE_NETWORK + [503] * 3
    honest = Elsewhere(["lv"])
    assert knock(public, honest.card(), "203.0.113.9") == 202
    assert knock(public, honest.card(), "203.0.113.9") == 202  # the same card once more takes no second place
    assert waiting() == MOST_OF_ONE_NETWORK + 1
    assert not Instance.objects.filter(knocked_from__contains="198").exists()


@pytest.fixture
def full(here):
    """Fill the waiting room from everywhere."""
    cards = [
        Instance(
            id=uuid4(), name="False", root=b"0" * 32, state=State.WAITING, card={}, card_version=1,
            knocked_from=f"k{place:03x}", knocked_at=datetime.now(UTC),
        )
        for place in range(MOST)
    ]  # fmt: skip
    with as_role("owner"):
        Instance.objects.bulk_create(cards)
    return cards


def test_a_room_that_is_full_turns_away_and_who_is_expected_is_asked_all_the_same(full, request, monkeypatch):
    riga, stranger = Elsewhere(["lv"]), Elsewhere(["fi"])
    expect_instance(address=f"{ADDRESS}/", by=OPERATOR, purpose="They told us by telephone")
    public = request.getfixturevalue("public")
    assert knock(public, stranger.card(), "203.0.113.9") == 503
    assert knock(public, card_at(riga), "203.0.113.9") == 202
    assert not Instance.objects.filter(pk=riga.id).exists()
    monkeypatch.setattr(
        waiting_room, "fetch", lambda url: {f"{ADDRESS}/.well-known/proximity-exchange": card_at(riga)}[url]
    )
    assert kept() == 1
    enter_everywhere()
    assert bytes(Instance.objects.get(pk=riga.id, state=State.WAITING).root) == riga.root.public.raw
    assert not Expected.objects.exists()
    assert kept() == 0
    enter_everywhere()
    with as_role(STAFF):
        assert accept_instance(instance_id=riga.id, by=OPERATOR).state == State.ACCEPTED


def test_a_false_card_in_her_name_goes_when_she_is_asked_herself(here, request, monkeypatch):
    riga, thief, other = Elsewhere(["lv"]), Elsewhere(["lv"]), Elsewhere(["lv"])
    thief.id = riga.id
    expect_instance(address=ADDRESS, by=OPERATOR)
    public = request.getfixturevalue("public")
    assert [knock(public, card_at(one)) for one in (thief, other)] == [202, 202]
    monkeypatch.setattr(waiting_room, "fetch", lambda _url: card_at(riga))
    assert kept() == 1
    enter_everywhere()
    found = Instance.objects.get(state=State.WAITING)
    assert (found.pk, bytes(found.root), found.knocked_from) == (riga.id, riga.root.public.raw, "")


def test_who_does_not_answer_yet_is_asked_again_and_the_page_says_so(cast, here, workspace, monkeypatch):
    expect_instance(address=ADDRESS, by=OPERATOR)

    def away(_url):
        raise NotReached("no_answer")

    monkeypatch.setattr(waiting_room, "fetch", away)
    forget_context()
    assert keep_waiting_room() == 0
    assert Expected.objects.get().problem == "no_answer"
    page = workspace(cast.lars).get("/network/").content.decode()
    assert ADDRESS in page
    assert "no_answer" in page
    monkeypatch.setattr(waiting_room, "fetch", lambda _url: {"no": "card"})
    forget_context()
    assert keep_waiting_room() == 0
    assert Expected.objects.get().problem == "NotACard"


def test_what_waits_too_long_is_forgotten_and_what_the_operator_knows_is_not(here, request, monkeypatch):
    left, known = Elsewhere(["lv"]), Elsewhere(["fi"])
    know_instance(content=known.card(), by=OPERATOR)
    expect_instance(address=ADDRESS, by=OPERATOR)
    assert knock(request.getfixturevalue("public"), left.card()) == 202
    monkeypatch.setattr(waiting_room, "fetch", lambda _url: {})
    kept(now=datetime.now(UTC) + KEPT - timedelta(hours=1))
    assert waiting() == 2
    kept(now=datetime.now(UTC) + max(KEPT, EXPECTED_FOR) + timedelta(hours=1))
    assert list(Instance.objects.filter(state=State.WAITING).values_list("pk", flat=True)) == [known.id]
    assert not Expected.objects.exists()


def test_joining_ends_the_waiting(here, monkeypatch):
    riga = Elsewhere(["lv"])
    expect_instance(address=ADDRESS, by=OPERATOR)
    monkeypatch.setattr("proximity.network.operations.syncing.fetch", lambda _url, **_options: card_at(riga))
    ask_to_join(ADDRESS, by=OPERATOR)
    assert not Expected.objects.exists()


def test_the_operator_says_whom_she_expects_and_the_log_tells_of_it(here, monkeypatch):
    riga, told = Elsewhere(["lv"]), []
    monkeypatch.setattr(waiting_room, "fetch", lambda _url: card_at(riga))
    forget_context()
    commands.expect(told.append, ADDRESS, purpose="By telephone")
    assert told[0].startswith("its card is here")
    with as_role("owner"):
        assert AuditEvent.objects.get(action="exchange.instance_expected").purpose == "By telephone"
    forget_context()
    with pytest.raises(NoAddress):
        expect_instance(address="riga.example", by=SYSTEM)


def test_nobody_at_work_writes_whom_one_expects_and_the_public_side_reads_nothing(cast, here, acting):
    expect_instance(address=ADDRESS, by=OPERATOR)
    acting(cast.lars)
    assert rows("SELECT address FROM network_expected") == [(ADDRESS,)]
    assert changed("DELETE FROM network_expected") == changed("UPDATE network_expected SET problem = 'x'") == 0
    assert changed("DELETE FROM network_instance") == 0
    with refused("row-level security"):
        changed(
            "INSERT INTO network_expected (id, address, at, problem) VALUES (gen_random_uuid(), 'https://x', now(), '')"
        )
    with as_role("proximity_public"), refused("permission denied"):
        rows("SELECT 1 FROM network_expected")


def test_only_a_card_that_was_left_here_can_be_deleted(here):
    know_instance(content=Elsewhere(["fi"]).card(), by=OPERATOR)
    assert changed("DELETE FROM network_instance") == 0


def test_networks_count_under_names_that_say_nothing():
    assert (
        network_of("198.51.100.7")
        == network_of("198.51.100.250")
        == network_of("::ffff:198.51.100.7")
        == "198.51.100.0/24"
    )
    assert network_of("2001:db8:1:2::") == network_of("2001:db8:1:fff::1%eth0") == "2001:db8:1::/48"
    assert network_of("unknown") == ""
    assert {len(name_of(bytes([place] * 16))) for place in range(256)} == {4}
    assert plain_address(" https://riga.example/ ") == ADDRESS
