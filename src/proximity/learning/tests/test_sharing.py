"""Counts that leave: five people or more, in lots of five, by the wish of the city."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.accounts.rules import Role
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import PUBLIC, as_role, changed, forget_context, refused, rows, write_again
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.learning.access import NotHere
from proximity.learning.factories import answer_as, make_scenario
from proximity.learning.jobs import share_all
from proximity.learning.models import Answer, Sharing
from proximity.learning.operations.scenarios import known_codes, withdraw_scenario
from proximity.learning.operations.sharing import begin_sharing, end_sharing, follow_counts, share_now
from proximity.learning.rules.readers import Readers
from proximity.learning.rules.sharing import RENEW_AT
from proximity.network.models import SharedObject
from proximity.network.rules.envelope import Form
from proximity.network.rules.kinds import Kind

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SHARE = "SELECT part, name, people FROM learning_share(%s)"


def shared_all():
    forget_context()
    share_all()


def there():
    """Return each version of counts that stands there, as others would read it."""
    with as_role("owner"):
        return list(SharedObject.objects.filter(kind=Kind.COUNTS).order_by("created", "id"))


def content():
    (one,) = there()
    return one.content


def test_nothing_leaves_of_four_and_of_five_their_number_and_what_they_chose(cast, story, people):
    four = people(4)
    answer_as(four, story)
    shared_all()
    assert there() == []
    answer_as(people(1), story, bias="no", indicators=["BI-70"])
    shared_all()
    found = content()
    assert (found["people"], found["bias"]) == (5, {"yes": 4, "no": 1, "not_known": 0})
    assert found["indicators"]["BI-10"] == {"chosen": 4, "not_chosen": 1}
    assert set(found["indicators"]) == set(known_codes())
    assert set(found["kinds"]) == {"local_police"}
    (one,) = there()
    assert (one.scope, one.marking, one.version) == ("network", "green", 1)
    assert not any(str(by.person_id) in one.wire for by in four)


def test_a_new_version_waits_for_five_new_answers(cast, story, people):
    answer_as(people(5), story)
    shared_all()
    answer_as(people(4), story, indicators=["BI-70"])
    shared_all()
    assert (content()["people"], there()[0].version) == (5, 1)
    answer_as(people(1), story, indicators=["BI-70"])
    shared_all()
    assert (content()["people"], there()[0].version) == (10, 2)
    shared_all()
    assert there()[0].version == 2


def test_a_kind_is_shared_where_nobody_is_left_over_whom_a_subtraction_would_tell(cast, story, people):
    answer_as(people(7), story)
    answer_as(people(2, "madrid.ngo", Role.NGO_WORKER), story)
    shared_all()
    assert (content()["people"], content()["kinds"]) == (9, {})
    answer_as(people(5, "madrid.ngo", Role.NGO_WORKER), story)
    shared_all()
    # The two of before stay in the rest for good: of seven less five they could be told.
    assert content()["people"] == 14
    assert {kind: one["people"] for kind, one in content()["kinds"].items()} == {"ngo": 5}


LOTS = [
    [("police", 3), ("ngo", 1)], [("police", 5)], [("ngo", 4)], [("ngo", 1), ("police", 6)], [("police", 4), ("ngo", 6)],
    [("police", 1)], [("police", 5), ("ngo", 5)],
]  # fmt: skip


def test_whatever_two_versions_are_compared_the_difference_is_nobody_or_five_and_more(cast, story, people):
    """Each number that ever left is a sum over cells of five people or more, which no subtraction opens."""
    released, before = defaultdict(set), set()
    for lot in LOTS:
        for office, number in lot:
            role = Role.NGO_WORKER if office == "ngo" else Role.OFFICER
            answer_as(people(number, f"madrid.{office}", role), story)
        shared_all()
        with as_role("owner"):
            for pk, counted_as in Answer.objects.exclude(counted_as=None).values_list("pk", "counted_as"):
                if pk not in before:
                    released[len(before), counted_as].add(pk)
            before = {pk for cell in released.values() for pk in cell}
        found = there()
        if found:
            assert found[0].content["people"] == len(before)
            for kind, one in found[0].content["kinds"].items():
                assert one["people"] == sum(len(cell) for (_when, name), cell in released.items() if name == kind)
    assert len(released) >= 5
    assert all(len(cell) >= 5 for cell in released.values())
    assert len({pk for cell in released.values() for pk in cell}) == sum(len(cell) for cell in released.values())


def test_switched_off_it_is_withdrawn_and_on_again_it_says_the_same_as_before(cast, story, people):
    answer_as(people(5), story)
    shared_all()
    said = content()
    answer_as(people(2), story)
    enter_as(cast.teo)
    end_sharing(by=cast.teo)
    shared_all()
    assert [(one.form, one.content) for one in there()] == [(Form.TOMBSTONE, {})]
    enter_as(cast.teo)
    begin_sharing(by=cast.teo)
    shared_all()
    assert there()[1].content == said
    with as_role("owner"):
        told = AuditEvent.objects.filter(action__startswith="learning.sharing").order_by("at")
        assert [one.action.rpartition("_")[2] for one in told] == ["begun", "ended", "begun"]
        assert {one.label for one in told} == {""}


def test_without_the_wish_nothing_leaves_and_another_citys_wish_takes_nothing_of_this_one(cast, acting, people):
    story = make_scenario(acting(cast.teo))
    answer_as(people(5), story)
    shared_all()
    assert there() == []
    enter_staff(city=cast.teo.city_id, organisation=cast.teo.organisation.pk, person=SYSTEM)
    assert rows(SHARE, story) == []
    with as_role("owner"):
        assert Answer.objects.exclude(counted_as=None).count() == 0


def test_only_background_work_takes_counts_out(cast, story, people):
    answer_as(people(5), story)
    enter_as(cast.teo)
    with refused("only background work"):
        rows(SHARE, story)
    with as_role(PUBLIC), refused("permission denied"):
        rows(SHARE, story)


def test_nobody_writes_herself_into_a_count(cast, story, people):
    (one,) = people(1)
    answer_as([one], story)
    with as_role("owner"):
        own = Answer.objects.get().pk
    enter_as(cast.alice)
    answer_as([cast.alice], story)
    mine = Answer.objects.get().pk
    with refused("row-level security"):
        write_again("learning_answer", mine, id=own, counted_as="ngo")
    with refused("permission denied"):
        changed("UPDATE learning_answer SET counted_as = 'ngo'")


def test_what_stays_in_its_city_and_what_is_withdrawn_is_not_shared(cast, acting, people, story):
    inside = make_scenario(acting(cast.teo), readers=Readers.CITY)
    ours = people(5)
    answer_as(ours, inside)
    answer_as(ours, story)
    shared_all()
    assert content()["scenario"] == str(story)
    withdraw_scenario(scenario_id=story, by=acting(cast.teo))
    shared_all()
    assert [one.form for one in there()] == [Form.TOMBSTONE]


def test_for_a_country_the_counts_are_for_that_country(cast, acting, people):
    begin_sharing(by=acting(cast.teo))
    made = make_scenario(acting(cast.teo), readers=Readers.COUNTRY)
    answer_as(people(5), made)
    shared_all()
    assert there()[0].scope == "country:es"


def test_they_are_said_again_before_they_lapse_and_no_count_gets_smaller(cast, story, people):
    answer_as(people(5), story)
    shared_all()
    enter_staff(city=cast.teo.city_id, organisation=cast.teo.organisation.pk, person=SYSTEM)
    organisation = cast.teo.organisation
    assert follow_counts(organisation=organisation, now=NOW + timedelta(days=80)) == 0
    assert follow_counts(organisation=organisation, now=NOW + RENEW_AT + timedelta(days=2)) == 1
    with as_role("owner"):
        assert there()[0].version == 2
        Answer.objects.filter(pk__in=Answer.objects.values("pk")[:5]).update(counted_as=None)
    answer_as(people(1), story)
    with as_role("owner"):
        one = there()[0]
        one.content["people"] = 9
        one.save(update_fields=["content"])
    shared_all()
    assert there()[0].version == 2


@pytest.mark.parametrize("who", ["alice", "nadia", "sol", "olga", "ines", "petra"])
def test_trainer_and_city_hall_decide_and_nobody_else(cast, acting, who):
    by = acting(getattr(cast, who))
    for act in (begin_sharing, end_sharing, share_now):
        with pytest.raises(NotAllowed):
            act(by=by)
    with refused("row-level security"):
        changed(
            "INSERT INTO learning_sharing (id, city_id, organisation_id, begun_by, begun_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, now())",
            by.city_id, by.organisation.pk, by.person_id,
        )  # fmt: skip


def test_what_the_trainer_began_the_city_hall_ends(cast, acting):
    teo = acting(cast.teo)
    with pytest.raises(NotHere):
        share_now(by=teo)
    begin_sharing(by=teo)
    begin_sharing(by=acting(cast.lars))
    assert Sharing.objects.get().organisation_id == teo.organisation.pk
    acting(cast.alice)
    assert changed("DELETE FROM learning_sharing") == 0
    acting(cast.charlie)
    assert rows("SELECT 1 FROM learning_sharing") == []
    end_sharing(by=acting(cast.lars))
    with pytest.raises(NotHere):
        end_sharing(by=acting(cast.teo))
    assert set(rows("SELECT task_name FROM procrastinate_jobs")) == {("learning.share_counts",)}


def test_a_wish_that_the_log_cannot_tell_of_is_not_kept(cast, acting, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError("no log")

    teo = acting(cast.teo)
    monkeypatch.setattr("proximity.learning.operations.sharing.record_event", broken)
    with pytest.raises(OSError, match="no log"):
        begin_sharing(by=teo)
    assert not Sharing.objects.exists()
