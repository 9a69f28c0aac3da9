"""Tables of the exchange: drafts that have not left, what is hidden here, and the index of the catalogue."""

from proximity.exchange.models.catalogue import Entry
from proximity.exchange.models.digests import WeeklyDigest
from proximity.exchange.models.here import Draft, Hidden

__all__ = ["Draft", "Entry", "Hidden", "WeeklyDigest"]
