"""The wall of referrals: two sides read a referral, its chain reads what follows, and nobody writes in another's name."""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = sql.STAFF
THREAD, REFERRAL, FILE, NOTE, PARCEL, STEP, TOLD = (
    f"cases_{name}"
    for name in (
        "proceedingsthread", "referral", "referralfile", "referralnote", "referralparcel", "proceedingsstep", "steptold",
    )
)  # fmt: skip
ME = "(SELECT app_organisation())"
MINE = f"organisation_id = {ME}"


def held(table: str, record: str) -> str:
    """Return the rule of the wall for one table."""
    return sql.STAFF_MAY_READ.format(table=table, record=record)


def of_referral(table: str, side: str) -> str:
    """Return the rule that the row's referral has the organisation of the context on one side."""
    return f"EXISTS (SELECT 1 FROM {REFERRAL} r WHERE r.id = {table}.referral_id AND {side})"


SENT, RECEIVED = f"r.sender_id = {ME}", f"r.receiver_id = {ME}"
BY_REFERRAL = "('referred', 'accepted', 'returned')"
# Who may say what of a thread: the referral itself is told by its two sides; what follows, by who took the matter over and has
# not passed it on, or by who handed it to a body without an account and has its receipt.
MAY_SAY = f"""
EXISTS (SELECT 1 FROM {REFERRAL} r WHERE r.id = {STEP}.referral_id AND r.thread_id = {STEP}.thread_id AND (
  (kind = 'referred' AND {SENT})
  OR (kind = r.state AND kind IN ('accepted', 'returned') AND {RECEIVED})
  OR (kind NOT IN {BY_REFERRAL} AND r.state = 'accepted' AND {RECEIVED}
      AND NOT EXISTS (SELECT 1 FROM {REFERRAL} o WHERE o.thread_id = {STEP}.thread_id AND o.sender_id = {ME}
                      AND o.receiver_id IS NOT NULL AND o.state = 'accepted'))
  OR (kind NOT IN {BY_REFERRAL} AND r.receiver_id IS NULL AND r.state = 'signed_for' AND {SENT})))
"""

# Which state may follow which, word for word `cases.rules.referrals.REFERRAL_TRANSITIONS`: a test tries every pair.
MOVES = f"""
CREATE FUNCTION referral_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('sent', 'opened'), ('sent', 'withdrawn'), ('opened', 'asked'), ('opened', 'accepted'), ('opened', 'returned'),
    ('asked', 'answered'), ('asked', 'accepted'), ('asked', 'returned'), ('answered', 'asked'), ('answered', 'accepted'),
    ('answered', 'returned'), ('ready', 'signed_for'), ('ready', 'not_received'), ('ready', 'withdrawn'),
    ('not_received', 'ready'), ('not_received', 'withdrawn')) THEN
    RAISE EXCEPTION 'a referral does not go from % to %', OLD.state, NEW.state;
  END IF;
  IF OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at
     OR OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at THEN
    RAISE EXCEPTION 'what was done with a referral stays done';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER referral_moves BEFORE UPDATE ON {REFERRAL} FOR EACH ROW EXECUTE FUNCTION referral_moves();
"""
UNMOVED = f"DROP TRIGGER referral_moves ON {REFERRAL}; DROP FUNCTION referral_moves();"

# The sender sees no wraps of others, so a function that runs as the owner takes back what a referral gave and nobody opened:
# the referral's own key, the thread's, and those of its files that the receiver holds by nothing else.
TAKE_BACK = f"""
CREATE FUNCTION take_back_referral(wanted uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE given {REFERRAL}%ROWTYPE; gone integer;
BEGIN
  SELECT * INTO given FROM {REFERRAL}
   WHERE id = wanted AND sender_id = app_organisation() AND state = 'withdrawn' AND opened_at IS NULL;
  IF NOT FOUND OR given.receiver_id IS NULL THEN RETURN 0; END IF;
  DELETE FROM accounts_keywrap w WHERE w.organisation_id = given.receiver_id AND (
    w.record_id = wanted
    OR (w.record_id = given.thread_id AND NOT EXISTS (
      SELECT 1 FROM {REFERRAL} o WHERE o.thread_id = given.thread_id AND o.id <> wanted
      AND (o.sender_id = given.receiver_id OR o.receiver_id = given.receiver_id AND o.state NOT IN ('withdrawn', 'returned'))))
    OR (w.opened_at IS NULL AND w.record_id IN (SELECT file_id FROM {FILE} WHERE referral_id = wanted)
      AND NOT EXISTS (SELECT 1 FROM {FILE} f JOIN {REFERRAL} o ON o.id = f.referral_id
        WHERE f.file_id = w.record_id AND o.id <> wanted AND o.receiver_id = given.receiver_id AND o.state <> 'withdrawn')
      AND NOT EXISTS (SELECT 1 FROM evidence_evidencefile e JOIN reporting_recipient c ON c.report_id = e.subject_id
        WHERE e.id = w.record_id AND c.organisation_id = given.receiver_id)));
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
CREATE FUNCTION is_own_step(step uuid, of_thread uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM {STEP} WHERE id = step AND thread_id = of_thread AND organisation_id = app_organisation())
$$;
-- The last organisation of a chain has disposed of its case and given up its keys: nobody can read what is left, and it goes.
CREATE FUNCTION drop_proceedings_of_nobody(thread uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE sent uuid[];
BEGIN
  sent := ARRAY(SELECT id FROM {REFERRAL} WHERE thread_id = thread);
  IF EXISTS (SELECT 1 FROM accounts_keywrap w WHERE w.record_id = thread OR w.record_id = ANY(sent))
     OR EXISTS (SELECT 1 FROM cases_case c WHERE c.referral_id = ANY(sent) OR c.id IN
                (SELECT r.case_id FROM {REFERRAL} r WHERE r.thread_id = thread)) THEN
    RETURN false;
  END IF;
  DELETE FROM {TOLD} WHERE step_id IN (SELECT id FROM {STEP} WHERE thread_id = thread);
  DELETE FROM {STEP} WHERE thread_id = thread;
  DELETE FROM {NOTE} WHERE referral_id = ANY(sent);
  DELETE FROM {FILE} WHERE referral_id = ANY(sent);
  DELETE FROM {PARCEL} WHERE referral_id = ANY(sent);
  DELETE FROM {REFERRAL} WHERE id = ANY(sent);
  DELETE FROM {THREAD} WHERE id = thread;
  DELETE FROM accounts_barredreader WHERE record_id = thread OR record_id = ANY(sent);
  RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION take_back_referral(uuid), is_own_step(uuid, uuid), drop_proceedings_of_nobody(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_back_referral(uuid), is_own_step(uuid, uuid), drop_proceedings_of_nobody(uuid) TO proximity_staff;
"""
KEEP = "DROP FUNCTION take_back_referral(uuid); DROP FUNCTION is_own_step(uuid, uuid); DROP FUNCTION drop_proceedings_of_nobody(uuid);"

OWN_CASE = f"SELECT 1 FROM cases_case c WHERE c.id = {REFERRAL}.case_id AND c.{MINE}"
BARRED = f"SELECT 1 FROM accounts_barredreader b WHERE b.record_id = {REFERRAL}.case_id AND b.organisation_id = {REFERRAL}.receiver_id"
OWN_THREAD = f"SELECT 1 FROM {STEP} s JOIN {THREAD} t ON t.id = s.thread_id WHERE s.id = {TOLD}.step_id AND t.{MINE}"
NEW_REFERRAL = (
    f"{held(REFERRAL, 'id')} AND sender_id = {ME} AND holds_wrap(thread_id) AND state IN ('sent', 'ready')"
    " AND (receiver_id IS NULL) = (state = 'ready') AND opened_at IS NULL AND decided_at IS NULL AND ended_at IS NULL"
    f" AND works_here(sent_by) AND decided_by IS NULL AND EXISTS ({OWN_CASE}) AND NOT EXISTS ({BARRED})"
)
OWN_PARCEL = f"{held(PARCEL, 'referral_id')} AND {of_referral(PARCEL, SENT)}"
RECEIVED_CASE = "SELECT 1 FROM cases_referral r WHERE r.id = referral_id AND r.receiver_id = (SELECT app_organisation()) AND r.state = 'accepted'"
# In place of what `0003_own_name` says: a case is opened from a report that is held, or from a referral that was accepted.
OPENS = f"{MINE} AND works_here(opened_by) AND (referral_id IS NULL AND holds_wrap(report_id) OR report_id IS NULL AND EXISTS ({RECEIVED_CASE}))"
OPENED = f"{MINE} AND works_here(opened_by) AND holds_wrap(report_id)"
NEW_STEP = (
    f"{held(STEP, 'thread_id')} AND {MINE} AND works_here(noted_by) AND {MAY_SAY}"
    " AND (replaces_id IS NULL OR is_own_step(replaces_id, thread_id))"
)
HOLDER_TELLS = f"city_id = (SELECT app_city()) AND {MINE} AND EXISTS ({OWN_THREAD})"


class Migration(migrations.Migration):
    """Grants and policies. The public role gets none; nothing but a state is ever changed, and nothing deleted."""

    dependencies = [("cases", "0015_referrals"), ("accounts", "0004_own_name"), ("evidence", "0003_own_name")]
    operations = [
        migrations.RunSQL(
            f"ALTER POLICY staff_own_case ON cases_case WITH CHECK ({OPENS})",
            f"ALTER POLICY staff_own_case ON cases_case WITH CHECK ({OPENED})",
        ),
        migrations.RunSQL(MOVES, UNMOVED),
        migrations.RunSQL(TAKE_BACK, KEEP),
        sql.grant(THREAD, staff="SELECT, INSERT"),
        sql.enable(THREAD),
        sql.policy(THREAD, "chain_sees", role=STAFF, command="SELECT", using=held(THREAD, "id")),
        sql.policy(
            THREAD, "holder_begins", role=STAFF, command="INSERT",
            check=f"{held(THREAD, 'id')} AND {MINE} AND (report_id IS NULL OR holds_wrap(report_id))",
        ),
        sql.grant(REFERRAL, staff="SELECT, INSERT, UPDATE (state, opened_at, decided_by, decided_at, ended_at)"),
        sql.enable(REFERRAL),
        sql.policy(REFERRAL, "sides_see", role=STAFF, command="SELECT", using=held(REFERRAL, "id")),
        sql.policy(REFERRAL, "sender_refers", role=STAFF, command="INSERT", check=NEW_REFERRAL),
        sql.policy(
            REFERRAL, "receiver_answers", role=STAFF, command="UPDATE",
            using=f"{held(REFERRAL, 'id')} AND receiver_id = {ME}",
            check=(
                f"receiver_id = {ME} AND state IN ('opened', 'asked', 'accepted', 'returned') AND ended_at IS NULL"
                " AND (decided_by IS NULL OR works_here(decided_by))"
            ),
        ),
        sql.policy(
            REFERRAL, "sender_goes_on", role=STAFF, command="UPDATE",
            using=f"{held(REFERRAL, 'id')} AND sender_id = {ME}",
            check=(
                f"sender_id = {ME} AND decided_at IS NULL AND (state = 'answered' OR state = 'withdrawn' AND opened_at IS NULL"
                " OR receiver_id IS NULL AND state IN ('ready', 'signed_for', 'not_received'))"
            ),
        ),
        sql.grant(FILE, staff="SELECT, INSERT"),
        sql.enable(FILE),
        sql.policy(FILE, "sides_see", role=STAFF, command="SELECT", using=held(FILE, "referral_id")),
        sql.policy(
            FILE, "sender_chooses", role=STAFF, command="INSERT",
            check=f"{held(FILE, 'referral_id')} AND holds_wrap(file_id) AND {of_referral(FILE, SENT)}",
        ),
        sql.grant(NOTE, staff="SELECT, INSERT"),
        sql.enable(NOTE),
        sql.policy(NOTE, "sides_see", role=STAFF, command="SELECT", using=held(NOTE, "referral_id")),
        sql.policy(
            NOTE, "own_side_writes", role=STAFF, command="INSERT",
            check=(
                f"{held(NOTE, 'referral_id')} AND {MINE} AND works_here(written_by) AND (kind = 'answer' AND {of_referral(NOTE, SENT)}"
                f" OR kind IN ('question', 'return') AND {of_referral(NOTE, RECEIVED)})"
            ),
        ),
        sql.grant(PARCEL, staff="SELECT, INSERT, UPDATE (fetched_at, signed_on, receipt, ended_at)"),
        sql.enable(PARCEL),
        sql.policy(PARCEL, "sender_hands_over", role=STAFF, using=OWN_PARCEL, check=OWN_PARCEL),
        sql.narrow(PARCEL, "own_name", role=STAFF, command="INSERT", check="works_here(made_by) AND receipt IS NULL"),
        sql.grant(STEP, staff="SELECT, INSERT"),
        sql.enable(STEP),
        sql.policy(STEP, "chain_sees", role=STAFF, command="SELECT", using=held(STEP, "thread_id")),
        sql.policy(STEP, "who_decides_enters", role=STAFF, command="INSERT", check=NEW_STEP),
        sql.grant(TOLD, staff="SELECT, INSERT"),
        sql.enable(TOLD),
        sql.policy(TOLD, "own_words_seen", role=STAFF, command="SELECT", using=f"city_id = (SELECT app_city()) AND {MINE}"),
        sql.policy(
            TOLD, "holder_tells", role=STAFF, command="INSERT",
            check=HOLDER_TELLS,
        ),
    ]  # fmt: skip
