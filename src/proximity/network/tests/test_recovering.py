"""An older backup is put back: own objects are taken back from others, and all that counts goes on from what they know."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from proximity.accounts.actors import enter_as
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import as_role, forget_context, refused, rows
from proximity.network import commands
from proximity.network.context import enter_everywhere
from proximity.network.jobs import sync_all
from proximity.network.models import AuthorKey, Instance, SharedObject, State
from proximity.network.operations import change_group, found_group, revise, withdraw
from proximity.network.operations.keys import replace_city_key
from proximity.network.operations.membership import (
    AnotherRoot,
    accept_instance,
    go_on_from_card,
    know_instance,
    this_instance,
)
from proximity.network.operations.recovering import recover
from proximity.network.outgoing import places_after
from proximity.network.queries import held, objects
from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import OWN_CITY, group
from proximity.network.rules.cards import read_card
from proximity.network.rules.envelope import Form
from proximity.network.rules.recovering import MOST_AHEAD, furthest
from proximity.network.tests.elsewhere import Elsewhere
from proximity.network.tests.test_taking import OPERATOR, city_of, take
from proximity.network.tests.wire import Wire, signed_get

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast):
    enter_everywhere()
    return this_instance(name="Two cities", by=OPERATOR)


@pytest.fixture
def riga(here, monkeypatch):
    """Return an instance elsewhere, accepted on both sides, that is asked in place of the network."""
    riga = Elsewhere(["lv"])
    plain = riga.card
    riga.card = lambda: replace(read_card(plain()), address="https://riga.example").signed(riga.root)
    know_instance(content=riga.card(), by=OPERATOR)
    accept_instance(instance_id=riga.id, by=OPERATOR)
    riga.accept(here.card)
    for reads in ("syncing", "recovering"):
        monkeypatch.setattr(f"proximity.network.operations.{reads}.fetch", Wire(riga, here.pk))
    forget_context()
    return riga


@contextmanager
def put_back():
    """Do something that a backup from before does not know of: the rows and the order are then as they were."""
    forget_context()
    enter_everywhere()
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_last_place()")
        (place,) = cursor.fetchone()
    before = transaction.savepoint_create()
    yield
    transaction.savepoint_rollback(before)
    with as_role("owner"):
        rows("SELECT setval(pg_get_serial_sequence('network_outgoing', 'seq'), greatest(%s, 1))", place)
    forget_context()


def reads(riga):
    """Let Riga read here from where it had come, and its card first."""
    forget_context()
    enter_everywhere()
    own = Instance.objects.get(state=State.SELF)
    riga.accept(this_instance().card)
    places = places_after(riga.cursors.get(own.pk, 0), reader=riga.id)
    outcome = riga.take([json.loads(place.wire) for place in places], own.pk)
    if places:
        riga.cursors[own.pk] = places[-1].seq
    forget_context()
    return outcome


def told(action):
    with as_role("owner"):
        return AuditEvent.objects.get(action=action)


def recovered(**how):
    forget_context()
    found = recover(by=OPERATOR, **how)
    forget_context()
    return found


def at_riga(riga):
    return sorted(json.loads(content.replace("'", '"'))["title"] for _version, content in riga.visible().values())


def seen(actor):
    enter_as(actor)
    return sorted(one.content["title"] for one in objects(Kind.PRACTICE, city=actor.city_id))


def test_nothing_happens_where_nothing_is_amiss(cast, riga, practice):
    practice(cast.alice, "Open")
    reads(riga)
    assert recovered() is None
    assert recovered(always=True) == 0


def test_what_the_backup_does_not_know_comes_back_and_counting_goes_on(cast, riga, practice, acting):
    first, gone = practice(cast.alice, "First"), practice(cast.alice, "Gone")
    reads(riga)
    with put_back():
        for title in ("Second", "Third"):
            revise(object_id=first, content={"title": title}, by=acting(cast.alice))
        later = practice(cast.charlie, "Later")
        withdraw(object_id=gone, by=acting(cast.alice))
        reads(riga)
    assert at_riga(riga) == ["Later", "Third"]
    assert seen(cast.alice) == ["First", "Gone"]
    assert recovered() == 3
    assert seen(cast.alice) == ["Later", "Third"]
    assert held(first, city=cast.alice.city_id).version == 3
    # The office that wrote it changes it, and others take what it says now.
    forget_context()
    revise(object_id=first, content={"title": "Fourth"}, by=acting(cast.alice))
    revise(object_id=later, content={"title": "Later still"}, by=acting(cast.charlie))
    new = practice(cast.alice, "New")
    assert reads(riga).refused == {}
    assert at_riga(riga) == ["Fourth", "Later still", "New"]
    assert {one for _city, one in riga.visible()} == {first, later, new}
    assert recovered() is None


def test_without_it_a_peer_would_neither_read_on_nor_take_what_is_newer(cast, riga, practice, acting):
    """The defect itself: what the test above is about happens."""
    first = practice(cast.alice, "First")
    reads(riga)
    with put_back():
        for title in ("Second", "Third"):
            revise(object_id=first, content={"title": title}, by=acting(cast.alice))
        reads(riga)
    revise(object_id=first, content={"title": "Other"}, by=acting(cast.alice))
    assert reads(riga).taken == 0
    assert at_riga(riga) == ["Third"]


def test_the_worker_does_it_by_itself_and_lars_sees_it(cast, riga, practice, acting, workspace):
    first = practice(cast.alice, "First")
    with put_back():
        revise(object_id=first, content={"title": "Second"}, by=acting(cast.alice))
        reads(riga)
    sync_all()
    assert seen(cast.alice) == ["Second"]
    assert told("exchange.recovered").label == "1"
    assert "An older backup was put back here" in workspace(cast.lars).get("/network/").content.decode()


def test_what_was_narrowed_after_the_backup_is_not_wide_again(cast, riga, practice, acting):
    made = practice(cast.alice, "Open")
    reads(riga)
    with put_back():
        revise(object_id=made, content={"title": "Closed"}, audience=OWN_CITY, by=acting(cast.alice))
        reads(riga)
    assert seen(cast.charlie) == ["Open"]
    assert recovered() == 1
    assert seen(cast.charlie) == []
    enter_as(cast.alice)
    found = held(made, city=cast.alice.city_id)
    assert (found.audience, found.version, found.content) == (OWN_CITY, 3, {"title": "Open"})
    reads(riga)
    assert at_riga(riga) == []


def test_who_was_put_out_of_a_group_after_the_backup_is_not_in_it_again(cast, riga, practice, acting):
    made = found_group(name="Three", members={cast.charlie.city_id, city_of(riga)}, by=acting(cast.alice))
    practice(cast.alice, "For three", audience=group(made), marking=Marking.AMBER)
    reads(riga)
    assert at_riga(riga) == ["For three"]
    with put_back():
        change_group(group_id=made, members={cast.charlie.city_id}, by=acting(cast.alice))
        reads(riga)
    assert recovered() == 2
    forget_context()
    enter_everywhere()
    assert str(city_of(riga)) not in SharedObject.objects.get(pk=made).content["members"]
    reads(riga)
    assert at_riga(riga) == []


def test_a_key_that_was_declared_stolen_after_the_backup_stays_stolen(cast, riga, practice):
    made = practice(cast.alice, "Ours")
    reads(riga)
    enter_everywhere()
    stolen = AuthorKey.objects.get(author=cast.alice.city_id).kid
    with put_back():
        enter_everywhere()
        replace_city_key(author_id=cast.alice.city_id, stolen=True, by=OPERATOR)
        reads(riga)
    enter_everywhere()
    assert AuthorKey.objects.get(kid=stolen).revoked_at is None
    assert recovered() == 0  # the version is the same
    enter_everywhere()
    assert AuthorKey.objects.get(kid=stolen).revoked_at is not None
    forget_context()
    enter_everywhere()
    row = SharedObject.objects.get(pk=made)
    assert row.kid == AuthorKey.objects.get(author=cast.alice.city_id, revoked_at=None).kid != stolen
    riga.accept(Instance.objects.get(state=State.SELF).card)
    city = next(
        one for one in riga.accepted[Instance.objects.get(state=State.SELF).pk].cities if one.id == cast.alice.city_id
    )
    assert city.keys[stolen][1] == "revoked"


def test_what_a_lost_key_signed_is_signed_anew(cast, riga, practice, acting):
    first = practice(cast.alice, "First")
    reads(riga)
    with put_back():
        enter_everywhere()
        replace_city_key(author_id=cast.alice.city_id, stolen=False, by=OPERATOR)
        forget_context()
        revise(object_id=first, content={"title": "Second"}, by=acting(cast.alice))
        reads(riga)
    assert recovered() == 1
    assert seen(cast.alice) == ["Second"]
    forget_context()
    enter_everywhere()
    assert SharedObject.objects.get(pk=first).kid == AuthorKey.objects.get(author=cast.alice.city_id).kid
    assert reads(riga).refused == {}


def test_nobody_makes_up_what_one_has_written(cast, riga, practice, acting):
    made = practice(cast.alice, "True")
    reads(riga)
    wire = riga.held[made].wire
    riga.yours = lambda _reader: [
        wire | {"content": {"title": "False"}}, riga.held[riga.publish(city_of(riga), "Hers")].wire, {"id": "x--5"}, wire, wire,
    ]  # fmt: skip
    withdraw(object_id=made, by=acting(cast.alice))
    assert recovered(always=True) == 0
    assert seen(cast.alice) == []


def test_a_place_that_cannot_be_is_not_believed(cast, riga, practice):
    practice(cast.alice, "First")
    assert furthest(10, [5, 12, 11]) == 12
    assert furthest(10, [5, 10 + MOST_AHEAD + 1]) == 10
    reads(riga)
    riga.cursors[Instance.objects.get(state=State.SELF).pk] = 2**52
    assert recovered() is None


def test_places_go_forward_only_and_only_by_the_instance_itself(cast, riga, practice, acting):
    practice(cast.alice, "First")
    forget_context()
    enter_everywhere()
    ((place,),) = rows("SELECT network_last_place()")
    rows("SELECT network_go_on_from(%s)", place - 1)
    assert rows("SELECT network_last_place()") == [(place,)]
    acting(cast.alice)
    for act in ("network_last_place()", "network_go_on_from(5)"):
        with refused("only the instance itself"):
            rows(f"SELECT {act}")


def test_a_card_of_another_instance_is_not_gone_on_from(cast, riga):
    enter_everywhere()
    with pytest.raises(AnotherRoot):
        go_on_from_card(read_card(riga.card()), by=OPERATOR)


def test_the_operator_asks_for_it_by_hand(cast, riga, practice):
    practice(cast.alice, "First")
    reads(riga)
    said = []
    commands.take_back(said.append, purpose="After the restore")
    assert said == ["0 objects taken back"]
    assert told("exchange.recovery_asked").purpose == "After the restore"


def test_a_member_gets_what_it_wrote_itself_and_nobody_elses(cast, here, riga, practice, request):
    made = [riga.publish(city_of(riga), f"From Riga {number}") for number in range(3)]
    take(riga, [riga.held[one].wire for one in made])
    practice(cast.alice, "From Madrid")
    forget_context()
    public = request.getfixturevalue("public")
    for path in ("/exchange/yours/", "/exchange/yours/objects/"):
        assert public.get(path).status_code == 401
    told = signed_get(public, riga, "/exchange/yours/").json()
    assert (told["read_to"], told["card"]["instance"]) == (0, str(riga.id))
    found = signed_get(public, riga, "/exchange/yours/objects/").json()
    assert sorted(one["content"]["title"] for one in found["objects"]) == [f"From Riga {number}" for number in range(3)]
    assert found["more"] is False
    rest = signed_get(public, riga, f"/exchange/yours/objects/?after={min(map(str, made))}").json()
    assert len(rest["objects"]) == 2
    assert signed_get(public, Elsewhere(["fi"]), "/exchange/yours/").status_code == 401


def test_two_ends_of_one_object_hold_up_nobody(cast, riga):
    made = riga.publish(city_of(riga), "Once")
    riga.withdraw(made)
    first = riga.held[made].wire
    assert take(riga, [first]).taken == 1
    riga.put(riga.held[made].item.ended(Form.TOMBSTONE, now=datetime.now(UTC)))
    outcome = take(riga, [riga.held[made].wire])
    assert (outcome.taken, outcome.known, outcome.refused) == (0, 1, {})
