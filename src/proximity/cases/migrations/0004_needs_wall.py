"""The wall of persons, needs, notices and support: what belongs to a record is seen by who holds its key.

Needs have keys of their own. A request for support has two readers: who asks changes what was asked, who is asked answers.
"""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF = "proximity_staff"
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
    " WHERE r.id = cases_supportanswer.request_id AND r.to_organisation_id = cases_supportanswer.organisation_id)"
)
PERSON_CHANGES = (
    "role, age_band, details, named, guardian_id, guardian_in_conflict, delete_on, version, changed_by, changed_at"
)


def held(table: str, record: str) -> str:
    """Return the rule of the wall for one table."""
    return sql.STAFF_MAY_READ.format(table=table, record=record)


class Migration(migrations.Migration):
    """Grants and policies. The public role gets none."""

    dependencies = [("cases", "0003_needs")]
    operations = [
        sql.grant(PERSON, staff=f"SELECT, INSERT, DELETE, UPDATE ({PERSON_CHANGES})"),
        *sql.wall_by_record(PERSON, record="case_id"),
        sql.grant(TEST, staff="SELECT, INSERT, DELETE"),
        *sql.wall_by_record(TEST, record="case_id"),
        sql.grant(NEEDS, staff="SELECT, INSERT, UPDATE (versions, assessed_at, review_on)"),
        sql.enable(NEEDS),
        sql.policy(NEEDS, "staff_sees", role=STAFF, command="SELECT", using=held(NEEDS, "id")),
        sql.policy(NEEDS, "staff_begins", role=STAFF, command="INSERT", check=f"{held(NEEDS, 'id')} AND {MINE}"),
        sql.policy(NEEDS, "staff_assesses", role=STAFF, command="UPDATE", using=held(NEEDS, "id")),
        sql.grant(VERSION, staff="SELECT, INSERT"),
        *sql.wall_by_record(VERSION, record="needs_id"),
        sql.grant(MEASURE, staff="SELECT, INSERT, UPDATE (state, state_by, state_at)"),
        *sql.wall_by_record(MEASURE, record="needs_id"),
        sql.grant(NOTICE, staff="SELECT, INSERT"),
        *sql.wall_by_record(NOTICE, record="case_id"),
        sql.grant(REFERRAL, staff="SELECT, INSERT, UPDATE (state, remind_on, outcome, state_by, state_at)"),
        *sql.wall_by_record(REFERRAL, record="needs_id"),
        sql.grant(CONSENT, staff="SELECT, INSERT"),
        *sql.wall_by_record(CONSENT, record="needs_id"),
        sql.grant(REQUEST, staff="SELECT, INSERT, UPDATE (content, withdrawn_at)"),
        sql.enable(REQUEST),
        sql.policy(REQUEST, "staff_sees", role=STAFF, command="SELECT", using=held(REQUEST, "id")),
        sql.policy(REQUEST, "sender_asks", role=STAFF, command="INSERT", check=f"{held(REQUEST, 'id')} AND {MINE}"),
        sql.policy(REQUEST, "sender_takes_back", role=STAFF, command="UPDATE", using=f"{held(REQUEST, 'id')} AND {MINE}"),
        sql.grant(ANSWER, staff="SELECT, INSERT"),
        sql.enable(ANSWER),
        sql.policy(ANSWER, "staff_sees", role=STAFF, command="SELECT", using=held(ANSWER, "request_id")),
        sql.policy(
            ANSWER, "receiver_answers", role=STAFF, command="INSERT",
            check=f"{held(ANSWER, 'request_id')} AND {MINE} AND {ASKED}",
        ),
    ]  # fmt: skip
