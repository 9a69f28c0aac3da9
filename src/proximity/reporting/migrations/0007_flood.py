"""Counts of what arrives, marks of what came in a flood, and piles of what is not a report."""

import django.db.models.deletion
from django.db import migrations, models

import proximity.foundation.pure.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_guesses"),
        ("reporting", "0006_proceedings"),
    ]

    operations = [
        migrations.CreateModel(
            name="FloodBucket",
            fields=[
                ("name", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("level", models.FloatField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "count of reports that came lately",
            },
        ),
        migrations.AddField(
            model_name="recipient",
            name="flood",
            field=models.CharField(
                choices=[("none", "none"), ("asked", "asked"), ("unanswered", "unanswered")],
                db_default="none",
                default="none",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("being_read", "being_read"),
                    ("in_work", "in_work"),
                    ("closed", "closed"),
                    ("set_aside", "set_aside"),
                    ("withdrawn", "withdrawn"),
                    ("erased", "erased"),
                ],
                default="received",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Pile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("machine", "machine"),
                            ("advertising", "advertising"),
                            ("trial", "trial"),
                            ("no_incident", "no_incident"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("confirmed", "confirmed"), ("taken_back", "taken_back")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.city"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "pile of what is not a report",
            },
        ),
        migrations.AddField(
            model_name="recipient",
            name="pile",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recipients",
                to="reporting.pile",
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                condition=models.Q(("flood", "none"), _negated=True),
                fields=["organisation", "flood", "status"],
                name="recipient_apart",
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(condition=models.Q(("pile__isnull", False)), fields=["pile"], name="recipient_on_pile"),
        ),
        migrations.AddIndex(
            model_name="pile",
            index=models.Index(fields=["organisation", "state", "-proposed_at"], name="pile_newest"),
        ),
        migrations.AddConstraint(
            model_name="pile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="pile_takes_two_persons",
            ),
        ),
    ]
