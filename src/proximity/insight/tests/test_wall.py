"""Facts and figures, tried with raw SQL: an organisation speaks for its own kind, an office signs in its own name."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.foundation.testing import PUBLIC, STAFF, as_role, changed, forget_context, refused, rows, write_again
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.insight.models import Chart, Release
from proximity.insight.operations import prepare_release, record_fact, release_table
from proximity.insight.rules.facts import Source
from proximity.insight.tests.making import fact, sign_again

pytestmark = pytest.mark.django_db
FACT, PREPARED, RELEASE, CHART = "insight_factrow", "insight_preparedtable", "insight_release", "insight_chart"


@pytest.fixture
def ngos(cast, acting):
    """A fact that the NGO recorded."""
    return record_fact(fact(source=Source.NGO), record_id=uuid4(), by=acting(cast.nadia)).pk


@pytest.mark.parametrize("who", ["alice", "lars", "petra", "ines", "charlie"])
def test_nobody_else_sees_a_fact(cast, acting, ngos, who):
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM {FACT}") == []


def test_an_ngo_does_not_speak_as_the_police(cast, ngos):
    with refused("own_knowledge"):
        write_again(FACT, ngos, id=uuid4(), origin_link=None, source="police")
    with refused("own_knowledge_still"):
        changed(f"UPDATE {FACT} SET source = 'police'")
    assert write_again(FACT, ngos, id=uuid4(), origin_link=None, source="history") == 1


def test_nobody_records_a_fact_for_another_organisation(cast, ngos):
    with refused("row-level security"):
        write_again(FACT, ngos, id=uuid4(), origin_link=None, organisation_id=cast.organisations["madrid.police"].pk)
    with refused("row-level security"):
        changed(f"UPDATE {FACT} SET organisation_id = %s", cast.organisations["madrid.police"].pk)


@pytest.mark.parametrize("who", ["lars", "petra", "ines"])
def test_who_knows_of_no_incident_tells_of_none(cast, acting, ngos, who):
    actor = acting(getattr(cast, who))
    columns = (
        "version, channel, grounds, incident_type, stage, bias, answered_in, closed_in, counted_elsewhere, excluded"
    )
    with refused("own_knowledge"):
        changed(
            f'INSERT INTO {FACT} (id, city_id, organisation_id, source, "case", complaint, offence, pending, feedback,'
            f" {columns}) VALUES (gen_random_uuid(), %s, %s, 'history', false, false, false, false, 'open', 1, 'desk', '[]',"
            " 'x', 'x', 'x', 'x', 'x', false, '')",
            actor.city_id, actor.organisation.pk,
        )  # fmt: skip


def test_a_table_is_prepared_and_signed_by_who_releases_figures_there(cast, acting):
    lars = acting(cast.lars)
    prepared = prepare_release(by=lars)
    with refused("prepared_in_own_name"):
        write_again(PREPARED, prepared.pk, id=uuid4(), prepared_by=cast.alice.person_id)
    released = release_table(prepared_id=prepared.pk, by=lars).pk
    for wrong in ({"released_by": cast.alice.person_id}, {"released_by": None}, {"office": "Policía Municipal"}):
        with refused("signed_in_own_name"):
            sign_again(released, id=uuid4(), version=2, note="n", **wrong)
    assert sign_again(released, id=uuid4(), version=2, note="n") == 1
    alice = acting(cast.alice)
    own = {"organisation_id": alice.organisation.pk, "office": "Policía Municipal", "released_by": alice.person_id}
    with refused("signed_in_own_name"):
        sign_again(released, id=uuid4(), version=3, note="n", **own)


@pytest.mark.parametrize("table", [FACT, PREPARED])
def test_the_public_role_reads_neither_facts_nor_what_is_prepared(ngos, table):
    with as_role(PUBLIC), refused("permission denied"):
        rows(f"SELECT * FROM {table}")


@pytest.fixture
def chart(cast, acting):
    """A chart of Madrid's first release, as the worker draws it."""
    lars = acting(cast.lars)
    release = release_table(prepared_id=prepare_release(by=lars).pk, by=lars)
    enter_staff(city=lars.city_id, organisation=lars.organisation.pk, person=SYSTEM)
    return Chart.objects.create(
        city_id=lars.city_id, release=release, table="key", language="en", shape="wide", svg="<svg/>", width=1, height=1,
        drawn_at=timezone.now(),
    )  # fmt: skip


def test_the_worker_alone_adds_charts_of_its_citys_releases(cast, acting, chart):
    assert write_again(CHART, chart.pk, id=uuid4(), language="es") == 1
    for who in (cast.lars, cast.alice):
        acting(who)
        with refused("worker_draws|row-level security"):
            write_again(CHART, chart.pk, id=uuid4(), language="fi")
    charlie = cast.charlie
    enter_staff(city=charlie.city_id, organisation=charlie.organisation.pk, person=SYSTEM)
    assert rows(f"SELECT * FROM {CHART}") == []
    with refused("row-level security"):
        changed(
            f'INSERT INTO {CHART} (id, city_id, release_id, "table", language, shape, svg, width, height, drawn_at)'
            " VALUES (gen_random_uuid(), %s, %s, 'key', 'lv', 'wide', 'x', 1, 1, now())",
            charlie.city_id, chart.release_id,
        )  # fmt: skip


@pytest.mark.parametrize("sql", ["UPDATE {} SET svg = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("role", [STAFF, PUBLIC])
def test_nobody_changes_a_chart_or_takes_one_away(chart, sql, role):
    with as_role(role), refused("permission denied"):
        changed(sql.format(CHART))


def test_everybody_reads_a_chart(chart):
    forget_context()
    with as_role(PUBLIC):
        assert rows(f"SELECT svg FROM {CHART}") == [("<svg/>",)]
        with refused("permission denied"):
            changed(f"INSERT INTO {CHART} (id) VALUES (gen_random_uuid())")


def test_a_national_body_reads_what_every_city_released_and_nobody_who_signed_it(cast, acting):
    lars = acting(cast.lars)
    release_table(prepared_id=prepare_release(by=lars).pk, by=lars)
    seen = {}
    for who in ("olga", "charlie", "teo", "sol", "alice"):
        acting(getattr(cast, who))
        seen[who] = rows(f"SELECT city_id, version FROM {RELEASE}")
        with refused("permission denied"):
            rows(f"SELECT released_by FROM {RELEASE}")
    madrid = [(cast.cities["madrid"].pk, 1)]
    assert seen == {"olga": madrid, "charlie": [], "teo": madrid, "sol": madrid, "alice": madrid}


def test_a_national_body_reads_the_releases_of_a_city_that_is_not_its_own(cast, acting):
    lars = acting(cast.lars)
    release_table(prepared_id=prepare_release(by=lars).pk, by=lars)
    with as_role("owner"):
        changed(
            "UPDATE accounts_organisation SET city_id = %s WHERE id = %s",
            cast.cities["bradford"].pk,
            cast.olga.organisation.pk,
        )
    acting(replace(cast.olga, organisation=Organisation.objects.get(pk=cast.olga.organisation.pk)))
    assert rows(f"SELECT city_id FROM {RELEASE}") == [(cast.cities["madrid"].pk,)]
    assert rows(f"SELECT 1 FROM {FACT}") == rows(f"SELECT 1 FROM {PREPARED}") == []
    madrids = Release.objects.values_list("pk", flat=True).get()
    with refused("row-level security"):
        sign_again(madrids, id=uuid4(), version=2, note="n", released_by=cast.olga.person_id)
