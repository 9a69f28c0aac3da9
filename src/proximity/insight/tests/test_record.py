"""Taking facts in, counting each incident once, and cutting the way back."""

import time
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.rules import OrganisationKind
from proximity.audit.models import AuditEvent
from proximity.insight.access import origin_link, own_facts
from proximity.insight.factories import historical_facts
from proximity.insight.models import Exclusion, FactRow
from proximity.insight.operations import compute_tables, cut_link, import_history, record, record_fact
from proximity.insight.rules.facts import BadFact, Quarter, Source, Stage
from proximity.insight.tests.making import YEARS, fact

pytestmark = pytest.mark.django_db


def events(action):
    return AuditEvent.objects.filter(action=action)


def test_a_fact_comes_back_as_it_was_told_and_the_log_names_the_record_only(cast, acting):
    alice, record_id = acting(cast.alice), uuid4()
    row = record_fact(fact(), record_id=record_id, by=alice)
    assert own_facts(alice).get().as_fact() == fact()
    assert row.version == 1
    event = events("fact.recorded").get()
    assert (event.target, event.label) == (str(record_id), "")
    assert str(row.pk) not in (event.target, event.label)


def test_telling_a_fact_again_changes_nothing(cast, acting):
    alice, record_id = acting(cast.alice), uuid4()
    first = record_fact(fact(happened=None), record_id=record_id, by=alice)
    assert record_fact(fact(happened=None), record_id=record_id, by=alice) == first
    assert AuditEvent.objects.filter(action__startswith="fact.").count() == 1


def test_a_case_that_went_on_replaces_its_fact(cast, acting):
    alice, record_id = acting(cast.alice), uuid4()
    record_fact(fact(), record_id=record_id, by=alice)
    row = record_fact(fact(stage=Stage.REFERRED), record_id=record_id, by=alice)
    assert own_facts(alice).get().as_fact().stage == Stage.REFERRED
    assert row.version == 2
    assert events("fact.replaced").count() == 1


def test_recording_a_fact_is_cheap(cast, acting, django_assert_max_num_queries):
    alice, record_id = acting(cast.alice), uuid4()
    with django_assert_max_num_queries(9):  # two of its own, two savepoints, the audit's five
        record_fact(fact(), record_id=record_id, by=alice)
    with django_assert_max_num_queries(3):
        record_fact(fact(), record_id=record_id, by=alice)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"city": "bradford"}, "city"),
        ({"source": Source.NGO}, "source"),
        ({"grounds": ("REL.PASTA",)}, "grounds"),
    ],
)
def test_a_fact_that_is_not_hers_to_tell_is_refused(cast, acting, changes, field):
    alice = acting(cast.alice)
    with pytest.raises(BadFact, match=field):
        record_fact(fact(**changes), record_id=uuid4(), by=alice)
    assert not FactRow.objects.exists()


@pytest.mark.parametrize("who", ["lars", "petra", "ines"])
def test_who_reads_no_reports_tells_no_facts(cast, acting, who):
    actor = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        record_fact(fact(), record_id=uuid4(), by=actor)
    with pytest.raises(NotAllowed):
        import_history([], by=actor)


def test_every_source_has_somebody_who_may_tell_it():
    assert set(record.MAY_TELL) == set(Source)
    assert OrganisationKind.CITY_HALL not in frozenset().union(*record.MAY_TELL.values())


@pytest.mark.parametrize(
    "act",
    [
        lambda record_id, alice: record_fact(fact(happened=None), record_id=record_id, by=alice),
        lambda record_id, alice: cut_link(record_id, by=alice),
        lambda _record_id, alice: import_history([fact(source=Source.HISTORY)], by=alice),
    ],
    ids=["record", "cut", "import"],
)
def test_what_the_log_cannot_tell_of_does_not_happen(cast, acting, monkeypatch, act):
    alice, record_id = acting(cast.alice), uuid4()
    record_fact(fact(), record_id=record_id, by=alice)

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(record, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        act(record_id, alice)
    row = own_facts(alice).get()
    assert row.as_fact() == fact()
    assert bytes(row.origin_link) == origin_link(record_id)


def test_the_link_is_keyed(cast, acting):
    alice, record_id = acting(cast.alice), uuid4()
    link = bytes(record_fact(fact(), record_id=record_id, by=alice).origin_link)
    assert len(link) == 32
    assert link not in (record_id.bytes, b"")
    assert link == origin_link(record_id) != origin_link(uuid4())


def test_erasure_cuts_the_link_and_the_number_stays(cast, acting):
    alice, record_id = acting(cast.alice), uuid4()
    for _ in range(5):
        record_fact(fact(), record_id=uuid4(), by=alice)
    record_fact(fact(), record_id=record_id, by=alice)
    before = compute_tables(years=YEARS, by=alice)
    assert cut_link(record_id, by=alice)
    assert not cut_link(record_id, by=alice)
    assert not FactRow.objects.filter(origin_link=origin_link(record_id)).exists()
    assert compute_tables(years=YEARS, by=alice) == before
    assert events("fact.link_cut").count() == 1


def test_a_row_says_nothing_of_when_it_was_written(cast, acting):
    row = record_fact(fact(), record_id=uuid4(), by=acting(cast.alice))
    assert row.pk.version == 4
    assert not [field.name for field in FactRow._meta.fields if "Date" in type(field).__name__]


def test_when_one_of_two_organisations_cuts_its_link_the_other_goes_on_counting(cast, acting):
    record_id = uuid4()
    record_fact(fact(), record_id=record_id, by=acting(cast.alice))
    nadia = acting(cast.nadia)
    record_fact(fact(source=Source.NGO), record_id=record_id, by=nadia)
    cut_link(record_id, by=nadia)
    assert own_facts(nadia).get().excluded == Exclusion.DUPLICATE
    alice = acting(cast.alice)
    cut_link(record_id, by=alice)
    assert own_facts(alice).get().excluded == Exclusion.NONE


def test_history_comes_in_at_once_and_is_told_to_the_log_once(cast, acting):
    alice = acting(cast.alice)
    started = time.perf_counter()
    facts = list(historical_facts(city="madrid", count=1500, seed=1))
    assert import_history(facts, by=alice) == 1500
    assert time.perf_counter() - started < 5  # 0.5 s on an idle machine
    assert events("facts.imported").get().label == "1500"
    assert sorted(row.as_fact().grounds for row in own_facts(alice)) == sorted(told.grounds for told in facts)


@pytest.mark.parametrize("bad", [fact(), fact(source=Source.HISTORY, city="bradford")])
def test_history_with_one_bad_fact_is_refused_whole(cast, acting, bad):
    alice = acting(cast.alice)
    with pytest.raises(BadFact):
        import_history([fact(source=Source.HISTORY), bad], by=alice)
    assert not FactRow.objects.exists()


def test_the_same_seed_gives_the_same_history():
    first, again, other = (list(historical_facts(city="madrid", count=50, seed=seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert {told.happened.year for told in first if told.happened} <= set(range(2019, 2026))
    assert Quarter(2019, 1).year == 2019


@pytest.mark.parametrize("who", ["nadia", "lars", "petra", "stefan", "ines", "charlie"])
def test_nobody_else_sees_a_fact_by_raw_sql(cast, acting, who):
    record_fact(fact(), record_id=uuid4(), by=acting(cast.alice))
    acting(getattr(cast, who))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM insight_factrow")
        assert cursor.fetchall() == []


def test_a_fact_cannot_be_written_for_another_office_or_deleted(cast, acting):
    row = record_fact(fact(), record_id=uuid4(), by=acting(cast.alice))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        row.delete()
    acting(cast.lars)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        FactRow(city=row.city, organisation=row.organisation, grounds=[], incident_type="x").save(force_insert=True)
