"""How often people accepted and rejected what each rule of the text tool pointed at, for the auditor of a city."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions are counted: of which days, and of rules of which language ("" for all)."""

    since: date | None = None
    until: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule with the indicator that it names."""

    rule: str
    code: str
    accepted: int
    rejected: int


@transaction.atomic
def count_overrides(*, wanted: Wanted, by: Actor, now: datetime | None = None) -> tuple[RuleCount, ...]:
    """Return the counts of the auditor's city, rule by rule, and note that they were read. Raises `NotAllowed` by role.

    What was disposed of with its case counts no longer.
    """
    by.check_may(Capability.READ_AUDIT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM suggestion_overrides(%s, %s)", [wanted.since, wanted.until])
        found = tuple(RuleCount(*row) for row in cursor.fetchall())
    record_event("assessment.overrides_read", origin=by.origin, now=now)
    return tuple(one for one in found if not wanted.language or one.rule.startswith(f"{wanted.language}."))
