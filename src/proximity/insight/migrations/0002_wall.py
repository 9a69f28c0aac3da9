"""Facts behind the wall of who recorded them; releases are added and never touched again, and everybody may read them."""

from django.db import migrations

from proximity.foundation.wall import sql

FACT, PREPARED, RELEASE = "insight_factrow", "insight_preparedtable", "insight_release"
STAFF, PUBLIC = "proximity_staff", "proximity_public"
FROZEN = f"""
CREATE FUNCTION releases_are_frozen() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'a released table is never changed'; END $$;
CREATE TRIGGER release_frozen BEFORE UPDATE OR DELETE ON {RELEASE}
  FOR EACH ROW EXECUTE FUNCTION releases_are_frozen();
CREATE TRIGGER release_not_emptied BEFORE TRUNCATE ON {RELEASE}
  FOR EACH STATEMENT EXECUTE FUNCTION releases_are_frozen();
"""
THAW = f"""
DROP TRIGGER release_frozen ON {RELEASE};
DROP TRIGGER release_not_emptied ON {RELEASE};
DROP FUNCTION releases_are_frozen();
"""
PUBLIC_COLUMNS = (
    "id, city_id, organisation_id, version, title, definition, level, threshold, base, counts, covers_until, computed_at,"
    " office, released_at"
)
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"


class Migration(migrations.Migration):
    """Grants, policies and the trigger of insight."""

    dependencies = [("insight", "0001_initial"), ("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(FROZEN, THAW),
        sql.grant(FACT, staff="SELECT, INSERT, UPDATE"),
        *sql.wall_by_organisation(FACT),
        sql.grant(PREPARED, staff="SELECT, INSERT, DELETE, UPDATE (prepared_by)"),
        *sql.wall_by_organisation(PREPARED),
        sql.grant(RELEASE, staff="SELECT, INSERT", public=f"SELECT ({PUBLIC_COLUMNS})"),
        sql.enable(RELEASE),
        sql.policy(RELEASE, "staff_reads", role=STAFF, command="SELECT", using="city_id = (SELECT app_city())"),
        sql.policy(RELEASE, "own_office_signs", role=STAFF, command="INSERT", check=OWN),
        sql.policy(RELEASE, "everybody_reads", role=PUBLIC, command="SELECT", using="true"),
    ]
