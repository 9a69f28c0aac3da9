"""The fields that forms of plans are made of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.plans.rules.soundness import MAX_TEXT, MAX_TITLE

type Choices = list[tuple[str, Words]]


class Text(forms.CharField):
    """A text kept as it was typed. The box takes more than fits: with `maxlength` a browser cuts what is pasted in silence."""

    def __init__(self, label: Words, help_text: Words = "", *, rows: int = 0, required: bool = True) -> None:
        """Take label, hint, the lines of the box (0: one line), and whether words are needed."""
        super().__init__(
            label=label, help_text=help_text, required=required, max_length=MAX_TEXT if rows else MAX_TITLE,
            error_messages={"required": _("Write a few words."), "max_length": _("This is too long. Say it more briefly.")},
            widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        )  # fmt: skip

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Return what the box says of itself, without a length."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Day(forms.DateField):
    """One day."""

    def __init__(self, label: Words, help_text: Words = "", *, required: bool = True) -> None:
        """Take label and hint."""
        super().__init__(
            label=label, help_text=help_text, required=required,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": _("Give a day."), "invalid": _("Give a day that exists, such as 2026-11-30.")},
        )  # fmt: skip


class Number(forms.DecimalField):
    """A number as it is written in the reader's language, or with a point."""

    def __init__(self, label: Words, help_text: Words = "") -> None:
        """Take label and hint; no number is an answer too."""
        super().__init__(
            label=label, help_text=help_text, required=False, localize=True, max_digits=20, decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "data-short": ""}), error_messages=dict.fromkeys(
                ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"), _("Give a number, such as 25.")
            ),
        )  # fmt: skip


class Radios(forms.ChoiceField):
    """One of a few, all of them to be seen."""

    def __init__(self, label: Words, choices: Choices, help_text: Words = "") -> None:
        """Take label, choices and hint."""
        super().__init__(
            label=label, help_text=help_text, choices=choices, widget=forms.RadioSelect,
            error_messages={"required": _("Choose one.")},
        )  # fmt: skip


def seen() -> forms.IntegerField:
    """Return the field that says which version somebody had before her eyes."""
    return forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """A step that needs no more than its button."""

    seen = seen()
