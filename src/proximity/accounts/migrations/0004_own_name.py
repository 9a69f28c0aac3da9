"""Nobody writes in another's name: who acts is asked of the context, and of who works there today."""

from django.db import migrations

from proximity.foundation.wall import sql

# Asked by the policies of every area. All run as the owner of the tables, in a search path where nobody can put a table of her own.
FUNCTIONS = """
CREATE FUNCTION works_here(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_membership
                 WHERE person_id = person AND organisation_id = app_organisation() AND ended_at IS NULL)
$$;
CREATE FUNCTION works_here_as(person uuid, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_membership
                 WHERE person_id = person AND organisation_id = app_organisation() AND ended_at IS NULL AND role = wanted)
$$;
CREATE FUNCTION organisation_is(VARIADIC kinds text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_organisation WHERE id = app_organisation() AND kind = ANY (kinds))
$$;
REVOKE EXECUTE ON FUNCTION works_here(uuid), works_here_as(uuid, text), organisation_is(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION works_here(uuid), works_here_as(uuid, text), organisation_is(text[]) TO proximity_staff;
"""
DROP = "DROP FUNCTION works_here(uuid); DROP FUNCTION works_here_as(uuid, text); DROP FUNCTION organisation_is(text[]);"

# A role that may make temporary tables could otherwise put its own before the real one.
PATHS = """
ALTER FUNCTION holds_wrap(uuid) SET search_path = public, pg_temp;
ALTER FUNCTION refuse_barred_reader() SET search_path = public, pg_temp;
"""
PATHS_BEFORE = """
ALTER FUNCTION holds_wrap(uuid) SET search_path = public;
ALTER FUNCTION refuse_barred_reader() SET search_path = public;
"""

WRAP, BAR, EVENT, HEAD = "accounts_keywrap", "accounts_barredreader", "audit_auditevent", "audit_audithead"
# Signing in is told without a context, so here its absence must not be an error.
OWN_CHAIN = "chain IN ('instance/staff', current_setting('app.city', true) || '/staff')"
OVERSEES = "nullif(current_setting('app.organisation', true), '') IS NOT NULL AND (SELECT organisation_is('oversight'))"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_taken_back"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(PATHS, PATHS_BEFORE),
        # Only the first comer bars: an organisation that was given a key shuts nobody out.
        sql.narrow(BAR, "bars_come_first", role=sql.STAFF, command="INSERT", check="NOT has_wraps(record_id)"),
        # The first reading is noted once and not taken back: it decides what a withdrawal can still undo.
        sql.narrow(
            WRAP, "opened_once", role=sql.STAFF, command="UPDATE", using="opened_at IS NULL", check="opened_at IS NOT NULL",
        ),
        # The private halves are read in their own organisation's context and in no other.
        sql.enable("accounts_organisationsecret"),
        sql.policy(
            "accounts_organisationsecret", "own_keys", role=sql.STAFF, command="SELECT",
            using="organisation_id = (SELECT app_organisation())",
        ),
        # The workspace makes no accounts and gives no roles: that is the operator's, at the command line.
        sql.revoke("accounts_membership", staff="INSERT, UPDATE"),
        sql.revoke("accounts_person", staff="INSERT, UPDATE"),
        sql.grant_update("accounts_person", "language", "last_login", "password"),
        # The log of other organisations is an oversight body's to read. What a person did by her code has no organisation.
        sql.narrow(
            EVENT, "own_acts_or_oversight", role=sql.STAFF, command="SELECT",
            using="organisation_id = (SELECT app_organisation()) OR (SELECT organisation_is('oversight'))",
        ),
        sql.narrow(
            EVENT, "staff_own_name", role=sql.STAFF, command="INSERT",
            check=(
                "chain = coalesce(city_id::text, 'instance') || '/staff'"
                " AND (city_id IS NULL OR city_id = (SELECT app_city()))"
                " AND (organisation_id IS NULL OR organisation_id = (SELECT app_organisation()))"
            ),
        ),
        sql.narrow(
            EVENT, "public_own_name", role=sql.PUBLIC, command="INSERT",
            check=(
                "chain = coalesce(city_id::text, 'instance') || '/public'"
                " AND organisation_id IS NULL AND actor = 'reporter'"
            ),
        ),
        sql.narrow(
            HEAD, "own_heads_or_oversight", role=sql.STAFF, command="SELECT",
            using=f"{OWN_CHAIN} OR ({OVERSEES})",
        ),
        sql.narrow(HEAD, "staff_starts_own", role=sql.STAFF, command="INSERT", check=OWN_CHAIN),
        sql.narrow(HEAD, "staff_moves_own", role=sql.STAFF, command="UPDATE", using=OWN_CHAIN, check=OWN_CHAIN),
    ]  # fmt: skip
