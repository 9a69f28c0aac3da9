"""Noting from when on a case counts in figures."""

from datetime import datetime

from proximity.assessment.queries.assessments import bias_is_answered, grounds_of
from proximity.cases.models import Case
from proximity.cases.rules import CaseStatus, is_countable


def note_countable(case: Case, *, now: datetime) -> bool:
    """Note the moment a case becomes countable and say whether it is this one. It keeps counting, whatever changes later."""
    if case.countable_at is not None:
        return False
    grounds = grounds_of([case.pk]).get(case.pk, [])
    if not is_countable(answered=bias_is_answered(case.pk), grounds=len(grounds), status=CaseStatus(case.status)):
        return False
    case.countable_at = now
    case.save(update_fields=["countable_at"])
    return True
