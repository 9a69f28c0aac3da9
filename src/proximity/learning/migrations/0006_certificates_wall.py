"""A certificate is read by the office that gave it and by who holds it; with its number everybody learns the course, and no name."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
CERTIFICATE = "learning_certificate"
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
SEAT = (
    "EXISTS (SELECT 1 FROM learning_seat t WHERE t.id = seat_id AND t.cohort_id = learning_certificate.cohort_id"
    " AND t.person = learning_certificate.person AND t.state = 'accepted')"
)
READ = """
CREATE FUNCTION learning_certificate_of(wanted text)
RETURNS TABLE (course text, language text, office text, city text, first_on date, last_on date, sessions int, minutes int,
               given_at timestamptz, revoked_at timestamptz, name_mark text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.course, c.language, o.name, t.name, c.first_on, c.last_on, c.sessions, c.minutes, c.given_at, c.revoked_at, c.name_mark
  FROM learning_certificate c JOIN accounts_organisation o ON o.id = c.organisation_id JOIN accounts_city t ON t.id = c.city_id
  WHERE c.number = wanted
$$;
REVOKE ALL ON FUNCTION learning_certificate_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_certificate_of(text) TO proximity_public;
"""


class Migration(migrations.Migration):
    """Grants and policies of certificates."""

    dependencies = [("learning", "0005_certificates")]
    operations = [
        sql.grant(CERTIFICATE, staff="SELECT, INSERT, UPDATE (revoked_at, revoked_by)"),
        sql.enable(CERTIFICATE),
        sql.policy(CERTIFICATE, "own_office", role=STAFF, using=OWN, check=OWN),
        sql.policy(CERTIFICATE, "hers", role=STAFF, command="SELECT", using="person = (SELECT app_person())"),
        sql.narrow(
            CERTIFICATE, "own_name", role=STAFF, command="INSERT",
            check=f"works_here_as(given_by, 'trainer') AND revoked_at IS NULL AND {SEAT}",
        ),
        sql.narrow(
            CERTIFICATE, "revoked_once", role=STAFF, command="UPDATE", using="revoked_at IS NULL",
            check="revoked_at IS NOT NULL AND works_here_as(revoked_by, 'trainer')",
        ),
        migrations.RunSQL(READ, "DROP FUNCTION learning_certificate_of(text)"),
    ]  # fmt: skip
