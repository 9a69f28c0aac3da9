"""What starts the clocks of the law on a case: since when an offence is suspected, when the formal complaint was made."""

from django.db import migrations, models

COLUMNS = "complaint_at, offence_at"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall")]
    operations = [
        migrations.AddField(model_name="case", name="complaint_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="case", name="offence_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(
            f"GRANT UPDATE ({COLUMNS}) ON cases_case TO proximity_staff",
            f"REVOKE UPDATE ({COLUMNS}) ON cases_case FROM proximity_staff",
        ),
    ]
