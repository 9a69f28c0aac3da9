"""The forms about persons of a case."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.forms.fields import DAY_NEEDED, NEEDED, Choices, Text, choices_of
from proximity.cases.queries import person_labels as labels
from proximity.cases.rules.persons import PersonRole, Question

ROLES = tuple(role for role in PersonRole if role != PersonRole.SUSPECT)


class PersonForm(forms.Form):
    """Somebody whom the case is about, but no suspect. Only the role is needed."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")
    role = forms.ChoiceField(label=_("Role"), choices=choices_of(labels.ROLE, ROLES), error_messages=NEEDED)
    name = Text(_("Name"), _("May stay empty: somebody can stand here as “the reporter”."), rows=0, required=False)
    age_band = forms.ChoiceField(
        label=_("Age, roughly"), choices=choices_of(labels.AGE_BAND), error_messages=NEEDED,
        help_text=_("Never a day of birth. Whoever may be under 18 is protected as a child."),
    )  # fmt: skip
    relation = Text(
        _("Who is it, for the others?"), _("Such as: sister, neighbour, was on the same bus. Never whether somebody has papers."),
        rows=2, required=False,
    )  # fmt: skip
    language = Text(_("Language"), rows=0, required=False)
    need = Text(
        _("Why is this person needed here?"), _("For somebody else: people who have nothing to do with it stay out."),
        rows=2, required=False,
    )  # fmt: skip
    guardian = forms.UUIDField(label=_("Guardian, for a child"), required=False, widget=forms.Select)
    in_conflict = forms.BooleanField(
        label=_("The guardian is in conflict with the child: do not tell or contact the guardian"), required=False
    )
    trusted = Text(
        _("Another adult whom the child trusts"), _("Who may be contacted instead, and how."), rows=2, required=False
    )

    def offer(self, guardians: Choices) -> None:
        """Show the other persons of the case."""
        self.fields["guardian"].widget = forms.Select(choices=[("", "—"), *guardians])


class NecessityForm(forms.Form):
    """Why a suspect's name has to be kept where no offence is suspected. Which questions count, the operation decides."""

    purpose = Text(labels.QUESTION[Question.PURPOSE], rows=2, required=False)
    less = Text(labels.QUESTION[Question.LESS], rows=2, required=False)
    fairness = Text(labels.QUESTION[Question.FAIRNESS], rows=2, required=False)
    risk = Text(labels.QUESTION[Question.RISK], rows=2, required=False)
    told = Text(labels.QUESTION[Question.TOLD], rows=2, required=False)
    keep_until = forms.DateField(
        label=_("Keep the name until"), required=False, error_messages=DAY_NEEDED,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day after, the person is deleted by itself. Longer only after a new test by somebody else."),
    )  # fmt: skip

    def ask(self, questions: Sequence[Question], rule: str) -> None:
        """Show only the questions that count here; the words of the country's rule stand with the first it adds."""
        for question in Question:
            if question not in questions:
                del self.fields[question.value]
        if rule:
            self.fields[Question.RISK.value].help_text = rule

    def ask_nothing(self) -> None:
        """Show no question: an offence is suspected, and the general periods apply."""
        for name in (*Question, "keep_until"):
            self.fields.pop(str(name), None)


class SuspectForm(NecessityForm):
    """A suspect, named or not."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")
    relation = Text(
        _("Who is meant, without a name"),
        _("What tells the person apart: a role, clothes, what was done."),
        rows=2,
        required=False,
    )
    age_band = forms.ChoiceField(label=_("Age, roughly"), choices=choices_of(labels.AGE_BAND), error_messages=NEEDED)
    name = Text(
        _("Name"),
        _("Leave it empty if you can. With a name, each question that follows needs a reason."),
        rows=0,
        required=False,
    )

    field_order = (
        "person",
        "seen",
        "relation",
        "age_band",
        "name",
        *(question.value for question in Question),
        "keep_until",
    )


class KeepForm(NecessityForm):
    """A new test, by somebody else, that lets a name be kept longer."""

    person = forms.UUIDField(widget=forms.HiddenInput)


class RemoveForm(forms.Form):
    """Which person is taken out."""

    person = forms.UUIDField(widget=forms.HiddenInput)


# What a value that the rules refuse is called beside its field.
FAULTS: Mapping[str, Words] = {
    "name": _("This is too long. Say it more briefly."),
    "relation": _("This is too long. Say it more briefly."),
    "language": _("This is too long. Say it more briefly."),
    "trusted": _("This is too long. Say it more briefly."),
    "need": _("Say why this person is needed here. Without need, leave the person out."),
    "in_conflict": _("This is for a child. Give an age under 18, or “perhaps under 18”."),
    "guardian": _("Choose another person of this case."),
    "role": _(
        "Nobody becomes a suspect, or stops being one, by another role. Take the person out and note the person anew."
    ),
    "seen": _("Somebody else changed this person meanwhile. The list shows how it stands; check yours and save again."),
    "keep_until": _("Give a day after today, and no more than a year away or as the rule says."),
    **{question.value: _("Give a reason. Without one, store no name.") for question in Question},
}
