"""Who assesses is named, and works in the organisation that writes; what was withdrawn stays withdrawn."""

from django.db import migrations

from proximity.foundation.wall import sql

BIAS, INDICATOR, GROUND = (f"assessment_{name}" for name in ("biasanswergiven", "indicatorentry", "groundentry"))


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_wall"), ("accounts", "0004_own_name")]
    operations = [
        sql.narrow(BIAS, "staff_own_answer", role=sql.STAFF, command="INSERT", check="works_here(answered_by)"),
        sql.narrow(
            INDICATOR, "staff_own_entry", role=sql.STAFF, command="INSERT",
            check="works_here(noted_by) AND withdrawn_at IS NULL AND withdrawn_by IS NULL",
        ),
        sql.narrow(
            INDICATOR, "staff_own_withdrawal", role=sql.STAFF, command="UPDATE",
            check="withdrawn_at IS NOT NULL AND works_here(withdrawn_by)",
        ),
        sql.narrow(
            GROUND, "staff_own_entry", role=sql.STAFF, command="INSERT",
            check="works_here(added_by) AND works_here(status_by)",
        ),
        sql.narrow(GROUND, "staff_own_step", role=sql.STAFF, command="UPDATE", check="works_here(status_by)"),
    ]  # fmt: skip
