"""Times of keeping, legal holds, reviews, and the lists of what was disposed of."""

import django.db.models.deletion
from django.db import migrations, models

import proximity.cases.rules.retention
import proximity.foundation.pure.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_daily_summary"),
        ("cases", "0005_summaries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("refused", "refused"),
                            ("done", "done"),
                        ],
                        default=proximity.cases.rules.retention.DisposalState["PROPOSED"],
                        max_length=10,
                    ),
                ),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
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
                "verbose_name": "disposal",
            },
        ),
        migrations.CreateModel(
            name="DisposalEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_id", models.UUIDField()),
                ("report_id", models.UUIDField(null=True)),
                ("subject", models.CharField(choices=[("case", "case"), ("report", "report")], max_length=6)),
                ("reference", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "report"),
                            ("incident", "incident"),
                            ("offence", "offence"),
                            ("unsolved", "unsolved"),
                            ("needs", "needs"),
                            ("recordings", "recordings"),
                            ("facts", "facts"),
                            ("log", "log"),
                        ],
                        max_length=10,
                    ),
                ),
                ("basis", models.CharField(max_length=60)),
                ("recorded_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("disposed", "disposed"),
                            ("held", "held"),
                            ("open", "open"),
                            ("gone", "gone"),
                            ("refused", "refused"),
                        ],
                        default=proximity.cases.rules.retention.Outcome["WAITING"],
                        max_length=10,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.city"
                    ),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.disposal"
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
                "verbose_name": "entry of a disposal",
            },
        ),
        migrations.CreateModel(
            name="KeepingReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.BinaryField()),
                ("after_erasure", models.BooleanField(default=False)),
                ("reviewed_by", models.UUIDField(null=True)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keeping_reviews", to="cases.case"
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.city"
                    ),
                ),
            ],
            options={
                "verbose_name": "review of keeping",
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.BinaryField()),
                ("authority", models.BinaryField()),
                ("set_by", models.UUIDField(null=True)),
                ("set_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                ("lifted_reason", models.BinaryField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="cases.case"
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.city"
                    ),
                ),
            ],
            options={
                "verbose_name": "legal hold",
            },
        ),
        migrations.CreateModel(
            name="RetentionChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "report"),
                            ("incident", "incident"),
                            ("offence", "offence"),
                            ("unsolved", "unsolved"),
                            ("needs", "needs"),
                            ("recordings", "recordings"),
                            ("facts", "facts"),
                            ("log", "log"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hours", "hours"),
                            ("days", "days"),
                            ("working_days", "working_days"),
                            ("months", "months"),
                            ("years", "years"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("chosen_by", models.UUIDField(null=True)),
                ("chosen_at", models.DateTimeField()),
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
                "verbose_name": "own time of keeping",
            },
        ),
        migrations.CreateModel(
            name="RetentionSchedule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_id", models.UUIDField()),
                ("subject", models.CharField(choices=[("case", "case"), ("report", "report")], max_length=6)),
                ("reference", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "report"),
                            ("incident", "incident"),
                            ("offence", "offence"),
                            ("unsolved", "unsolved"),
                            ("needs", "needs"),
                            ("recordings", "recordings"),
                            ("facts", "facts"),
                            ("log", "log"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("review_basis", models.CharField(blank=True, max_length=60)),
                ("dispose_on", models.DateField(null=True)),
                ("dispose_basis", models.CharField(blank=True, max_length=60)),
                ("erasure_kept", models.BooleanField(default=False)),
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
                "verbose_name": "time of keeping",
            },
        ),
        migrations.AddIndex(
            model_name="disposal",
            index=models.Index(fields=["organisation", "-proposed_at"], name="disposal_newest"),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                proximity.cases.rules.retention.DisposalState["CONFIRMED"],
                                proximity.cases.rules.retention.DisposalState["DONE"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="disposal_takes_two_persons",
            ),
        ),
        migrations.AddIndex(
            model_name="disposalentry",
            index=models.Index(fields=["record_id"], name="disposal_by_record"),
        ),
        migrations.AddConstraint(
            model_name="disposalentry",
            constraint=models.UniqueConstraint(fields=("disposal", "record_id"), name="disposal_names_each_once"),
        ),
        migrations.AddConstraint(
            model_name="disposalentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("organisation", "record_id"),
                name="on_one_waiting_list_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)), fields=("case",), name="one_open_hold_per_case"
            ),
        ),
        migrations.AddIndex(
            model_name="retentionchoice",
            index=models.Index(fields=["organisation", "kind", "-chosen_at"], name="choice_newest"),
        ),
        migrations.AddIndex(
            model_name="retentionschedule",
            index=models.Index(fields=["organisation", "dispose_on"], name="schedule_dispose"),
        ),
        migrations.AddIndex(
            model_name="retentionschedule",
            index=models.Index(fields=["organisation", "review_on"], name="schedule_review"),
        ),
        migrations.AddConstraint(
            model_name="retentionschedule",
            constraint=models.UniqueConstraint(fields=("organisation", "record_id"), name="one_schedule_per_record"),
        ),
    ]
