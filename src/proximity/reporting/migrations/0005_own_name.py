"""Nobody writes in another's name: staff in their organisation's and their own, the person as herself and no further."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
REPORT, RECIPIENT, MESSAGE, ERASURE, WRAP = (
    "reporting_report", "reporting_recipient", "reporting_message", "reporting_erasurerequest", "accounts_keywrap",
)  # fmt: skip
OWN = "organisation_id = (SELECT app_organisation())"
NOT_BARRED = (
    "NOT EXISTS (SELECT 1 FROM accounts_barredreader b"
    f" WHERE b.record_id = {RECIPIENT}.report_id AND b.organisation_id = {RECIPIENT}.organisation_id)"
)
NEW = "status = 'received' AND acknowledged_at IS NULL AND feedback_at IS NULL AND withdrawn_at IS NULL AND NOT had_been_opened"
# Each inner query is itself behind the wall: it finds what belongs to the one report of this receipt.
SHE_WROTE = (
    "record_id IN (SELECT id FROM reporting_report)"
    " OR record_id IN (SELECT id FROM reporting_message WHERE organisation_id IS NULL)"
    " OR record_id IN (SELECT id FROM evidence_evidencefile WHERE sender = 'reporter')"
)
# What lay without a key before anybody remembered it.
BACKFILL = "; ".join(
    f"INSERT INTO accounts_takenback (record_id) SELECT id FROM {table} r"
    f" WHERE NOT EXISTS (SELECT 1 FROM {WRAP} w WHERE w.record_id = r.id) ON CONFLICT DO NOTHING"
    for table in (REPORT, MESSAGE, "evidence_evidencefile")
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_files"), ("accounts", "0004_own_name"), ("evidence", "0003_own_name")]
    operations = [
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        # A report is never changed, and ends with its keys.
        sql.revoke(REPORT, staff="UPDATE, DELETE"),
        sql.narrow(
            REPORT, "staff_own_desk", role=STAFF, command="INSERT",
            check="entered_for_id = (SELECT app_organisation()) AND works_here(entered_by)",
        ),
        sql.narrow(
            REPORT, "public_own_report", role=PUBLIC, command="INSERT",
            check="entered_for_id IS NULL AND entered_by IS NULL AND channel = 'online'",
        ),
        sql.revoke(RECIPIENT, staff="UPDATE, DELETE"),
        sql.grant_update(RECIPIENT, "status", "status_at", "acknowledged_at", "feedback_at", "consent_note"),
        sql.narrow(
            RECIPIENT, "staff_records_consent", role=STAFF, command="INSERT",
            check=f"consent = 'recorded' AND works_here(consent_taken_by) AND {NEW} AND {NOT_BARRED}",
        ),
        # What the person took back is not taken up again: after that it can only be erased.
        sql.narrow(
            RECIPIENT, "staff_own_row", role=STAFF, command="UPDATE",
            using=OWN, check=f"{OWN} AND (withdrawn_at IS NULL OR status IN ('withdrawn', 'erased'))",
        ),
        sql.narrow(
            RECIPIENT, "public_own_consent", role=PUBLIC, command="INSERT",
            check=f"consent = 'reporter' AND consent_taken_by IS NULL AND consent_note IS NULL AND {NEW} AND {NOT_BARRED}",
        ),
        sql.narrow(
            RECIPIENT, "public_only_takes_back", role=PUBLIC, command="UPDATE",
            check="status = 'withdrawn' AND withdrawn_at IS NOT NULL",
        ),
        sql.revoke(MESSAGE, staff="DELETE"),
        sql.narrow(
            MESSAGE, "staff_own_words", role=STAFF, command="INSERT",
            check=(
                f"{OWN} AND works_here(written_by) AND holds_wrap(report_id) AND kind IN ('message', 'feedback', 'erasure')"
            ),
        ),
        sql.narrow(
            MESSAGE, "public_own_words", role=PUBLIC, command="INSERT",
            check=(
                "organisation_id IS NULL AND written_by IS NULL AND kind IN ('message', 'facts', 'withdrawal', 'treatment')"
            ),
        ),
        sql.revoke(ERASURE, staff="INSERT, UPDATE, DELETE"),
        sql.grant_update(ERASURE, "decided_at", "decided_by", "granted"),
        sql.narrow(
            ERASURE, "staff_own_decision", role=STAFF, command="UPDATE", using=f"{OWN} AND decided_at IS NULL",
            check=f"{OWN} AND decided_at IS NOT NULL AND granted IS NOT NULL AND works_here(decided_by)",
        ),
        sql.narrow(
            ERASURE, "public_asks", role=PUBLIC, command="INSERT",
            check="decided_at IS NULL AND decided_by IS NULL AND granted IS NULL",
        ),
        # Of an organisation's own words to her she takes no key away.
        sql.narrow(WRAP, "public_takes_back_her_own", role=PUBLIC, command="DELETE", using=SHE_WROTE),
    ]  # fmt: skip
