"""The forms of the register: they parse; what an entry may say is judged by the rules."""

from proximity.directory.forms.assessments import AssessmentForm
from proximity.directory.forms.entries import EntryForm
from proximity.directory.forms.faults import FAULTS
from proximity.directory.forms.small import AskedForm, DoubtForm, EndForm, OthersForm, PlainForm, SeenForm

__all__ = [
    "FAULTS",
    "AskedForm",
    "AssessmentForm",
    "DoubtForm",
    "EndForm",
    "EntryForm",
    "OthersForm",
    "PlainForm",
    "SeenForm",
]
