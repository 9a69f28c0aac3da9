"""What was decided on suggestions goes with its case, and nobody decides on another organisation's."""

from django.db import migrations

from proximity.foundation.wall import sql

DECISION = "assessment_suggestiondecision"
# The inner query is itself behind the wall.
NOT_ANOTHERS = "NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = record_id AND c.organisation_id <> (SELECT app_organisation()))"


class Migration(migrations.Migration):
    """The trigger and one more policy."""

    dependencies = [("cases", "0022_origins_wall"), ("assessment", "0005_suggestions_wall")]
    operations = [
        sql.only_by_disposal(DECISION, record="record_id"),
        sql.narrow(DECISION, "nobody_elses_case", role=sql.STAFF, command="INSERT", check=NOT_ANOTHERS),
    ]
