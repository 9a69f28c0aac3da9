"""Taking in what other instances sent, in the database and behind the wall."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from proximity.accounts.actors import enter_as
from proximity.audit.operations import Origin
from proximity.foundation.testing import forget_context
from proximity.network.bundles import NotABundle, read_bundle, write_bundle
from proximity.network.context import enter_everywhere
from proximity.network.database import DatabaseStore, hop_of
from proximity.network.models import Author, Instance, Refusal, SharedObject, State
from proximity.network.operations import change_group, found_group, translate, withdraw
from proximity.network.operations.following import follow
from proximity.network.operations.keys import replace_city_key
from proximity.network.operations.membership import (
    AnotherRoot,
    CityTaken,
    accept_instance,
    know_instance,
    leave_instance,
    take_card,
    this_instance,
)  # fmt: skip
from proximity.network.outgoing import places_after
from proximity.network.queries import objects
from proximity.network.registry import schemas
from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import EVERYBODY, OWN_CITY, country, group
from proximity.network.rules.cards import KeyState, NotACard, read_card
from proximity.network.rules.envelope import Form, Made, read
from proximity.network.rules.ids import object_id
from proximity.network.rules.signing import canonical
from proximity.network.rules.taking import MAY_COME_RIGHT, Reason, ingest, reconsider
from proximity.network.tests.elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
OPERATOR = Origin(actor="operator")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def here(cast):
    """Return this instance, as background work."""
    enter_everywhere()
    return this_instance(name="Two cities", by=OPERATOR)


@pytest.fixture
def riga(here):
    """Return an instance elsewhere that this one has accepted, and that has accepted it."""
    riga = Elsewhere(["lv"])
    know_instance(content=riga.card(), by=OPERATOR)
    accept_instance(instance_id=riga.id, by=OPERATOR)
    riga.accept(here.card)
    return riga


def take(riga, wires):
    forget_context()
    enter_everywhere()
    hop = hop_of(Instance.objects.get(pk=riga.id))
    return ingest(DatabaseStore(now=NOW), wires, hop=hop, check=schemas().check)


def served(riga, after=0):
    forget_context()
    enter_everywhere()
    return places_after(after, reader=riga.id)


def seen(actor):
    enter_as(actor)
    return [one.content["title"] for one in objects(Kind.PRACTICE, city=actor.city_id)]


def city_of(one):
    return next(iter(one.cities))


def test_what_came_is_seen_by_whom_it_is_for(cast, riga):
    for audience in (EVERYBODY, country("es")):
        riga.publish(city_of(riga), audience.reach.value, audience=audience, marking=Marking.CLEAR)
    outcome = take(riga, [wire for _seq, wire in riga.serve(Instance.objects.get(state=State.SELF).pk)])
    assert (outcome.taken, outcome.refused) == (2, {})
    assert sorted(seen(cast.alice)) == ["country", "public"]
    assert seen(cast.charlie) == ["public"]
    assert objects(Kind.PRACTICE, city=cast.charlie.city_id)[0].author_city.country == "lv"


def test_the_same_twice_changes_nothing_and_a_newer_version_does(cast, riga):
    made = riga.publish(city_of(riga), "First")
    first = riga.held[made].wire
    assert take(riga, [first, first]).taken == 1
    riga.revise(made, "Second")
    assert (take(riga, [riga.held[made].wire]).taken, take(riga, [first]).taken) == (1, 0)
    assert seen(cast.alice) == ["Second"]
    riga.withdraw(made)
    take(riga, [riga.held[made].wire])
    assert seen(cast.alice) == []
    enter_everywhere()
    assert SharedObject.objects.get().content == {}


def test_a_kind_of_a_later_version_is_refused_and_the_rest_is_taken(cast, riga):
    wire = riga.held[riga.publish(city_of(riga), "Known")].wire
    later = json.loads(json.dumps(wire).replace("x-proximity-practice", "x-proximity-later"))
    outcome = take(riga, [later, wire])
    assert (outcome.taken, dict(outcome.refused)) == (1, {Reason.UNKNOWN_KIND: 1})
    assert seen(cast.alice) == ["Known"]


def test_a_narrower_audience_ends_it_here(cast, riga):
    made = riga.publish(city_of(riga), "Open")
    take(riga, [riga.held[made].wire])
    riga.revise(made, "Closed", audience=OWN_CITY)
    here = Instance.objects.get(state=State.SELF).pk
    ((_seq, notice),) = riga.serve(here)
    assert "Closed" not in json.dumps(notice)
    assert take(riga, [notice]).taken == 1
    assert seen(cast.alice) == []


def test_a_translation_of_what_was_narrowed_elsewhere_ends(cast, riga, acting):
    made = riga.publish(city_of(riga), "Open")
    take(riga, [riga.held[made].wire])
    forget_context()
    translate(object_id=made, language="es", content={"title": "Abierta"}, made=Made.HUMAN, by=acting(cast.alice))
    riga.revise(made, "Closed", audience=OWN_CITY)
    ((_seq, notice),) = riga.serve(Instance.objects.get(state=State.SELF).pk)
    take(riga, [notice])
    forget_context()
    assert follow(city=cast.cities["madrid"]) == 1
    forget_context()
    enter_everywhere()
    assert not [row for row in SharedObject.objects.all() if "Abierta" in row.wire]
    assert SharedObject.objects.get(kind=Kind.TRANSLATION).form == Form.TOMBSTONE


def written(riga, **changes):
    """Return an object that the city of Riga signed, with something about it that is not as it should be."""
    item = replace(read(riga.held[riga.publish(city_of(riga), "x")].wire), **changes)
    return riga.held[riga.put(item)].wire


def by_stranger(_riga):
    thief = Elsewhere(["lv"])
    return thief.held[thief.publish(city_of(thief), "x")].wire


def by_a_key_of_a_stranger(riga):
    thief = Elsewhere(["lv"])
    thief.cities, thief.keys = riga.cities, {city_of(riga): [(thief.root, KeyState.ACTIVE)]}
    return thief.held[thief.publish(city_of(riga), "x")].wire


REFUSED = {
    Reason.UNKNOWN_AUTHOR: by_stranger,
    Reason.UNKNOWN_KEY: by_a_key_of_a_stranger,
    Reason.NOT_ITS_AUTHOR: lambda riga: written(riga, id=object_id(riga.id)),
    Reason.BAD_SIGNATURE: lambda riga: written(riga) | {"content": {"title": "y"}},
    Reason.WRONG_WAY: lambda riga: written(riga, audience=OWN_CITY),
    Reason.MARKING: lambda riga: written(riga, marking=Marking.AMBER),
    Reason.TOO_LARGE: lambda riga: written(riga, content={"title": "x" * 270_000}),
    Reason.NOT_ITS_KIND: lambda riga: written(riga, content={"title": 5}),
    Reason.NOT_FOR_US: lambda riga: written(riga, audience=country("fi")),
    Reason.GROUP_SAYS_NO: lambda riga: written(riga, audience=group(riga.id), marking=Marking.AMBER),
    Reason.MALFORMED: lambda riga: written(riga) | {"name": "smuggled"},
    Reason.UNKNOWN_KIND: lambda riga: written(riga, kind=Kind.VISIT),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_refused_is_set_aside_with_its_reason_and_without_its_text(cast, riga, reason):
    wire = REFUSED[reason](riga)
    for _ in range(2):
        outcome = take(riga, [wire])
        assert (outcome.taken, dict(outcome.refused)) == (0, {reason: 1})
    kept = Refusal.objects.get()
    assert kept.reason == reason
    assert bool(kept.wire) == (reason in MAY_COME_RIGHT)
    assert seen(cast.alice) == []


def test_a_schema_bomb_and_a_deep_one_are_refused_quickly(riga):
    bomb = {"type": "x-proximity-practice", "id": "x", "content": json.loads('{"a":' * 200 + "1" + "}" * 200)}
    assert dict(take(riga, [bomb, {"id": ["x"] * 10}]).refused) == {Reason.TOO_LARGE: 1, Reason.MALFORMED: 1}


def test_a_key_declared_stolen_takes_along_what_it_signed_until_it_is_signed_anew(cast, riga):
    city = city_of(riga)
    made = riga.publish(city, "Ours")
    take(riga, [riga.held[made].wire])
    old = riga.held[made].wire
    riga.lose_key(city)
    take_card(Instance.objects.get(pk=riga.id), riga.card())
    assert seen(cast.alice) == []
    assert dict(take(riga, [old]).refused) == {Reason.REVOKED_KEY: 1}
    assert take(riga, [riga.held[made].wire]).taken == 1
    assert seen(cast.alice) == ["Ours"]


def test_another_root_and_a_card_that_was_touched_are_refused(riga):
    other = Elsewhere(["lv"])
    other.id = riga.id
    with pytest.raises(AnotherRoot):
        take_card(Instance.objects.get(pk=riga.id), other.card())
    with pytest.raises(NotACard):
        know_instance(content=riga.card() | {"name": "Somebody else"}, by=OPERATOR)
    assert not take_card(Instance.objects.get(pk=riga.id), {**Instance.objects.get(pk=riga.id).card})


def test_nobody_claims_a_city_that_is_elsewhere(cast, riga):
    for city in (city_of(riga), cast.alice.city_id):
        other = Elsewhere()
        other.cities = {city: "lv"}
        other.keys = {city: [(other.root, riga.keys[city_of(riga)][0][1])]}
        know_instance(content=other.card(), by=OPERATOR)
        with pytest.raises(CityTaken):
            accept_instance(instance_id=other.id, by=OPERATOR)


def test_a_member_is_handed_what_is_for_it_in_an_order_without_ties(cast, riga, practice):
    forget_context()
    shown = practice(cast.alice, "For all")
    practice(cast.alice, "For Spain", audience=country("es"))
    gone = practice(cast.alice, "Gone")
    enter_as(cast.alice)
    withdraw(object_id=gone, by=cast.alice)
    places = served(riga)
    riga.accept(this_instance().card)
    assert [read(json.loads(place.wire)).id for place in places] == [shown, gone]
    assert read(json.loads(places[1].wire)).form is Form.TOMBSTONE
    assert all(one.seq < other.seq for one, other in pairwise(places))
    assert served(riga, places[-1].seq) == []
    assert places_after(0, reader=None) == []
    assert riga.take([json.loads(place.wire) for place in places], Instance.objects.get(state=State.SELF).pk).taken == 2


def test_a_group_across_instances_is_followed_by_who_wrote_for_it(cast, riga, practice, acting):
    forget_context()
    alice, both = acting(cast.alice), {cast.charlie.city_id, city_of(riga)}
    made = found_group(name="Three", members=both, by=alice)
    practice(cast.charlie, "From Bradford", audience=group(made), marking=Marking.AMBER)
    here = Instance.objects.get(state=State.SELF)
    forget_context()
    enter_everywhere()
    riga.accept(this_instance().card)
    riga.take([json.loads(place.wire) for place in served(riga)], here.pk)
    assert [content for _version, content in riga.visible().values()] == ["{'title': 'From Bradford'}"]
    change_group(group_id=made, members={cast.charlie.city_id}, by=acting(cast.alice))
    forget_context()
    assert follow(city=cast.cities["bradford"]) == 1
    assert follow(city=cast.cities["bradford"]) == 0
    riga.take([json.loads(place.wire) for place in served(riga)], here.pk)
    assert riga.visible() == {}


def test_a_city_that_is_new_at_a_member_gets_its_history(cast, riga, practice):
    forget_context()
    practice(cast.alice, "For Spain", audience=country("es"))
    practice(cast.alice, "For all")
    (first,) = served(riga)
    assert served(riga, first.seq) == []
    forget_context()
    enter_everywhere()
    accept_instance(instance_id=riga.id, by=OPERATOR, cities={city_of(riga): "lv", cast.alice.city_id: "es"})
    assert [read(json.loads(place.wire)).content["title"] for place in served(riga, first.seq)] == ["For Spain"]


def test_a_name_cannot_steer_the_operators_terminal(riga):
    content = read_card(riga.card())
    with pytest.raises(NotACard):
        read_card(replace(content, name="Riga\x1b[2J").signed(riga.root))


def test_who_leaves_is_handed_nothing_and_what_it_wrote_is_gone(cast, riga, practice):
    take(riga, [riga.held[riga.publish(city_of(riga), "From Riga")].wire])
    forget_context()
    practice(cast.alice, "For all")
    forget_context()
    enter_everywhere()
    leave_instance(instance_id=riga.id, by=OPERATOR)
    assert served(riga) == []
    assert seen(cast.charlie) == ["For all"]
    assert not Author.objects.get(pk=city_of(riga)).is_member
    forget_context()
    enter_everywhere()
    accept_instance(instance_id=riga.id, by=OPERATOR)
    assert [read(json.loads(place.wire)).content for place in served(riga)] == [{"title": "For all"}]


def test_a_city_declares_its_key_stolen_and_everything_is_signed_anew(cast, riga, practice):
    forget_context()
    made = practice(cast.alice, "Ours")
    here = Instance.objects.get(state=State.SELF)
    forget_context()
    enter_everywhere()
    riga.accept(this_instance().card)
    before = served(riga)
    riga.take([json.loads(place.wire) for place in before], here.pk)
    assert replace_city_key(author_id=cast.alice.city_id, stolen=True, by=OPERATOR) == 1
    riga.accept(this_instance().card)
    assert riga.visible() == {}
    assert dict(riga.take([json.loads(before[0].wire)], here.pk).refused) == {Reason.REVOKED_KEY: 1}
    assert riga.take([json.loads(place.wire) for place in served(riga, before[-1].seq)], here.pk).taken == 1
    assert {one for _city, one in riga.visible()} == {made}


def test_what_came_too_early_is_taken_once_its_author_is_known(cast, riga):
    hub = Elsewhere(is_hub=True)
    know_instance(content=hub.card(), by=OPERATOR)
    accept_instance(instance_id=hub.id, by=OPERATOR)
    late = Elsewhere(["fi"])
    wire = late.held[late.publish(city_of(late), "From Turku")].wire
    assert dict(take(hub, [wire]).refused) == {Reason.UNKNOWN_AUTHOR: 1}
    know_instance(content=late.card(), by=OPERATOR)
    accept_instance(instance_id=late.id, by=OPERATOR, introduced_by=Instance.objects.get(pk=hub.id))
    assert seen(cast.alice) == ["From Turku"]
    assert reconsider(DatabaseStore(now=NOW), check=schemas().check).taken == 0


def test_a_file_brings_the_same_and_only_whole_from_a_member_and_for_this_instance(
    cast, here, riga, practice, tmp_path, monkeypatch
):
    forget_context()
    practice(cast.alice, "On a stick")
    forget_context()
    enter_everywhere()
    file = tmp_path / "bundle"
    assert write_bundle(file, to=riga.id, now=NOW) == 1
    lines = file.read_text().splitlines()
    assert read_card(json.loads(lines[0])["card"]).name == "Two cities"
    assert read(json.loads(lines[1])).content == {"title": "On a stick"}
    with pytest.raises(NotABundle):
        read_bundle(file, now=NOW)  # it is for Riga
    for touched in (lines[:-1], [lines[0], lines[-1]], [*lines, lines[1]], ["{}"], []):
        file.write_text("\n".join([*touched, ""]))
        with pytest.raises(NotABundle):
            read_bundle(file, now=NOW)


def test_a_file_from_a_member_is_taken_as_often_as_it_is_read(cast, here, riga, tmp_path):
    riga.publish(city_of(riga), "From a stick")
    head = canonical({"format": "proximity-exchange/1", "card": riga.card()}) + b"\n"
    body = b"".join(canonical(wire) + b"\n" for _seq, wire in riga.serve(here.pk))
    end = {"count": 1, "for": str(here.pk), "made": "2026-11-26", "sha256": hashlib.sha256(head + body).hexdigest()}
    file = tmp_path / "bundle"
    file.write_bytes(head + body + canonical(end | {"signature": riga.request.sign(canonical(end))}) + b"\n")
    assert [read_bundle(file, now=NOW).taken for _ in range(2)] == [1, 0]
    assert seen(cast.alice) == ["From a stick"]
