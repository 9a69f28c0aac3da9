"""Tables of cases, split by noun. What belongs to a case carries its id: whoever holds a wrap of the case sees it."""

from proximity.cases.models.cases import Case, CaseCounter
from proximity.cases.models.doors import CaseBlock, CaseSeal, GlassBreak, NamedReader
from proximity.cases.models.links import CaseLink
from proximity.cases.models.needs import NeedsFile, NeedsVersion, ProtectionMeasure
from proximity.cases.models.notices import Notice
from proximity.cases.models.origins import CaseOrigin
from proximity.cases.models.packs import CasePack
from proximity.cases.models.persons import CasePerson, NecessityTest
from proximity.cases.models.proceedings import ProceedingsStep, StepTold
from proximity.cases.models.qualifications import Qualification, ReadingRequest, SecondReading
from proximity.cases.models.referrals import (
    ProceedingsThread,
    Referral,
    ReferralFile,
    ReferralNote,
    ReferralParcel,
)
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
from proximity.cases.models.support import (
    RightsNotice,
    SupportAnswer,
    SupportConsent,
    SupportReferral,
    SupportRequest,
)
from proximity.cases.models.tasks import Task

__all__ = [
    "Case",
    "CaseBlock",
    "CaseCounter",
    "CaseLink",
    "CaseOrigin",
    "CasePack",
    "CasePerson",
    "CaseSeal",
    "DailySummary",
    "Disposal",
    "DisposalEntry",
    "GlassBreak",
    "KeepingReview",
    "LegalHold",
    "NamedReader",
    "NecessityTest",
    "NeedsFile",
    "NeedsVersion",
    "Notice",
    "ProceedingsStep",
    "ProceedingsThread",
    "ProtectionMeasure",
    "Qualification",
    "ReadingRequest",
    "Referral",
    "ReferralFile",
    "ReferralNote",
    "ReferralParcel",
    "RetentionChoice",
    "RetentionSchedule",
    "RightsNotice",
    "SecondReading",
    "StepTold",
    "Substitution",
    "SupportAnswer",
    "SupportConsent",
    "SupportReferral",
    "SupportRequest",
    "Task",
]
