"""An answer is hers alone who gave it; what others may know are counts, which one function gives, and none where few answered."""

from django.db import migrations

from proximity.foundation.wall import sql

ANSWER = "learning_answer"
ME = "(SELECT app_person())"
HERS = f"person = {ME}"
WRITES = (
    f"{HERS} AND works_here(person) AND city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
    " AND kind = (SELECT kind FROM accounts_organisation WHERE id = (SELECT app_organisation()))"
    " AND NOT works_here_as(person, 'trainer')"
    " AND EXISTS (SELECT 1 FROM network_sharedobject o WHERE o.id = scenario AND o.kind = 'scenario' AND o.form = 'content')"
)
# Asked in the context of who looks: her city sees the scenario, and she has answered it herself or is a trainer.
COUNTS = """
CREATE FUNCTION learning_counts(wanted uuid)
RETURNS TABLE (part text, name text, people int, bias text, ticked text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH answers AS (
    SELECT a.bias, a.indicators, p.part, p.name
    FROM learning_answer a
    CROSS JOIN LATERAL (VALUES ('all', ''), ('kind', a.kind), ('city', a.city_id::text)) AS p(part, name)
    WHERE a.scenario = wanted
      AND EXISTS (SELECT 1 FROM network_sharedobject o WHERE o.id = wanted AND o.form = 'content' AND (
            o.author_id = app_city()
            OR EXISTS (SELECT 1 FROM network_sight s WHERE s.object_id = wanted AND s.city_id = app_city())))
      AND (works_here_as(app_person(), 'trainer')
           OR EXISTS (SELECT 1 FROM learning_answer mine WHERE mine.scenario = wanted AND mine.person = app_person()))
  ), parts AS (
    SELECT part, name, count(*)::int AS people FROM answers GROUP BY part, name
    HAVING count(*) >= CASE part WHEN 'all' THEN 3 ELSE 5 END
  )
  SELECT p.part, p.name, p.people,
    (SELECT jsonb_object_agg(b.bias, b.times)::text FROM (
      SELECT a.bias, count(*) AS times FROM answers a WHERE (a.part, a.name) = (p.part, p.name) GROUP BY a.bias) b),
    (SELECT coalesce(jsonb_object_agg(t.code, t.times), '{}')::text FROM (
      SELECT c.code, count(*) AS times FROM answers a CROSS JOIN LATERAL jsonb_array_elements_text(a.indicators) AS c(code)
      WHERE (a.part, a.name) = (p.part, p.name) GROUP BY c.code) t)
  FROM parts p
$$;
REVOKE ALL ON FUNCTION learning_counts(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_counts(uuid) TO proximity_staff;
"""


class Migration(migrations.Migration):
    """Grants and policies of answers."""

    dependencies = [("learning", "0001_initial"), ("accounts", "0004_own_name"), ("network", "0002_wall")]
    operations = [
        sql.grant(ANSWER, staff="SELECT, INSERT"),
        sql.enable(ANSWER),
        sql.policy(ANSWER, "hers_alone", role=sql.STAFF, command="SELECT", using=HERS),
        sql.policy(ANSWER, "in_her_own_name", role=sql.STAFF, command="INSERT", check=WRITES),
        migrations.RunSQL(COUNTS, "DROP FUNCTION learning_counts(uuid)"),
    ]
