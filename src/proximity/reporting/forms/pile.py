"""Putting reports onto the pile of what is none: why."""

from django.utils.translation import gettext_lazy as _

from proximity.reporting.forms.fields import one_of
from proximity.reporting.forms.staff import StaffForm
from proximity.reporting.queries.piles import REASONS
from proximity.reporting.rules.pile import Reason


class PileForm(StaffForm):
    """The reason; a code, so that nothing of the content stands in it."""

    reason = one_of(
        _("Why is this not a report?"), *((reason.value, words) for reason, words in REASONS.items()),
        missing=_("Choose why: the second person reads it."),
    )  # fmt: skip

    def chosen(self) -> Reason:
        """Return the reason. Only for a form that is valid."""
        return Reason(self.cleaned_data["reason"])
