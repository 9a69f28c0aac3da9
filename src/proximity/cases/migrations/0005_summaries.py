"""The last day of each daily summary, seen by its organisation alone."""

import django.db.models.deletion
from django.db import migrations, models

import proximity.foundation.pure.ids
from proximity.foundation.wall import sql

TABLE = "cases_dailysummary"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_clocks"), ("accounts", "0005_daily_summary")]
    operations = [
        migrations.CreateModel(
            name="DailySummary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.city"
                    ),
                ),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={"verbose_name": "daily summary"},
        ),
        sql.grant(TABLE, staff="SELECT, INSERT, UPDATE (day)"),
        *sql.wall_by_organisation(TABLE),
    ]
