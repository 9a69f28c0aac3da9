"""The tables of the register."""

from proximity.directory.models.assessments import CentreAssessment
from proximity.directory.models.entries import District, Entry, EntryNote, Note
from proximity.directory.models.sharing import Sharing

__all__ = ["CentreAssessment", "District", "Entry", "EntryNote", "Note", "Sharing"]
