"""Nothing of a case is deleted but by a list that two persons stand for; the list itself is never changed.

A list is seen by the organisation whose records it names and by the oversight of its city: references, kinds and days, no content.
"""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = "proximity_staff"
SCHEDULE, CHOICE, HOLD, REVIEW, DISPOSAL, ENTRY = (
    f"cases_{name}"
    for name in ("retentionschedule", "retentionchoice", "legalhold", "keepingreview", "disposal", "disposalentry")
)
RECOMPUTED = "kind, closed_on, reviewed_on, review_on, review_basis, dispose_on, dispose_basis, erasure_kept"
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
SEEN = (
    "city_id = (SELECT app_city())"
    " AND (organisation_id = (SELECT app_organisation()) OR (SELECT organisation_is('oversight')))"
)
SECOND_PERSON = "(works_here_as(decided_by, 'supervisor') OR works_here_as(decided_by, 'auditor'))"
# The inner query is itself behind the wall.
OWN_CASE = "case_id IN (SELECT id FROM cases_case WHERE organisation_id = (SELECT app_organisation()))"
ON_AN_OPEN_LIST = (
    "outcome = '' AND EXISTS (SELECT 1 FROM cases_disposal d WHERE d.id = disposal_id AND d.state = 'proposed')"
)

# What a case consists of, and the column that names the case. Each table is deleted from by a confirmed list only.
PARTS = {
    "cases_case": "id",
    "cases_task": "case_id",
    HOLD: "case_id",
    REVIEW: "case_id",
    "assessment_biasanswergiven": "record_id",
    "assessment_indicatorentry": "record_id",
    "assessment_groundentry": "record_id",
}

# Run as the owner: whoever carries a list out need not see who proposed it. A hold that was set meanwhile is stronger.
FUNCTIONS = """
CREATE FUNCTION may_be_disposed(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM cases_disposalentry e JOIN cases_disposal d ON d.id = e.disposal_id
    WHERE (e.record_id = record OR e.report_id = record) AND d.state = 'confirmed' AND e.outcome = ''
  ) AND NOT EXISTS (SELECT 1 FROM cases_legalhold h WHERE h.case_id = record AND h.lifted_at IS NULL)
$$;
CREATE FUNCTION deleted_only_by_disposal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF may_be_disposed((to_jsonb(OLD) ->> TG_ARGV[0])::uuid) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'kept until two persons dispose of it' USING ERRCODE = 'insufficient_privilege';
END $$;
-- The last organisation that held a report has given it up by such a list: what is left of it goes too, with the mailbox.
CREATE FUNCTION drop_report_of_nobody(report uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told uuid[];
BEGIN
  IF EXISTS (SELECT 1 FROM accounts_keywrap w WHERE w.record_id = report) OR NOT may_be_disposed(report)
     OR EXISTS (SELECT 1 FROM cases_case c WHERE c.report_id = report) THEN
    RETURN false;
  END IF;
  told := ARRAY(SELECT id FROM reporting_message WHERE report_id = report)
    || ARRAY(SELECT id FROM evidence_evidencefile WHERE subject_id = report);
  DELETE FROM accounts_keywrap WHERE record_id = ANY(told);
  DELETE FROM accounts_barredreader WHERE record_id = report OR record_id = ANY(told);
  DELETE FROM evidence_evidencefile WHERE subject_id = report;
  DELETE FROM reporting_message WHERE report_id = report;
  DELETE FROM reporting_erasurerequest WHERE report_id = report;
  DELETE FROM reporting_recipient WHERE report_id = report;
  DELETE FROM reporting_report WHERE id = report;
  RETURN true;
END $$;
CREATE FUNCTION disposal_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'proposed' AND NEW.state IN ('confirmed', 'refused') AND NEW.decided_by IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF OLD.state = 'confirmed' AND NEW.state = 'done' AND NEW.decided_by = OLD.decided_by
     AND NEW.decided_at = OLD.decided_at THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a list of disposal is decided once' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION disposal_entry_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome = '' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what became of a record is noted once' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION disposals_are_kept() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'lists of disposal are kept' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER disposal_moves BEFORE UPDATE ON cases_disposal FOR EACH ROW EXECUTE FUNCTION disposal_moves();
CREATE TRIGGER disposal_kept BEFORE DELETE ON cases_disposal FOR EACH ROW EXECUTE FUNCTION disposals_are_kept();
CREATE TRIGGER disposal_entry_moves BEFORE UPDATE ON cases_disposalentry FOR EACH ROW EXECUTE FUNCTION disposal_entry_moves();
CREATE TRIGGER disposal_entry_kept BEFORE DELETE ON cases_disposalentry FOR EACH ROW EXECUTE FUNCTION disposals_are_kept();
REVOKE EXECUTE ON FUNCTION may_be_disposed(uuid), drop_report_of_nobody(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_be_disposed(uuid), drop_report_of_nobody(uuid) TO proximity_staff;
"""
DROP = """
DROP TRIGGER disposal_moves ON cases_disposal;
DROP TRIGGER disposal_kept ON cases_disposal;
DROP TRIGGER disposal_entry_moves ON cases_disposalentry;
DROP TRIGGER disposal_entry_kept ON cases_disposalentry;
DROP FUNCTION disposal_moves();
DROP FUNCTION disposal_entry_moves();
DROP FUNCTION disposals_are_kept();
DROP FUNCTION drop_report_of_nobody(uuid);
DROP FUNCTION deleted_only_by_disposal();
DROP FUNCTION may_be_disposed(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_retention"),
        ("assessment", "0003_own_name"),
        ("evidence", "0003_own_name"),
        ("reporting", "0005_own_name"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        sql.grant(SCHEDULE, staff=f"SELECT, INSERT, DELETE, UPDATE ({RECOMPUTED})"),
        *sql.wall_by_organisation(SCHEDULE),
        sql.grant(CHOICE, staff="SELECT, INSERT"),
        *sql.wall_by_organisation(CHOICE),
        sql.narrow(CHOICE, "supervisor_decides", role=STAFF, command="INSERT", check="works_here_as(chosen_by, 'supervisor')"),
        sql.grant(HOLD, staff="SELECT, INSERT, UPDATE (lifted_at, lifted_by, lifted_reason)"),
        *sql.wall_by_record(HOLD, record="case_id"),
        sql.narrow(
            HOLD, "supervisor_holds_own", role=STAFF, command="INSERT",
            check=f"{OWN_CASE} AND works_here_as(set_by, 'supervisor') AND lifted_at IS NULL",
        ),
        sql.narrow(
            HOLD, "supervisor_lifts_own", role=STAFF, command="UPDATE", using=f"{OWN_CASE} AND lifted_at IS NULL",
            check=f"{OWN_CASE} AND lifted_at IS NOT NULL AND works_here_as(lifted_by, 'supervisor')",
        ),
        sql.grant(REVIEW, staff="SELECT, INSERT"),
        *sql.wall_by_record(REVIEW, record="case_id"),
        sql.narrow(
            REVIEW, "supervisor_keeps_own", role=STAFF, command="INSERT",
            check=f"{OWN_CASE} AND works_here_as(reviewed_by, 'supervisor')",
        ),
        sql.grant(DISPOSAL, staff="SELECT, INSERT, UPDATE (state, decided_by, decided_at, done_at)"),
        sql.enable(DISPOSAL),
        sql.policy(DISPOSAL, "seen", role=STAFF, command="SELECT", using=SEEN),
        sql.policy(
            DISPOSAL, "proposed", role=STAFF, command="INSERT",
            check=f"{OWN} AND state = 'proposed' AND decided_by IS NULL AND works_here_as(proposed_by, 'supervisor')",
        ),
        sql.policy(
            DISPOSAL, "decided", role=STAFF, command="UPDATE", using=SEEN,
            check=f"{SEEN} AND (state <> 'done' AND {SECOND_PERSON} OR state = 'done' AND {OWN})",
        ),
        sql.grant(ENTRY, staff="SELECT, INSERT, UPDATE (outcome, done_at)"),
        sql.enable(ENTRY),
        sql.policy(ENTRY, "seen", role=STAFF, command="SELECT", using=SEEN),
        sql.policy(
            ENTRY, "proposed", role=STAFF, command="INSERT",
            check=f"{OWN} AND {ON_AN_OPEN_LIST}",
        ),
        sql.policy(
            ENTRY, "noted", role=STAFF, command="UPDATE", using=SEEN, check=f"{SEEN} AND ({OWN} OR outcome = 'refused')",
        ),
        *(sql.only_by_disposal(table, record=record) for table, record in PARTS.items()),
    ]  # fmt: skip
