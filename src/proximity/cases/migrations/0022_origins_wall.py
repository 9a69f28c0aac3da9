"""The wall of cases that were brought in, and how they are taken back: deleted, while nobody has worked on them.

Taking back is the one way besides a list of two persons by which a case is deleted. So the database looks itself whether anybody did
anything with it since: whatever is done with a case stands in the log, which nobody changes.
"""

from django.db import migrations

from proximity.foundation.wall import sql

ORIGIN, CASE, STAFF = "cases_caseorigin", "cases_case", sql.STAFF
HERE = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
RECEIVED_CASE = "SELECT 1 FROM cases_referral r WHERE r.id = referral_id AND r.receiver_id = (SELECT app_organisation()) AND r.state = 'accepted'"
OPENS = (
    "organisation_id = (SELECT app_organisation()) AND works_here(opened_by)"
    " AND (referral_id IS NULL AND holds_wrap(report_id) OR report_id IS NULL AND EXISTS ({received}){more})"
)
# As `0016_referrals_wall` says, and: one of an older register, by who may bring them in.
BROUGHT = " OR imported AND works_here_as(opened_by, 'supervisor')"

LISTED = """
    SELECT 1 FROM cases_disposalentry e JOIN cases_disposal d ON d.id = e.disposal_id
    WHERE (e.record_id = record OR e.report_id = record) AND d.state = 'confirmed' AND e.outcome = ''
  ) AND NOT EXISTS (SELECT 1 FROM cases_legalhold h WHERE h.case_id = record AND h.lifted_at IS NULL)
"""
HEAD = """
CREATE OR REPLACE FUNCTION may_be_disposed(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS ("""
FUNCTIONS = f"""
-- What was done with it: all but that it was brought in (at that very moment), read, counted anew or read for the search.
CREATE FUNCTION import_is_untouched(record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM {ORIGIN} o WHERE o.case_id = record AND o.organisation_id = app_organisation() AND NOT EXISTS (
      SELECT 1 FROM audit_auditevent e WHERE e.target = record::text AND e.at <> o.imported_at
      AND e.action NOT IN ('case.read', 'case.import_undone', 'fact.replaced', 'fact.taken_out', 'fact.link_cut'))
  ) AND NOT EXISTS (SELECT 1 FROM cases_caselink l WHERE (l.case_id = record OR l.other_id = record) AND l.ended_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM cases_legalhold h WHERE h.case_id = record)
    AND NOT EXISTS (SELECT 1 FROM evidence_evidencefile f WHERE f.subject_id = record)
    AND NOT EXISTS (SELECT 1 FROM cases_referral r WHERE r.case_id = record)
$$;
{HEAD}{LISTED}
    OR EXISTS (SELECT 1 FROM {ORIGIN} o WHERE o.case_id = record AND o.undone_at IS NOT NULL) AND import_is_untouched(record)
$$;
REVOKE EXECUTE ON FUNCTION import_is_untouched(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION import_is_untouched(uuid) TO {STAFF};
"""
BEFORE = f"""{HEAD}{LISTED}$$;
DROP FUNCTION import_is_untouched(uuid);
"""
OWN_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id AND c.imported AND c.organisation_id = (SELECT app_organisation()))"


class Migration(migrations.Migration):
    """Grants and policies."""

    dependencies = [
        ("cases", "0021_origins"), ("accounts", "0006_guesses"), ("evidence", "0005_chain_wall"), ("audit", "0002_append_only"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(FUNCTIONS, BEFORE),
        migrations.RunSQL(
            f"ALTER POLICY staff_own_case ON {CASE} WITH CHECK ({OPENS.format(received=RECEIVED_CASE, more=BROUGHT)})",
            f"ALTER POLICY staff_own_case ON {CASE} WITH CHECK ({OPENS.format(received=RECEIVED_CASE, more='')})",
        ),
        sql.grant(ORIGIN, staff="SELECT, INSERT, UPDATE (undone_by, undone_at)"),
        *sql.wall_by_record(ORIGIN, record="case_id"),
        sql.narrow(ORIGIN, "own_register", role=STAFF, using=HERE, check=HERE),
        sql.narrow(
            ORIGIN, "brought_in_by_who_may", role=STAFF, command="INSERT",
            check=f"works_here_as(imported_by, 'supervisor') AND undone_at IS NULL AND {OWN_CASE}",
        ),
        sql.narrow(
            ORIGIN, "taken_back_by_who_may", role=STAFF, command="UPDATE", using="import_is_untouched(case_id)",
            check="works_here_as(undone_by, 'supervisor') AND undone_at IS NOT NULL",
        ),
        sql.only_by_disposal(ORIGIN, record="case_id"),
    ]  # fmt: skip
