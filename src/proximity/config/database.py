"""Making the database ready: migrations, then what the roles need on tables that libraries brought."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection

GRANTS = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s) LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %%I TO proximity_staff', name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %%I TO proximity_staff', name);
  END LOOP;
END $$
"""


def own_tables() -> list[str]:
    """Return this project's own tables; each of their migrations says itself who may do what."""
    return [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("proximity.")]


def prepare_database(*, migrate: bool = True) -> None:
    """Bring the database up to this version. Runs as its owner; can be run again at any time."""
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        names = ", ".join(f"'{name}'" for name in [*own_tables(), "django_migrations"])
        cursor.execute(GRANTS % f"ARRAY[{names}]")
        cursor.execute("GRANT SELECT ON django_migrations TO proximity_staff, proximity_public")
