from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0008_waiting_room_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="instance",
            name="recovered",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="instance",
            name="recovered_at",
            field=models.DateTimeField(null=True),
        ),
    ]
