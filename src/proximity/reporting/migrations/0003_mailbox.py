"""What the mailbox needs: the bars and the wraps of one's own report, and a way to give a further reader what one wrote."""

from django.db import migrations, models

from proximity.foundation.wall import sql

PUBLIC = "proximity_public"
MY_REPORT = "record_id IN (SELECT id FROM reporting_report)"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_wall")]
    operations = [
        migrations.AlterField(
            model_name="recipient",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("being_read", "being_read"),
                    ("in_work", "in_work"),
                    ("closed", "closed"),
                    ("withdrawn", "withdrawn"),
                    ("erased", "erased"),
                ],
                default="received",
                max_length=12,
            ),
        ),
        migrations.RunSQL(
            "GRANT SELECT (record_id, organisation_id) ON accounts_barredreader TO proximity_public",
            "REVOKE SELECT (record_id, organisation_id) ON accounts_barredreader FROM proximity_public",
        ),
        sql.policy("accounts_barredreader", "my_bars", role=PUBLIC, command="SELECT", using=MY_REPORT),
        # Facts that she added belong to her report: a reader who is added later gets them too.
        sql.policy(
            "accounts_keywrap", "add_reader_of_my_words", role=PUBLIC, command="INSERT",
            check="record_id IN (SELECT id FROM reporting_message WHERE organisation_id IS NULL)",
        ),
    ]  # fmt: skip
