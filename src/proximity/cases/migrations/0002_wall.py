"""The wall of cases: who holds a wrap of a case sees it. The counter holds a number only and stands inside the city's wall."""

from django.db import migrations

from proximity.foundation.wall import sql

COUNTER, CASE, TASK = (f"cases_{name}" for name in ("casecounter", "case", "task"))
CASE_CHANGES = (
    "title, title_version, status, complaint_state, offence_state, assignee_id, feedback_due, closed_at, countable_at"
)


class Migration(migrations.Migration):
    """Grants and policies of cases. The public role gets none."""

    dependencies = [("cases", "0001_initial"), ("accounts", "0002_wall")]
    operations = [
        sql.grant(COUNTER, staff="SELECT, INSERT, UPDATE (drawn)"),
        *sql.wall_by_city(COUNTER),
        sql.grant(CASE, staff=f"SELECT, INSERT, UPDATE ({CASE_CHANGES})"),
        *sql.wall_by_record(CASE, record="id"),
        sql.grant(TASK, staff="SELECT, INSERT, UPDATE (done_at, done_by)"),
        *sql.wall_by_record(TASK, record="case_id"),
    ]  # fmt: skip
