"""The wall of cases: who holds a wrap of a case sees it. Nobody reads the counter: a function draws from it."""

from django.db import migrations

from proximity.foundation.wall import sql

COUNTER, CASE, TASK = (f"cases_{name}" for name in ("casecounter", "case", "task"))
CASE_CHANGES = (
    "title, title_version, status, complaint_state, offence_state, assignee_id, feedback_due, closed_at, countable_at"
)


# How many cases the police of a city opened is nobody else's business, so the counter has no reader: the function, which runs as
# the owner, draws the next number for the city of the context. The row stays locked until the transaction ends: no gap, no twin.
DRAW = """
CREATE FUNCTION draw_case_number(of_year integer) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO cases_casecounter (id, city_id, year, drawn) VALUES (gen_random_uuid(), app_city(), of_year, 1)
  ON CONFLICT (city_id, year) DO UPDATE SET drawn = cases_casecounter.drawn + 1
  RETURNING drawn
$$;
REVOKE EXECUTE ON FUNCTION draw_case_number(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION draw_case_number(integer) TO proximity_staff;
"""
DROP = "DROP FUNCTION draw_case_number(integer)"


class Migration(migrations.Migration):
    """Grants and policies of cases. The public role gets none."""

    dependencies = [("cases", "0001_initial"), ("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(DRAW, DROP),
        sql.enable(COUNTER),
        sql.policy(COUNTER, "nobody_reads", role="proximity_staff", using="false", check="false"),
        sql.grant(CASE, staff=f"SELECT, INSERT, UPDATE ({CASE_CHANGES})"),
        *sql.wall_by_record(CASE, record="id"),
        sql.grant(TASK, staff="SELECT, INSERT, UPDATE (done_at, done_by)"),
        *sql.wall_by_record(TASK, record="case_id"),
    ]  # fmt: skip
