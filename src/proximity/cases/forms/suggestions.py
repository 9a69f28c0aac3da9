"""The form under each thing that the text tool points at, and the one that switches the tool."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.cases.forms.fields import Text

ACCEPT, REJECT = "accept", "reject"
DECISIONS = [(ACCEPT, _("Accept")), (REJECT, _("Reject"))]


class SuggestionForm(forms.Form):
    """Accept or reject, with a reason either way. `key` names the place in the report, no word of it."""

    key = forms.CharField(max_length=200, widget=forms.HiddenInput)
    reason = Text(_("Why?"), _("In your own words. Others read it."), rows=2)
    decision = forms.ChoiceField(choices=DECISIONS, required=True, widget=forms.HiddenInput)


class SwitchForm(forms.Form):
    """On or off, as two buttons say."""

    on = forms.TypedChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda given: given == "yes")
