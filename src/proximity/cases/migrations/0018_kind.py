"""What happened, coarsely: coded by whoever works on the case, for figures."""

from django.db import migrations, models

from proximity.foundation.wall import sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_referral_packs")]
    operations = [
        migrations.AddField("case", "kind", models.CharField(max_length=30, default="", blank=True)),
        sql.grant_update("cases_case", "kind"),
    ]
