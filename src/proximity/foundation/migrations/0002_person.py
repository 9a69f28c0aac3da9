"""Who is asking within an organisation: a person, or the organisation's own background work, which must say so."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE current_setting('app.person') WHEN 'system' THEN NULL ELSE current_setting('app.person')::uuid END
$$;
"""
BACK = "DROP FUNCTION app_person();"


class Migration(migrations.Migration):
    """One more context function. Without context it raises; null means background work, never a request."""

    dependencies = [("foundation", "0001_context")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
