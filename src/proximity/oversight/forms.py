"""What an auditor may narrow the log by. Parsed, never saved."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.oversight.queries import PERSON, people_of
from proximity.oversight.rules import LogFilter


class LogForm(forms.Form):
    """The filter of the log. Its address can be kept and shared: it holds identifiers only."""

    action = forms.CharField(label=_("Action"), required=False, max_length=60)
    actor = forms.ChoiceField(label=_("Who"), required=False)
    target = forms.CharField(label=_("Reference or identifier"), required=False, max_length=80)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, by: Actor) -> None:
        super().__init__(data)
        people = [(f"{PERSON}{person.pk}", person.name) for person in people_of(by)]
        others = [
            ("operator", _("The operator")),
            ("reporter", _("Who reports")),
            ("unknown", _("Somebody not signed in")),
        ]
        choices = [("", _("Everybody")), *people, *others]
        self.fields["actor"] = forms.ChoiceField(label=_("Who"), required=False, choices=choices)

    def clean(self) -> None:
        """Refuse an interval that ends before it begins."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The last day lies before the first."), code="order"))

    def wanted(self) -> LogFilter:
        """Return the filter; what was not understood does not narrow."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "before" and value}
        return LogFilter(**given)
