"""The draft is the city hall's; a published version is added, never touched again, and everybody may read it."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
PLAN, OBJECTIVE, MEASURE, INDICATOR = "plans_plan", "plans_objective", "plans_measure", "plans_indicator"
REVIEW, READING, PUBLICATION = "plans_review", "plans_reading", "plans_publication"
FROZEN = f"""
CREATE FUNCTION published_plans_are_frozen() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'a published plan is never changed'; END $$;
CREATE TRIGGER plan_frozen BEFORE UPDATE OR DELETE ON {PUBLICATION}
  FOR EACH ROW EXECUTE FUNCTION published_plans_are_frozen();
CREATE TRIGGER plan_not_emptied BEFORE TRUNCATE ON {PUBLICATION}
  FOR EACH STATEMENT EXECUTE FUNCTION published_plans_are_frozen();
"""
THAW = f"""
DROP TRIGGER plan_frozen ON {PUBLICATION};
DROP TRIGGER plan_not_emptied ON {PUBLICATION};
DROP FUNCTION published_plans_are_frozen();
"""
PUBLIC_COLUMNS = "id, city_id, organisation_id, version, content, office, published_at"
HALL = "city_id = (SELECT app_city()) AND (SELECT organisation_is('city_hall'))"
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
SIGNED = (
    "works_here_as(published_by, 'city_official') AND (SELECT organisation_is('city_hall'))"
    " AND office = (SELECT name FROM accounts_organisation WHERE id = (SELECT app_organisation()))"
)
BODY = (
    "organisation_id IS NULL OR EXISTS (SELECT 1 FROM accounts_organisation o"
    " WHERE o.id = plans_measure.organisation_id AND o.city_id = (SELECT app_city()))"
)


def of_own(table, column, parent):
    """A row belongs to a row that its writer sees: a foreign key alone would not ask."""
    return f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})"


def draft(table, *, author, may, parent=None):
    """Grant and wall a table of the draft: for the city hall, in the name of an official who works there."""
    belongs = f" AND {of_own(table, *parent)}" if parent else ""
    check = f"works_here_as({author}, 'city_official'){belongs}"
    commands = ("INSERT", "UPDATE") if "UPDATE" in may else ("INSERT",)
    return [
        sql.grant(table, staff=may),
        sql.enable(table),
        sql.policy(table, "city_hall_works", role=STAFF, using=HALL, check=HALL),
        *(sql.narrow(table, f"own_name_{one.lower()}", role=STAFF, command=one, check=check) for one in commands),
    ]


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("accounts", "0004_own_name")]
    operations = [
        migrations.RunSQL(FROZEN, THAW),
        *draft(PLAN, author="changed_by", may=(
            "SELECT, INSERT, UPDATE (changed_by, diagnosis, edition, ends_on, language, starts_on, title, version)"
        )),
        *draft(OBJECTIVE, author="changed_by", parent=("plan_id", PLAN), may=(
            "SELECT, INSERT, DELETE, UPDATE (after, after_url, changed_by, position, text, title, version)"
        )),
        *draft(MEASURE, author="changed_by", parent=("objective_id", OBJECTIVE), may=(
            "SELECT, INSERT, DELETE, UPDATE (body, changed_by, due_on, organisation_id, published_in, reason, review_on,"
            " state, text, version)"
        )),
        sql.narrow(MEASURE, "body_of_the_city", role=STAFF, command="INSERT", check=BODY),
        sql.narrow(MEASURE, "body_of_the_city_still", role=STAFF, command="UPDATE", check=BODY),
        *draft(INDICATOR, author="changed_by", parent=("objective_id", OBJECTIVE), may=(
            "SELECT, INSERT, DELETE, UPDATE (after, after_url, baseline_few, baseline_number, baseline_on, baseline_release,"
            " baseline_source, changed_by, code, name, target, unit, version)"
        )),
        *draft(REVIEW, author="looked_by", parent=("measure_id", MEASURE), may="SELECT, INSERT, DELETE"),
        *draft(READING, author="noted_by", parent=("indicator_id", INDICATOR), may="SELECT, INSERT, DELETE"),
        sql.grant(PUBLICATION, staff="SELECT, INSERT", public=f"SELECT ({PUBLIC_COLUMNS})"),
        sql.enable(PUBLICATION),
        sql.policy(PUBLICATION, "staff_reads", role=STAFF, command="SELECT", using="city_id = (SELECT app_city())"),
        sql.policy(PUBLICATION, "own_office_signs", role=STAFF, command="INSERT", check=OWN),
        sql.narrow(PUBLICATION, "signed_in_own_name", role=STAFF, command="INSERT", check=SIGNED),
        sql.policy(PUBLICATION, "everybody_reads", role=PUBLIC, command="SELECT", using="true"),
    ]  # fmt: skip
