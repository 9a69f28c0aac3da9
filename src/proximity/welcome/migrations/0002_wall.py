"""Everybody reads leaflets; only the instance's own background work writes them."""

from django.db import migrations

from proximity.foundation.wall import sql

LEAFLET = "welcome_leaflet"
# Nobody at work: a request of the workspace always names a person.
NOBODY_ACTS = "(SELECT app_person()) IS NULL"


class Migration(migrations.Migration):
    """Grants and policies of leaflets."""

    dependencies = [("welcome", "0001_initial"), ("foundation", "0002_person"), ("accounts", "0002_wall")]
    operations = [
        sql.grant(
            LEAFLET,
            staff="SELECT, INSERT, UPDATE (digest, drawn_at, pdf)",
            public="SELECT (city_id, digest, id, language, pdf)",
        ),
        sql.enable(LEAFLET),
        sql.policy(LEAFLET, "background_draws", role=sql.STAFF, using=NOBODY_ACTS, check=NOBODY_ACTS),
        sql.policy(LEAFLET, "everybody_reads", role=sql.PUBLIC, command="SELECT", using="true"),
    ]
