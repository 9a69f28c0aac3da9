"""What was taken back stays taken back: a record whose last wrap is gone does not become anybody's who names it first."""

from django.db import migrations, models

from proximity.foundation.wall import sql

# By every deletion, not by the last alone: two that come at the same moment would each leave the last to the other.
REMEMBER = """
CREATE FUNCTION remember_taken_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO accounts_takenback (record_id) VALUES (OLD.record_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER keywrap_taken_back AFTER DELETE ON accounts_keywrap
  FOR EACH ROW EXECUTE FUNCTION remember_taken_back();
"""
FORGET = "DROP TRIGGER keywrap_taken_back ON accounts_keywrap; DROP FUNCTION remember_taken_back();"
HAS_WRAPS = """
CREATE OR REPLACE FUNCTION has_wraps(record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_keywrap WHERE record_id = record){taken_back}
$$;
"""
TAKEN_BACK = " OR EXISTS (SELECT 1 FROM accounts_takenback WHERE record_id = record)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_wall")]
    operations = [
        migrations.CreateModel(
            name="TakenBack",
            fields=[("record_id", models.UUIDField(editable=False, primary_key=True, serialize=False))],
            options={"verbose_name": "record taken back", "verbose_name_plural": "records taken back"},
        ),
        # No grant and no policy: the two functions are the only ones that come here.
        sql.enable("accounts_takenback"),
        migrations.RunSQL(REMEMBER, FORGET),
        migrations.RunSQL(HAS_WRAPS.format(taken_back=TAKEN_BACK), HAS_WRAPS.format(taken_back="")),
    ]
