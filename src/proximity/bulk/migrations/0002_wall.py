"""The wall of imports: whoever holds the import's key, and that is its one organisation. The public role gets nothing."""

from django.db import migrations

from proximity.foundation.wall import sql

IMPORT, ROW, KEPT = (f"bulk_{name}" for name in ("import", "importrow", "keptdecisions"))
HERE = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"


class Migration(migrations.Migration):
    """Grants and policies."""

    dependencies = [("bulk", "0001_initial"), ("accounts", "0007_without_records")]
    operations = [
        sql.grant(
            IMPORT,
            staff="SELECT, INSERT, DELETE,"
            " UPDATE (how, columns, decisions, state, fault, counts, begun_by, begun_at, changed_at)",
        ),
        *sql.wall_by_record(IMPORT, record="id"),
        sql.narrow(IMPORT, "own_import", role=sql.STAFF, using=HERE, check=HERE),
        sql.narrow(
            IMPORT, "brought_in_ones_own_name", role=sql.STAFF, command="INSERT", check="works_here_as(started_by, 'supervisor')"
        ),
        sql.grant(ROW, staff="SELECT, INSERT, DELETE, UPDATE (verdict, case_id)"),
        *sql.wall_by_record(ROW, record="of_id"),
        sql.grant(KEPT, staff="SELECT, INSERT, UPDATE (content, changed_at)"),
        *sql.wall_by_record(KEPT, record="id"),
        sql.narrow(KEPT, "own_decisions", role=sql.STAFF, using=HERE, check=HERE),
    ]  # fmt: skip
