"""The forms of qualifying a case and of reading it as the second person."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Person
from proximity.cases.forms.fields import Radios, Text, choices_of
from proximity.cases.queries import labels
from proximity.cases.rules.qualifications import QUALIFICATION_TRANSITIONS, Element, QualificationStatus

BLANK_ROWS = 2
MOST_ROWS = 20
ROW = re.compile(r"element_(\d{1,2})")
AGREES, DIFFERS = "agrees", "differs"


class ConsiderForm(forms.Form):
    """A wording of the country pack, and the day on which it was in force."""

    offence = forms.CharField(max_length=60, widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput)


class QualifyForm(forms.Form):
    """Elements against facts, the basis of the suspicion, and how far it has come. Empty rows are left out.

    `suggestions` are the quotes and files of the case that a fact may name; any other words do as well.
    """

    entry = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    basis = Text(_("What the suspicion rests on"), required=False)
    status = Radios(_("Stands as"), choices_of(labels.QUALIFICATION))
    reason = Text(
        _("Why is it dropped?"), _("Only where it is dropped. It stays readable, with your reason."), required=False
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions: list[str] = []
        known: tuple[Element, ...] = self.initial.get("elements", ())
        self.rows = min(self._typed_rows() if self.is_bound else len(known) + BLANK_ROWS, MOST_ROWS)
        for number in range(self.rows):
            self._add_row(number, known[number] if number < len(known) else Element(""))
        self.order_fields([name for name in self.fields if name not in {"basis", "status", "reason"}])

    def _typed_rows(self) -> int:
        return 1 + max((int(found[1]) for name in self.data if (found := ROW.fullmatch(name))), default=-1)

    def _add_row(self, number: int, element: Element) -> None:
        shown = {"number": number + 1}
        self.fields[f"element_{number}"] = Text(_("Element %(number)d") % shown, rows=2, required=False)
        fact = Text(
            _("Element %(number)d: the fact it rests on") % shown, _("A quote, a piece of evidence, what was seen."),
            rows=2, required=False,
        )  # fmt: skip
        fact.widget = forms.TextInput(attrs={"list": "suggestions"})
        self.fields[f"fact_{number}"] = fact
        self.fields[f"met_{number}"] = forms.BooleanField(label=_("Element %(number)d is met") % shown, required=False)
        for name, value in (("element", element.text), ("fact", element.fact), ("met", element.met)):
            self.initial[f"{name}_{number}"] = value

    def offer(self, current: QualificationStatus, suggestions: Iterable[str]) -> None:
        """Show only the statuses that may follow; what is sent is judged by the operation."""
        following = [one for one in QualificationStatus if one == current or one in QUALIFICATION_TRANSITIONS[current]]
        self.fields["status"].widget = forms.RadioSelect(choices=choices_of(labels.QUALIFICATION, following))
        self.suggestions = list(dict.fromkeys(suggestions))

    def clean(self) -> dict[str, Any]:
        """Gather the rows that say something into `elements`."""
        said = super().clean() or self.cleaned_data
        rows = (
            Element(said.get(f"element_{n}", ""), said.get(f"fact_{n}", ""), said.get(f"met_{n}", False))
            for n in range(self.rows)
        )  # fmt: skip
        return said | {"elements": tuple(row for row in rows if row.text.strip() or row.fact.strip() or row.met)}


class SecondReadingForm(forms.Form):
    """Whether a second person agrees with the answer to the bias question, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    agrees = Radios(_("As the second reader you"), [(AGREES, _("agree")), (DIFFERS, _("see it differently"))])
    reasons = Text(_("Why?"), _("Both answers stay to be seen, side by side."))


class SecondQualificationForm(SecondReadingForm):
    """The same of one qualification."""

    entry = forms.UUIDField(widget=forms.HiddenInput)


class AskForm(forms.Form):
    """Who is asked for a second reading."""

    reader = forms.UUIDField(
        label=_("Whom do you ask?"), widget=forms.Select, error_messages={"required": _("Choose one.")}
    )

    def offer(self, people: Iterable[Person]) -> None:
        """Show the colleagues who see the case; who is chosen is judged by the operation."""
        self.fields["reader"].widget = forms.Select(choices=[(str(person.pk), person.name) for person in people])


class LawForm(forms.Form):
    """By which law a case is looked at: the jurisdiction and the day. Both stand in the address."""

    jurisdiction = forms.ChoiceField(label=_("Law of"), required=False)
    day = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )  # fmt: skip

    def offer(self, jurisdictions: Iterable[tuple[str, str]]) -> None:
        """Show the jurisdictions of the country."""
        field = self.fields["jurisdiction"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(jurisdictions)
