"""Tables: each field labelled, each arrow pointing down, each walled table really walled, migrations whole and reversible."""

import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from proximity.config.backup import LEFT_OUT
from proximity.config.checks.inventory import LIBRARIES, library_models
from proximity.foundation.privacy import Label, labels_of, proximity_models
from proximity.foundation.testing import as_role, rows
from tests.repository.conftest import ROOT

OURS = proximity_models()
# Walled tables hold what concerns a city; these name a city and are public or stand outside the wall by design.
OUTSIDE_THE_WALL = {"accounts_organisation"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_every_field_has_a_privacy_label_and_every_label_a_field(model):
    fields = {field.name for field in model._meta.concrete_fields}
    assert set(labels_of(model)) == fields
    assert all(isinstance(label, Label) for label in labels_of(model).values())


def test_every_table_of_a_library_is_in_the_inventory():
    names = [model._meta.db_table for model in library_models()]
    assert [name for name in names if not name.startswith(tuple(LIBRARIES))] == []
    assert [
        start for start in LIBRARIES if start != "django_migrations" and not any(n.startswith(start) for n in names)
    ] == []


def layers() -> dict[str, int]:
    """Return how low each area stands, from the contract of the import linter."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (order,) = [one["layers"] for one in contracts if one["type"] == "layers"]
    return {
        name.strip(" ()").removeprefix("proximity."): depth
        for depth, line in enumerate(order)
        for name in line.split("|")
    }


def test_foreign_keys_point_down_or_stay():
    depth = layers()
    wrong = []
    for model in OURS:
        here = model.__module__.split(".")[1]
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is None or not target.__module__.startswith("proximity."):
                continue
            there = target.__module__.split(".")[1]
            if there != here and depth[there] <= depth[here]:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert wrong == []


@pytest.mark.django_db
def test_every_table_with_a_city_has_the_wall_switched_on_and_a_policy():
    walled = [
        model._meta.db_table for model in OURS if "city_id" in {field.column for field in model._meta.concrete_fields}
    ]
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        switched_on = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'")
        with_policy = {name for (name,) in cursor.fetchall()}
    assert set(walled) - switched_on - OUTSIDE_THE_WALL == set()
    assert set(walled) - with_policy - OUTSIDE_THE_WALL == set()


@pytest.mark.django_db
def test_the_roles_of_the_processes_cannot_step_over_the_wall():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname IN ('proximity_staff', 'proximity_public')"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_the_tables_are_as_the_models_say():
    with as_role("owner"):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_table_of_the_index_of_words_is_left_out_of_backups():
    assert set(LEFT_OUT) == {model._meta.db_table for model in OURS if model._meta.app_label == "search"}


def our_labels() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name.startswith("proximity.")]


def test_each_step_of_each_migration_can_be_taken_back():
    loader = MigrationLoader(None)
    steps = [
        (label, name, step)
        for (label, name), migration in loader.disk_migrations.items()
        if label in our_labels()
        for step in migration.operations
    ]
    assert steps
    assert [one for one in steps if not one[2].reversible] == []


@pytest.mark.django_db
def test_all_migrations_can_be_taken_back_and_made_again():
    with as_role("owner"):
        labels = sorted({label for label, _ in MigrationLoader(None).disk_migrations} & set(our_labels()))
        for label in labels:
            call_command("migrate", label, "zero", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
        assert tables & {model._meta.db_table for model in OURS} == set()
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
        assert {model._meta.db_table for model in OURS} <= tables


@pytest.mark.django_db
def test_every_wall_looks_for_keys_row_by_row():
    """Otherwise a page of fifty lines waits until every key of the organisation was read: 150 ms at 100,000 cases."""
    found = rows("""
        SELECT tablename FROM pg_policies WHERE 'proximity_staff' = ANY (roles) AND cmd IN ('ALL', 'SELECT')
          AND qual LIKE '%%FROM accounts_keywrap w%%' AND qual NOT LIKE '%%OFFSET 0%%'
    """)
    assert found == []
