"""The forms of the case page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Person
from proximity.assessment.queries import labels as assessment_labels
from proximity.assessment.rules import FIRST_STATUSES, GROUND_TRANSITIONS, GroundStatus
from proximity.cases.forms.fields import (
    DAY_NEEDED,
    NEEDED,
    Radios,
    Text,
    choices_of,
    ground_choices,
    indicator_choices,
    kind_choices,
    language_choices,
)
from proximity.cases.queries import labels


class HeadForm(forms.Form):
    """Title, who works on it, where the formal complaint stands, what happened coarsely.

    Each field sends along what it showed at first, so that only what somebody changed is written over what others wrote.
    """

    title = Text(_("Title"), rows=0)
    assignee = forms.UUIDField(label=_("Works on it"), required=False, widget=forms.Select)
    complaint = forms.ChoiceField(
        label=_("Formal complaint"), choices=choices_of(labels.COMPLAINT), error_messages=NEEDED,
        help_text=_("The person decides. The case goes on either way."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What happened, coarsely"), choices=kind_choices, required=False,
        help_text=_("For the figures only. It says nothing about guilt and changes no clock."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "assignee", "complaint", "kind"):
            self.fields[name].show_hidden_initial = True

    def offer(self, people: Iterable[Person]) -> None:
        """Show the people of one organisation; who is chosen is judged by the operation."""
        named = [(str(person.pk), person.name) for person in people]
        self.fields["assignee"].widget = forms.Select(choices=[("", _("nobody yet")), *named])


class BiasForm(forms.Form):
    """The bias question. It has no answer until somebody gives one (R13)."""

    answer = Radios(_("Is there an indication of bias?"), choices_of(assessment_labels.BIAS))
    reasons = Text(_("Why?"), _("What you rest this on, for and against. Others read it and may disagree."))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class IndicatorForm(forms.Form):
    """One sign for or against bias and what it rests on."""

    code = forms.ChoiceField(label=_("Indicator"), choices=indicator_choices, error_messages=NEEDED)
    quote = Text(_("Rests on"), _("The literal words, or what was seen, and by whom."))
    direction = Radios(_("Speaks"), choices_of(assessment_labels.DIRECTION))
    strength = Radios(_("Strength"), choices_of(assessment_labels.STRENGTH))
    basis = Radios(_("Is it a fact?"), choices_of(assessment_labels.BASIS))
    language = forms.ChoiceField(label=_("Language of the words"), choices=language_choices, error_messages=NEEDED)

    def show_cards_from(self, address: str) -> None:
        """Fetch, where there is script, the card of the indicator that is chosen; it is drawn in `#indicator-card`."""
        self.fields["code"].widget.attrs |= {
            "hx-get": address, "hx-trigger": "change", "hx-target": "#indicator-card", "hx-swap": "innerHTML",
            "hx-select": "unset", "hx-select-oob": "unset", "hx-replace-url": "false",
        }  # fmt: skip


class WithdrawForm(forms.Form):
    """Why an indicator is taken back."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = Text(_("Why is it withdrawn?"), _("It stays readable, marked as withdrawn, with your reason."))


class GroundForm(forms.Form):
    """One ground, what ties the person to it, who says so, how far it has come."""

    code = forms.ChoiceField(label=_("Ground"), choices=ground_choices, error_messages=NEEDED)
    basis = Radios(_("The person"), choices_of(assessment_labels.GROUND_BASIS))
    alleged_by = Radios(_("Said by"), choices_of(assessment_labels.ALLEGED_BY))
    status = Radios(_("Stands as"), choices_of(assessment_labels.GROUND_STATUS, FIRST_STATUSES))


class GroundStatusForm(forms.Form):
    """The next status of a ground; `seen` is the status that stood there."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=choices_of(assessment_labels.GROUND_STATUS), widget=forms.HiddenInput)
    status = Radios(_("Stands as"), choices_of(assessment_labels.GROUND_STATUS))

    def offer(self, current: GroundStatus) -> None:
        """Show only the steps that may follow; what is sent is judged by the operation."""
        following = [status for status in GroundStatus if status in GROUND_TRANSITIONS[current]]
        self.fields["status"].widget = forms.RadioSelect(choices=choices_of(assessment_labels.GROUND_STATUS, following))


class OffenceForm(forms.Form):
    """Whether the police suspect an offence; `seen` is what stood there."""

    seen = forms.ChoiceField(choices=choices_of(labels.OFFENCE), widget=forms.HiddenInput)
    state = Radios(_("Is an offence suspected?"), choices_of(labels.OFFENCE))


class TaskForm(forms.Form):
    """One task with its day."""

    title = Text(_("What is to be done?"), rows=0)
    due_on = forms.DateField(
        label=_("By when?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY_NEEDED,
    )
    kind = Radios(_("What sort of task?"), choices_of(labels.TASK_KIND))


class AnswerForm(forms.Form):
    """Words to the person."""

    text = Text(_("Your message to the person"))


class CloseForm(forms.Form):
    """What came of it, told to the person. Nothing is needed where she can no longer be told."""

    feedback = Text(
        _("What came of it, in plain words to the person"),
        _("Say what was done, what was not, why, and what she can still do."), required=False,
    )  # fmt: skip
