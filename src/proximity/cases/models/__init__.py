"""Tables of cases, split by noun. What belongs to a case carries its id: whoever holds a wrap of the case sees it."""

from proximity.cases.models.cases import Case, CaseCounter
from proximity.cases.models.proceedings import ProceedingsStep, StepTold
from proximity.cases.models.referrals import (
    ProceedingsThread,
    Referral,
    ReferralFile,
    ReferralNote,
    ReferralParcel,
)
from proximity.cases.models.tasks import Task

__all__ = [
    "Case",
    "CaseCounter",
    "ProceedingsStep",
    "ProceedingsThread",
    "Referral",
    "ReferralFile",
    "ReferralNote",
    "ReferralParcel",
    "StepTold",
    "Task",
]
