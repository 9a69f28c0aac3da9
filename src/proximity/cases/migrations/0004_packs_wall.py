"""The wall of packs: who holds a wrap of a pack's own record sees it; only the organisation itself asks for one and makes it."""

from django.db import migrations

from proximity.foundation.wall import sql

PACK = "cases_casepack"
STAFF = "proximity_staff"
HELD = sql.STAFF_MAY_READ.format(table=PACK, record="id")
OWN = f"{HELD} AND organisation_id = (SELECT app_organisation())"
# A pack is asked for on a case that the organisation itself holds.
ON_OWN_CASE = f"{OWN} AND holds_wrap(case_id)"

# Yes or no, about an id that is random: whether a row tells of a file on the disk.
FUNCTION = """
CREATE FUNCTION is_pack(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT EXISTS (SELECT 1 FROM cases_casepack WHERE id = record) $$;
REVOKE EXECUTE ON FUNCTION is_pack(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_pack(uuid) TO proximity_staff;
"""


class Migration(migrations.Migration):
    """Grants and policies of packs. The public role gets none."""

    dependencies = [("cases", "0003_packs"), ("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION is_pack(uuid)"),
        sql.grant(PACK, staff="SELECT, INSERT, UPDATE (state, fault, built_at, sha256, size, fingerprint)"),
        sql.enable(PACK),
        sql.policy(PACK, "held", role=STAFF, command="SELECT", using=HELD),
        sql.policy(PACK, "asked_for", role=STAFF, command="INSERT", check=ON_OWN_CASE),
        sql.policy(PACK, "made", role=STAFF, command="UPDATE", using=OWN, check=OWN),
    ]
