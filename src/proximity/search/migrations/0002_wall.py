"""The wall of the index: an organisation's own, without what is shut to a person, and nothing at all for the public process."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
POSTING, COMMON, INDEXED, CHANGE = (f"search_{name}" for name in ("posting", "commonterm", "indexedrecord", "change"))
HERE = "organisation_id = (SELECT app_organisation())"
# A row is asked for by the thousand, so a key is not looked for behind each: where a key goes, its rows go with it (0003).
OPEN = f"{HERE} AND record_id NOT IN (SELECT hidden_records())"
HELD = (
    f"{HERE} AND EXISTS (SELECT 1 FROM accounts_keywrap w WHERE w.record_id = {{table}}.record_id"
    " AND w.organisation_id = (SELECT app_organisation()))"
)
WAITING = f"city_id = (SELECT app_city()) AND {OPEN}"


class Migration(migrations.Migration):
    """Grants and policies."""

    dependencies = [("search", "0001_initial"), ("cases", "0017_referral_packs"), ("accounts", "0006_guesses")]
    operations = [
        sql.grant(POSTING, staff="SELECT, INSERT, DELETE"),
        sql.enable(POSTING),
        sql.policy(POSTING, "staff_wall", role=STAFF, using=OPEN, check=HELD.format(table=POSTING)),
        sql.grant(COMMON, staff="SELECT, INSERT, DELETE"),
        sql.enable(COMMON),
        sql.policy(COMMON, "staff_wall", role=STAFF, using=HERE, check=HERE),
        sql.grant(INDEXED, staff="SELECT, INSERT, DELETE"),
        sql.enable(INDEXED),
        sql.policy(INDEXED, "staff_wall", role=STAFF, using=OPEN, check=HELD.format(table=INDEXED)),
        sql.grant(CHANGE, staff="SELECT, INSERT, DELETE"),
        sql.enable(CHANGE),
        sql.policy(CHANGE, "staff_wall", role=STAFF, using=WAITING, check=WAITING),
    ]
