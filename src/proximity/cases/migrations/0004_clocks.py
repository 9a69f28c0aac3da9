"""What starts the clocks of the law on a case: since when an offence is suspected, when the formal complaint was made."""

from django.db import migrations, models

from proximity.foundation.wall import sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_own_name")]
    operations = [
        migrations.AddField(model_name="case", name="complaint_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="case", name="offence_at", field=models.DateTimeField(null=True)),
        sql.grant_update("cases_case", "complaint_at", "offence_at"),
    ]
