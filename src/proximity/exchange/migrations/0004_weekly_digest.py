"""Who wishes the weekly mail, seen by her organisation alone and written by nobody but herself and its background work."""

import django.db.models.deletion
from django.db import migrations, models

import proximity.foundation.pure.ids
from proximity.foundation.wall import sql

TABLE = "exchange_weeklydigest"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_public"), ("accounts", "0005_daily_summary")]
    operations = [
        migrations.CreateModel(
            name="WeeklyDigest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("told_at", models.DateTimeField()),
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
            options={"verbose_name": "weekly mail"},
        ),
        sql.grant(TABLE, staff="SELECT, INSERT, DELETE, UPDATE (told_at)"),
        *sql.wall_by_organisation(TABLE),
        sql.narrow(
            TABLE, "own_wish", role=sql.STAFF, command="INSERT",
            check="EXISTS (SELECT 1 FROM accounts_membership m WHERE m.id = membership_id"
            " AND m.person_id::text = current_setting('app.person', true)"
            f" AND m.organisation_id = {TABLE}.organisation_id AND m.ended_at IS NULL)",
        ),
    ]  # fmt: skip
