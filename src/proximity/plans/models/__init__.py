"""Tables of plans: the draft of the city hall, and what was published of it."""

from proximity.plans.models.draft import Indicator, Measure, Objective, Plan
from proximity.plans.models.notes import Publication, Reading, Review

__all__ = ["Indicator", "Measure", "Objective", "Plan", "Publication", "Reading", "Review"]
