"""Who sees and changes what was asked to be kept: by the wraps of the case; one's own name only."""

from django.db import migrations

from proximity.foundation.wall import sql

REQUEST, DEFAULT = "evidence_preservationrequest", "evidence_preservationdefault"
STAFF = "proximity_staff"
MAY_READ = sql.STAFF_MAY_READ.format(table=REQUEST, record="subject_id")
OWN = "organisation_id = (SELECT app_organisation())"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_chain")]
    operations = [
        sql.grant(REQUEST, staff="SELECT, INSERT, UPDATE (standing, outcome, settled_by, settled_at)"),
        sql.enable(REQUEST),
        sql.policy(REQUEST, "staff_reads", role=STAFF, command="SELECT", using=MAY_READ),
        sql.policy(REQUEST, "staff_asks", role=STAFF, command="INSERT", check=f"{MAY_READ} AND {OWN} AND standing = 'asked'"),
        sql.policy(
            REQUEST, "staff_settles", role=STAFF, command="UPDATE", using=f"{MAY_READ} AND {OWN} AND standing = 'asked'",
            check=f"{MAY_READ} AND {OWN}",
        ),
        sql.grant(DEFAULT, staff="SELECT, INSERT, UPDATE (camera_days)"),
        *sql.wall_by_organisation(DEFAULT),
    ]  # fmt: skip
