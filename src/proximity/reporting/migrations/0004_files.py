"""Files of a report: the person, by her code, adds them, sees her own, gives them to further readers and takes them back."""

from django.db import migrations

from proximity.foundation.wall import sql

PUBLIC = "proximity_public"
FILE, CUSTODY, WRAP = "evidence_evidencefile", "evidence_custodyentry", "accounts_keywrap"
# The inner query is itself behind the wall: it finds the one report of this receipt, or none.
OF_MY_REPORT = "subject_id IN (SELECT id FROM reporting_report) AND reporter_wrap IS NOT NULL"
MY_FILE = f"IN (SELECT id FROM {FILE})"
ADDED_BY_ME = f"IN (SELECT id FROM {FILE} WHERE sender = 'reporter')"


class Migration(migrations.Migration):
    """Policies of the public role on files, for whoever holds a code."""

    dependencies = [("reporting", "0003_mailbox"), ("evidence", "0002_wall")]
    operations = [
        sql.policy(FILE, "see_mine", role=PUBLIC, command="SELECT", using=OF_MY_REPORT),
        sql.policy(
            FILE, "add_mine", role=PUBLIC, command="INSERT", check=f"{OF_MY_REPORT} AND sender = 'reporter'",
        ),
        sql.policy(
            CUSTODY, "begin_mine", role=PUBLIC, command="INSERT",
            check=f"file_id {ADDED_BY_ME} AND act = 'received' AND organisation_id IS NULL AND person_id IS NULL",
        ),
        sql.policy(WRAP, "readers_of_my_files", role=PUBLIC, command="SELECT", using=f"record_id {MY_FILE}"),
        sql.policy(WRAP, "add_reader_of_my_files", role=PUBLIC, command="INSERT", check=f"record_id {ADDED_BY_ME}"),
        sql.policy(
            WRAP, "take_back_unopened_files", role=PUBLIC, command="DELETE",
            using=f"record_id {ADDED_BY_ME} AND opened_at IS NULL",
        ),
    ]  # fmt: skip
