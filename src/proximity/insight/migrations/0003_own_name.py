"""An organisation speaks for its own kind only, and a table is signed by somebody whose office it is."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, FACT, PREPARED, RELEASE = sql.STAFF, "insight_factrow", "insight_preparedtable", "insight_release"
POLICE, NGO = "(SELECT organisation_is('local_police', 'state_police'))", "(SELECT organisation_is('ngo'))"
OWN_KNOWLEDGE = f"source IN ('police', 'history') AND {POLICE} OR source IN ('ngo', 'history') AND {NGO}"


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_wall"), ("accounts", "0004_own_name")]
    operations = [
        sql.narrow(FACT, "own_knowledge", role=STAFF, command="INSERT", check=OWN_KNOWLEDGE),
        sql.narrow(FACT, "own_knowledge_still", role=STAFF, command="UPDATE", check=OWN_KNOWLEDGE),
        sql.narrow(
            PREPARED, "prepared_in_own_name", role=STAFF, command="INSERT",
            check="works_here_as(prepared_by, 'city_official')",
        ),
        sql.narrow(
            RELEASE, "signed_in_own_name", role=STAFF, command="INSERT",
            check=(
                "works_here_as(released_by, 'city_official')"
                " AND office = (SELECT name FROM accounts_organisation WHERE id = (SELECT app_organisation()))"
            ),
        ),
    ]  # fmt: skip
