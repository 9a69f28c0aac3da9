"""The index follows what it is derived from, by triggers: no act can forget it, and none of them knows of it.

Two kinds. Where a key of a record goes, or the person's word for it, the organisation's words of that record are deleted in the same
act. Where a text changes, a row is added that says so; the worker reads the texts anew within seconds.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION search_forget(record uuid, office uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM search_posting WHERE record_id = record AND organisation_id = office;
  DELETE FROM search_indexedrecord WHERE record_id = record AND organisation_id = office;
$$;
-- A case of the organisation stands for its report: its words are those of the report and its own.
CREATE FUNCTION search_note_report(report uuid, office uuid, city uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO search_change (city_id, organisation_id, record_id)
  SELECT city, office, coalesce((SELECT c.id FROM cases_case c WHERE c.report_id = report AND c.organisation_id = office), report)
$$;
CREATE FUNCTION search_note_case(wanted uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO search_change (city_id, organisation_id, record_id)
  SELECT c.city_id, c.organisation_id, c.id FROM cases_case c WHERE c.id = wanted
$$;

CREATE FUNCTION search_key_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM search_forget(OLD.record_id, OLD.organisation_id);
  RETURN NULL;
END $$;
CREATE FUNCTION search_record_opened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told uuid;
BEGIN
  SELECT r.id INTO told FROM reporting_report r WHERE r.id = NEW.record_id;
  IF told IS NULL THEN
    SELECT m.report_id INTO told FROM reporting_message m WHERE m.id = NEW.record_id AND m.kind = 'facts';
  END IF;
  IF told IS NOT NULL THEN
    PERFORM search_note_report(told, NEW.organisation_id, NEW.city_id);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION search_recipient_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status IN ('withdrawn', 'erased') THEN
    PERFORM search_forget(NEW.report_id, NEW.organisation_id);
    PERFORM search_note_report(NEW.report_id, NEW.organisation_id, NEW.city_id);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION search_case_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.report_id IS NOT NULL THEN
    PERFORM search_forget(NEW.report_id, NEW.organisation_id);
  END IF;
  PERFORM search_note_case(NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION search_part_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM search_note_case((to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END) ->> TG_ARGV[0])::uuid);
  RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION search_forget(uuid, uuid), search_note_report(uuid, uuid, uuid), search_note_case(uuid) FROM PUBLIC;
"""
DROP = """
DROP FUNCTION search_key_gone(); DROP FUNCTION search_record_opened(); DROP FUNCTION search_recipient_moved();
DROP FUNCTION search_case_written(); DROP FUNCTION search_part_written();
DROP FUNCTION search_note_case(uuid); DROP FUNCTION search_note_report(uuid, uuid, uuid); DROP FUNCTION search_forget(uuid, uuid);
"""


def follow(table: str, when: str, does: str) -> migrations.RunSQL:
    """Let a trigger of search run after something was done with a row of another area's table."""
    return migrations.RunSQL(
        f"CREATE TRIGGER search_follows_{does.partition('(')[0]} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {does}",
        f"DROP TRIGGER search_follows_{does.partition('(')[0]} ON {table}",
    )


class Migration(migrations.Migration):
    """Functions and triggers."""

    dependencies = [
        ("search", "0002_wall"), ("cases", "0017_referral_packs"), ("assessment", "0003_own_name"), ("reporting", "0006_proceedings"),
        ("accounts", "0006_guesses"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        follow("accounts_keywrap", "DELETE", "search_key_gone()"),
        follow("accounts_keywrap", "UPDATE OF opened_at", "search_record_opened()"),
        follow("reporting_recipient", "UPDATE OF status", "search_recipient_moved()"),
        follow("cases_case", "INSERT OR UPDATE OF title", "search_case_written()"),
        follow("cases_caseperson", "INSERT OR UPDATE OR DELETE", "search_part_written('case_id')"),
        follow("cases_task", "INSERT OR DELETE", "search_part_written('case_id')"),
        follow("assessment_biasanswergiven", "INSERT OR DELETE", "search_part_written('record_id')"),
        follow("assessment_indicatorentry", "INSERT OR UPDATE OR DELETE", "search_part_written('record_id')"),
    ]
