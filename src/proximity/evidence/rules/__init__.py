"""Pure decisions of evidence: kinds of files, custody and its gaps, clocks for what vanishes."""

from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import Reason, Refusal, Refused, Sender, State

__all__ = ["Act", "Reason", "Refusal", "Refused", "Sender", "State"]
