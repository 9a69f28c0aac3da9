"""Tables of cases, split by noun. What belongs to a case carries its id: whoever holds a wrap of the case sees it."""

from proximity.cases.models.cases import Case, CaseCounter
from proximity.cases.models.doors import CaseBlock, CaseSeal, GlassBreak, NamedReader
from proximity.cases.models.notices import Notice
from proximity.cases.models.qualifications import Qualification, ReadingRequest, SecondReading
from proximity.cases.models.retention import (
    Disposal,
    DisposalEntry,
    KeepingReview,
    LegalHold,
    RetentionChoice,
    RetentionSchedule,
)
from proximity.cases.models.substitutions import Substitution
from proximity.cases.models.summaries import DailySummary
from proximity.cases.models.tasks import Task

__all__ = [
    "Case",
    "CaseBlock",
    "CaseCounter",
    "CaseSeal",
    "DailySummary",
    "Disposal",
    "DisposalEntry",
    "GlassBreak",
    "KeepingReview",
    "LegalHold",
    "NamedReader",
    "Notice",
    "Qualification",
    "ReadingRequest",
    "RetentionChoice",
    "RetentionSchedule",
    "SecondReading",
    "Substitution",
    "Task",
]
