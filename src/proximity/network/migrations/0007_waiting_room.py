from django.db import migrations, models

import proximity.foundation.pure.ids


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0006_readers_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="Expected",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.CharField(max_length=300, unique=True)),
                ("at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "expected instance",
                "ordering": ["address"],
            },
        ),
        migrations.AddField(
            model_name="instance",
            name="knocked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="instance",
            name="knocked_from",
            field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
    ]
