"""The wall of reporting: organisations by key wrap, the person by her receipt, nobody else at all."""

from django.db import migrations

from proximity.foundation.wall import sql

PUBLIC = "proximity_public"
REPORT, RECIPIENT, MESSAGE, ERASURE = (
    f"reporting_{name}" for name in ("report", "recipient", "message", "erasurerequest")
)
# The inner query is itself behind the wall: it finds the one report of this receipt, or none.
MINE = "report_id IN (SELECT id FROM reporting_report)"
MY_RECORD = "(record_id IN (SELECT id FROM reporting_report) OR record_id IN (SELECT id FROM reporting_message))"


class Migration(migrations.Migration):
    """Grants and policies of reporting."""

    dependencies = [("reporting", "0001_initial"), ("accounts", "0002_wall")]
    operations = [
        sql.grant(REPORT, staff="SELECT, INSERT, UPDATE, DELETE", public="SELECT, INSERT"),
        *sql.wall_by_record(REPORT, record="id"),
        sql.policy(
            REPORT, "by_receipt", role=PUBLIC,
            using="receipt_lookup = (SELECT app_receipt())", check="receipt_lookup = (SELECT app_receipt())",
        ),
        sql.grant(
            RECIPIENT,
            staff="SELECT, INSERT, UPDATE, DELETE",
            public="SELECT, INSERT, UPDATE (status, status_at, withdrawn_at, had_been_opened)",
        ),
        *sql.wall_by_record(RECIPIENT, record="report_id"),
        sql.policy(RECIPIENT, "by_receipt", role=PUBLIC, using=MINE, check=MINE),
        sql.grant(MESSAGE, staff="SELECT, INSERT, DELETE", public="SELECT, INSERT"),
        *sql.wall_by_record(MESSAGE, record="id"),
        sql.policy(MESSAGE, "by_receipt", role=PUBLIC, using=MINE, check=MINE),
        sql.grant(ERASURE, staff="SELECT, INSERT, UPDATE, DELETE", public="SELECT, INSERT"),
        *sql.wall_by_record(ERASURE, record="report_id"),
        sql.policy(ERASURE, "by_receipt", role=PUBLIC, using=MINE, check=MINE),
        # The person may see who holds a key to her report, add a reader, and take back what nobody has opened yet.
        sql.policy("accounts_keywrap", "my_readers", role=PUBLIC, command="SELECT", using=MY_RECORD),
        sql.policy(
            "accounts_keywrap", "add_my_reader", role=PUBLIC, command="INSERT",
            check="record_id IN (SELECT id FROM reporting_report)",
        ),
        sql.policy(
            "accounts_keywrap", "take_back_unopened", role=PUBLIC, command="DELETE",
            using=f"{MY_RECORD} AND opened_at IS NULL",
        ),
    ]  # fmt: skip
