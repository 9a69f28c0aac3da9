"""The functions through which every policy learns who is asking. Without context they raise."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION app_city() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT current_setting('app.city')::uuid $$;
CREATE FUNCTION app_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT current_setting('app.organisation')::uuid $$;
CREATE FUNCTION app_receipt() RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT decode(nullif(current_setting('app.receipt'), ''), 'hex') $$;
GRANT USAGE ON SCHEMA public TO proximity_staff, proximity_public;
"""
BACK = """
REVOKE USAGE ON SCHEMA public FROM proximity_staff, proximity_public;
DROP FUNCTION app_city();
DROP FUNCTION app_organisation();
DROP FUNCTION app_receipt();
"""


class Migration(migrations.Migration):
    """Context functions."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FORWARD, BACK)]
