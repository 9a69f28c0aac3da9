"""Tables of evidence, one module per noun."""

from proximity.evidence.models.files import CustodyEntry, EvidenceFile
from proximity.evidence.models.preservation import PreservationDefault, PreservationRequest

__all__ = ["CustodyEntry", "EvidenceFile", "PreservationDefault", "PreservationRequest"]
