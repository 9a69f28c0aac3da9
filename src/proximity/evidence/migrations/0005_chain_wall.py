"""Things are added too; what was asked to be kept is seen by the wraps of its case; the log of a piece by those of the piece."""

from django.db import migrations

from proximity.foundation.wall import sql

REQUEST, DEFAULT = "evidence_preservationrequest", "evidence_preservationdefault"
MAY_READ = sql.STAFF_MAY_READ.format(table=REQUEST, record="subject_id")
OWN = "organisation_id = (SELECT app_organisation())"
# A thing has no bytes to be cleaned; all else of the rule is as it was.
ADDED = (
    f"{OWN} AND sender = 'staff' AND works_here(added_by) AND state IN ({{states}}) AND cleaned IS NULL"
    " AND (holds_wrap(subject_id) OR NOT has_wraps(subject_id))"
)
THINGS = "ALTER POLICY staff_own_file ON evidence_evidencefile WITH CHECK ({check})"
# Whoever holds the key of a piece reads its custody, the lines of others included. The log of others is not hers to read, so this
# function, which runs as the owner, gives what the log tells of that one piece, and only to who holds its key.
EVENTS = """
CREATE FUNCTION custody_events(pieces uuid[]) RETURNS TABLE (
  target text, action text, organisation uuid, actor text, at timestamptz, chain text, seq bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.target, e.action, e.organisation_id, e.actor, e.at, e.chain, e.seq FROM audit_auditevent e
  WHERE e.target IN (SELECT one::text FROM unnest(pieces) AS one WHERE holds_wrap(one))
    AND e.action LIKE 'file.%' AND e.city_id = app_city()
  ORDER BY e.chain, e.seq
$$;
REVOKE EXECUTE ON FUNCTION custody_events(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION custody_events(uuid[]) TO proximity_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_chain"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(EVENTS, "DROP FUNCTION custody_events(uuid[])"),
        migrations.RunSQL(
            THINGS.format(check=ADDED.format(states="'received', 'no_file'")),
            THINGS.format(check=ADDED.format(states="'received'")),
        ),
        sql.grant(REQUEST, staff="SELECT, INSERT, UPDATE (standing, outcome, settled_by, settled_at)"),
        sql.enable(REQUEST),
        sql.policy(REQUEST, "staff_reads", role=sql.STAFF, command="SELECT", using=MAY_READ),
        sql.policy(
            REQUEST, "staff_asks", role=sql.STAFF, command="INSERT",
            check=(
                f"{MAY_READ} AND {OWN} AND works_here(asked_by) AND standing = 'asked' AND outcome IS NULL"
                " AND settled_by IS NULL AND settled_at IS NULL"
            ),
        ),
        sql.policy(
            REQUEST, "staff_settles", role=sql.STAFF, command="UPDATE", using=f"{MAY_READ} AND {OWN} AND standing = 'asked'",
            check=f"{MAY_READ} AND {OWN} AND works_here(settled_by)",
        ),
        sql.policy(REQUEST, "staff_disposes", role=sql.STAFF, command="DELETE", using=f"{MAY_READ} AND {OWN}"),
        sql.grant(DEFAULT, staff="SELECT, INSERT, UPDATE (camera_days)"),
        *sql.wall_by_organisation(DEFAULT),
    ]  # fmt: skip
