"""Who wants an e-mail each morning with how much is due."""

from django.db import migrations, models

from proximity.foundation.wall import sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_own_name")]
    operations = [
        migrations.AddField(model_name="person", name="daily_summary", field=models.BooleanField(default=False)),
        sql.grant_update("accounts_person", "daily_summary"),
    ]
