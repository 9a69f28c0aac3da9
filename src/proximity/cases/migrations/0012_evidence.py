"""What was asked to be kept goes with its case, by the list that two persons stand for."""

from django.db import migrations

from proximity.foundation.wall import sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_needs_wall"), ("evidence", "0005_chain_wall")]
    operations = [sql.only_by_disposal("evidence_preservationrequest", record="subject_id")]
