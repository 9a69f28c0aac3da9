"""The wall of evidence: by the wraps of each file's own key. The areas above add policies for whom their links let in."""

from django.db import migrations

from proximity.foundation.wall import sql

FILE, CUSTODY = "evidence_evidencefile", "evidence_custodyentry"

# A custody entry goes only with its file, which is gone by then, and nobody is granted to delete one.
FROZEN = """
CREATE FUNCTION custody_is_append_only() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM evidence_evidencefile WHERE id = OLD.file_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'custody is append-only';
END $$;
CREATE FUNCTION custody_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'custody is append-only'; END $$;
CREATE FUNCTION custody_goes_with_its_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM evidence_custodyentry WHERE file_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER custody_goes AFTER DELETE ON evidence_evidencefile
  FOR EACH ROW EXECUTE FUNCTION custody_goes_with_its_file();
CREATE TRIGGER custody_frozen BEFORE UPDATE OR DELETE ON evidence_custodyentry
  FOR EACH ROW EXECUTE FUNCTION custody_is_append_only();
CREATE TRIGGER custody_not_emptied BEFORE TRUNCATE ON evidence_custodyentry
  FOR EACH STATEMENT EXECUTE FUNCTION custody_is_not_emptied();
"""
THAW = """
DROP TRIGGER custody_goes ON evidence_evidencefile;
DROP TRIGGER custody_frozen ON evidence_custodyentry;
DROP TRIGGER custody_not_emptied ON evidence_custodyentry;
DROP FUNCTION custody_is_append_only();
DROP FUNCTION custody_is_not_emptied();
DROP FUNCTION custody_goes_with_its_file();
"""
# Yes or no, about an id that is random: whether others hold the key too, and whether a row tells of a file on the disk.
FUNCTIONS = """
CREATE FUNCTION others_hold_wrap(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT EXISTS (SELECT 1 FROM accounts_keywrap WHERE record_id = record AND organisation_id <> app_organisation()) $$;
CREATE FUNCTION is_evidence(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT EXISTS (SELECT 1 FROM evidence_evidencefile WHERE id = record) $$;
REVOKE EXECUTE ON FUNCTION others_hold_wrap(uuid), is_evidence(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION others_hold_wrap(uuid), is_evidence(uuid) TO proximity_staff;
"""
DROP = "DROP FUNCTION others_hold_wrap(uuid); DROP FUNCTION is_evidence(uuid);"


class Migration(migrations.Migration):
    """Append-only custody, grants and policies."""

    dependencies = [("evidence", "0001_initial"), ("accounts", "0002_wall"), ("foundation", "0001_context")]
    operations = [
        migrations.RunSQL(FROZEN, THAW),
        migrations.RunSQL(FUNCTIONS, DROP),
        sql.grant(
            FILE, staff="SELECT, INSERT, DELETE, UPDATE (state, reason, cleaned)", public="SELECT, INSERT",
        ),
        *sql.wall_by_record(FILE, record="id"),
        sql.grant(CUSTODY, staff="SELECT, INSERT", public="INSERT"),
        *sql.wall_by_record(CUSTODY, record="file_id"),
    ]  # fmt: skip
