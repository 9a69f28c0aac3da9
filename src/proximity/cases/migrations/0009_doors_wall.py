"""Inside an organisation: what is shut to a person, decided once more by the database; and the wall of the new tables.

The key wraps are the access list, so what a person must not see is taken out of *her* view of the wraps: with them goes every row
of every table that is walled by them, whoever adds it. Few cases are ever shut, so the list of those is asked for, not each row.
"""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
SEAL, NAMED, BLOCK, GLASS, AWAY, NOTICE, QUALIFICATION, READING, ASKED = (
    f"cases_{name}" for name in (
        "caseseal", "namedreader", "caseblock", "glassbreak", "substitution", "notice", "qualification", "secondreading",
        "readingrequest",
    )
)  # fmt: skip

# They run as the owner of the tables: who asks must not see why something is shut to her, nor that it is there.
FUNCTIONS = """
CREATE FUNCTION supervises() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_membership WHERE person_id = app_person() AND organisation_id = app_organisation()
                 AND ended_at IS NULL AND role = 'supervisor')
$$;
CREATE FUNCTION stands_in_for() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.person_id FROM cases_substitution s JOIN accounts_city c ON c.id = s.city_id
  WHERE s.organisation_id = app_organisation() AND s.substitute_id = app_person() AND s.ended_at IS NULL
    AND (now() AT TIME ZONE c.time_zone)::date BETWEEN s.from_on AND s.until_on
$$;
CREATE FUNCTION hidden_cases() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me uuid := app_person(); here uuid := app_organisation();
BEGIN
  IF me IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT b.case_id FROM cases_caseblock b
    WHERE b.organisation_id = here AND b.person_id = me AND b.lifted_at IS NULL;
  RETURN QUERY SELECT s.case_id FROM cases_caseseal s JOIN cases_case c ON c.id = s.case_id
    WHERE s.organisation_id = here AND s.lifted_at IS NULL
      AND s.sealed_by IS DISTINCT FROM me AND c.assignee_id IS DISTINCT FROM me
      AND (c.assignee_id IS NULL OR c.assignee_id NOT IN (SELECT stands_in_for()))
      AND NOT EXISTS (SELECT 1 FROM cases_namedreader n
                      WHERE n.case_id = s.case_id AND n.person_id = me AND n.ended_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM cases_glassbreak g WHERE g.case_id = s.case_id AND g.person_id = me AND g.until > now());
END $$;
CREATE FUNCTION hidden_records() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE cases uuid[] := ARRAY(SELECT hidden_cases()); reports uuid[];
BEGIN
  IF cardinality(cases) = 0 THEN RETURN; END IF;
  reports := ARRAY(SELECT report_id FROM cases_case WHERE id = ANY (cases) AND report_id IS NOT NULL);
  RETURN QUERY SELECT unnest(cases || reports);
  RETURN QUERY SELECT m.id FROM reporting_message m WHERE m.report_id = ANY (reports);
  RETURN QUERY SELECT f.id FROM evidence_evidencefile f WHERE f.subject_id = ANY (cases || reports);
END $$;
CREATE FUNCTION sealed_case(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM cases_case c JOIN cases_caseseal s ON s.case_id = c.id AND s.lifted_at IS NULL
  WHERE c.reference = wanted AND c.organisation_id = app_organisation() AND s.organisation_id = app_organisation()
    AND supervises() AND NOT EXISTS (SELECT 1 FROM cases_caseblock b
      WHERE b.case_id = c.id AND b.person_id = app_person() AND b.lifted_at IS NULL)
$$;
CREATE FUNCTION may_break_glass(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT sealed_case(reference) = id FROM cases_case WHERE id = wanted), false)
$$;
REVOKE EXECUTE ON FUNCTION supervises(), stands_in_for(), hidden_cases(), hidden_records(), sealed_case(text),
  may_break_glass(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervises(), stands_in_for(), hidden_cases(), hidden_records(), sealed_case(text),
  may_break_glass(uuid) TO proximity_staff;
"""
DROP = """
DROP FUNCTION may_break_glass(uuid); DROP FUNCTION sealed_case(text); DROP FUNCTION hidden_records();
DROP FUNCTION hidden_cases(); DROP FUNCTION stands_in_for(); DROP FUNCTION supervises();
"""

# Whoever may give a key on is asked of the person too: what is shut to her she gives to nobody.
HOLDS_WRAP = """
CREATE OR REPLACE FUNCTION holds_wrap(record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_keywrap WHERE record_id = record AND organisation_id = app_organisation()){open}
$$;
"""
IS_OPEN = " AND record NOT IN (SELECT hidden_records())"

HERE = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
I_AM = "{} = (SELECT app_person())"
OPEN = "record_id NOT IN (SELECT hidden_records())"
# The log names an object by its id in words; an auditor's office has no cases, so nothing is hidden from it.
OPEN_IN_LOG = "target NOT IN (SELECT hidden::text FROM hidden_records() hidden)"
DECLARES_OR_SUPERVISES = f"({I_AM.format('person_id')} OR (SELECT supervises()))"


class Migration(migrations.Migration):
    """Functions, restrictive policies, grants and policies."""

    dependencies = [
        ("cases", "0008_doors_and_qualifications"), ("accounts", "0004_own_name"), ("foundation", "0002_person"), ("reporting", "0005_own_name"),
        ("evidence", "0003_own_name"), ("audit", "0002_append_only"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(HOLDS_WRAP.format(open=IS_OPEN), HOLDS_WRAP.format(open="")),
        sql.narrow("accounts_keywrap", "open_to_this_person", role=STAFF, command="SELECT", using=OPEN),
        sql.narrow("audit_auditevent", "open_to_this_person", role=STAFF, command="SELECT", using=OPEN_IN_LOG),
        sql.grant_update("cases_task", "assignee_id"),
        sql.grant(SEAL, staff="SELECT, INSERT, UPDATE (lifted_at, lifted_by)"),
        *sql.wall_by_record(SEAL, record="case_id"),
        sql.narrow(
            SEAL, "supervisor_seals", role=STAFF, command="INSERT",
            check=f"{HERE} AND {I_AM.format('sealed_by')} AND (SELECT supervises()) AND lifted_at IS NULL",
        ),
        sql.narrow(
            SEAL, "supervisor_lifts", role=STAFF, command="UPDATE", using=f"{HERE} AND (SELECT supervises())",
            check=I_AM.format("lifted_by"),
        ),
        sql.grant(NAMED, staff="SELECT, INSERT, UPDATE (ended_at, ended_by)"),
        *sql.wall_by_record(NAMED, record="case_id"),
        sql.narrow(
            NAMED, "who_sees_it_names", role=STAFF, command="INSERT",
            check=f"{HERE} AND {I_AM.format('named_by')} AND ended_at IS NULL",
        ),
        sql.narrow(
            NAMED, "who_sees_it_takes_back", role=STAFF, command="UPDATE", using=HERE, check=I_AM.format("ended_by"),
        ),
        sql.grant(BLOCK, staff="SELECT, INSERT, UPDATE (lifted_at, lifted_by)"),
        *sql.wall_by_record(BLOCK, record="case_id"),
        sql.narrow(
            BLOCK, "declared_or_set", role=STAFF, command="INSERT",
            check=f"{HERE} AND {I_AM.format('set_by')} AND {DECLARES_OR_SUPERVISES} AND lifted_at IS NULL",
        ),
        sql.narrow(
            BLOCK, "supervisor_lifts", role=STAFF, command="UPDATE", using=f"{HERE} AND (SELECT supervises())",
            check=I_AM.format("lifted_by"),
        ),
        # She breaks the glass before she sees anything: the row comes first, and with it the case.
        sql.grant(GLASS, staff="SELECT, INSERT"),
        sql.enable(GLASS),
        sql.policy(
            GLASS, "staff_wall", role=STAFF, command="SELECT",
            using=sql.STAFF_MAY_READ.format(table=GLASS, record="case_id"),
        ),
        sql.policy(
            GLASS, "goes_with_its_case", role=STAFF, command="DELETE",
            using=sql.STAFF_MAY_READ.format(table=GLASS, record="case_id"),
        ),
        sql.policy(
            GLASS, "supervisor_breaks", role=STAFF, command="INSERT",
            check=(
                f"{HERE} AND {I_AM.format('person_id')} AND may_break_glass(case_id)"
                " AND until <= now() + interval '1 day'"
            ),
        ),
        sql.grant(AWAY, staff="SELECT, INSERT, UPDATE (ended_at, ended_by)"),
        *sql.wall_by_organisation(AWAY),
        # Nobody makes herself the substitute of another: who must see a sealed case breaks the glass, and it is told.
        sql.narrow(
            AWAY, "she_or_a_supervisor", role=STAFF, command="INSERT",
            check=(
                f"{I_AM.format('set_by')} AND ended_at IS NULL AND ({I_AM.format('person_id')}"
                " OR ((SELECT supervises()) AND substitute_id <> (SELECT app_person())))"
            ),
        ),
        sql.narrow(
            AWAY, "who_it_concerns_ends_it", role=STAFF, command="UPDATE",
            using=f"{I_AM.format('person_id')} OR {I_AM.format('substitute_id')} OR (SELECT supervises())",
            check=I_AM.format("ended_by"),
        ),
        sql.grant(NOTICE, staff="SELECT, INSERT, UPDATE (seen_at)"),
        *sql.wall_by_record(NOTICE, record="case_id"),
        sql.narrow(
            NOTICE, "in_ones_own_name", role=STAFF, command="INSERT",
            check=f"{HERE} AND told_by IS NOT DISTINCT FROM (SELECT app_person()) AND seen_at IS NULL",
        ),
        sql.grant(QUALIFICATION, staff="SELECT, INSERT"),
        *sql.wall_by_record(QUALIFICATION, record="case_id"),
        sql.narrow(QUALIFICATION, "in_ones_own_name", role=STAFF, command="INSERT", check=I_AM.format("written_by")),
        sql.grant(READING, staff="SELECT, INSERT"),
        *sql.wall_by_record(READING, record="case_id"),
        sql.narrow(READING, "in_ones_own_name", role=STAFF, command="INSERT", check=I_AM.format("read_by")),
        # Schedules and lists of disposal name records by id and reference: what is shut is not on them either.
        sql.narrow("cases_retentionschedule", "open_to_this_person", role=STAFF, command="SELECT", using=OPEN),
        sql.narrow("cases_disposalentry", "open_to_this_person", role=STAFF, command="SELECT", using=OPEN),
        sql.grant(ASKED, staff="SELECT, INSERT, UPDATE (done_at)"),
        *sql.wall_by_record(ASKED, record="case_id"),
        sql.narrow(
            ASKED, "in_ones_own_name", role=STAFF, command="INSERT",
            check=f"{HERE} AND {I_AM.format('asked_by')} AND asked_of <> asked_by AND done_at IS NULL",
        ),
        *(
            sql.only_by_disposal(table, record="case_id")
            for table in (SEAL, NAMED, BLOCK, GLASS, NOTICE, QUALIFICATION, READING, ASKED)
        ),
    ]  # fmt: skip
