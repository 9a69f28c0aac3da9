"""Tables of learning."""

from proximity.learning.models.answers import Answer
from proximity.learning.models.certificates import Certificate
from proximity.learning.models.cohorts import Attendance, Cohort, Reply, Seat, Session
from proximity.learning.models.sharing import Sharing

__all__ = ["Answer", "Attendance", "Certificate", "Cohort", "Reply", "Seat", "Session", "Sharing"]
