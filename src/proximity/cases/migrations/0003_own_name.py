"""A case is worked on by the organisation that opened it; whoever else was given its key reads it."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, CASE, TASK = sql.STAFF, "cases_case", "cases_task"
OWN = "organisation_id = (SELECT app_organisation())"
# The inner queries are themselves behind the wall: a case that is not there for the organisation is nobody's to write to.
OWN_CASE = f"case_id IN (SELECT id FROM {CASE} WHERE {OWN})"
NOT_ANOTHERS = (
    f"NOT EXISTS (SELECT 1 FROM {CASE} c WHERE c.id = record_id AND c.organisation_id <> (SELECT app_organisation()))"
)
ASSESSED = [f"assessment_{name}" for name in ("biasanswergiven", "indicatorentry", "groundentry")]
BACKFILL = (
    f"INSERT INTO accounts_takenback (record_id) SELECT id FROM {CASE} r"
    " WHERE NOT EXISTS (SELECT 1 FROM accounts_keywrap w WHERE w.record_id = r.id) ON CONFLICT DO NOTHING"
)
PATH = "ALTER FUNCTION draw_case_number(integer) SET search_path = public{}"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall"), ("accounts", "0004_own_name"), ("assessment", "0003_own_name")]
    operations = [
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(PATH.format(", pg_temp"), PATH.format("")),
        sql.narrow(
            CASE, "staff_own_case", role=STAFF, command="INSERT",
            check=f"{OWN} AND works_here(opened_by) AND holds_wrap(report_id)",
        ),
        sql.narrow(CASE, "staff_works_on_own", role=STAFF, command="UPDATE", using=OWN, check=OWN),
        sql.narrow(
            TASK, "staff_sets_in_own", role=STAFF, command="INSERT",
            check=f"{OWN_CASE} AND works_here(added_by) AND done_at IS NULL AND done_by IS NULL",
        ),
        sql.narrow(
            TASK, "staff_does_in_own", role=STAFF, command="UPDATE", using=OWN_CASE,
            check=f"{OWN_CASE} AND (works_here(done_by) OR done_by IS NULL AND done_at IS NULL)",
        ),
        *(
            step
            for table in ASSESSED
            for step in (
                sql.narrow(table, "nobody_elses_case", role=STAFF, command="INSERT", check=NOT_ANOTHERS),
                sql.narrow(table, "nobody_elses_case_either", role=STAFF, command="UPDATE", using=NOT_ANOTHERS),
            )
        ),
    ]  # fmt: skip
