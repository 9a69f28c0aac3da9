"""Prepare, look, release: who may, what leaves, what stays frozen."""

import hashlib
import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from proximity.accounts.actors import NotAllowed
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import PUBLIC, as_role, forget_context, refused
from proximity.insight.access import prepared_table, releases, visiting_offices
from proximity.insight.factories import historical_facts
from proximity.insight.models import FactRow, PreparedTable, Release
from proximity.insight.operations import (
    compute_tables,
    import_history,
    prepare_release,
    record_fact,
    release,
    release_table,
)
from proximity.insight.operations.release import NothingPrepared, NotSignable
from proximity.insight.rules.counting import Level, TableCode
from proximity.insight.rules.facts import Bias, Channel, Source
from proximity.insight.rules.tables import Gap
from proximity.insight.tests.making import YEARS, fact, sign_again

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


@pytest.fixture
def history(cast, acting):
    """Fill Madrid's police register, and put a few facts into other offices."""
    import_history(historical_facts(city="madrid", count=300, seed=1), by=acting(cast.alice))
    import_history(historical_facts(city="bradford", count=40, seed=1), by=acting(cast.charlie))


def test_lars_releases_what_he_never_sees(cast, acting, history):
    lars = acting(cast.lars)
    prepared = prepare_release(by=lars, now=NOW)
    assert not FactRow.objects.exists()
    released = release_table(prepared_id=prepared.pk, by=lars, now=NOW)
    assert released.content == prepared.content
    assert released.content.total >= 200
    assert (released.signed_as, released.note) == ("Lars", "")
    assert released.sha256 == hashlib.sha256(released.signed_content).hexdigest()
    assert (released.version, released.office, released.released_by) == (1, "Ayuntamiento", lars.person_id)
    assert (released.threshold, released.base) == (5, 5)
    assert released.level == released.content.table(TableCode.GROUND).level
    assert prepared_table(lars) is None
    events = AuditEvent.objects.filter(action__startswith="figures").order_by("seq").values_list("action", "label")
    assert list(events) == [("figures.prepared", released.level), ("figures.released", "v1")]


def test_a_day_ends_when_it_ends_in_the_city(cast, acting, history):
    prepared = prepare_release(by=acting(cast.lars), now=NOW)
    assert prepared.covers_until == date(2026, 11, 25)
    assert prepared.content.years == range(2019, 2027)


def test_each_release_has_the_next_number_and_the_newest_comes_first(cast, acting, history):
    lars = acting(cast.lars)
    for _ in range(2):
        release_table(prepared_id=prepare_release(by=lars).pk, note="Corrected.", by=lars)
    assert [found.version for found in releases()] == [2, 1]


def test_preparing_again_takes_the_place_of_what_was_prepared_and_only_what_was_looked_at_is_released(
    cast, acting, history
):
    lars = acting(cast.lars)
    old, new = prepare_release(by=lars), prepare_release(by=lars)
    with pytest.raises(NothingPrepared):
        release_table(prepared_id=old.pk, by=lars)
    release_table(prepared_id=new.pk, by=lars)
    with pytest.raises(NothingPrepared):
        release_table(prepared_id=new.pk, by=lars)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("who", ["alice", "nadia", "petra", "ines"])
def test_who_may_not_release_neither_prepares_nor_releases(cast, acting, who):
    prepared = prepare_release(by=acting(cast.lars))
    actor = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        prepare_release(by=actor)
    with pytest.raises(NotAllowed):
        release_table(prepared_id=prepared.pk, by=actor)
    assert not PreparedTable.objects.exists()


@pytest.mark.parametrize("act", ["prepare", "release"])
def test_what_the_log_cannot_tell_of_does_not_happen(cast, acting, monkeypatch, act):
    lars = acting(cast.lars)
    prepared = prepare_release(by=lars)

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(release, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        prepare_release(by=lars) if act == "prepare" else release_table(prepared_id=prepared.pk, by=lars)
    assert prepared_table(lars) == prepared
    assert not Release.objects.exists()


def test_counting_ends_in_the_context_of_who_asked(cast, acting, history):
    nadia = acting(cast.nadia)
    compute_tables(years=YEARS, by=nadia)
    assert not FactRow.objects.exists()


def test_an_error_while_visiting_leads_back_too(cast, acting, history):
    nadia = acting(cast.nadia)

    def fail_inside():
        with visiting_offices(nadia) as offices:
            assert sum(facts.count() for facts in offices) == 300
            raise DatabaseError

    with pytest.raises(DatabaseError):
        fail_inside()
    assert not FactRow.objects.exists()


def test_a_report_that_police_and_ngo_both_keep_counts_once_as_the_police_tell_it(cast, acting):
    shared = [uuid4() for _ in range(60)]
    nadia = acting(cast.nadia)
    for record_id in shared:
        record_fact(fact(source=Source.NGO, channel=Channel.PHONE), record_id=record_id, by=nadia)
    alice = acting(cast.alice)
    for record_id in shared[:50]:
        record_fact(fact(channel=Channel.DESK), record_id=record_id, by=alice)
    table = compute_tables(years=YEARS, by=alice)
    assert table.total == 60
    by_channel = dict(table.table(TableCode.CHANNEL).column("2024"))
    assert {code: count for code, count in by_channel.items() if count != Gap.FEW} == {"desk": 50, "phone": 10}


def test_a_case_that_the_police_have_not_assessed_hides_nothing_that_the_ngo_knows(cast, acting):
    shared = [uuid4() for _ in range(20)]
    nadia = acting(cast.nadia)
    for record_id in shared:
        record_fact(fact(source=Source.NGO, channel=Channel.PHONE), record_id=record_id, by=nadia)
    alice = acting(cast.alice)
    for record_id in shared:
        record_fact(fact(channel=Channel.DESK, case=True, pending=True, bias=Bias.OPEN), record_id=record_id, by=alice)
    tables = compute_tables(years=YEARS, by=alice)
    assert (tables.total, tables.table(TableCode.CHANNEL).column("2024")[1]) == (20, ("phone", 20))
    assert dict(tables.measures)["cases"][tables.columns.index("2024")] == 20


def test_a_forwarded_fact_under_another_number_is_left_out(cast, acting):
    nadia = acting(cast.nadia)
    for _ in range(9):
        record_fact(fact(source=Source.NGO, counted_elsewhere=True), record_id=uuid4(), by=nadia)
    assert compute_tables(years=YEARS, by=nadia).total == Gap.FEW


def test_without_facts_there_is_a_table_that_says_so(cast, acting):
    prepared = prepare_release(by=acting(cast.lars))
    assert prepared.level == Level.NONE
    assert prepared.content.total == Gap.FEW


@pytest.mark.parametrize(("signed_as", "note", "wrong"), [
    ("", "", "signed_as"), ("   ", "", "signed_as"), ("x" * 121, "", "signed_as"), ("Lars", "x" * 601, "note"),
])  # fmt: skip
def test_nobody_signs_without_a_name_or_with_more_words_than_fit(cast, acting, signed_as, note, wrong):
    lars = acting(cast.lars)
    prepared = prepare_release(by=lars)
    with pytest.raises(NotSignable, match=wrong):
        release_table(prepared_id=prepared.pk, signed_as=signed_as, note=note, by=lars)
    assert prepared_table(lars) == prepared


def test_a_new_version_says_why_in_the_language_of_whoever_writes(cast, acting, released):
    lars = acting(cast.lars)
    prepared = prepare_release(by=lars)
    with pytest.raises(NotSignable, match="note"):
        release_table(prepared_id=prepared.pk, note=" ", by=lars)
    with override("es"):
        second = release_table(
            prepared_id=prepared.pk, signed_as="Lars, estadística", note=" Se corrige el año 2024. ", by=lars
        )
    assert (second.version, second.note, second.note_language) == (2, "Se corrige el año 2024.", "es")
    assert second.signed_as == "Lars, estadística"
    assert second.sha256 == hashlib.sha256(second.signed_content).hexdigest() != released.sha256


def test_what_was_signed_names_what_it_is_and_can_be_read_by_a_machine(released):
    signed = json.loads(released.signed_content)
    assert signed["tables"] == released.counts
    assert (signed["city"], signed["version"], signed["signed_as"]) == ("madrid", 1, "Lars")
    assert signed["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("change", [{"signed_as": ""}, {"version": 2, "note": ""}])
def test_the_database_takes_no_release_that_nobody_signed_or_that_does_not_say_why(cast, acting, released, change):
    acting(cast.lars)
    changes = {"id": uuid4(), "version": 2, "note": "New."} | change
    with refused("releases_are_signed_by_somebody|new_versions_say_why"):
        sign_again(released.pk, **changes)


@pytest.fixture
def released(cast, acting, history):
    lars = acting(cast.lars)
    return release_table(prepared_id=prepare_release(by=lars).pk, by=lars)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE insight_release SET counts = '{}'", "DELETE FROM insight_release", "TRUNCATE insight_release CASCADE"],
)
@pytest.mark.parametrize("role", ["owner", "proximity_staff"])
def test_a_released_table_is_never_changed(cast, released, statement, role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # else PostgreSQL refuses to empty the table before the trigger does
    refused = "never changed" if role == "owner" else "permission denied"
    with (
        as_role(role),
        pytest.raises(DatabaseError, match=refused),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_everybody_reads_a_release_and_the_public_side_not_who_signed(released):
    forget_context()
    with as_role(PUBLIC):
        assert releases().get().content == released.content
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Release.objects.values("released_by").get()


@pytest.mark.parametrize("table", ["factrow", "preparedtable"])
def test_the_public_side_reads_nothing_else(cast, table):
    refused = pytest.raises(DatabaseError, match="permission denied")
    with as_role(PUBLIC), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM insight_{table}")


def test_another_office_cannot_release_in_the_name_of_the_city_hall(cast, acting, released):
    acting(cast.alice)
    released.pk, released.version = uuid4(), 2
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        released.save(force_insert=True)


def test_staff_of_the_city_read_its_releases_and_no_other_citys(cast, acting, released):
    acting(cast.petra)
    assert Release.objects.count() == 1
    acting(cast.charlie)
    assert not Release.objects.exists()
