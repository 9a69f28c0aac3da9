"""The form that narrows the list of cases."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.accounts.models import Person
from proximity.cases.forms.fields import Choices, choices_of, ground_choices
from proximity.cases.queries import labels
from proximity.cases.queries.lists import ALL, ME, NOBODY, OPEN, Filters
from proximity.foundation.pure.ids import uuid_or_none
from proximity.packs import codes


class FilterForm(forms.Form):
    """What the list of cases is narrowed to; every value stands in the address."""

    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[(OPEN, pgettext_lazy("cases", "Open")), *choices_of(labels.STATUS), (ALL, _("All"))],
    )  # fmt: skip
    assignee = forms.CharField(label=_("Works on it"), required=False, widget=forms.Select)
    ground = forms.CharField(label=_("Ground"), required=False, widget=forms.Select)
    since = forms.DateField(label=_("Opened from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Opened until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label=_("Reference"), required=False, max_length=20)
    reading = forms.BooleanField(label=_("Waits for a second reading"), required=False)

    def offer(self, people: Iterable[Person]) -> None:
        """Show the people of one organisation, and the grounds, to filter by."""
        named = [(str(person.pk), person.name) for person in people]
        anybody: Choices = [("", _("anybody")), (ME, _("me")), (NOBODY, _("nobody yet"))]
        self.fields["assignee"].widget = forms.Select(choices=[*anybody, *named])
        self.fields["ground"].widget = forms.Select(
            choices=[("", pgettext_lazy("ground", "any")), *ground_choices()[1:]]
        )

    def clean_assignee(self) -> str:
        """Return `me`, `nobody` or the id of somebody; whatever else was asked for means anybody."""
        asked: str = self.cleaned_data["assignee"]
        return asked if asked in {ME, NOBODY} or uuid_or_none(asked) else ""

    def clean_ground(self) -> str:
        """Return the code of a ground; whatever else was asked for means any."""
        asked: str = self.cleaned_data["ground"]
        return asked if asked in {one.code for one in codes.grounds()} else ""

    def filters(self) -> Filters:
        """Return what was asked for; what could not be read leaves the list wide."""
        asked = self.cleaned_data
        return Filters(
            status=asked.get("status") or OPEN, assignee=asked.get("assignee", ""), since=asked.get("since"),
            until=asked.get("until"), reference=asked.get("reference", "").strip(),
            reading=asked.get("reading", False), ground=asked.get("ground", ""),
        )  # fmt: skip
