"""Answers, tried with raw SQL: each is hers alone; counts are given where nobody is told by them, to whoever has answered."""

from uuid import uuid4

import pytest

from proximity.foundation.testing import PUBLIC, as_role, changed, refused, rows, write_again
from proximity.learning.factories import answer_as, make_scenario
from proximity.learning.models import Answer
from proximity.learning.rules.readers import Readers

pytestmark = pytest.mark.django_db
COUNTS = "SELECT part, name, people FROM learning_counts(%s)"


@pytest.mark.parametrize("who", ["bob", "nadia", "teo", "ines", "charlie"])
def test_an_answer_is_read_by_nobody_else(cast, acting, who):
    made = make_scenario(acting(cast.teo))
    answer_as([cast.alice], made)
    assert len(rows("SELECT * FROM learning_answer")) == 1
    acting(getattr(cast, who))
    assert rows("SELECT * FROM learning_answer") == []


def test_nobody_answers_for_another_or_twice_or_changes_what_she_said(cast, acting):
    made = make_scenario(acting(cast.teo))
    answer_as([cast.alice], made)
    own = Answer.objects.get().pk
    for wrong in (
        {"person": cast.bob.person_id},
        {"city_id": cast.charlie.city_id},
        {"kind": "ngo"},
        {"scenario": uuid4()},
    ):
        with refused("row-level security"):
            write_again("learning_answer", own, id=uuid4(), **wrong)
    with refused("a_scenario_is_answered_once"):
        write_again("learning_answer", own, id=uuid4())
    for sql in ("UPDATE learning_answer SET bias = 'no'", "DELETE FROM learning_answer"):
        with refused("permission denied"):
            changed(sql)


def test_counts_are_given_from_three_on_and_parts_from_five_on(cast, acting, more):
    made = make_scenario(acting(cast.teo))
    answer_as([cast.alice, cast.charlie], made)
    acting(cast.alice)
    assert rows(COUNTS, made) == []
    answer_as([cast.bob], made)
    assert rows(COUNTS, made) == [("all", "", 3)]
    answer_as(more, made)
    madrid = str(cast.alice.city_id)
    assert sorted(rows(COUNTS, made)) == [("all", "", 8), ("city", madrid, 5), ("kind", "local_police", 8)]


def test_who_has_not_answered_is_told_nothing_but_a_trainer_is(cast, acting, more):
    made = make_scenario(acting(cast.teo))
    answer_as(more, made)
    acting(cast.nadia)
    assert rows(COUNTS, made) == []
    acting(cast.teo)
    assert rows(COUNTS, made)[0][2] == 5


def test_whose_city_does_not_see_the_scenario_is_told_nothing(cast, acting, more):
    made = make_scenario(acting(cast.teo), readers=Readers.CITY)
    answer_as([cast.alice, cast.bob, *more[:3]], made)
    assert rows(COUNTS, made) != []
    acting(cast.charlie)
    assert rows(COUNTS, made) == []
    with refused("row-level security"):
        changed(
            "INSERT INTO learning_answer (id, city_id, organisation_id, kind, scenario, person, bias, indicators, why,"
            " answered_at) VALUES (gen_random_uuid(), %s, %s, 'local_police', %s, %s, 'yes', '[]', '', now())",
            cast.charlie.city_id, cast.charlie.organisation.pk, made, cast.charlie.person_id,
        )  # fmt: skip


def test_the_public_process_reads_nothing_of_it(cast, acting):
    made = make_scenario(acting(cast.teo))
    with as_role(PUBLIC):
        with refused("permission denied"):
            rows("SELECT * FROM learning_answer")
        with refused("permission denied"):
            rows(COUNTS, made)
