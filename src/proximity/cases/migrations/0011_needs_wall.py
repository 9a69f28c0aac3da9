"""The wall of persons, needs, notices and support: what belongs to a record is seen by who holds its key.

Needs have keys of their own. A request for support has two readers: who asks changes what was asked, who is asked answers.
"""

from django.db import migrations
from django.db.migrations import RunSQL

from proximity.foundation.wall import sql

STAFF = sql.STAFF
PERSON, TEST, NEEDS, VERSION, MEASURE, NOTICE, REQUEST, ANSWER, REFERRAL, CONSENT = (
    f"cases_{name}"
    for name in (
        "caseperson", "necessitytest", "needsfile", "needsversion", "protectionmeasure", "rightsnotice", "supportrequest",
        "supportanswer", "supportreferral", "supportconsent",
    )
)  # fmt: skip
MINE = "organisation_id = (SELECT app_organisation())"
# Only who was asked answers: the sender, who holds the key too, cannot answer in her name or in its own.
ASKED = (
    "EXISTS (SELECT 1 FROM cases_supportrequest r"
    " WHERE r.id = cases_supportanswer.request_id AND r.to_organisation_id = cases_supportanswer.organisation_id"
    " AND r.withdrawn_at IS NULL)"
)
PERSON_CHANGES = (
    "role, age_band, details, named, guardian_id, guardian_in_conflict, delete_on, version, changed_by, changed_at"
)


# The inner queries are themselves behind the wall.
OWN_CASE = f"case_id IN (SELECT id FROM cases_case WHERE {MINE})"
OWN_NEEDS = f"needs_id IN (SELECT id FROM {NEEDS} WHERE {MINE})"
# What is kept with the needs: the table, who writes a row, and what may change later.
KEPT = (
    (VERSION, "assessed_by", ()),
    (MEASURE, "added_by", ("state", "state_by", "state_at")),
    (REFERRAL, "sent_by", ("state", "remind_on", "outcome", "state_by", "state_at")),
    (CONSENT, "noted_by", ()),
)


def of_own_case(table: str, writer: str, *, record: str, own: str) -> list[RunSQL]:
    """Wall a table by the record it belongs to, and let only the organisation that keeps the record write, by one of its own."""
    return [
        *sql.wall_by_record(table, record=record),
        sql.narrow(table, "staff_adds_to_own", role=STAFF, command="INSERT", check=f"{own} AND works_here({writer})"),
        sql.narrow(table, "staff_changes_own", role=STAFF, command="UPDATE", using=own, check=own),
        sql.narrow(table, "staff_deletes_own", role=STAFF, command="DELETE", using=own),
    ]


# What is kept with the needs goes only with a case that two persons dispose of, as its other parts do.
GOES_WITH_CASE = """
CREATE FUNCTION needs_go_by_disposal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF may_be_disposed((SELECT case_id FROM cases_needsfile WHERE id = OLD.needs_id)) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'kept until two persons dispose of it' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def only_with_needs(table: str) -> RunSQL:
    """Let staff delete rows of a table that is kept with the needs only where the case they stand beside is disposed of."""
    return RunSQL(
        f"GRANT DELETE ON {table} TO {STAFF}; CREATE TRIGGER kept_until_disposed BEFORE DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION needs_go_by_disposal()",
        f"DROP TRIGGER kept_until_disposed ON {table}; REVOKE DELETE ON {table} FROM {STAFF}",
    )


class Migration(migrations.Migration):
    """Grants and policies. The public role gets none."""

    dependencies = [("cases", "0010_needs")]
    operations = [
        RunSQL(GOES_WITH_CASE, "DROP FUNCTION needs_go_by_disposal()"),
        sql.grant(PERSON, staff=f"SELECT, INSERT, DELETE, UPDATE ({PERSON_CHANGES})"),
        *of_own_case(PERSON, "added_by", record="case_id", own=OWN_CASE),
        sql.grant(TEST, staff="SELECT, INSERT, DELETE"),
        *of_own_case(TEST, "made_by", record="case_id", own=OWN_CASE),
        sql.grant(NOTICE, staff="SELECT, INSERT"),
        *of_own_case(NOTICE, "given_by", record="case_id", own=OWN_CASE),
        sql.grant(NEEDS, staff="SELECT, INSERT, UPDATE (versions, assessed_at, review_on)"),
        *sql.wall_by_record(NEEDS, record="id"),
        sql.narrow(
            NEEDS, "staff_begins_own", role=STAFF, command="INSERT",
            check=f"{MINE} AND {OWN_CASE} AND works_here(opened_by)",
        ),
        sql.narrow(NEEDS, "staff_assesses_own", role=STAFF, command="UPDATE", using=MINE, check=MINE),
        *(
            step
            for table, writer, changes in KEPT
            for step in (
                sql.grant(table, staff="SELECT, INSERT" + (f", UPDATE ({', '.join(changes)})" if changes else "")),
                *of_own_case(table, writer, record="needs_id", own=OWN_NEEDS),
            )
        ),
        sql.grant(REQUEST, staff="SELECT, INSERT, UPDATE (content, withdrawn_at)"),
        *sql.wall_by_record(REQUEST, record="id"),
        sql.narrow(REQUEST, "sender_asks", role=STAFF, command="INSERT", check=f"{MINE} AND withdrawn_at IS NULL"),
        sql.narrow(REQUEST, "sender_takes_back", role=STAFF, command="UPDATE", using=MINE, check=f"{MINE} AND withdrawn_at IS NOT NULL"),
        sql.grant(ANSWER, staff="SELECT, INSERT"),
        *sql.wall_by_record(ANSWER, record="request_id"),
        sql.narrow(
            ANSWER, "receiver_answers", role=STAFF, command="INSERT",
            check=f"{MINE} AND works_here(answered_by) AND {ASKED}",
        ),
        *(only_with_needs(table) for table, _, _ in KEPT),
        sql.only_by_disposal(NEEDS, record="case_id"),
        sql.only_by_disposal(NOTICE, record="case_id"),
    ]  # fmt: skip
