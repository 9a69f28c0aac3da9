"""The pages: Teo publishes, Alice and Noor answer apart and see each other's counts; nothing typed is lost."""

import re

import pytest

from proximity.learning.factories import answer_as, make_scenario
from proximity.learning.models import Answer
from proximity.learning.operations.scenarios import publish_packaged
from proximity.network.models import SharedObject
from proximity.network.rules.kinds import Kind

pytestmark = pytest.mark.django_db
STORY = {
    "language": "es", "title": "La plaza vacía", "story": "Alguien grita en una plaza vacía.", "bias": "yes",
    "family_expression": ["BI-10"], "reasons": "Lo gritado lo dice.", "readers": "network", "sure": "on",
}  # fmt: skip


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def teo(cast, workspace):
    return workspace(cast.teo)


@pytest.fixture
def alice(cast, workspace):
    return workspace(cast.alice)


@pytest.fixture
def made(cast, acting):
    return make_scenario(acting(cast.teo))


def test_the_trainer_publishes_the_scenarios_of_the_project_and_an_officer_finds_them(teo, alice):
    assert "Publish 6 scenarios of the project" in text_of(teo.get("/learning/"))
    assert "No scenario is here yet" in text_of(alice.get("/learning/"))
    assert teo.post("/learning/scenarios/project/").status_code == 302
    assert "scenarios of the project" not in text_of(teo.get("/learning/"))
    page = text_of(alice.get("/learning/"))
    assert "At the bus stop" in page
    assert page.count("not answered yet") == 6


def test_she_answers_alone_and_sees_the_reasons_afterwards_and_the_others_once_they_are_three(cast, alice, made, more):
    address = f"/learning/scenarios/{made}/"
    page = text_of(alice.get(address))
    assert "Is there an indication of bias?" in page
    assert "It was shouted." not in page
    sent = alice.post(address, {"bias": "no", "family_motive": ["BI-70"], "why": "Because."})
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    page = text_of(alice.get(address))
    assert "It was shouted." in page
    assert "Fewer than three people have answered" in page
    answer_as([cast.noor, *more[:2]], made)
    page = text_of(alice.get(address))
    assert "4 people answered" in page
    assert "ticked by 3 of 4" in page
    assert "Fleiss' kappa" in page
    assert "Because." in page


def test_what_she_typed_stays_where_the_answer_is_missing(alice, made):
    answer = alice.post(f"/learning/scenarios/{made}/", {"family_motive": ["BI-70"], "why": "Because."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose one." in page
    assert "Because." in page
    assert re.search(r'value="BI-70"[^>]*checked', page)
    assert not Answer.objects.exists()


def test_a_second_answer_changes_nothing(cast, alice, made):
    answer_as([cast.alice], made)
    assert alice.post(f"/learning/scenarios/{made}/", {"bias": "no"}).status_code == 200
    assert Answer.objects.get().bias == "yes"


def test_parts_stand_there_where_each_of_them_is_many(cast, alice, made, more):
    answer_as([cast.alice, cast.bob, *more[:3]], made)
    page = text_of(alice.get(f"/learning/scenarios/{made}/"))
    assert "Madrid" in page
    assert "local police" in page


def test_the_trainer_writes_one_and_takes_it_back(teo, alice):
    answer = teo.post("/learning/scenarios/new/", STORY)
    assert answer.status_code == 302, text_of(answer)
    address = answer.headers["Location"]
    assert "Lo gritado lo dice." in text_of(teo.get(address))
    assert "La plaza vacía" in text_of(alice.get(address))
    assert alice.get(f"{address}withdraw/").status_code == 404
    assert "Withdraw it for everybody" in text_of(teo.get(f"{address}withdraw/"))
    assert teo.post(f"{address}withdraw/").status_code == 302
    assert alice.get(address).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Write a few words."),
        ({"story": "Call 912 345 678 901"}, "This holds what looks like"),
        ({"story": "a" * 4001}, "This is too long"),
        ({"sure": ""}, "Please read it once more"),
        ({"readers": "everybody"}, "Choose one."),
        ({"family_expression": ["BI-99"]}, "Choose one."),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_all_typed_stays(teo, change, said):
    answer = teo.post("/learning/scenarios/new/", STORY | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Lo gritado lo dice." in answer.content.decode()
    assert not SharedObject.objects.filter(kind=Kind.SCENARIO).exists()


def test_a_translation_by_a_machine_says_so_and_leads_to_the_original(cast, acting, alice):
    publish_packaged(by=acting(cast.teo))
    acting(cast.alice)
    one = SharedObject.objects.filter(kind=Kind.SCENARIO).first()
    page = text_of(alice.get(f"/learning/scenarios/{one.pk}/?lang=es"))
    assert "A machine translated this" in page
    assert "The project wrote it, and no trainer has reviewed it yet." in page


@pytest.mark.parametrize("who", ["ines", "olga"])
def test_who_does_not_learn_is_turned_away(cast, workspace, who, made):
    browser = workspace(getattr(cast, who))
    assert browser.get("/learning/").status_code == 403
    assert browser.get(f"/learning/scenarios/{made}/").status_code == 404
