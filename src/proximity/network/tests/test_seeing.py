"""A city that is added later, or joins later, sees what came before it as far as it is for her: in the pages and by raw SQL."""

from uuid import uuid4

import pytest

from proximity.accounts.operations import add_city, add_organisation
from proximity.accounts.rules import OrganisationKind
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import as_role, forget_context, rows
from proximity.foundation.wall import enter_staff
from proximity.network import commands
from proximity.network.jobs import settle
from proximity.network.models import Author, Sight
from proximity.network.operations import change_group, found_group, revise, translate, withdraw
from proximity.network.operations.membership import SYSTEM
from proximity.network.operations.seeing import settle_sights
from proximity.network.queries import objects
from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import EVERYBODY, OWN_CITY, country, group
from proximity.network.rules.envelope import Made

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(cast):
    """Return a function that adds a city with an office, as the operator does."""

    def add(slug, land="es"):
        with as_role("owner"):
            city = add_city(
                slug=slug, name=slug.title(), country=land, time_zone="Europe/Madrid", reference_prefix="NEW"
            )
            return add_organisation(city=city, kind=OrganisationKind.LOCAL_POLICE, name=f"Police of {slug}")

    return add


def sees(office):
    """Return the titles that an office's city sees; the wall alone must say the same as the query."""
    forget_context()
    enter_staff(city=office.city_id, organisation=office.pk, person=uuid4())
    by_sql = {
        str(pk) for (pk,) in rows("SELECT id FROM network_sharedobject WHERE kind = 'practice' AND form = 'content'")
    }
    found = objects(Kind.PRACTICE, city=office.city_id)
    assert {str(one.id) for one in found} == by_sql
    return sorted(one.content["title"] for one in found)


def settled():
    forget_context()
    return settle_sights(by=SYSTEM)


def test_a_city_that_is_added_later_sees_what_is_for_it_and_nothing_else(cast, practice, later):
    practice(cast.alice, "For the network")
    practice(cast.alice, "For everybody", audience=EVERYBODY, marking=Marking.CLEAR)
    practice(cast.alice, "For Spain", audience=country("es"))
    practice(cast.charlie, "For Britain", audience=country("gb"))
    practice(cast.alice, "For Madrid", audience=OWN_CITY)
    toledo = later("toledo")
    assert sees(toledo) == []
    assert settled() == 3
    assert sees(toledo) == ["For Spain", "For everybody", "For the network"]
    assert settled() == 0
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="exchange.sights_settled", label="3").count() == 1


def test_what_was_withdrawn_or_narrowed_before_she_came_is_not_hers(cast, practice, acting, later):
    gone, narrowed = practice(cast.alice, "Gone"), practice(cast.alice, "Narrowed")
    withdraw(object_id=gone, by=acting(cast.alice))
    revise(object_id=narrowed, content={"title": "Inside"}, audience=OWN_CITY, by=acting(cast.alice))
    toledo = later("toledo")
    settled()
    assert sees(toledo) == []
    forget_context()
    enter_staff(city=toledo.city_id, organisation=toledo.pk, person=uuid4())
    assert rows("SELECT count(*) FROM network_sharedobject") == [(0,)]


def test_what_she_saw_is_withdrawn_from_her_when_it_is_narrowed_later(cast, practice, acting, later):
    made = practice(cast.alice, "Open")
    toledo = later("toledo")
    settled()
    assert sees(toledo) == ["Open"]
    revise(object_id=made, content={"title": "Inside"}, audience=OWN_CITY, by=acting(cast.alice))
    assert sees(toledo) == []
    assert settled() == 0
    assert sees(toledo) == []


def test_a_translation_comes_with_what_it_is_of_and_not_without_it(cast, practice, acting, later):
    made = practice(cast.alice, "Puerta")
    translate(object_id=made, language="en", content={"title": "Door"}, made=Made.HUMAN, by=acting(cast.charlie))
    shut = practice(cast.alice, "Cerrada")
    translate(object_id=shut, language="en", content={"title": "Shut"}, made=Made.HUMAN, by=acting(cast.charlie))
    # Bradford has not followed yet: its translation still says that it is for all.
    revise(object_id=shut, content={"title": "Cerrada"}, audience=OWN_CITY, by=acting(cast.alice))
    toledo = later("toledo")
    settled()
    assert sees(toledo) == ["Puerta"]
    assert set(objects(Kind.PRACTICE, city=toledo.city_id)[0].translations) == {"en"}
    assert rows("SELECT count(*) FROM network_sharedobject WHERE kind = 'translation'") == [(1,)]


def test_who_joins_a_group_sees_what_every_member_has_for_it(cast, practice, acting, later):
    both = {cast.alice.city_id, cast.charlie.city_id}
    made = found_group(name="Twins", members=both, by=acting(cast.alice))
    practice(cast.alice, "From Madrid", audience=group(made), marking=Marking.AMBER)
    practice(cast.charlie, "From Bradford", audience=group(made), marking=Marking.AMBER)
    toledo = later("toledo")
    settled()
    assert sees(toledo) == []
    change_group(group_id=made, members={*both, toledo.city_id}, by=acting(cast.alice))
    assert rows("SELECT task_name FROM procrastinate_jobs WHERE task_name = 'network.settle'") == [("network.settle",)]
    forget_context()
    settle()  # what the job does
    assert sees(toledo) == ["From Bradford", "From Madrid"]
    change_group(group_id=made, members=both, by=acting(cast.alice))
    forget_context()
    settle()
    assert sees(toledo) == []


def test_what_a_city_elsewhere_has_for_a_group_is_shown_to_who_joins_before_it_writes_anew(
    cast, practice, acting, later
):
    made = found_group(name="Twins", members={cast.charlie.city_id}, by=acting(cast.alice))
    practice(cast.charlie, "From Bradford", audience=group(made), marking=Marking.AMBER)
    toledo = later("toledo")
    change_group(group_id=made, members={cast.charlie.city_id, toledo.city_id}, by=acting(cast.alice))
    settled()
    assert sees(toledo) == ["From Bradford"]


def test_a_sight_too_many_is_taken_away(cast, practice, later):
    made = practice(cast.alice, "For Britain too?", audience=country("es"))
    with as_role("owner"):
        Sight.objects.create(object_id=made, city_id=cast.charlie.city_id)
    assert settled() == 1
    assert sees(cast.charlie.organisation) == []


def test_the_operator_adds_a_city_and_it_sees_at_once(cast, practice):
    practice(cast.alice, "For the network")
    told = []
    forget_context()
    with as_role("owner"):
        commands.add_city(
            told.append,
            slug="toledo",
            name="Toledo",
            country="es",
            time_zone="Europe/Madrid",
            prefix="TOL",
            purpose="New",
        )
        city = Sight.objects.get(city__slug="toledo").city
    assert told[-1] == "1 objects of the exchange are for it too"
    assert Author.objects.filter(pk=city.pk).count() == 0  # it has written nothing yet
