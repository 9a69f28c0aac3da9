"""An entry is its owner's to change and to vouch for; everybody reads it while that counts, and nobody longer than that."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
ENTRY, NOTE, ASSESSMENT = "directory_entry", "directory_entrynote", "directory_centreassessment"
DISTRICT = "directory_district"

HERE = "city_id = (SELECT app_city())"
OWN = "organisation_id = (SELECT app_organisation())"
HALL = "(SELECT organisation_is('city_hall'))"
WRITES = f"{HERE} AND ({OWN} OR {HALL})"
# The city hall may add what others answer for, and shut it; that it is true only its owner can say, in her own name.
VOUCHED = f"verified_by IS NULL OR ({OWN} AND works_here(verified_by))"
PUBLIC_COLUMNS = "id, city_id, organisation_id, kind, name, content, verified_at, verified_how, public_until"
CHANGED = "organisation_id, kind, name, content, version, verified_at, verified_by, verified_how, ask_at, public_until, ended_at"


def of_the_city(table):
    """Return that the organisation of a row is one of its city."""
    return (
        f"EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = {table}.organisation_id"
        f" AND o.city_id = {table}.city_id)"
    )


def of_an_entry(table, more=""):
    """Return that a row belongs to an entry that its writer sees."""
    return f"EXISTS (SELECT 1 FROM {ENTRY} e WHERE e.id = {table}.entry_id{more})"


# Where nobody acts, the program has asked the owner, in the owner's own context.
SAID = f"{OWN} AND ((by IS NULL AND what = 'asked') OR works_here(by)) AND {of_an_entry(NOTE)}"
OWN_CENTRE = of_an_entry(ASSESSMENT, f" AND e.organisation_id = {ASSESSMENT}.organisation_id")


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("accounts", "0007_without_records")]
    operations = [
        sql.grant(ENTRY, staff=f"SELECT, INSERT, UPDATE ({CHANGED})", public=f"SELECT ({PUBLIC_COLUMNS})"),
        sql.enable(ENTRY),
        sql.policy(ENTRY, "city_reads", role=STAFF, command="SELECT", using=HERE),
        sql.policy(ENTRY, "owner_or_city_hall_adds", role=STAFF, command="INSERT", check=WRITES),
        sql.policy(ENTRY, "owner_or_city_hall_changes", role=STAFF, command="UPDATE", using=WRITES, check=WRITES),
        sql.narrow(ENTRY, "vouched_by_the_owner", role=STAFF, command="INSERT", check=VOUCHED),
        sql.narrow(ENTRY, "vouched_by_the_owner_still", role=STAFF, command="UPDATE", check=VOUCHED),
        sql.narrow(ENTRY, "owner_of_the_city", role=STAFF, command="INSERT", check=of_the_city(ENTRY)),
        sql.narrow(ENTRY, "owner_of_the_city_still", role=STAFF, command="UPDATE", check=of_the_city(ENTRY)),
        sql.policy(ENTRY, "everybody_reads_while_true", role=PUBLIC, command="SELECT", using="public_until > now()"),
        sql.grant(NOTE, staff="SELECT, INSERT"),
        sql.enable(NOTE),
        sql.policy(NOTE, "city_reads", role=STAFF, command="SELECT", using=HERE),
        sql.policy(NOTE, "said_in_own_name", role=STAFF, command="INSERT", check=f"{HERE} AND {SAID}"),
        sql.grant(ASSESSMENT, staff="SELECT, INSERT"),
        sql.enable(ASSESSMENT),
        sql.policy(
            ASSESSMENT, "own_or_city_hall_reads", role=STAFF, command="SELECT", using=f"{HERE} AND ({OWN} OR {HALL})"
        ),
        sql.policy(
            ASSESSMENT, "own_centre", role=STAFF, command="INSERT",
            check=f"{HERE} AND {OWN} AND works_here(made_by) AND {OWN_CENTRE}",
        ),
        sql.grant(DISTRICT, staff="SELECT", public="SELECT"),
        sql.enable(DISTRICT),
        sql.policy(DISTRICT, "city_reads", role=STAFF, command="SELECT", using=HERE),
        sql.policy(DISTRICT, "everybody_reads", role=PUBLIC, command="SELECT", using="true"),
    ]  # fmt: skip
