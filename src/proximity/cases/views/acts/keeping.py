"""Acts on how long a case is kept: a legal hold, its end, and the decision to keep it on."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from proximity.cases.forms.keeping import HoldForm, KeepForm, LiftForm
from proximity.cases.operations import keeping
from proximity.cases.views.acts.act import Act, nothing

ACTS: Mapping[str, Act] = {
    "hold": Act(
        "keeping", HoldForm, _("Set the hold"),
        lambda case, by, asked: keeping.hold_case(
            case=case, reason=asked["reason"], authority=asked["authority"], by=by
        ),
        fill=nothing, when_closed=True,
    ),
    "lift-hold": Act(
        "keeping", LiftForm, _("Lift the hold"),
        lambda case, by, asked: keeping.lift_hold(case=case, reason=asked["reason"], by=by),
        fill=nothing, when_closed=True,
    ),
    "keep-on": Act(
        "keeping", KeepForm, _("Keep the case"),
        lambda case, by, asked: keeping.keep_case(case=case, reason=asked["reason"], by=by),
        fill=nothing, when_closed=True,
    ),
}  # fmt: skip
