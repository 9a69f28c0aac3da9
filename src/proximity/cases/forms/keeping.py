"""Forms about keeping: legal holds, reviews, the organisation's own period, and the list of what goes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proximity.cases.queries.keeping import SCHEDULED
from proximity.cases.queries.labels import KEPT_KIND
from proximity.cases.rules.retention import LONGEST_REASON, MOST_YEARS
from proximity.foundation.pure.spans import Unit


def _words(label: Any, help_text: Any, missing: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )  # fmt: skip


class HoldForm(forms.Form):
    """Setting a legal hold."""

    authority = _words(
        _("On whose word?"), _("For example a court and its file number, or your legal service."),
        _("Say who asks for it or allows it."), 1,
    )  # fmt: skip
    reason = _words(
        _("Why must the case be kept?"), _("Only who works on this case reads it."), _("Say why it must be kept.")
    )


class LiftForm(forms.Form):
    """Lifting a legal hold."""

    reason = _words(
        _("Why is it no longer needed?"), _("From then on the case can be disposed of when its time is over."),
        _("Say why the hold can go."),
    )  # fmt: skip


class KeepForm(forms.Form):
    """Keeping a case after a look at whether it is still needed."""

    reason = _words(
        _("Why is the case still needed?"), _("The next look is due after a whole period."),
        _("Say why it is still needed, or propose to dispose of it."),
    )  # fmt: skip


class PeriodForm(forms.Form):
    """The organisation's own time of keeping one kind of records."""

    kind = forms.ChoiceField(label=_("Kind of records"), choices=[(kind.value, KEPT_KIND[kind]) for kind in SCHEDULED])
    amount = forms.IntegerField(
        label=_("How long after closing?"), min_value=1, max_value=12 * MOST_YEARS,
        error_messages={"required": _("Write a number."), "invalid": _("Write a whole number.")},
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Counted in"), choices=[(Unit.YEARS.value, _("years")), (Unit.MONTHS.value, _("months"))]
    )
    reason = _words(
        _("Why this long?"), _("Name the decision, its date and who took it. Write nothing about a person."),
        _("Say what the decision rests on."),
    )  # fmt: skip


class ProposeForm(forms.Form):
    """Which of the records that are due go on a list."""

    records = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick the records first."),
            "invalid_choice": _("One of these may not go any more. Look again."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, records: Sequence[UUID]) -> None:
        """Take what may go."""
        super().__init__(data)
        self.fields["records"] = forms.MultipleChoiceField(
            choices=[(str(one), "") for one in records], error_messages=self.base_fields["records"].error_messages
        )

    def chosen(self) -> list[UUID]:
        """Return the records that were ticked. Only for a form that is valid."""
        return [UUID(value) for value in self.cleaned_data["records"]]
