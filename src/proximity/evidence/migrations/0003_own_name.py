"""Files and custody in one's own name only; a file goes when nobody else holds its key; a clean copy stays what it was."""

from django.db import migrations

from proximity.foundation.wall import sql

FILE, CUSTODY = "evidence_evidencefile", "evidence_custodyentry"
OWN = "organisation_id = (SELECT app_organisation())"
SETTLED = """
CREATE FUNCTION clean_copies_stay() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'a clean copy is not replaced' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER clean_copy_stays BEFORE UPDATE ON evidence_evidencefile
  FOR EACH ROW WHEN (OLD.state = 'clean') EXECUTE FUNCTION clean_copies_stay();
"""
UNSETTLED = "DROP TRIGGER clean_copy_stays ON evidence_evidencefile; DROP FUNCTION clean_copies_stay();"
_DEFINERS = ("custody_is_append_only()", "custody_goes_with_its_file()", "others_hold_wrap(uuid)", "is_evidence(uuid)")
PATHS = "; ".join(f"ALTER FUNCTION {one} SET search_path = public, pg_temp" for one in _DEFINERS)
PATHS_BEFORE = "; ".join(f"ALTER FUNCTION {one} SET search_path = public" for one in _DEFINERS)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_wall"), ("accounts", "0004_own_name")]
    operations = [
        migrations.RunSQL(SETTLED, UNSETTLED),
        migrations.RunSQL(PATHS, PATHS_BEFORE),
        # And to nothing that somebody holds a key of while this organisation holds none.
        sql.narrow(
            FILE, "staff_own_file", role=sql.STAFF, command="INSERT",
            check=(
                f"{OWN} AND sender = 'staff' AND works_here(added_by) AND state = 'received' AND cleaned IS NULL"
                " AND (holds_wrap(subject_id) OR NOT has_wraps(subject_id))"
            ),
        ),
        sql.narrow(FILE, "last_holder_deletes", role=sql.STAFF, command="DELETE", using="NOT others_hold_wrap(id)"),
        sql.narrow(
            FILE, "public_own_file", role=sql.PUBLIC, command="INSERT",
            check=(
                "sender = 'reporter' AND organisation_id IS NULL AND added_by IS NULL AND state = 'received' AND cleaned IS NULL"
            ),
        ),
        # The worker is an organisation's and nobody: it cleans, and does nothing else.
        sql.narrow(
            CUSTODY, "staff_own_hand", role=sql.STAFF, command="INSERT",
            check=f"{OWN} AND (works_here(person_id) OR person_id IS NULL AND act IN ('cleaned', 'kept_sealed'))",
        ),
    ]  # fmt: skip
