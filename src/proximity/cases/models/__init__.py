"""Tables of cases, split by noun. What belongs to a case carries its id: whoever holds a wrap of the case sees it."""

from proximity.cases.models.cases import Case, CaseCounter
from proximity.cases.models.retention import (
    Disposal,
    DisposalEntry,
    KeepingReview,
    LegalHold,
    RetentionChoice,
    RetentionSchedule,
)
from proximity.cases.models.summaries import DailySummary
from proximity.cases.models.tasks import Task

__all__ = [
    "Case",
    "CaseCounter",
    "DailySummary",
    "Disposal",
    "DisposalEntry",
    "KeepingReview",
    "LegalHold",
    "RetentionChoice",
    "RetentionSchedule",
    "Task",
]
