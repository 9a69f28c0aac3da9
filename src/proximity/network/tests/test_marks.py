"""What is asked for every five minutes is handed out only where it has changed; a key is on the card before it is needed."""

from dataclasses import replace

import pytest

from proximity.foundation.testing import forget_context, rows
from proximity.network.context import enter_everywhere
from proximity.network.models import Instance, State
from proximity.network.operations.membership import accept_instance, know_instance, leave_instance, this_instance
from proximity.network.operations.syncing import prepare, pull
from proximity.network.reading import members_mark
from proximity.network.rules.cards import read_card
from proximity.network.tests.elsewhere import Elsewhere
from proximity.network.tests.test_taking import OPERATOR
from proximity.network.tests.wire import signed_get

pytestmark = pytest.mark.django_db
CARD, MEMBERS = "/.well-known/proximity-exchange", "/exchange/members/"


# ---- what is handed out


def test_who_has_the_card_reads_only_that_it_is_still_the_same(site, here):
    version = here.card_version
    public = site()
    whole = public.get(CARD).json()
    assert (read_card(whole).version, read_card(whole).name) == (version, "Two cities")
    assert public.get(f"{CARD}?known={version}").json() == {"version": version}
    for other in (version + 1, 0, "", "x", "9" * 400):
        assert public.get(f"{CARD}?known={other}").json() == whole


def test_who_has_the_list_of_a_hubs_members_reads_only_its_mark(site, here, riga):
    enter_everywhere()
    turku = Elsewhere(["fi"])
    for one in (riga, turku):
        know_instance(content=one.card(), by=OPERATOR)
        accept_instance(instance_id=one.id, by=OPERATOR)
    this_instance(is_hub=True, by=OPERATOR)
    forget_context()
    public = site()
    told = signed_get(public, riga, MEMBERS).json()
    assert [one["instance"] for one in told["cards"]] == [str(turku.id)]
    short = signed_get(public, riga, f"{MEMBERS}?known={told['mark']}").json()
    assert short == {"hub": told["hub"], "mark": told["mark"]}
    assert "cards" in signed_get(public, riga, f"{MEMBERS}?known=1.{'0' * 32}").json()


def test_the_mark_is_another_once_a_member_or_its_card_or_the_hubs_own_card_is(here, riga):
    enter_everywhere()
    turku, marks = Elsewhere(["fi"]), []

    def noted():
        marks.append(members_mark())

    this_instance(is_hub=True, by=OPERATOR)
    noted()
    know_instance(content=turku.card(), by=OPERATOR)
    noted()  # who only waits is no member
    accept_instance(instance_id=turku.id, by=OPERATOR)
    noted()
    this_instance(by=OPERATOR)
    noted()
    know_instance(content=turku.card(), by=OPERATOR)  # a newer card
    noted()
    leave_instance(instance_id=turku.id, by=OPERATOR)
    noted()
    assert marks[0] == marks[1]
    assert len(set(marks)) == len(marks) - 1
    assert [one.partition(".")[0] for one in marks[-2:]] == [str(this_instance().card_version - 1)] * 2


# ---- what is read


@pytest.fixture
def hub(here, riga, wire):
    """Return a hub that Turku belongs to, as it is read here, with a mark."""
    hub, turku = Elsewhere(is_hub=True), Elsewhere(["fi"])
    hub.accept(turku.card())
    hub.turku, hub.cards = turku, [turku.card()]
    enter_everywhere()
    know_instance(content=hub.card(), by=OPERATOR)
    accept_instance(instance_id=hub.id, by=OPERATOR)
    hub.accept(here.card)
    made, address = hub.card(), "https://hub.example"
    hub.fixed = replace(read_card(made), address=address).signed(hub.root)
    hub.card = lambda: hub.fixed
    hub.mark = f"{hub.fixed['version']}.{'a' * 32}"
    Instance.objects.filter(pk=hub.id).update(address=address)
    wire.other = hub
    forget_context()
    return hub


def kept(hub):
    enter_everywhere()
    found = Instance.objects.get(pk=hub.id).members_mark
    forget_context()
    return found


def state_of_turku(hub):
    enter_everywhere()
    found = Instance.objects.filter(pk=hub.turku.id).values_list("state", flat=True).first()
    forget_context()
    return found


def test_a_hubs_list_is_settled_once_and_again_when_it_is_another(hub, wire):
    pull(instance_id=hub.id)
    assert state_of_turku(hub) == State.ACCEPTED
    assert kept(hub) == hub.mark
    wire.asked.clear()
    hub.cards = []  # not looked at: the mark is the same
    pull(instance_id=hub.id)
    assert state_of_turku(hub) == State.ACCEPTED
    assert f"https://hub.example{MEMBERS}?known={hub.mark}" in wire.asked
    del hub.accepted[hub.turku.id]
    version = hub.fixed["version"] + 1
    hub.fixed = replace(read_card(hub.fixed), version=version, members=()).signed(hub.root)
    hub.mark = f"{version}.{'b' * 32}"
    pull(instance_id=hub.id)
    assert state_of_turku(hub) == State.LEFT


def test_a_list_that_belongs_to_the_hubs_next_card_is_settled_again_with_that(hub):
    hub.mark = f"{hub.fixed['version'] + 1}.{'b' * 32}"
    pull(instance_id=hub.id)
    assert kept(hub) == ""


@pytest.mark.parametrize("mark", [None, 5, "", "1", "1.x", "1." + "a" * 900, "\u0661.aa"])
def test_what_is_no_mark_is_not_kept(hub, mark):
    hub.mark = mark
    pull(instance_id=hub.id)
    assert (kept(hub), state_of_turku(hub)) == ("", State.ACCEPTED)


def test_who_was_parted_from_here_and_is_still_listed_comes_back_with_the_next_reading(hub):
    pull(instance_id=hub.id)
    enter_everywhere()
    leave_instance(instance_id=hub.turku.id, by=OPERATOR)
    forget_context()
    assert (kept(hub), state_of_turku(hub)) == ("", State.LEFT)
    pull(instance_id=hub.id)
    assert state_of_turku(hub) == State.ACCEPTED


def test_the_card_that_is_known_is_not_taken_apart_again(hub, monkeypatch):
    pull(instance_id=hub.id)
    hub.card = lambda: {"version": hub.fixed["version"]}
    pull(instance_id=hub.id)
    enter_everywhere()
    row = Instance.objects.get(pk=hub.id)
    assert (row.problem, row.name) == ("", "Elsewhere")
    hub.card = lambda: {"version": hub.fixed["version"] + 1}
    forget_context()
    pull(instance_id=hub.id)
    enter_everywhere()
    assert Instance.objects.get(pk=hub.id).problem == "NotACard"


# ---- a key that was drawn


def jobs():
    return rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'network.renew_card'")[0][0]


def test_a_citys_first_key_is_on_the_card_before_anybody_comes_for_what_it_signed(cast, here, practice):
    forget_context()
    practice(cast.alice)
    assert jobs() == 1
    practice(cast.alice, "Another")
    assert jobs() == 1
    enter_everywhere()
    before = read_card(Instance.objects.get(state=State.SELF).card)
    forget_context()
    prepare()  # what the job does
    enter_everywhere()
    card = read_card(Instance.objects.get(state=State.SELF).card)
    keys = {city.id: len(city.keys) for city in card.cities}
    assert (card.version, keys[cast.alice.city_id]) == (before.version + 1, 1)
