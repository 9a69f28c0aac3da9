"""The fields that forms of the exchange are made of."""

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from proximity.exchange.queries.wording import TRACES, Words
from proximity.exchange.rules.vocabulary import MAX_TEXT, MAX_TITLE
from proximity.network.rules.traces import traces

type Choices = list[tuple[str, Words]]
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}


class Told(forms.CharField):
    """A text that leaves the city, kept as typed and looked through. The box takes more than fits: nothing is cut in silence."""

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

    def validate(self, value: str) -> None:
        """Refuse what looks like a trace of a person or a case."""
        super().validate(value)
        found = traces(value)
        if found:
            raise ValidationError([TRACES[one] for one in found])


class Day(forms.DateField):
    """One day."""

    def __init__(self, label: Words, help_text: Words = "", *, required: bool = False) -> None:
        """Take label and hint."""
        super().__init__(
            label=label, help_text=help_text, required=required,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": _("Give a day."), "invalid": _("Give a day that exists, such as 2026-11-30.")},
        )  # fmt: skip


class One(forms.ChoiceField):
    """One of a few, all of them to be seen; `open_words` is the answer that says nothing."""

    def __init__(
        self, label: Words, codes: Mapping[str, Words], help_text: Words = "", *, open_words: Words = ""
    ) -> None:
        """Take label, codes with their words, and hint."""
        first = [("", open_words)] if open_words else []
        super().__init__(
            label=label, help_text=help_text, required=not open_words, choices=[*first, *codes.items()],
            widget=forms.RadioSelect, error_messages=CHOOSE,
        )  # fmt: skip


class Several(forms.MultipleChoiceField):
    """Several of a few, all of them to be seen."""

    def __init__(self, label: Words, choices: Choices, help_text: Words = "") -> None:
        """Take label, choices and hint."""
        super().__init__(
            label=label, help_text=help_text, required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose one.")},
        )  # fmt: skip


class Sure(forms.BooleanField):
    """Something that must be said before anything leaves."""

    def __init__(self) -> None:
        """Say what is asked for."""
        super().__init__(
            label=_("I have named nobody and told of no case"),
            error_messages={"required": _("Please read it once more, and say so.")},
        )


def seen() -> forms.IntegerField:
    """Return the field that says which version somebody had before her eyes."""
    return forms.IntegerField(widget=forms.HiddenInput)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Words]]) -> None:
    """Give a choice what it offers."""
    field = form.fields[name]
    if _is_choice(field):
        field.choices = list(choices)


def _is_choice(field: forms.Field) -> TypeGuard[forms.ChoiceField]:
    return isinstance(field, forms.ChoiceField)
