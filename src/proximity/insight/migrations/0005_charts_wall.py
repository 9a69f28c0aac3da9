"""Everybody reads a chart; the worker alone adds one, of a release of the city it stands in, and nobody changes it."""

from django.db import migrations

from proximity.foundation.wall import sql

RELEASE, CHART = "insight_release", "insight_chart"
SIGNED = "signed_as, note, note_language, sha256"
BY_THE_WORKER = (
    "city_id = (SELECT app_city()) AND (SELECT app_person()) IS NULL"
    f" AND EXISTS (SELECT 1 FROM {RELEASE} r WHERE r.id = {CHART}.release_id AND r.city_id = {CHART}.city_id)"
)


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_whole_release"), ("foundation", "0002_person")]
    operations = [
        migrations.RunSQL(
            f"GRANT SELECT ({SIGNED}) ON {RELEASE} TO {sql.PUBLIC}",
            f"REVOKE SELECT ({SIGNED}) ON {RELEASE} FROM {sql.PUBLIC}",
        ),
        sql.grant(CHART, staff="SELECT, INSERT", public="SELECT"),
        sql.enable(CHART),
        sql.policy(CHART, "staff_reads", role=sql.STAFF, command="SELECT", using="city_id = (SELECT app_city())"),
        sql.policy(CHART, "worker_draws", role=sql.STAFF, command="INSERT", check=BY_THE_WORKER),
        sql.policy(CHART, "everybody_reads", role=sql.PUBLIC, command="SELECT", using="true"),
    ]
