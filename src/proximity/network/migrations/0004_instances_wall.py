"""Other instances are the instance's business: background work writes them, everybody at work sees who there is."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
INSTANCE, KEY, REFUSAL = "network_instance", "network_instancekey", "network_refusal"
EVERYWHERE = "(SELECT network_everywhere())"
# How many of what were refused, for people at work, who do not see the texts.
COUNTS = f"""
CREATE FUNCTION network_refusals() RETURNS TABLE (instance_id uuid, reason varchar, number bigint, newest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.instance_id, r.reason, count(*), max(r.at) FROM {REFUSAL} r GROUP BY 1, 2
$$;
REVOKE ALL ON FUNCTION network_refusals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_refusals() TO {STAFF};
"""


class Migration(migrations.Migration):
    """Grants and policies of instances."""

    dependencies = [("network", "0003_instances")]
    operations = [
        sql.grant_update("network_author", "instance_id", "is_member", "keys_known"),
        sql.grant(
            INSTANCE,
            staff="SELECT, INSERT, UPDATE (address, card, card_version, cities, cursor, introduced_by_id, is_hub, name,"
            " problem, read_at, root, state, tried_at)",
        ),
        sql.enable(INSTANCE),
        sql.policy(INSTANCE, "at_work_reads", role=STAFF, command="SELECT", using="(SELECT network_at_work())"),
        sql.policy(INSTANCE, "background_adds", role=STAFF, command="INSERT", check=EVERYWHERE),
        sql.policy(INSTANCE, "background_changes", role=STAFF, command="UPDATE", using=EVERYWHERE),
        sql.grant(KEY, staff="SELECT, INSERT, UPDATE (private_key)"),
        sql.enable(KEY),
        sql.policy(KEY, "background", role=STAFF, using=EVERYWHERE, check=EVERYWHERE),
        sql.grant(REFUSAL, staff="SELECT, INSERT, DELETE, UPDATE (wire)"),
        sql.enable(REFUSAL),
        sql.policy(REFUSAL, "background", role=STAFF, using=EVERYWHERE, check=EVERYWHERE),
        migrations.RunSQL(COUNTS, "DROP FUNCTION network_refusals()"),
    ]
