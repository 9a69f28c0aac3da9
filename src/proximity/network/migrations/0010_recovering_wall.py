"""A member asks for what it wrote itself and how far it was read; the instance goes on from a place that others know."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
OUT = "network_outgoing"
PAGE_BYTES = 8 * 1024 * 1024
FUNCTIONS = f"""
CREATE FUNCTION network_standing(reader uuid) RETURNS TABLE (place bigint, card jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.cursor, i.card FROM network_instance i WHERE i.id = reader AND i.state = 'accepted'
$$;
CREATE FUNCTION network_yours(reader uuid, after uuid, most integer) RETURNS TABLE (id uuid, wire text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT found.id, found.wire FROM (
    SELECT o.id, o.wire, sum(length(o.wire)) OVER (ORDER BY o.id) AS so_far, row_number() OVER (ORDER BY o.id) AS place
      FROM network_sharedobject o JOIN network_author a ON a.id = o.author_id
      JOIN network_instance i ON i.id = a.instance_id AND i.state = 'accepted'
      WHERE i.id = reader AND (after IS NULL OR o.id > after) ORDER BY o.id LIMIT least(greatest(most, 1), 500)
  ) found WHERE found.so_far <= {PAGE_BYTES} OR found.place = 1 ORDER BY found.id
$$;
CREATE FUNCTION network_last_place() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place bigint;
BEGIN
  IF NOT network_everywhere() THEN RAISE EXCEPTION 'only the instance itself knows its places'; END IF;
  EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s', pg_get_serial_sequence('{OUT}', 'seq')) INTO place;
  RETURN place;
END $$;
CREATE FUNCTION network_go_on_from(place bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT network_everywhere() THEN RAISE EXCEPTION 'only the instance itself gives out places'; END IF;
  -- Forward only.
  IF place > network_last_place() THEN PERFORM setval(pg_get_serial_sequence('{OUT}', 'seq'), place); END IF;
END $$;
REVOKE ALL ON FUNCTION network_standing(uuid), network_yours(uuid, uuid, integer), network_last_place(), network_go_on_from(bigint)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_standing(uuid), network_yours(uuid, uuid, integer) TO {STAFF}, {PUBLIC};
GRANT EXECUTE ON FUNCTION network_last_place(), network_go_on_from(bigint) TO {STAFF};
"""
BACK = """
DROP FUNCTION network_standing(uuid);
DROP FUNCTION network_yours(uuid, uuid, integer);
DROP FUNCTION network_go_on_from(bigint);
DROP FUNCTION network_last_place();
"""


class Migration(migrations.Migration):
    """Ways for an instance that was put back."""

    dependencies = [("network", "0009_recovering")]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        sql.grant_update("network_instance", "recovered_at", "recovered"),
    ]
