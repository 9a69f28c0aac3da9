"""The row that says to whom a report was given, on whose word, and until when they answer."""

from datetime import datetime

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.access import RECIPIENT_TABLE
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.deadlines import local_day, working_days_after
from proximity.reporting.rules.flood import Flood
from proximity.reporting.rules.states import Consent


def new_recipient(
    report: Report,
    body: Organisation,
    *,
    key: RecordKey,
    by: Actor | None = None,
    consent_note: str = "",
    flood: Flood = Flood.NONE,
    now: datetime,
) -> Recipient:
    """Return a recipient, not stored yet, with the clocks that start now.

    `by` None: the person chose herself. Otherwise staff took her word, and `consent_note` is sealed under the report's `key`.
    """
    today = local_day(now, report.city.time_zone)
    recipient = Recipient(
        id=new_id(), city_id=report.city_id, report=report, organisation=body, consent_at=now, status_at=now,
        consent=Consent.RECORDED if by else Consent.REPORTER, consent_taken_by=by.person_id if by else None,
        acknowledge_by=working_days_after(today, body.acknowledge_days),
        feedback_by=working_days_after(today, body.feedback_days), flood=flood,
    )  # fmt: skip
    if consent_note:
        recipient.consent_note = key.seal_text(
            consent_note, table=RECIPIENT_TABLE, column="consent_note", row=recipient.pk
        )  # fmt: skip
    return recipient
