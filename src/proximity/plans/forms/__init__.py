"""The forms of plans: they parse; what a plan may say is judged by the rules."""

from proximity.plans.forms.faults import FAULTS
from proximity.plans.forms.fields import SeenForm
from proximity.plans.forms.indicators import ComputedForm, HandForm, ReadingForm
from proximity.plans.forms.parts import BeginForm, HeadForm, MeasureForm, ObjectiveForm, ReviewForm

__all__ = [
    "FAULTS", "BeginForm", "ComputedForm", "HandForm", "HeadForm", "MeasureForm", "ObjectiveForm", "ReadingForm",
    "ReviewForm", "SeenForm",
]  # fmt: skip
