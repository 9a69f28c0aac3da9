"""A city's place travels as an object of its own kind. What an older version of this program refused of it is read again."""

from django.db import migrations, models

KINDS = (
    "practice", "review", "adoption", "question", "answer", "unit", "visit", "scenario", "alert", "plan", "protocol", "place",
    "group", "translation",
)  # fmt: skip
# Reading the same twice changes nothing.
AGAIN = "UPDATE network_instance SET cursor = 0 WHERE state = 'accepted'"


class Migration(migrations.Migration):
    dependencies = [("network", "0010_recovering_wall")]
    operations = [
        migrations.AlterField(
            model_name="sharedobject", name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12),
        ),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]  # fmt: skip
