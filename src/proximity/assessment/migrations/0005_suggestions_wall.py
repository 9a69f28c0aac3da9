"""The wall of suggestions: decided by who holds a wrap of the record, in her own name, and not rewritten; switched by a supervisor."""

from django.db import migrations

from proximity.foundation.wall import sql

DECISION, SWITCH = "assessment_suggestiondecision", "assessment_suggestionswitch"
ME = "(SELECT app_person())"


class Migration(migrations.Migration):
    """Grants and policies of suggestions."""

    dependencies = [
        ("assessment", "0004_suggestions"),
        ("accounts", "0007_without_records"),
        ("foundation", "0002_person"),
    ]
    operations = [
        sql.grant(DECISION, staff="SELECT, INSERT"),
        *sql.wall_by_record(DECISION),
        sql.narrow(
            DECISION, "staff_own_decision", role=sql.STAFF, command="INSERT",
            check=f"works_here(decided_by) AND decided_by = {ME}",
        ),
        sql.grant(SWITCH, staff="SELECT, INSERT"),
        sql.enable(SWITCH),
        sql.policy(
            SWITCH, "staff_wall", role=sql.STAFF,
            using="city_id = (SELECT app_city())",
            check="city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())",
        ),
        sql.narrow(
            SWITCH, "a_supervisor_of_police", role=sql.STAFF, command="INSERT",
            check=f"changed_by = {ME} AND works_here_as(changed_by, 'supervisor')"
            " AND organisation_is('local_police', 'state_police')",
        ),
    ]  # fmt: skip
