"""Publishing, answering once, taking back: the effect, the log, and what the network carries."""

from uuid import uuid4

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.assessment.rules import BiasAnswer
from proximity.audit.models import AuditEvent
from proximity.learning.access import NotHere, get_scenario, scenarios_for
from proximity.learning.factories import SCENARIO, answer_as, make_scenario
from proximity.learning.models import Answer
from proximity.learning.operations.scenarios import (
    AlreadyAnswered,
    answer_scenario,
    missing,
    publish_packaged,
    publish_scenario,
    withdraw_scenario,
)
from proximity.learning.queries.scenarios import scenario_page
from proximity.learning.rules.readers import Readers
from proximity.learning.rules.scenarios import KeySign, NotSound, Scenario
from proximity.network.rules.envelope import Made

pytestmark = pytest.mark.django_db


def test_the_trainer_publishes_the_six_once_and_every_city_reads_them_in_its_language(cast, acting):
    teo = acting(cast.teo)
    assert len(publish_packaged(by=teo)) == 6
    assert publish_packaged(by=teo) == []
    charlie = acting(cast.charlie)
    held = scenarios_for(charlie)
    assert len(held) == 6
    assert {one.language for one in held} == {"en"}
    assert all({said.made for said in one.translations.values()} == {Made.MACHINE} for one in held)
    assert all(len(one.translations) == 7 for one in held)
    page = scenario_page(held[0].id, language="lv", by=charlie)
    assert (page.language, page.by_machine, page.by_project, page.is_own) == ("lv", True, True, False)


def test_where_another_city_has_published_them_nothing_is_missing(cast, acting):
    assert len(missing(acting(cast.teo))) == 6
    publish_packaged(by=acting(cast.teo))
    assert missing(cast.teo) == []


@pytest.mark.parametrize("who", ["alice", "nadia", "lars", "sol", "ines"])
def test_only_a_trainer_publishes(cast, acting, who):
    by = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        publish_packaged(by=by)
    with pytest.raises(NotAllowed):
        make_scenario(by)


def test_a_scenario_of_ones_own_does_not_pass_for_one_of_the_project_and_knows_its_indicators(cast, acting):
    teo = acting(cast.teo)
    with pytest.raises(NotSound, match="code"):
        publish_scenario(
            scenario=Scenario("T", "S", BiasAnswer.NO, (), "R", "bus-stop"), language="en", readers=Readers.CITY, by=teo
        )
    with pytest.raises(NotSound, match="key"):
        make_scenario(teo, scenario=Scenario("T", "S", BiasAnswer.NO, (KeySign("BI-99", ""),), "R"))


def test_what_is_for_one_city_another_does_not_see(cast, acting):
    made = make_scenario(acting(cast.teo), readers=Readers.CITY)
    assert get_scenario(acting(cast.alice), made).content["title"] == SCENARIO.title
    with pytest.raises(NotHere):
        get_scenario(acting(cast.charlie), made)


def test_an_answer_is_kept_once_and_the_log_tells_of_it_without_saying_what_it_was(cast, acting):
    made = make_scenario(acting(cast.teo))
    answer_as([cast.alice], made)
    kept = Answer.objects.get()
    assert (kept.bias, kept.indicators, kept.kind) == ("yes", ["BI-10"], "local_police")
    event = AuditEvent.objects.get(action="learning.answered")
    assert (event.target, event.label) == (str(made), "")
    with pytest.raises(AlreadyAnswered):
        answer_as([cast.alice], made)


def test_an_answer_that_the_log_cannot_tell_of_is_not_kept(cast, acting, monkeypatch):
    made = make_scenario(acting(cast.teo))

    def broken(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("proximity.learning.operations.scenarios.record_event", broken)
    alice = acting(cast.alice)
    with pytest.raises(OSError):  # noqa: PT011  (the one of above)
        answer_scenario(scenario_id=made, bias=BiasAnswer.NO, indicators=[], why="", by=alice)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["teo", "ines", "olga"])
def test_who_has_read_the_key_or_does_not_learn_answers_nothing(cast, acting, who):
    made = make_scenario(acting(cast.teo))
    with pytest.raises(NotAllowed):
        answer_as([getattr(cast, who)], made)


def test_what_is_not_there_and_what_stands_in_no_list_is_not_answered(cast, acting):
    made = make_scenario(acting(cast.teo))
    with pytest.raises(NotHere):
        answer_as([cast.alice], uuid4())
    with pytest.raises(NotSound, match="indicators"):
        answer_as([cast.alice], made, indicators=["BI-99"])


def test_who_published_it_takes_it_back_and_nobody_else(cast, acting):
    made = make_scenario(acting(cast.teo))
    answer_as([cast.charlie], made)
    with pytest.raises(NotAllowed):
        withdraw_scenario(scenario_id=made, by=acting(cast.alice))
    withdraw_scenario(scenario_id=made, by=acting(cast.teo))
    assert scenarios_for(acting(cast.charlie)) == []
    assert Answer.objects.count() == 1
    with pytest.raises(NotHere):
        withdraw_scenario(scenario_id=made, by=acting(cast.teo))
