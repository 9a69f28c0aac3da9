"""Wrong passwords counted per account, besides per account and network."""

from django.db import migrations, models

from proximity.foundation.wall import sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_daily_summary")]
    operations = [
        migrations.CreateModel(
            name="GuessCount",
            fields=[
                ("account", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("wrong", models.PositiveIntegerField()),
                ("last_at", models.DateTimeField()),
            ],
            options={"verbose_name": "count of guesses"},
        ),
        # Like the accounts themselves outside the wall: whoever signs in has no city yet.
        sql.grant("accounts_guesscount", staff="SELECT, INSERT, UPDATE (wrong, last_at), DELETE"),
    ]
