"""Who takes part without a key of any record: national bodies, training bodies and stakeholders, whatever the program says."""

from django.db import migrations, models
from django.db.models import Q

from proximity.foundation.wall import sql

KINDS = ("national_body", "stakeholder", "training_body")
ORGANISATIONS = (
    "local_police", "state_police", "prosecution", "ngo", "city_hall", "complaints_body", "national_body", "oversight",
    "training_body", "stakeholder",
)  # fmt: skip
ROLES = (
    "officer", "supervisor", "ngo_worker", "prosecutor", "city_official", "auditor", "analyst", "trainer", "partner",
)  # fmt: skip
LISTED = ", ".join(f"'{kind}'" for kind in KINDS)
# Until now an official of a national body could have a city's facts counted. She compares what is released from here on.
TO_ANALYSTS = """
UPDATE accounts_membership m SET role = 'analyst' FROM accounts_organisation o
WHERE o.id = m.organisation_id AND o.kind = 'national_body' AND m.role = 'city_official'
"""
TO_OFFICIALS = "UPDATE accounts_membership SET role = 'city_official' WHERE role = 'analyst'"
NO_REPORTS = f"UPDATE accounts_organisation SET accepts_reports = false WHERE kind IN ({LISTED})"
NO_KEYS = f"DELETE FROM accounts_keywrap w USING accounts_organisation o WHERE o.id = w.organisation_id AND o.kind IN ({LISTED})"
# A function of its own beside that of the barred readers: runs as the owner, since the public side seals as well.
REFUSE = f"""
CREATE FUNCTION refuse_reader_without_records() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM accounts_organisation WHERE id = NEW.organisation_id AND kind IN ({LISTED})) THEN
    RAISE EXCEPTION 'an organisation of this kind holds no record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keywrap_refuses_without_records BEFORE INSERT OR UPDATE OF organisation_id ON accounts_keywrap
  FOR EACH ROW EXECUTE FUNCTION refuse_reader_without_records();
"""
ALLOW = """
DROP TRIGGER keywrap_refuses_without_records ON accounts_keywrap; DROP FUNCTION refuse_reader_without_records();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_guesses")]
    operations = [
        migrations.RunSQL(f"{NO_REPORTS}; {NO_KEYS}; {TO_ANALYSTS}", TO_OFFICIALS),
        # The rows that the update left pending must be settled before the table is altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(max_length=20, choices=[(kind, kind) for kind in ORGANISATIONS]),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(max_length=20, choices=[(role, role) for role in ROLES]),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=Q(accepts_reports=False) | ~Q(kind__in=sorted(KINDS)),
                name="who_takes_reports_may_hold_them",
                violation_error_message="An organisation of this kind takes no reports.",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
        # Nor does it give a key to others: who holds no record makes none.
        sql.narrow(
            "accounts_keywrap", "makers_hold_records", role=sql.STAFF, command="INSERT",
            check=f"NOT (SELECT organisation_is({LISTED}))",
        ),
        sql.narrow(
            "accounts_barredreader", "barrers_hold_records", role=sql.STAFF, command="INSERT",
            check=f"NOT (SELECT organisation_is({LISTED}))",
        ),
    ]  # fmt: skip
