"""The form under each thing that the text tool points at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.cases.forms.fields import NEEDED, Choices, Text

ACCEPT, REJECT = "accept", "reject"
DECISIONS = [(ACCEPT, _("Accept")), (REJECT, _("Reject"))]
DECISION_NEEDED = NEEDED | {"invalid_choice": NEEDED["required"]}
LONGEST_KEY = 200


class Keys(forms.MultipleChoiceField):
    """Places in the report, no word of it. Which of them still wait for a decision is asked when it is taken."""

    def valid_value(self, value: str) -> bool:
        """Say whether something may be a key at all."""
        return len(value) <= LONGEST_KEY


class SuggestionForm(forms.Form):
    """Accept or reject one suggestion, or those that are ticked of several, with one reason. `of` names several: their family."""

    of = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    key = Keys(
        label=_("Which of them?"), widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Tick at least one."),
            "invalid_choice": _("This cannot be chosen any more. Please choose again."),
        },
    )  # fmt: skip
    reason = Text(_("Why?"), _("In your own words. Others read it."), rows=2)
    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.HiddenInput, error_messages=DECISION_NEEDED)

    def offer(self, choices: Choices) -> None:
        """Let several be ticked, none of them beforehand."""
        self.fields["key"].widget = forms.CheckboxSelectMultiple(choices=choices)
