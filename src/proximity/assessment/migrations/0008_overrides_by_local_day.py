"""Decisions on suggestions are counted by the days of the city: one made at half past midnight is not of the day before."""

from django.db import migrations

DAY, DAY_IN_UTC = "(d.decided_at AT TIME ZONE c.time_zone)::date", "d.decided_at::date"
FUNCTION = """
CREATE OR REPLACE FUNCTION suggestion_overrides(since date, until date)
RETURNS TABLE (rule text, code text, accepted bigint, rejected bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.rule, d.code, count(*) FILTER (WHERE d.accepted), count(*) FILTER (WHERE NOT d.accepted)
  FROM assessment_suggestiondecision d JOIN accounts_city c ON c.id = d.city_id
  WHERE d.city_id = app_city() AND organisation_is('oversight')
    AND (since IS NULL OR {day} >= since) AND (until IS NULL OR {day} <= until)
  GROUP BY d.rule, d.code ORDER BY d.rule, d.code
$$;
"""


class Migration(migrations.Migration):
    """The function, with other days."""

    dependencies = [("assessment", "0007_switch_of_ngos"), ("accounts", "0007_without_records")]
    operations = [migrations.RunSQL(FUNCTION.format(day=DAY), FUNCTION.format(day=DAY_IN_UTC))]
