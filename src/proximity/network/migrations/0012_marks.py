"""A hub of thousands is asked every five minutes by each of them: what has not changed since is told by its mark alone."""

from django.db import migrations, models

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
FUNCTIONS = f"""
CREATE FUNCTION network_own() RETURNS TABLE (id uuid, name varchar, version integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.name, i.card_version FROM network_instance i WHERE i.state = 'self'
$$;
-- The version of the hub's own card, which lists its members, and what tells their cards of today from any others.
CREATE FUNCTION network_members_mark() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT own.card_version || '.' || coalesce(
      (SELECT md5(string_agg(i.id::text || i.card_version, ',' ORDER BY i.id)) FROM network_instance i
        WHERE i.state = 'accepted' AND i.introduced_by_id IS NULL AND own.is_hub), '')
    FROM network_instance own WHERE own.state = 'self'
$$;
REVOKE ALL ON FUNCTION network_own(), network_members_mark() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_own(), network_members_mark() TO {STAFF}, {PUBLIC};
"""
BACK = "DROP FUNCTION network_own(); DROP FUNCTION network_members_mark()"


class Migration(migrations.Migration):
    """Marks, and the one of a hub's members as they were settled here."""

    dependencies = [("network", "0011_places")]
    operations = [
        # The public process adds rows by a function that does not name this column.
        migrations.AddField(
            model_name="instance",
            name="members_mark",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.RunSQL(FUNCTIONS, BACK),
        sql.grant_update("network_instance", "members_mark"),
    ]
