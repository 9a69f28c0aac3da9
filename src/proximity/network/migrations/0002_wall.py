"""A city writes what is hers, sees what is for her, and nothing else; who sees what is written by one function alone.

Background work of the instance (no city, nobody acting) takes in what others sent and sees everything.
"""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
AUTHOR, KEY, OBJECT, SIGHT, OUT = (
    "network_author", "network_authorkey", "network_sharedobject", "network_sight", "network_outgoing",
)  # fmt: skip
# CASE, not OR: a context without a city must not be asked for one.
HERS = "CASE WHEN (SELECT network_everywhere()) THEN true ELSE {column} = (SELECT app_city()) END"
SEEN = f"""CASE WHEN (SELECT network_everywhere()) THEN true ELSE author_id = (SELECT app_city()) OR EXISTS (
  SELECT 1 FROM {SIGHT} s WHERE s.object_id = {OBJECT}.id AND s.city_id = (SELECT app_city())) END"""
# An order of what goes out is written with the object that it is of, by whoever may write that object.
GOES_OUT = f"EXISTS (SELECT 1 FROM {OBJECT} o WHERE o.id = object_id AND {HERS.format(column='o.author_id')})"

FUNCTIONS = f"""
CREATE FUNCTION network_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('app.city', true), '') = '' AND current_setting('app.person', true) = 'system'
$$;
-- Raises where nobody is at work and nothing is done in the background.
CREATE FUNCTION network_at_work() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('app.person') IS NOT NULL
$$;
CREATE FUNCTION network_show(shown uuid, cities uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE hers record;
BEGIN
  SELECT o.author_id, o.kind, o.form INTO hers FROM {OBJECT} o WHERE o.id = shown;
  IF NOT FOUND OR NOT (CASE WHEN network_everywhere() THEN true ELSE hers.author_id = app_city() END) THEN
    RAISE EXCEPTION 'only its author says who sees an object';
  END IF;
  DELETE FROM {SIGHT} s WHERE s.object_id = shown AND s.city_id <> ALL (cities);
  INSERT INTO {SIGHT} (object_id, city_id) SELECT shown, c.id FROM accounts_city c WHERE c.id = ANY (cities)
    ON CONFLICT DO NOTHING;
  -- A translation is seen by nobody who may not read what it is of.
  DELETE FROM {SIGHT} s USING {OBJECT} t
    WHERE t.about = shown AND s.object_id = t.id AND (hers.form <> 'content' OR s.city_id <> ALL (cities));
  IF hers.kind = 'group' THEN
    -- Nor is what was meant for a group by somebody who has left it.
    DELETE FROM {SIGHT} s USING {OBJECT} o
      WHERE o.scope = 'group:' || shown AND s.object_id = o.id AND s.city_id <> ALL (cities) AND o.author_id <> s.city_id;
  END IF;
END $$;
REVOKE ALL ON FUNCTION network_show(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_show(uuid, uuid[]) TO {STAFF};
CREATE FUNCTION network_forget(gone uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT network_everywhere() THEN RAISE EXCEPTION 'only the instance itself forgets objects'; END IF;
  DELETE FROM {SIGHT} WHERE object_id = ANY (gone);
  DELETE FROM {OUT} WHERE object_id = ANY (gone);
  DELETE FROM {OBJECT} WHERE id = ANY (gone);
END $$;
REVOKE ALL ON FUNCTION network_forget(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_forget(uuid[]) TO {STAFF};
CREATE FUNCTION network_ended_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.form = 'tombstone' THEN RAISE EXCEPTION 'what was withdrawn stays withdrawn'; END IF;
  IF NEW.author_id <> OLD.author_id OR NEW.kind <> OLD.kind THEN
    RAISE EXCEPTION 'an object keeps its author and its kind';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ended_is_final BEFORE UPDATE ON {OBJECT} FOR EACH ROW EXECUTE FUNCTION network_ended_is_final();
"""
BACK = f"""
DROP TRIGGER ended_is_final ON {OBJECT};
DROP FUNCTION network_ended_is_final();
DROP FUNCTION network_show(uuid, uuid[]);
DROP FUNCTION network_forget(uuid[]);
DROP FUNCTION network_everywhere();
DROP FUNCTION network_at_work();
"""
CHANGED = (
    "about, about_modified, content, created, digest, form, held_at, issued_to, kid, language, made, marking, modified, office,"
    " office_kind, organisation_id, scope, version, wire"
)


class Migration(migrations.Migration):
    """Grants and policies of the network."""

    dependencies = [("network", "0001_initial"), ("foundation", "0002_person"), ("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        sql.grant(AUTHOR, staff="SELECT, INSERT, UPDATE (country, name)"),
        sql.enable(AUTHOR),
        sql.policy(AUTHOR, "everybody_at_work_reads", role=STAFF, command="SELECT", using="(SELECT network_at_work())"),
        sql.policy(AUTHOR, "hers_to_add", role=STAFF, command="INSERT", check=HERS.format(column="id")),
        sql.policy(AUTHOR, "hers_to_change", role=STAFF, command="UPDATE", using=HERS.format(column="id")),
        sql.grant(KEY, staff="SELECT, INSERT, UPDATE (private_key, retired_at, revoked_at)"),
        sql.enable(KEY),
        sql.policy(
            KEY, "hers", role=STAFF, using=HERS.format(column="author_id"), check=HERS.format(column="author_id")
        ),
        sql.grant(OBJECT, staff=f"SELECT, INSERT, UPDATE ({CHANGED})"),
        sql.enable(OBJECT),
        sql.policy(OBJECT, "seen", role=STAFF, command="SELECT", using=SEEN),
        sql.policy(OBJECT, "hers_to_add", role=STAFF, command="INSERT", check=HERS.format(column="author_id")),
        sql.policy(
            OBJECT, "hers_to_change", role=STAFF, command="UPDATE", using=HERS.format(column="author_id"),
            check=HERS.format(column="author_id"),
        ),
        sql.grant(SIGHT, staff="SELECT"),
        sql.enable(SIGHT),
        sql.policy(SIGHT, "own_city", role=STAFF, command="SELECT", using=HERS.format(column="city_id")),
        sql.grant(OUT, staff="SELECT, INSERT, DELETE"),
        sql.enable(OUT),
        sql.policy(OUT, "goes_out_with_it", role=STAFF, using=GOES_OUT, check=GOES_OUT),
    ]  # fmt: skip
