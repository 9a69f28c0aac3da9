"""The fact of a report that becomes no case: told to `insight` when an NGO closes it."""

from datetime import datetime

from proximity.accounts.actors import Actor
from proximity.accounts.rules import OrganisationKind
from proximity.insight.operations.record import record_fact
from proximity.reporting.access import open_report
from proximity.reporting.models import Recipient
from proximity.reporting.rules.facts import fact_of_report


def count_closed_report(recipient: Recipient, *, by: Actor, now: datetime) -> None:
    """Keep the fact of a report that an NGO has just closed; the police tell theirs when a case becomes countable.

    Where the police hold the same report as a case, `insight` counts the incident once. Called inside the closing's transaction.
    """
    if by.organisation.kind != OrganisationKind.NGO:
        return
    report = recipient.report
    acknowledged = recipient.acknowledged_at
    fact = fact_of_report(
        open_report(report, by=by).answers,
        city=by.organisation.city.slug,
        channel=report.channel,
        answered_after=(acknowledged - report.sent_at).days if acknowledged else None,
        closed_after=(now - report.sent_at).days,
    )
    record_fact(fact, record_id=report.pk, by=by, now=now)
