"""The wall of links between cases: who sees both sees the link, and decides in her own name."""

from django.db import migrations

from proximity.foundation.wall import sql

LINK, STAFF = "cases_caselink", sql.STAFF
BOTH = sql.STAFF_MAY_READ.format(table=LINK, record="other_id")
HERE = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
ME = "{} = (SELECT app_person())"

# It goes with whichever of the two is disposed of first.
KEPT = """
CREATE FUNCTION link_deleted_only_by_disposal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF may_be_disposed(OLD.case_id) OR may_be_disposed(OLD.other_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'kept until two persons dispose of it' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER kept_until_disposed BEFORE DELETE ON cases_caselink
  FOR EACH ROW EXECUTE FUNCTION link_deleted_only_by_disposal();
"""
UNKEPT = "DROP TRIGGER kept_until_disposed ON cases_caselink; DROP FUNCTION link_deleted_only_by_disposal();"


class Migration(migrations.Migration):
    """Grants, policies and the trigger."""

    dependencies = [("cases", "0019_links"), ("accounts", "0006_guesses")]
    operations = [
        sql.grant(LINK, staff="SELECT, INSERT, DELETE, UPDATE (ended_at, ended_by)"),
        *sql.wall_by_record(LINK, record="case_id"),
        sql.narrow(LINK, "both_cases_seen", role=STAFF, using=BOTH, check=BOTH),
        sql.narrow(
            LINK,
            "in_ones_own_name",
            role=STAFF,
            command="INSERT",
            check=f"{HERE} AND {ME.format('decided_by')} AND ended_at IS NULL",
        ),
        sql.narrow(LINK, "who_takes_it_back", role=STAFF, command="UPDATE", using=HERE, check=ME.format("ended_by")),
        migrations.RunSQL(KEPT, UNKEPT),
    ]
