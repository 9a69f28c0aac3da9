"""What the two processes may do with counts and piles: a report is set aside by two persons, whatever the program says."""

from django.db import migrations

from proximity.foundation.wall import sql

BUCKET, PILE, RECIPIENT = "reporting_floodbucket", "reporting_pile", "reporting_recipient"
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"

# Which reports stand on a pile is settled before the second person decides, and only her word sets them aside.
FUNCTIONS = """
CREATE FUNCTION recipient_goes_by_the_pile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- One question inside the other: the public process, which takes reports back, may not look at piles.
  IF NEW.pile_id IS DISTINCT FROM OLD.pile_id AND NEW.pile_id IS NOT NULL THEN
    IF NOT EXISTS (
      SELECT 1 FROM reporting_pile p
      WHERE p.id = NEW.pile_id AND p.organisation_id = NEW.organisation_id AND p.state = 'proposed'
    ) THEN
      RAISE EXCEPTION 'a report joins no pile that was decided' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF NEW.status = 'set_aside' AND OLD.status <> 'set_aside' THEN
    IF OLD.pile_id IS NULL OR NEW.pile_id IS DISTINCT FROM OLD.pile_id THEN
      RAISE EXCEPTION 'two persons set a report aside' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM reporting_pile p WHERE p.id = OLD.pile_id AND p.state = 'confirmed') THEN
      RAISE EXCEPTION 'two persons set a report aside' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recipient_goes_by_the_pile BEFORE UPDATE ON reporting_recipient FOR EACH ROW
WHEN (NEW.pile_id IS DISTINCT FROM OLD.pile_id OR NEW.status IS DISTINCT FROM OLD.status)
EXECUTE FUNCTION recipient_goes_by_the_pile();
"""
DROP = """
DROP TRIGGER recipient_goes_by_the_pile ON reporting_recipient;
DROP FUNCTION recipient_goes_by_the_pile();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_flood"), ("foundation", "0002_person")]
    operations = [
        # The public process counts; the workspace's background work deletes what is a day old, and reads no name.
        sql.grant(BUCKET, public="SELECT, INSERT, UPDATE (level, at)", staff="SELECT (at), DELETE"),
        sql.grant(PILE, staff="SELECT, INSERT, UPDATE (state, decided_by, decided_at)"),
        *sql.wall_by_organisation(PILE),
        sql.narrow(
            PILE, "first_person", role=sql.STAFF, command="INSERT",
            check="state = 'proposed' AND decided_by IS NULL AND proposed_by = (SELECT app_person()) AND works_here(proposed_by)",
        ),
        sql.narrow(
            PILE, "second_person", role=sql.STAFF, command="UPDATE", using=f"{OWN} AND state = 'proposed'",
            check=(
                f"{OWN} AND state IN ('confirmed', 'taken_back') AND decided_by = (SELECT app_person())"
                " AND works_here(decided_by)"
            ),
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        sql.grant_update(RECIPIENT, "pile_id"),
        # What is new stands on no pile; what staff enter or hand on came in no flood.
        sql.narrow(RECIPIENT, "public_not_set_aside", role=sql.PUBLIC, command="INSERT", check="pile_id IS NULL"),
        sql.narrow(
            RECIPIENT, "staff_not_set_aside", role=sql.STAFF, command="INSERT", check="pile_id IS NULL AND flood = 'none'"
        ),
    ]  # fmt: skip
