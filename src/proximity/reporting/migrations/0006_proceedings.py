"""What came of a report at other bodies is told by the organisation's background work: it has no person, and says nothing else."""

from django.db import migrations, models

OWN = "organisation_id = (SELECT app_organisation()) AND holds_wrap(report_id)"
BY_PEOPLE = "works_here(written_by) AND kind IN ('message', 'feedback', 'erasure')"
BY_MACHINE = "written_by IS NULL AND kind = 'proceedings'"


def policy(check: str) -> str:
    """Return the statement that makes a check the one of staff's own words."""
    return f"ALTER POLICY staff_own_words ON reporting_message WITH CHECK ({check})"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_own_name")]
    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("message", "message"),
                    ("facts", "facts"),
                    ("feedback", "feedback"),
                    ("withdrawal", "withdrawal"),
                    ("erasure", "erasure"),
                    ("treatment", "treatment"),
                    ("proceedings", "proceedings"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunSQL(
            policy(f"{OWN} AND ({BY_PEOPLE} OR {BY_MACHINE})"),
            policy(f"{OWN} AND {BY_PEOPLE}"),
        ),
    ]
