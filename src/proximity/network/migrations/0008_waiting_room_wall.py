"""A place in the waiting room for each network, some hundreds in all; who is expected is asked, and needs none."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
INSTANCE, EXPECTED = "network_instance", "network_expected"
EVERYWHERE = "(SELECT network_everywhere())"
MOST_WAITING, MOST_OF_ONE_NETWORK = 500, 5
LOCK = 0x70726F78_6B6E6F63  # "prox", "knoc"
OLD = "network_knock(uuid, varchar, varchar, bytea, boolean, jsonb, integer)"
NEW = "network_knock(uuid, varchar, varchar, bytea, boolean, jsonb, integer, varchar)"
KNOCK = f"""
DROP FUNCTION {OLD};
CREATE FUNCTION network_knock(instance uuid, called varchar, at_address varchar, signed_by bytea, hub boolean, shown jsonb,
  shown_version integer, came_from varchar) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE of_all integer; of_hers integer;
BEGIN
  -- One after the other: a hundred at once find no more room than one after the other.
  PERFORM pg_advisory_xact_lock({LOCK});
  IF EXISTS (SELECT 1 FROM network_instance i WHERE i.id = instance) THEN RETURN true; END IF;
  SELECT count(*), count(*) FILTER (WHERE i.knocked_from = came_from) INTO of_all, of_hers
    FROM network_instance i WHERE i.state = 'waiting' AND i.knocked_from <> '';
  IF of_all >= {MOST_WAITING} OR of_hers >= {MOST_OF_ONE_NETWORK} THEN
    -- Who is expected is asked at her address by this installation itself.
    RETURN EXISTS (SELECT 1 FROM network_expected e WHERE e.address = rtrim(at_address, '/'));
  END IF;
  INSERT INTO network_instance (id, name, address, root, state, is_hub, cities, card, card_version, cursor, problem,
      knocked_from, knocked_at)
    VALUES (instance, called, at_address, signed_by, 'waiting', hub, '{{}}', shown, shown_version, 0, '', came_from, now())
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION {NEW} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {NEW} TO {STAFF}, {PUBLIC};
"""
# As migration 0006 made it.
BACK = f"""
DROP FUNCTION {NEW};
CREATE FUNCTION network_knock(instance uuid, called varchar, at_address varchar, signed_by bytea, hub boolean, shown jsonb,
  shown_version integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM network_instance i WHERE i.state = 'waiting') >= {MOST_WAITING} THEN RETURN false; END IF;
  INSERT INTO network_instance (id, name, address, root, state, is_hub, cities, card, card_version, cursor, problem)
    VALUES (instance, called, at_address, signed_by, 'waiting', hub, '{{}}', shown, shown_version, 0, '')
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION {OLD} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {OLD} TO {STAFF}, {PUBLIC};
"""


class Migration(migrations.Migration):
    """The waiting room's bounds, and who is expected."""

    dependencies = [("network", "0007_waiting_room")]
    operations = [
        migrations.RunSQL(KNOCK, BACK),
        sql.grant_update(INSTANCE, "knocked_from", "knocked_at"),
        migrations.RunSQL(f"GRANT DELETE ON {INSTANCE} TO {STAFF}", f"REVOKE DELETE ON {INSTANCE} FROM {STAFF}"),
        # Only a card that was left here and that nobody has looked after is ever deleted.
        sql.policy(
            INSTANCE, "background_forgets", role=STAFF, command="DELETE",
            using=f"{EVERYWHERE} AND state = 'waiting' AND knocked_from <> ''",
        ),
        sql.grant(EXPECTED, staff="SELECT, INSERT, DELETE, UPDATE (tried_at, problem)"),
        sql.enable(EXPECTED),
        sql.policy(EXPECTED, "at_work_reads", role=STAFF, command="SELECT", using="(SELECT network_at_work())"),
        sql.policy(EXPECTED, "background_adds", role=STAFF, command="INSERT", check=EVERYWHERE),
        sql.policy(EXPECTED, "background_changes", role=STAFF, command="UPDATE", using=EVERYWHERE),
        sql.policy(EXPECTED, "background_ends", role=STAFF, command="DELETE", using=EVERYWHERE),
    ]  # fmt: skip
