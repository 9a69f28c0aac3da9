"""A referral brings its pack along; what is shut to a person is shut with all that has keys of its own: needs, packs, referrals."""

import django.db.models.deletion
from django.db import migrations, models

from proximity.foundation.wall import sql

PACK, REFERRAL, FILE = "cases_casepack", "cases_referral", "cases_referralfile"
# A pack of a referral is made by who sent it, from the case that it was sent from.
OWN_REFERRAL = (
    f"referral_id IS NULL OR EXISTS (SELECT 1 FROM {REFERRAL} r WHERE r.id = {PACK}.referral_id"
    f" AND r.sender_id = (SELECT app_organisation()) AND r.case_id = {PACK}.case_id)"
)

HIDDEN = """
CREATE OR REPLACE FUNCTION hidden_records() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE cases uuid[] := ARRAY(SELECT hidden_cases()); reports uuid[]; {declared}
BEGIN
  IF cardinality(cases) = 0 THEN RETURN; END IF;
  reports := ARRAY(SELECT report_id FROM cases_case WHERE id = ANY (cases) AND report_id IS NOT NULL);
  RETURN QUERY SELECT unnest(cases || reports);
  RETURN QUERY SELECT m.id FROM reporting_message m WHERE m.report_id = ANY (reports);
  RETURN QUERY SELECT f.id FROM evidence_evidencefile f WHERE f.subject_id = ANY (cases || reports);
{further}END $$;
"""
FURTHER = f"""
  needs := ARRAY(SELECT n.id FROM cases_needsfile n WHERE n.case_id = ANY (cases));
  RETURN QUERY SELECT unnest(needs);
  RETURN QUERY SELECT s.request_id FROM cases_supportreferral s WHERE s.needs_id = ANY (needs) AND s.request_id IS NOT NULL;
  RETURN QUERY SELECT p.id FROM {PACK} p WHERE p.case_id = ANY (cases);
  threads := ARRAY(SELECT r.thread_id FROM {REFERRAL} r WHERE r.case_id = ANY (cases)
    OR r.id IN (SELECT c.referral_id FROM cases_case c WHERE c.id = ANY (cases) AND c.referral_id IS NOT NULL));
  RETURN QUERY SELECT unnest(threads);
  RETURN QUERY SELECT r.id FROM {REFERRAL} r WHERE r.thread_id = ANY (threads);
  RETURN QUERY SELECT p.id FROM {PACK} p JOIN {REFERRAL} r ON r.id = p.referral_id WHERE r.thread_id = ANY (threads);
  RETURN QUERY SELECT f.file_id FROM {FILE} f JOIN {REFERRAL} r ON r.id = f.referral_id WHERE r.thread_id = ANY (threads);
"""
DECLARED = "needs uuid[]; threads uuid[];"

# A referral that is taken back unopened takes its pack along: the receiver's key of it is deleted as that of the referral is.
TAKE_PACK_BACK = f"""
CREATE FUNCTION take_back_packs(wanted uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  DELETE FROM accounts_keywrap w USING {PACK} p, {REFERRAL} r
   WHERE r.id = wanted AND r.sender_id = app_organisation() AND r.state = 'withdrawn' AND r.opened_at IS NULL
     AND p.referral_id = r.id AND w.record_id = p.id AND w.organisation_id = r.receiver_id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION take_back_packs(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_back_packs(uuid) TO proximity_staff;
"""


class Migration(migrations.Migration):
    """One column, one restrictive policy, two functions."""

    dependencies = [("cases", "0016_referrals_wall")]
    operations = [
        migrations.AddField(
            model_name="casepack",
            name="referral",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="packs", to="cases.referral"
            ),
        ),
        sql.narrow(PACK, "of_own_referral", role=sql.STAFF, command="INSERT", check=OWN_REFERRAL),
        migrations.RunSQL(HIDDEN.format(declared=DECLARED, further=FURTHER), HIDDEN.format(declared="", further="")),
        migrations.RunSQL(TAKE_PACK_BACK, "DROP FUNCTION take_back_packs(uuid)"),
    ]
