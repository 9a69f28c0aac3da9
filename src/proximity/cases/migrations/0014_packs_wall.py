"""The wall of packs: who holds a wrap of a pack's own record sees it; only the organisation itself asks for one and makes it."""

from django.db import migrations

from proximity.foundation.wall import sql

PACK = "cases_casepack"
STAFF, CASE = sql.STAFF, "cases_case"
HELD = sql.STAFF_MAY_READ.format(table=PACK, record="id")
OWN = f"{HELD} AND organisation_id = (SELECT app_organisation())"
# A pack is asked for on the organisation's own case, in the asker's own name, and begins as not made.
ASKED = (
    f"{OWN} AND case_id IN (SELECT id FROM {CASE} WHERE organisation_id = (SELECT app_organisation()))"
    " AND works_here(requested_by) AND state = 'waiting' AND built_at IS NULL"
)

# Yes or no, about an id that is random: whether a row tells of a file on the disk.
FUNCTION = """
CREATE FUNCTION is_pack(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT EXISTS (SELECT 1 FROM cases_casepack WHERE id = record) $$;
REVOKE EXECUTE ON FUNCTION is_pack(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_pack(uuid) TO proximity_staff;
"""


class Migration(migrations.Migration):
    """Grants and policies of packs. The public role gets none."""

    dependencies = [("cases", "0013_packs"), ("accounts", "0004_own_name")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION is_pack(uuid)"),
        sql.grant(PACK, staff="SELECT, INSERT, UPDATE (state, fault, built_at, sha256, size, fingerprint)"),
        sql.enable(PACK),
        sql.policy(PACK, "held", role=STAFF, command="SELECT", using=HELD),
        sql.policy(PACK, "asked_for", role=STAFF, command="INSERT", check=ASKED),
        sql.policy(PACK, "made", role=STAFF, command="UPDATE", using=OWN, check=OWN),
        sql.policy(PACK, "disposed_of", role=STAFF, command="DELETE", using=OWN),
        sql.only_by_disposal(PACK, record="case_id"),
    ]
