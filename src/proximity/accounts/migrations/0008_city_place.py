"""Where a city stands on maps: set by the operator, for those that have it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_without_records")]
    operations = [
        migrations.AddField(model_name="city", name="latitude", field=models.FloatField(blank=True, null=True)),
        migrations.AddField(model_name="city", name="longitude", field=models.FloatField(blank=True, null=True)),
        migrations.AddField(
            model_name="city", name="place_source", field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(model_name="city", name="place_seen_on", field=models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="city",
            constraint=models.CheckConstraint(
                condition=models.Q(("latitude", None), ("longitude", None))
                | models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                name="a_city_has_both_coordinates_or_none",
                violation_error_message="A place is a latitude (-90 to 90) and a longitude (-180 to 180).",
            ),
        ),
    ]  # fmt: skip
