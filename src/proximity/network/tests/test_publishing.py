"""Publishing within one instance: two cities, one wall."""

import json
from uuid import uuid4

import pytest
import stix2

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import as_role, changed, forget_context, refused, rows
from proximity.network.access import ObjectNotFound
from proximity.network.context import enter_everywhere
from proximity.network.models import Author, AuthorKey, Outgoing, SharedObject
from proximity.network.operations import (
    NotInGroup,
    TooLarge,
    change_group,
    found_group,
    publish,
    revise,
    translate,
    withdraw,
)  # fmt: skip
from proximity.network.operations.following import follow
from proximity.network.operations.publishing import UnknownAudience
from proximity.network.queries import groups, held, objects
from proximity.network.rules import Audience, Kind, Marking, Reach
from proximity.network.rules.audience import EVERYBODY, NETWORK, OWN_CITY, NotForThem, country, group
from proximity.network.rules.envelope import Form, Made, check_signature, read, unsigned
from proximity.network.rules.kinds import NotItsKind, UnknownKind
from proximity.network.rules.signing import NotSigned, PublicKey

pytestmark = pytest.mark.django_db


def seen(actor, kind=Kind.PRACTICE):
    enter_as(actor)
    return [one.content["title"] for one in objects(kind, city=actor.city_id)]


def test_what_madrid_publishes_for_the_network_bradford_reads(cast, practice):
    made = practice(cast.alice, "Open door")
    assert seen(cast.charlie) == seen(cast.alice) == ["Open door"]
    found = held(made, city=cast.alice.city_id)
    assert (found.author_city.name, found.office, found.is_own, found.withdrawn) == (
        "Madrid", "Policía Municipal", True, False,
    )  # fmt: skip


@pytest.mark.parametrize("audience", [OWN_CITY, country("es")])
def test_what_is_for_the_city_or_the_country_stays_there(cast, practice, audience):
    made = practice(cast.alice, audience=audience)
    assert (len(seen(cast.alice)), seen(cast.charlie)) == (1, [])
    assert held(made, city=cast.charlie.city_id) is None
    assert rows("SELECT count(*) FROM network_sharedobject") == [(0,)]


def test_a_group_reads_and_who_is_put_out_of_it_reads_no_more(cast, practice, acting):
    alice = acting(cast.alice)
    both = {cast.alice.city_id, cast.charlie.city_id}
    made = found_group(name="Twins", members=both, by=alice)
    practice(alice, "For two", audience=group(made), marking=Marking.AMBER)
    assert seen(cast.charlie) == ["For two"]
    assert [one.name for one in groups(city=cast.charlie.city_id)] == ["Twins"]
    third = cast.cities["bradford"].pk
    with as_role("owner"):
        riga = Author.objects.create(id=uuid4(), name="Riga", country="lv").pk
    change_group(group_id=made, members={riga}, by=acting(cast.alice))
    assert seen(cast.charlie) == []
    assert groups(city=third) == []
    enter_as(cast.alice)
    notices = Outgoing.objects.filter(scope=f"city:{third}").exclude(notice="")
    assert notices.count() == 2  # of the group, and of what was for it
    assert "For two" not in "".join(notices.values_list("notice", flat=True))


def test_a_group_needs_another_city_that_is_known(cast, acting):
    with pytest.raises(NotInGroup):
        found_group(name="Alone", members=[], by=acting(cast.alice))


def test_an_unknown_group_is_nobody(cast, practice):
    with pytest.raises(UnknownAudience):
        practice(cast.alice, audience=group(cast.alice.city_id), marking=Marking.AMBER)
    assert SharedObject.objects.count() == 0


@pytest.mark.parametrize(
    ("marking", "audience"),
    [
        (Marking.GREEN, EVERYBODY),
        (Marking.AMBER, NETWORK),
        (Marking.RED, NETWORK),
        (Marking.AMBER_STRICT, country("es")),
    ],
)
def test_a_marking_keeps_its_readers(cast, practice, marking, audience):
    with pytest.raises(NotForThem):
        practice(cast.alice, marking=marking, audience=audience)


def test_a_narrower_audience_is_a_withdrawal_for_who_loses_it(cast, practice, acting):
    made = practice(cast.alice, "Open door")
    revise(object_id=made, content={"title": "Inside"}, audience=OWN_CITY, by=acting(cast.alice))
    assert seen(cast.charlie) == []
    assert seen(cast.alice) == ["Inside"]
    (out,) = Outgoing.objects.filter(object=made)
    notice = read(json.loads(out.notice))
    assert (out.scope, notice.form, notice.version, notice.content) == ("network", Form.NOTICE, 2, {})
    assert "Inside" not in out.notice
    assert "Open door" not in out.notice


def test_withdrawn_is_gone_and_stays_gone(cast, practice, acting):
    made = practice(cast.alice, "Open door")
    translate(object_id=made, language="en", content={"title": "Porta"}, made=Made.HUMAN, by=acting(cast.charlie))
    withdraw(object_id=made, by=acting(cast.alice))
    assert seen(cast.charlie) == []
    (found,) = objects(Kind.PRACTICE, city=cast.charlie.city_id, withdrawn=True)
    assert (found.withdrawn, found.content, found.translations) == (True, {}, {})
    with as_role("owner"):
        assert rows("SELECT count(*) FROM network_sharedobject WHERE wire LIKE '%%Open door%%'") == [(0,)]
    with pytest.raises(ObjectNotFound):
        revise(object_id=made, content={"title": "Back"}, by=acting(cast.alice))
    with refused("stays withdrawn"):
        changed("UPDATE network_sharedobject SET form = 'content' WHERE id = %s", made)


def test_a_translation_says_who_made_it_and_whether_it_is_of_today(cast, practice, acting):
    made = practice(cast.alice, "Puerta abierta")
    translate(object_id=made, language="en", content={"title": "Open gate"}, made=Made.MACHINE, by=acting(cast.charlie))
    translate(object_id=made, language="en", content={"title": "Open door"}, made=Made.HUMAN, by=acting(cast.charlie))
    english = held(made, city=cast.charlie.city_id).best_for("en")
    assert (english.content["title"], english.made, english.author.name) == ("Open door", Made.HUMAN, "Bradford")
    assert english.is_current
    revise(object_id=made, content={"title": "Puerta cerrada"}, by=acting(cast.alice))
    enter_as(cast.charlie)
    assert not held(made, city=cast.charlie.city_id).best_for("en").is_current
    assert held(made, city=cast.charlie.city_id).best_for("es") is None


def test_own_translations_go_where_the_object_goes(cast, practice, acting):
    made = practice(cast.alice, "Puerta")
    translate(object_id=made, language="en", content={"title": "Door"}, made=Made.HUMAN, by=acting(cast.alice))
    revise(object_id=made, content={"title": "Puerta"}, audience=OWN_CITY, by=acting(cast.alice))
    acting(cast.charlie)
    assert rows("SELECT count(*) FROM network_sharedobject") == [(0,)]
    enter_as(cast.alice)
    assert set(held(made, city=cast.alice.city_id).translations) == {"en"}


def test_a_translation_ends_with_what_its_city_may_not_read_any_more(cast, practice, acting):
    made = practice(cast.alice, "Puerta")
    translate(object_id=made, language="en", content={"title": "Door"}, made=Made.HUMAN, by=acting(cast.charlie))
    assert follow(city=cast.cities["bradford"]) == 0
    forget_context()
    revise(object_id=made, content={"title": "Puerta"}, audience=OWN_CITY, by=acting(cast.alice))
    forget_context()
    assert follow(city=cast.cities["bradford"]) == 1
    with as_role("owner"):
        assert rows("SELECT count(*) FROM network_sharedobject WHERE wire LIKE '%%Door%%'") == [(0,)]
    forget_context()
    assert follow(city=cast.cities["bradford"]) == 0


def test_only_the_office_that_wrote_it_changes_it(cast, practice, acting):
    made = practice(cast.alice)
    for other in (cast.nadia, cast.charlie, cast.lars):
        with pytest.raises(ObjectNotFound):
            withdraw(object_id=made, by=acting(other))
    withdraw(object_id=made, by=acting(cast.bob))


@pytest.mark.parametrize("name", ["petra", "ines", "olga", "sol"])
def test_who_does_not_publish_cannot(cast, practice, name):
    with pytest.raises(NotAllowed):
        practice(getattr(cast, name))


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        (Kind.PRACTICE, {"name": "x"}, NotItsKind), (Kind.UNIT, {"title": "x"}, UnknownKind),
        (Kind.PLAN, {"title": "x"}, UnknownKind), (Kind.GROUP, {"name": "x", "members": [], "hub": None}, UnknownKind),
        (Kind.PRACTICE, {"title": "x" * 260_000}, TooLarge),
        (Kind.PRACTICE, {"title": "x", "more": json.loads("[" * 40 + "]" * 40)}, TooLarge),
    ],
)  # fmt: skip
def test_what_does_not_meet_its_kind_is_not_published(cast, acting, kind, content, problem):
    with pytest.raises(problem):
        publish(
            kind=kind, content=content, language="es", marking=Marking.GREEN, audience=NETWORK, by=acting(cast.alice)
        )
    assert SharedObject.objects.count() == 0


def test_each_version_is_signed_by_its_city_and_stix_reads_it(cast, practice, acting):
    made = practice(cast.alice, "Puerta", audience=EVERYBODY, marking=Marking.CLEAR)
    translate(object_id=made, language="en", content={"title": "Door"}, made=Made.HUMAN, by=acting(cast.alice))
    key = PublicKey(bytes(AuthorKey.objects.get().public))
    for row in SharedObject.objects.all():
        wire = json.loads(row.wire)
        check_signature(wire, key)
        stix2.parse(row.wire, allow_custom=True)
        with pytest.raises(NotSigned):
            check_signature(wire | {"modified": "2031-01-01T00:00:00.000Z"}, key)
        assert "signature" not in json.dumps(unsigned(wire))


def test_the_log_tells_of_each_act_and_an_act_it_cannot_tell_of_is_not_done(cast, practice, acting, monkeypatch):
    made = practice(cast.alice)
    withdraw(object_id=made, by=acting(cast.alice), purpose="A mistake")
    told = list(AuditEvent.objects.filter(target=str(made)).order_by("seq").values_list("action", "label", "purpose"))
    assert told == [
        ("exchange.published", "practice network v1", ""),
        ("exchange.withdrawn", "practice network v1", "A mistake"),
    ]

    def broken(*_args, **_kwargs):
        raise OSError("no log")

    monkeypatch.setattr("proximity.network.operations.publishing.record_event", broken)
    with pytest.raises(OSError, match="no log"):
        practice(cast.alice)
    assert SharedObject.objects.count() == 1


def test_another_city_can_neither_write_in_ones_name_nor_let_itself_see(cast, practice, acting):
    made = practice(cast.alice, audience=OWN_CITY)
    acting(cast.charlie)
    with refused("only its author"):
        rows("SELECT network_show(%s, ARRAY[%s]::uuid[])", made, cast.charlie.city_id)
    with refused("permission denied"):
        changed("INSERT INTO network_sight (object_id, city_id) VALUES (%s, %s)", made, cast.charlie.city_id)
    assert changed("UPDATE network_sharedobject SET version = 9") == 0
    assert rows("SELECT count(*) FROM network_authorkey") == rows("SELECT count(*) FROM network_outgoing") == [(0,)]
    with refused("row-level security"):
        changed(
            "INSERT INTO network_authorkey (id, author_id, kid, public, private_key, made_at)"
            " VALUES (gen_random_uuid(), %s, 'x', '', '', now())", cast.alice.city_id,
        )  # fmt: skip


def test_the_instance_itself_sees_everything_and_the_public_side_nothing(cast, practice):
    practice(cast.alice, audience=OWN_CITY)
    with as_role("owner"):
        rows("SELECT set_config('app.city', '', true)")
    enter_everywhere()
    assert rows("SELECT count(*) FROM network_sharedobject") == [(1,)]
    with as_role("proximity_public"), refused("permission denied"):
        rows("SELECT 1 FROM network_sharedobject")


def test_an_audience_is_read_as_it_was_written_and_nothing_else_is_one(cast):
    for one in (EVERYBODY, NETWORK, country("lv"), group(cast.alice.city_id)):
        assert Audience.of_scope(one.scope(cast.alice.city_id)) == one
    for reach, of in (
        ("", ""),
        ("everyone", ""),
        ("group", ""),
        ("group", "x"),
        ("country", "ESP"),
        ("public", "x"),
        (None, ""),
    ):
        assert Audience.read(reach, of) is None
    assert OWN_CITY.reach is Reach.CITY
