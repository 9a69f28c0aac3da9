"""The wall of assessment: who holds a wrap of the record sees what was assessed of it. Nothing is ever deleted by staff."""

from django.db import migrations

from proximity.foundation.wall import sql

BIAS, INDICATOR, GROUND = (f"assessment_{name}" for name in ("biasanswergiven", "indicatorentry", "groundentry"))


class Migration(migrations.Migration):
    """Grants and policies of assessment."""

    dependencies = [("assessment", "0001_initial"), ("accounts", "0002_wall")]
    operations = [
        sql.grant(BIAS, staff="SELECT, INSERT"),
        *sql.wall_by_record(BIAS),
        sql.grant(
            INDICATOR, staff="SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by, withdrawn_reason)",
        ),
        *sql.wall_by_record(INDICATOR),
        sql.grant(GROUND, staff="SELECT, INSERT, UPDATE (status, status_by, status_at)"),
        *sql.wall_by_record(GROUND),
    ]  # fmt: skip
