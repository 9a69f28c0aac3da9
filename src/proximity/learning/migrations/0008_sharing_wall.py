"""Counts leave in lots of five people or more, to the worker alone and where the city wishes it; others' are read once one has answered."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
SHARING, ANSWER, OBJECT = "learning_sharing", "learning_answer", "network_sharedobject"
HERE = "city_id = (SELECT app_city())"
MAY = "works_here_as({person}, 'trainer') OR works_here_as({person}, 'city_official')"
# What leaves is made of lots of five people or more, and a lot of cells of five or more: a kind of organisation, or the rest.
# Every number that ever leaves is a sum over whole cells, so whatever is taken from whatever else, what is left is one, too.
# Of a lot in which the rest would be few the smallest kind goes into the rest, as `shown_parts` does it.
FUNCTIONS = f"""
CREATE FUNCTION learning_share(wanted uuid)
RETURNS TABLE (part text, name text, people int, bias text, ticked text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_person() IS NOT NULL THEN RAISE EXCEPTION 'only background work shares counts'; END IF;
  IF NOT EXISTS (SELECT 1 FROM {SHARING} w WHERE w.city_id = app_city() AND w.organisation_id = app_organisation())
     OR NOT EXISTS (SELECT 1 FROM {OBJECT} o WHERE o.id = wanted AND o.kind = 'scenario' AND o.form = 'content' AND (
          o.author_id = app_city()
          OR EXISTS (SELECT 1 FROM network_sight s WHERE s.object_id = wanted AND s.city_id = app_city())))
  THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('learning_share/' || app_city() || '/' || wanted, 0));
  WITH fresh AS (
    SELECT a.id, a.kind FROM {ANSWER} a WHERE a.scenario = wanted AND a.city_id = app_city() AND a.counted_as IS NULL
  ), many AS (
    SELECT f.kind, count(*) AS size, row_number() OVER (ORDER BY count(*), f.kind) AS place
    FROM fresh f GROUP BY f.kind HAVING count(*) >= 5
  ), rest AS (
    SELECT (SELECT count(*) FROM fresh) - coalesce((SELECT sum(m.size) FROM many m), 0) AS size
  ), cells AS (
    SELECT m.kind FROM many m WHERE m.place > CASE WHEN (SELECT r.size FROM rest r) BETWEEN 1 AND 4 THEN 1 ELSE 0 END
  )
  UPDATE {ANSWER} a SET counted_as = CASE WHEN a.kind IN (SELECT c.kind FROM cells c) THEN a.kind ELSE '' END
  FROM fresh f WHERE a.id = f.id AND (SELECT count(*) FROM fresh) >= 5;
  RETURN QUERY
  WITH answers AS (
    SELECT a.bias, a.indicators, p.part, p.name
    FROM {ANSWER} a CROSS JOIN LATERAL (VALUES ('all', ''), ('kind', a.counted_as::text)) AS p(part, name)
    WHERE a.scenario = wanted AND a.city_id = app_city() AND a.counted_as IS NOT NULL AND (p.part = 'all' OR p.name <> '')
  )
  SELECT g.part, g.name, count(*)::int,
    (SELECT jsonb_object_agg(b.bias, b.times)::text FROM (
      SELECT a.bias, count(*) AS times FROM answers a WHERE (a.part, a.name) = (g.part, g.name) GROUP BY a.bias) b),
    (SELECT coalesce(jsonb_object_agg(t.code, t.times), '{{}}')::text FROM (
      SELECT c.code, count(*) AS times FROM answers a CROSS JOIN LATERAL jsonb_array_elements_text(a.indicators) AS c(code)
      WHERE (a.part, a.name) = (g.part, g.name) GROUP BY c.code) t)
  FROM answers g GROUP BY g.part, g.name HAVING count(*) >= 5;
END $$;
CREATE FUNCTION learning_may_compare(content jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT app_person() IS NULL OR works_here_as(app_person(), 'trainer')
    OR EXISTS (SELECT 1 FROM {ANSWER} a WHERE a.person = app_person() AND a.scenario::text = content ->> 'scenario')
$$;
REVOKE ALL ON FUNCTION learning_share(uuid), learning_may_compare(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_share(uuid), learning_may_compare(jsonb) TO proximity_staff;
"""
DROP = "DROP FUNCTION learning_share(uuid); DROP FUNCTION learning_may_compare(jsonb);"


class Migration(migrations.Migration):
    """Grants and policies of sharing counts."""

    dependencies = [("learning", "0007_sharing"), ("network", "0013_counts")]
    operations = [
        sql.grant(SHARING, staff="SELECT, INSERT, DELETE"),
        sql.enable(SHARING),
        sql.policy(SHARING, "city_reads", role=STAFF, command="SELECT", using=HERE),
        sql.policy(
            SHARING, "who_may_begins", role=STAFF, command="INSERT",
            check=(
                f"{HERE} AND organisation_id = (SELECT app_organisation()) AND begun_by = (SELECT app_person())"
                f" AND ({MAY.format(person='begun_by')})"
            ),
        ),
        sql.policy(
            SHARING, "who_may_ends", role=STAFF, command="DELETE",
            using=f"{HERE} AND ({MAY.format(person='(SELECT app_person())')})",
        ),
        # Whoever answers does not say in which count she stands.
        sql.narrow(ANSWER, "counted_later", role=STAFF, command="INSERT", check="counted_as IS NULL"),
        migrations.RunSQL(FUNCTIONS, DROP),
        # CASE, so that no other kind asks the function.
        sql.narrow(
            OBJECT, "counts_once_answered", role=STAFF, command="SELECT",
            using="CASE WHEN kind = 'counts' THEN learning_may_compare(content) ELSE true END",
        ),
    ]  # fmt: skip
