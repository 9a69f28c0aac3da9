"""How often each rule of the text tool was accepted and rejected, for who oversees a city: numbers, no record and no person."""

from django.db import migrations

# Run as the owner: an auditor holds no key of a record and sees none of its rows. Of days only the day.
FUNCTION = """
CREATE FUNCTION suggestion_overrides(since date, until date)
RETURNS TABLE (rule text, code text, accepted bigint, rejected bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.rule, d.code, count(*) FILTER (WHERE d.accepted), count(*) FILTER (WHERE NOT d.accepted)
  FROM assessment_suggestiondecision d
  WHERE d.city_id = app_city() AND organisation_is('oversight')
    AND (since IS NULL OR d.decided_at::date >= since) AND (until IS NULL OR d.decided_at::date <= until)
  GROUP BY d.rule, d.code ORDER BY d.rule, d.code
$$;
REVOKE EXECUTE ON FUNCTION suggestion_overrides(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION suggestion_overrides(date, date) TO proximity_staff;
"""
DROP = "DROP FUNCTION suggestion_overrides(date, date);"


class Migration(migrations.Migration):
    """The function."""

    dependencies = [("assessment", "0005_suggestions_wall"), ("accounts", "0007_without_records")]
    operations = [migrations.RunSQL(FUNCTION, DROP)]
