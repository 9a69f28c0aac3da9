"""What is noted for the indexer goes with the record, in the same act: the id of a disposed case waits in no queue."""

from django.db import migrations

# A row that the indexer has in its hands is deleted by the indexer: nobody waits for it.
GONE = """
CREATE FUNCTION search_unnote(record uuid, office uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM search_change WHERE id IN (
    SELECT id FROM search_change WHERE record_id = record AND organisation_id = office FOR UPDATE SKIP LOCKED
  )
$$;
REVOKE EXECUTE ON FUNCTION search_unnote(uuid, uuid) FROM PUBLIC;
CREATE FUNCTION search_case_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM search_forget(OLD.id, OLD.organisation_id);
  PERFORM search_unnote(OLD.id, OLD.organisation_id);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION search_key_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM search_forget(OLD.record_id, OLD.organisation_id);
  PERFORM search_unnote(OLD.record_id, OLD.organisation_id);
  RETURN NULL;
END $$;
CREATE TRIGGER search_follows_search_case_gone AFTER DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION search_case_gone();
"""
BACK = """
DROP TRIGGER search_follows_search_case_gone ON cases_case;
DROP FUNCTION search_case_gone();
CREATE OR REPLACE FUNCTION search_key_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM search_forget(OLD.record_id, OLD.organisation_id);
  RETURN NULL;
END $$;
DROP FUNCTION search_unnote(uuid, uuid);
"""


class Migration(migrations.Migration):
    """One trigger more, and one function that does more."""

    dependencies = [("search", "0004_row_by_row")]
    operations = [migrations.RunSQL(GONE, BACK)]
