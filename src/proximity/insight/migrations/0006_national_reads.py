"""A national body reads what every city of the instance has released, as everybody may; and nobody reads who signed it."""

from django.db import migrations

from proximity.foundation.wall import sql

RELEASE = "insight_release"
COLUMNS = (
    "id, city_id, organisation_id, version, title, definition, level, threshold, base, counts, covers_until, computed_at,"
    " office, released_at, signed_as, note, note_language, sha256"
)


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_charts_wall"), ("accounts", "0007_without_records")]
    operations = [
        # Who signed stands in the city's log, for its auditor. With rows of other cities in sight it would be told to strangers.
        sql.revoke(RELEASE, staff="SELECT"),
        sql.grant(RELEASE, staff=f"SELECT ({COLUMNS})"),
        sql.policy(
            RELEASE, "national_body_reads", role=sql.STAFF, command="SELECT",
            using="(SELECT organisation_is('national_body'))",
        ),
        sql.policy(
            "insight_chart", "national_body_reads", role=sql.STAFF, command="SELECT",
            using="(SELECT organisation_is('national_body'))",
        ),
    ]  # fmt: skip
