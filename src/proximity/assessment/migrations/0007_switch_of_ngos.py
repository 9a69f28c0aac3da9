"""An NGO's worker switches suggestions for her own organisation; for the police a supervisor does, as before.

The police of a city see its switches, others their own: who takes part without records sees none.
"""

from django.db import migrations

from proximity.foundation.wall import sql

TABLE = "assessment_suggestionswitch"
SUPERVISOR = "works_here_as(changed_by, 'supervisor') AND organisation_is('local_police', 'state_police')"
WORKER = "works_here_as(changed_by, 'ngo_worker') AND organisation_is('ngo')"
OWN = "changed_by = (SELECT app_person())"


def _renamed(old: str, new: str, check: str) -> str:
    return f"ALTER POLICY {old} ON {TABLE} RENAME TO {new}; ALTER POLICY {new} ON {TABLE} WITH CHECK ({check})"


class Migration(migrations.Migration):
    """The policy, wider, under a name that says so."""

    dependencies = [("assessment", "0006_overrides")]
    operations = [
        migrations.RunSQL(
            _renamed("a_supervisor_of_police", "who_may_switch", f"{OWN} AND (({SUPERVISOR}) OR ({WORKER}))"),
            _renamed("who_may_switch", "a_supervisor_of_police", f"{OWN} AND {SUPERVISOR}"),
        ),
        sql.narrow(
            TABLE, "police_or_own", role=sql.STAFF, command="SELECT",
            using="organisation_id = (SELECT app_organisation()) OR (SELECT organisation_is('local_police', 'state_police'))",
        ),
    ]  # fmt: skip
