"""Who wants an e-mail each morning with how much is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_wall")]
    operations = [
        migrations.AddField(model_name="person", name="daily_summary", field=models.BooleanField(default=False)),
    ]
