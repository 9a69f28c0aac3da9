"""What the network decides, without a database: kinds, markings, audiences, envelopes, signatures, which version wins."""

from proximity.network.rules.audience import Audience, Reach
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking

__all__ = ["Audience", "Kind", "Marking", "Reach"]
