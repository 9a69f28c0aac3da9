"""The fields that forms of the register are made of."""

from collections.abc import Iterable
from enum import StrEnum

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.directory.queries.words import Label
from proximity.directory.rules.entries import MAX_LINE, MAX_TEXT

type Choices = list[tuple[str, Label]]


class Text(forms.CharField):
    """A text kept as it was typed. The box takes more than fits: with `maxlength` a browser cuts what is pasted in silence."""

    def __init__(self, label: Label, help_text: Label = "", *, rows: int = 0, required: bool = False) -> None:
        """Take label, hint, the lines of the box (0: one line), and whether words are needed."""
        super().__init__(
            label=label, help_text=help_text, required=required, max_length=MAX_TEXT if rows else MAX_LINE,
            error_messages={"required": _("Write a few words."), "max_length": _("This is too long. Say it more briefly.")},
            widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        )  # fmt: skip

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Return what the box says of itself, without a length."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Day(forms.DateField):
    """One day, or none."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        """Take label and hint."""
        super().__init__(
            label=label, help_text=help_text, required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Give a day that exists, such as 2026-11-30.")},
        )  # fmt: skip


class Radios(forms.ChoiceField):
    """One of a few, all of them to be seen."""

    def __init__(self, label: Label, choices: Choices, help_text: Label = "") -> None:
        """Take label, choices and hint."""
        super().__init__(
            label=label, help_text=help_text, choices=choices, widget=forms.RadioSelect,
            error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        )  # fmt: skip


class Boxes(forms.MultipleChoiceField):
    """Any of some."""

    def __init__(self, label: Label, choices: Choices, help_text: Label = "", *, required: bool = False) -> None:
        """Take label, choices, hint, and whether one has to be chosen."""
        super().__init__(
            label=label, help_text=help_text, choices=choices, required=required, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one."), "invalid_choice": _("Choose one.")},
        )  # fmt: skip


class Choice(forms.ChoiceField):
    """One of a list that opens."""

    def __init__(self, label: Label, choices: Choices, help_text: Label = "", *, required: bool = False) -> None:
        """Take label, choices, hint, and whether one has to be chosen."""
        super().__init__(
            label=label, help_text=help_text, choices=choices, required=required,
            error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        )  # fmt: skip


def listed(labels: Iterable[tuple[StrEnum, Label]]) -> Choices:
    """Return codes with their words as a field offers them."""
    return [(code.value, label) for code, label in labels]


def seen() -> forms.IntegerField:
    """Return the field that says which version somebody had before her eyes."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
