"""Tables of reporting, split by noun."""

from proximity.reporting.models.flood import FloodBucket, Pile
from proximity.reporting.models.messages import Message
from proximity.reporting.models.recipients import ErasureRequest, Recipient
from proximity.reporting.models.reports import Report

__all__ = ["ErasureRequest", "FloodBucket", "Message", "Pile", "Recipient", "Report"]
