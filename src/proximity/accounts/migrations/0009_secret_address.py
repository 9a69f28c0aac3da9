"""Secret addresses: a person sees and makes her own alone; who shows a secret is found by its hash, through one function.

The function tells which office a hash belongs to, of somebody active who still holds it, and nothing else. Whoever asks has no
context yet, so no policy could let her look herself.
"""

import django.db.models.deletion
from django.db import migrations, models

import proximity.foundation.pure.ids
from proximity.foundation.wall import sql

TABLE = "accounts_secretaddress"
HERS = (
    "EXISTS (SELECT 1 FROM accounts_membership m WHERE m.id = membership_id"
    " AND m.person_id::text = current_setting('app.person', true)"
    f" AND m.organisation_id = {TABLE}.organisation_id AND m.ended_at IS NULL)"
)
LOOK = f"""
CREATE FUNCTION accounts_secret_address(shown bytea) RETURNS TABLE (membership uuid, digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.membership_id, s.digest
  FROM {TABLE} s JOIN accounts_membership m ON m.id = s.membership_id JOIN accounts_person p ON p.id = m.person_id
  WHERE s.digest = shown AND m.ended_at IS NULL AND p.is_active
$$;
REVOKE ALL ON FUNCTION accounts_secret_address(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_secret_address(bytea) TO proximity_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_city_place"), ("foundation", "0002_person")]
    operations = [
        migrations.CreateModel(
            name="SecretAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=proximity.foundation.pure.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.city"
                    ),
                ),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={"verbose_name": "secret address", "verbose_name_plural": "secret addresses"},
        ),
        sql.grant(TABLE, staff="SELECT, INSERT, DELETE"),
        *sql.wall_by_organisation(TABLE),
        sql.narrow(TABLE, "hers_alone", role=sql.STAFF, using=HERS, check=HERS),
        migrations.RunSQL(LOOK, "DROP FUNCTION accounts_secret_address(bytea)"),
    ]
