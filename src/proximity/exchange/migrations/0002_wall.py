"""A draft is its organisation's, what is hidden its city's, and an entry of the catalogue is seen by who sees the practice."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
DRAFT, HIDDEN, ENTRY = "exchange_draft", "exchange_hidden", "exchange_entry"
CITY = "city_id = (SELECT app_city())"
# The wall of the network's own table decides what is found here.
SEEN = "EXISTS (SELECT 1 FROM network_sharedobject o WHERE o.id = object_id)"


def own_name(table, author):
    """What is written is written in the name of somebody who works in the organisation at work."""
    return [
        sql.narrow(table, f"own_name_{command.lower()}", role=STAFF, command=command, check=f"works_here({author})")
        for command in ("INSERT", "UPDATE")
    ]


class Migration(migrations.Migration):
    """Grants and policies of the exchange."""

    dependencies = [("exchange", "0001_initial"), ("accounts", "0004_own_name"), ("network", "0002_wall")]
    operations = [
        sql.grant(
            DRAFT,
            staff="SELECT, INSERT, DELETE, UPDATE (changed_at, changed_by, content, language, object_id, title, version)",
        ),
        *sql.wall_by_organisation(DRAFT),
        *own_name(DRAFT, "changed_by"),
        sql.grant(HIDDEN, staff="SELECT, INSERT, DELETE, UPDATE (hidden_at, hidden_by, reason)"),
        sql.enable(HIDDEN),
        sql.policy(HIDDEN, "own_city", role=STAFF, using=CITY, check=CITY),
        *own_name(HIDDEN, "hidden_by"),
        sql.grant(
            ENTRY, staff="SELECT, INSERT, DELETE, UPDATE (categories, country, grounds, modified, terms, version)"
        ),
        sql.enable(ENTRY),
        sql.policy(ENTRY, "who_sees_the_practice", role=STAFF, using=SEEN, check=SEEN),
    ]
