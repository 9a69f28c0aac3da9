"""What is shared with other cities is its owner's to share; the city sees that it is."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
SHARING = "directory_sharing"
HERE = "city_id = (SELECT app_city())"
OWN = f"{HERE} AND organisation_id = (SELECT app_organisation())"
OF_HERS = (
    f"{OWN} AND EXISTS (SELECT 1 FROM directory_entry e WHERE e.id = {SHARING}.entry_id"
    f" AND e.organisation_id = {SHARING}.organisation_id)"
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_sharing")]
    operations = [
        sql.grant(SHARING, staff="SELECT, INSERT, DELETE, UPDATE (shared_as)"),
        sql.enable(SHARING),
        sql.policy(SHARING, "city_reads", role=STAFF, command="SELECT", using=HERE),
        sql.policy(SHARING, "owner_shares", role=STAFF, command="INSERT", check=OF_HERS),
        sql.policy(SHARING, "owner_keeps", role=STAFF, command="UPDATE", using=OWN, check=OWN),
        sql.policy(SHARING, "owner_ends", role=STAFF, command="DELETE", using=OWN),
    ]
