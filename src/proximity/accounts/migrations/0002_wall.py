"""The access list: who may see a key wrap, who may add one, and what each role may read of accounts."""

from django.db import migrations

from proximity.foundation.wall import sql

# Both run as the owner of the tables, whom no policy binds: the one who asks could not see another organisation's wraps.
FUNCTIONS = """
CREATE FUNCTION holds_wrap(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT EXISTS (SELECT 1 FROM accounts_keywrap WHERE record_id = record AND organisation_id = app_organisation()) $$;
CREATE FUNCTION has_wraps(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT EXISTS (SELECT 1 FROM accounts_keywrap WHERE record_id = record) $$;
REVOKE EXECUTE ON FUNCTION holds_wrap(uuid), has_wraps(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holds_wrap(uuid) TO proximity_staff;
GRANT EXECUTE ON FUNCTION has_wraps(uuid) TO proximity_staff, proximity_public;
"""
DROP = "DROP FUNCTION holds_wrap(uuid); DROP FUNCTION has_wraps(uuid);"

# The refusal lies under the program: a complaint about an officer never reaches that officer's organisation.
BARRED = """
CREATE FUNCTION refuse_barred_reader() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM accounts_barredreader b
             WHERE b.record_id = NEW.record_id AND b.organisation_id = NEW.organisation_id) THEN
    RAISE EXCEPTION 'this organisation is barred from this record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keywrap_refuses_barred BEFORE INSERT OR UPDATE OF organisation_id, record_id ON accounts_keywrap
  FOR EACH ROW EXECUTE FUNCTION refuse_barred_reader();
"""
UNBAR = "DROP TRIGGER keywrap_refuses_barred ON accounts_keywrap; DROP FUNCTION refuse_barred_reader();"

STAFF = "proximity_staff"
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
# A new record may be wrapped for anybody of the city; an existing one only by who already holds its key.
SHAREABLE = "city_id = (SELECT app_city()) AND (holds_wrap(record_id) OR NOT has_wraps(record_id))"


class Migration(migrations.Migration):
    """Grants and policies of accounts."""

    dependencies = [("accounts", "0001_initial"), ("foundation", "0001_context")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(BARRED, UNBAR),
        sql.grant("accounts_barredreader", staff="SELECT, INSERT", public="INSERT"),
        sql.enable("accounts_barredreader"),
        sql.policy(
            "accounts_barredreader", "staff_sees", role=STAFF, command="SELECT",
            using=sql.STAFF_MAY_READ.format(table="accounts_barredreader", record="record_id"),
        ),
        sql.policy("accounts_barredreader", "staff_bars", role=STAFF, command="INSERT", check=SHAREABLE),
        sql.policy(
            "accounts_barredreader", "public_bars", role="proximity_public", command="INSERT",
            check="NOT has_wraps(record_id)",
        ),
        sql.grant("accounts_city", staff="SELECT", public="SELECT"),
        sql.grant("accounts_elsewhereroute", staff="SELECT", public="SELECT"),
        sql.grant("accounts_organisation", staff="SELECT", public="SELECT"),
        sql.grant("accounts_organisationsecret", staff="SELECT"),
        sql.grant("accounts_person", staff="SELECT, INSERT, UPDATE"),
        sql.grant("accounts_membership", staff="SELECT, INSERT, UPDATE"),
        sql.grant(
            "accounts_keywrap",
            staff="SELECT, INSERT, DELETE, UPDATE (opened_at)",
            public="SELECT (id, record_id, organisation_id, opened_at), INSERT, DELETE",
        ),
        sql.enable("accounts_keywrap"),
        sql.policy("accounts_keywrap", "own_wraps", role=STAFF, command="SELECT", using=OWN),
        sql.policy("accounts_keywrap", "note_opening", role=STAFF, command="UPDATE", using=OWN, check=OWN),
        sql.policy("accounts_keywrap", "give_up", role=STAFF, command="DELETE", using=OWN),
        sql.policy("accounts_keywrap", "share", role=STAFF, command="INSERT", check=SHAREABLE),
        sql.policy(
            "accounts_keywrap", "seal_new", role="proximity_public", command="INSERT", check="NOT has_wraps(record_id)",
        ),
    ]  # fmt: skip
