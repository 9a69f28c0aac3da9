"""The map of practices: where marks stand, what they lead to, who is left out, and how small the page stays."""

import math
import re
from uuid import uuid4

import pytest

from proximity.accounts.models import City
from proximity.accounts.operations import place_city
from proximity.accounts.rules import Centre
from proximity.exchange.factories import make_practice
from proximity.exchange.operations.moderating import hide
from proximity.exchange.operations.places import tell_places
from proximity.exchange.operations.taking_part import adopt_practice
from proximity.exchange.queries.map import MOST, practice_map
from proximity.exchange.rules.adoptions import Adoption
from proximity.exchange.rules.map import LARGEST, MOST_WAYS, Town, draw
from proximity.exchange.rules.places import Standing
from proximity.exchange.rules.readers import Readers
from proximity.exchange.rules.schemas import SCHEMAS
from proximity.exchange.rules.seeds import seeds
from proximity.exchange.rules.vocabulary import Uptake
from proximity.foundation.testing import as_role, forget_context
from proximity.network.context import enter_everywhere
from proximity.network.database import DatabaseStore, hop_of
from proximity.network.models import Instance, SharedObject
from proximity.network.operations.membership import SYSTEM, accept_instance, know_instance, this_instance
from proximity.network.outgoing import places_after
from proximity.network.registry import schemas
from proximity.network.rules import Marking
from proximity.network.rules.audience import NETWORK
from proximity.network.rules.envelope import Form, Item
from proximity.network.rules.ids import object_id
from proximity.network.rules.kinds import Kind, NotItsKind, Schemas
from proximity.network.rules.taking import ingest
from proximity.network.tests.elsewhere import START, Elsewhere

MADRID, BRADFORD = Centre(40.4165, -3.70256, "GeoNames"), Centre(53.79391, -1.75206, "GeoNames")


def town(name, latitude, longitude, practices=1, taken=0):
    return Town(uuid4(), name, latitude, longitude, practices, taken)


EUROPE = [
    town("Madrid", 40.42, -3.7, 4), town("Bradford", 53.79, -1.75), town("София", 42.7, 23.32), town("Tallinn", 59.44, 24.75, 9),
    town("Helsinki", 60.17, 24.94, 9), town("Milano", 45.46, 9.19, 0, 1), town("Rīga", 56.95, 24.11),
    town("Lisboa", 38.73, -9.15),
]  # fmt: skip


def test_north_is_up_marks_are_apart_and_inside_and_larger_for_more():
    drawn = draw(EUROPE, {})
    marks = {mark.town.name: mark for mark in drawn.marks}
    assert marks["Helsinki"].y < marks["Rīga"].y < marks["Madrid"].y
    assert marks["Lisboa"].x < marks["Bradford"].x < marks["София"].x
    assert marks["Tallinn"].radius > marks["Madrid"].radius > marks["Rīga"].radius > marks["Milano"].radius
    for one in drawn.marks:
        assert drawn.target <= one.x <= drawn.width - drawn.target
        assert drawn.target <= one.y <= drawn.height - drawn.target
        for other in drawn.marks:
            assert one is other or math.hypot(one.x - other.x, one.y - other.y) >= 2 * drawn.target - 1
    assert all(mark.label for mark in drawn.marks)


def test_cities_on_the_very_same_place_and_at_the_ends_of_the_world_are_drawn():
    drawn = draw([town(str(number), 90, 180, 400) for number in range(5)] + [town("South", -90, -180)], {})
    assert len({(mark.x, mark.y) for mark in drawn.marks}) == 6
    assert {mark.radius for mark in drawn.marks} == {round(LARGEST), 10}
    assert len(draw([town("Alone", 0, 0)], {}).marks) == 1
    assert draw([], {}) is None


def test_the_strongest_lines_are_drawn_and_none_from_a_city_to_itself_or_from_nowhere():
    one, other = EUROPE[:2]
    drawn = draw(EUROPE, {(one.id, other.id): 3, (one.id, one.id): 9, (uuid4(), one.id): 9})
    assert [way.width for way in drawn.ways] == [4]
    many = {(a.id, b.id): 1 for a in EUROPE for b in EUROPE}
    assert len(draw(EUROPE, many).ways) == MOST_WAYS


def test_a_place_travels_as_its_schema_says_and_nothing_else_does():
    check = Schemas(SCHEMAS).check
    content = Standing(40.42, -3.7, "GeoNames").as_json()
    check(Kind.PLACE, content)
    assert Standing.from_json(content) == Standing(40.42, -3.7, "GeoNames")
    for wrong in ({"latitude": 91}, {"longitude": "7"}, {"address": "Calle Mayor 1"}):
        with pytest.raises(NotItsKind):
            check(Kind.PLACE, content | wrong)


@pytest.fixture
def placed(cast):
    """Let the operator say where Madrid is; of Bradford nobody has said it."""
    with as_role("owner"):
        place_city(city=City.objects.get(slug="madrid"), centre=MADRID)


@pytest.fixture
def adopted(cast, acting, placed):
    """Let Madrid have two practices and Bradford take one of them up, and one that PROXIMITY named."""
    practice = make_practice(acting(cast.alice))
    make_practice(acting(cast.alice), title="Otra práctica")
    charlie = acting(cast.charlie)
    for one in (practice, seeds()[0].id):
        adopt_practice(adoption=Adoption(one, 0, Uptake.RUNNING, None, "Nothing.", None, ""), by=charlie)
    return practice


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.django_db
def test_the_page_shows_marks_a_table_and_who_is_not_placed(cast, workspace, adopted):
    page = workspace(cast.charlie).get("/exchange/")
    html, said = page.content.decode(), words(page)
    city = cast.cities["madrid"].pk
    assert f'<a href="?city={city}" aria-label="Madrid: 2 from here, 0 taken up">' in html
    assert "Not on the map, because nobody has said where they are: Bradford" in said
    assert "Madrid Spain 2 0" in said
    assert re.search(
        r"Bradford United Kingdom 0 2 \((Madrid 1, named by PROXIMITY 1|named by PROXIMITY 1, Madrid 1)\)", said
    )
    with as_role("owner"):
        place_city(city=City.objects.get(slug="bradford"), centre=BRADFORD)
    html = workspace(cast.charlie).get("/exchange/").content.decode()
    assert html.count('class="way"') == 1
    assert "Not on the map" not in html


@pytest.mark.django_db
def test_a_mark_leads_to_what_comes_from_a_city_or_was_taken_up_there(cast, workspace, adopted):
    browser = workspace(cast.charlie)
    madrid = words(browser.get(f"/exchange/?city={cast.cities['madrid'].pk}"))
    assert "Only what comes from Madrid or was taken up there." in madrid
    assert "Otra práctica" in madrid
    assert seeds()[0].practice.english_title not in madrid
    bradford = browser.get(f"/exchange/?city={cast.cities['bradford'].pk}")
    assert "Otra práctica" not in words(bradford)
    assert "Ventanilla abierta" in words(bradford)
    assert seeds()[0].practice.english_title in words(bradford)
    assert f'name="city" value="{cast.cities["bradford"].pk}"' in bradford.content.decode()
    assert "No practice fits" in words(browser.get(f"/exchange/?city={uuid4()}"))
    for odd in ("%00", "x", "1" * 5000):
        assert "Otra práctica" in words(browser.get(f"/exchange/?city={odd}"))


@pytest.mark.django_db
def test_what_a_city_may_not_read_or_has_hidden_is_on_none_of_its_maps(cast, acting, placed):
    make_practice(acting(cast.alice), readers=Readers.CITY)
    shown = make_practice(acting(cast.alice))
    assert practice_map(acting(cast.alice)).rows[0].practices == 2
    assert practice_map(acting(cast.charlie)).rows[0].practices == 1
    forget_context()
    hide(object_id=shown, reason="Off topic.", by=acting(_supervisor_of_bradford(cast)))
    assert practice_map(acting(cast.charlie)).rows == ()
    assert practice_map(acting(cast.petra)).rows == ()


def _supervisor_of_bradford(cast):
    from proximity.accounts.factories import actor_from, add_membership, add_person  # noqa: PLC0415
    from proximity.accounts.rules import Role  # noqa: PLC0415

    with as_role("owner"):
        person = add_person(email="sue@example.org", name="Sue", password="sue has a long password")
        office = cast.organisations["bradford.police"]
        return actor_from(add_membership(person=person, organisation=office, role=Role.SUPERVISOR))


@pytest.mark.django_db
def test_other_installations_are_told_once_and_again_when_it_changes(cast, acting, placed):
    forget_context()
    assert tell_places() == 0  # this installation takes no part in the network
    enter_everywhere()
    this_instance(name="Two cities", by=SYSTEM)
    assert (tell_places(), tell_places()) == (1, 0)
    enter_everywhere()
    told = SharedObject.objects.get(kind=Kind.PLACE)
    assert (told.content["latitude"], told.content["longitude"], told.marking) == (40.42, -3.7, "green")
    with as_role("owner"):
        place_city(city=City.objects.get(slug="madrid"), centre=None)
    assert tell_places() == 1
    enter_everywhere()
    assert SharedObject.objects.get(kind=Kind.PLACE).form == Form.TOMBSTONE
    with as_role("owner"):
        place_city(city=City.objects.get(slug="madrid"), centre=MADRID)
    assert tell_places() == 1
    enter_everywhere()
    assert SharedObject.objects.filter(kind=Kind.PLACE, form=Form.CONTENT).count() == 1
    assert list(places_after(0, reader=uuid4())) == []  # a stranger reads none of it


@pytest.mark.django_db
def test_a_city_of_another_installation_stands_where_it_says_and_one_that_says_nothing_in_the_list(
    cast, acting, adopted
):
    content = SharedObject.objects.get(pk=adopted).content
    forget_context()
    enter_everywhere()
    here, riga = this_instance(name="Two cities", by=SYSTEM), Elsewhere(["lv", "lv"])
    know_instance(content=riga.card(), by=SYSTEM)
    accept_instance(instance_id=riga.id, by=SYSTEM)
    riga.accept(here.card)
    first, second = riga.cities
    for city, kind, said in (
        (first, Kind.PRACTICE, content), (second, Kind.PRACTICE, content), (first, Kind.PLACE, Standing(56.95, 24.11).as_json()),
    ):  # fmt: skip
        riga.put(Item(object_id(city), kind, city, 1, START, START, "es", Marking.GREEN, NETWORK, content=said))
    wires = [wire for _seq, wire in riga.serve(here.pk)]
    outcome = ingest(
        DatabaseStore(now=START), wires, hop=hop_of(Instance.objects.get(pk=riga.id)), check=schemas().check
    )
    assert (outcome.taken, dict(outcome.refused)) == (3, {})
    shown = {row.id: row.is_placed for row in practice_map(acting(cast.charlie)).rows}
    assert (shown[first], shown[second]) == (True, False)


@pytest.mark.django_db
def test_the_page_of_many_cities_stays_small_and_asks_little(
    cast, acting, workspace, placed, django_assert_max_num_queries
):
    for _number in range(26):
        make_practice(acting(cast.alice))
    with as_role("owner"):
        _many_authors(cast)
    browser = workspace(cast.charlie)
    for _indexed in range(3):
        browser.get("/exchange/")
    with django_assert_max_num_queries(30):
        page = browser.get("/exchange/")
    assert page.content.count(b'<a href="?city=') == 2 * MOST
    assert "31 more cities brought in or took up less" in words(page)
    assert len(page.content) < 60_000, len(page.content)


def _many_authors(cast):
    """Copy a practice to sixty cities elsewhere, each with a place: rows as another installation's would be held here."""
    from proximity.network.models import Author, Sight  # noqa: PLC0415

    one = SharedObject.objects.filter(kind=Kind.PRACTICE).first()
    practice = one.content
    for number in range(60):
        author = Author.objects.create(id=uuid4(), name=f"Ciudad de prueba {number:02}", country="es")
        for kind, content in (
            (Kind.PRACTICE, practice), (Kind.PLACE, Standing(35 + number / 2, (number * 7) % 40 - 10).as_json()),
        ):  # fmt: skip
            one.pk, one.author, one.organisation, one.kind, one.content = uuid4(), author, None, kind, content
            one.save(force_insert=True)
            Sight.objects.create(object=one, city=cast.charlie.organisation.city)
