"""A cohort is its trainer's office's; who takes part reads it, and her own seat; her answers are hers, and trainers read means."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
COHORT, SESSION, SEAT = "learning_cohort", "learning_session", "learning_seat"
ATTENDANCE, REPLY = "learning_attendance", "learning_reply"
OWN = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
ME = "(SELECT app_person())"
HERS = f"person = {ME} AND office_id = (SELECT app_organisation())"
# Asked by policies of one table about another: as the owner, so that no policy has to ask itself.
FUNCTIONS = """
CREATE FUNCTION learning_holds(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM learning_cohort
                 WHERE id = wanted AND organisation_id = app_organisation() AND closed_at IS NULL)
$$;
CREATE FUNCTION learning_sits(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM learning_seat
                 WHERE cohort_id = wanted AND person = app_person() AND office_id = app_organisation())
$$;
CREATE FUNCTION learning_done(wanted uuid) RETURNS TABLE (seat uuid, before boolean, after boolean, scenarios int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id,
    EXISTS (SELECT 1 FROM learning_reply r WHERE r.seat_id = s.id AND r.moment = 'before'),
    EXISTS (SELECT 1 FROM learning_reply r WHERE r.seat_id = s.id AND r.moment = 'after'),
    (SELECT count(*)::int FROM learning_answer a
     WHERE a.person = s.person AND a.scenario::text IN (SELECT jsonb_array_elements_text(c.scenarios)))
  FROM learning_seat s JOIN learning_cohort c ON c.id = s.cohort_id
  WHERE c.id = wanted AND c.organisation_id = app_organisation() AND s.state = 'accepted'
$$;
CREATE FUNCTION learning_results(wanted uuid) RETURNS TABLE (moment text, item text, value text, times int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH both_times AS (
    SELECT r.moment, r.answers FROM learning_reply r JOIN learning_seat s ON s.id = r.seat_id
    JOIN learning_cohort c ON c.id = s.cohort_id
    WHERE c.id = wanted AND c.organisation_id = app_organisation()
      AND 2 = (SELECT count(*) FROM learning_reply o WHERE o.seat_id = s.id)
  )
  SELECT b.moment, e.key, e.value, count(*)::int FROM both_times b CROSS JOIN LATERAL jsonb_each_text(b.answers) e
  WHERE 10 <= (SELECT count(*) FROM both_times)
  GROUP BY b.moment, e.key, e.value
$$;
REVOKE ALL ON FUNCTION learning_holds(uuid), learning_sits(uuid), learning_done(uuid), learning_results(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_holds(uuid), learning_sits(uuid), learning_done(uuid), learning_results(uuid)
  TO proximity_staff;
"""
DROP = (
    "DROP FUNCTION learning_holds(uuid); DROP FUNCTION learning_sits(uuid);"
    " DROP FUNCTION learning_done(uuid); DROP FUNCTION learning_results(uuid);"
)
WORKS_THERE = (
    "EXISTS (SELECT 1 FROM accounts_membership m"
    f" WHERE m.person_id = {SEAT}.person AND m.organisation_id = {SEAT}.office_id AND m.ended_at IS NULL)"
)
OF_ONE_COHORT = (
    f"EXISTS (SELECT 1 FROM {SESSION} s JOIN {SEAT} t ON t.cohort_id = s.cohort_id"
    " WHERE s.id = session_id AND t.id = seat_id AND t.state = 'accepted' AND learning_holds(s.cohort_id))"
)
OWN_SEAT = (
    f"EXISTS (SELECT 1 FROM {SEAT} t JOIN {COHORT} c ON c.id = t.cohort_id"
    f" WHERE t.id = seat_id AND t.person = {ME} AND t.state = 'accepted' AND c.closed_at IS NULL)"
)


def trainer(table, author):
    """What is written is written in the name of a trainer who works there."""
    return sql.narrow(table, "own_name", role=STAFF, command="INSERT", check=f"works_here_as({author}, 'trainer')")


class Migration(migrations.Migration):
    """Grants and policies of cohorts."""

    dependencies = [("learning", "0003_cohorts")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        sql.grant(COHORT, staff="SELECT, INSERT, UPDATE (closed_at)"),
        sql.enable(COHORT),
        sql.policy(COHORT, "own_office", role=STAFF, using=OWN, check=OWN),
        sql.policy(COHORT, "who_sits", role=STAFF, command="SELECT", using="learning_sits(id)"),
        trainer(COHORT, "begun_by"),
        sql.narrow(COHORT, "closed_once", role=STAFF, command="UPDATE", using="closed_at IS NULL", check="true"),
        sql.grant(SESSION, staff="SELECT, INSERT, DELETE"),
        sql.enable(SESSION),
        sql.policy(SESSION, "own_office", role=STAFF, using=OWN, check=f"{OWN} AND learning_holds(cohort_id)"),
        sql.policy(SESSION, "who_sits", role=STAFF, command="SELECT", using="learning_sits(cohort_id)"),
        sql.narrow(SESSION, "while_open", role=STAFF, command="DELETE", using="learning_holds(cohort_id)"),
        trainer(SESSION, "planned_by"),
        sql.grant(SEAT, staff="SELECT, INSERT, UPDATE (answered_at, state)"),
        sql.enable(SEAT),
        sql.policy(SEAT, "own_office", role=STAFF, command="SELECT", using=OWN),
        sql.policy(
            SEAT, "own_office_invites", role=STAFF, command="INSERT",
            check=f"{OWN} AND state = 'invited' AND learning_holds(cohort_id) AND {WORKS_THERE}",
        ),
        sql.policy(SEAT, "hers", role=STAFF, command="SELECT", using=HERS),
        sql.policy(SEAT, "she_answers", role=STAFF, command="UPDATE", using=HERS, check=f"{HERS} AND state <> 'invited'"),
        trainer(SEAT, "invited_by"),
        sql.grant(ATTENDANCE, staff="SELECT, INSERT, DELETE"),
        sql.enable(ATTENDANCE),
        sql.policy(ATTENDANCE, "own_office", role=STAFF, using=OWN, check=f"{OWN} AND {OF_ONE_COHORT}"),
        sql.policy(
            ATTENDANCE, "hers", role=STAFF, command="SELECT",
            using=f"EXISTS (SELECT 1 FROM {SEAT} t WHERE t.id = seat_id AND t.person = {ME})",
        ),
        sql.narrow(ATTENDANCE, "while_open", role=STAFF, command="DELETE", using=OF_ONE_COHORT),
        trainer(ATTENDANCE, "marked_by"),
        sql.grant(REPLY, staff="SELECT, INSERT"),
        sql.enable(REPLY),
        sql.policy(REPLY, "hers_alone", role=STAFF, command="SELECT", using=f"person = {ME}"),
        sql.policy(
            REPLY, "in_her_own_name", role=STAFF, command="INSERT",
            check=f"person = {ME} AND works_here(person) AND {OWN_SEAT}",
        ),
    ]  # fmt: skip
