"""The fields that forms of learning are made of."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.learning.rules.scenarios import MAX_TEXT, MAX_TITLE
from proximity.network.rules.traces import traces
from proximity.packs import codes

CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
FAMILY = "family_"


class Told(forms.CharField):
    """A text kept as it was typed. The box takes more than fits: nothing is cut in silence."""

    def __init__(
        self, label: Words, help_text: Words = "", *, rows: int = 0, required: bool = True, most: int = 0
    ) -> None:
        """Take label, hint, the lines of the box (0: one line), whether words are needed, and how many signs at most."""
        super().__init__(
            label=label, help_text=help_text, required=required, max_length=most or (MAX_TEXT if rows else MAX_TITLE),
            error_messages={"required": _("Write a few words."), "max_length": _("This is too long. Say it more briefly.")},
            widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        )  # fmt: skip

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Return what the box says of itself, without a length."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class MadeUp(Told):
    """A text that leaves the city and tells of nobody: it is looked through for traces of a person or a case."""

    def validate(self, value: str) -> None:
        """Refuse what looks like such a trace."""
        super().validate(value)
        if traces(value):
            raise ValidationError(
                _(
                    "This holds what looks like an address, a number of somebody or the reference of a case. Take it out: a"
                    " scenario is made up."
                )
            )


class One(forms.ChoiceField):
    """One of a few, all of them to be seen."""

    def __init__(self, label: Words, choices: Mapping[str, Words], help_text: Words = "") -> None:
        """Take label, choices and hint."""
        super().__init__(
            label=label, help_text=help_text, choices=list(choices.items()), widget=forms.RadioSelect,
            error_messages=CHOOSE,
        )  # fmt: skip


class Several(forms.MultipleChoiceField):
    """Several of some, all of them to be seen; none is an answer too."""

    def __init__(self, label: Words, choices: Sequence[tuple[str, Words]], help_text: Words = "") -> None:
        """Take label, choices and hint."""
        super().__init__(
            label=label, help_text=help_text, required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose one.")},
        )  # fmt: skip


def add_indicators(form: forms.Form) -> None:
    """Ask for the indicators of the list, one family after the other, in the language of the page."""
    lang = get_language() or "en"
    listed = codes.indicators()
    for family in codes.indicator_families():
        choices = [(one.code, one.label(lang)) for one in listed if one.family == family.code]
        form.fields[f"{FAMILY}{family.code}"] = Several(family.label(lang), choices)


def indicators_in(form: forms.Form) -> list[str]:
    """Return the indicators that were ticked, in the order of the list."""
    return [code for name, ticked in form.cleaned_data.items() if name.startswith(FAMILY) for code in ticked]
