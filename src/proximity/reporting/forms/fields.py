"""What the pages of the public form share: a text that stays as it was typed, and a page that becomes answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from proximity.foundation.pure.json import JSONObject
from proximity.reporting.rules.questions import LONGEST, Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = "StrOrPromise"
type Choices = Sequence[tuple[str, Words]]

TOO_LONG = ngettext_lazy(
    "This text has %(count)d character. Up to %(limit)d fit: please shorten it. You can send the rest later with your code.",
    "This text has %(count)d characters. Up to %(limit)d fit: please shorten it. You can send the rest later with your code.",
    "count",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices of a page that depend on the place or on other answers: values with words, and a line on what each means."""

    choices: Mapping[str, Choices] = field(default_factory=dict)
    hints: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)


class VerbatimField(forms.CharField):
    """A text that is kept as it was typed (R16), with line breaks as one character each.

    Its direction follows what is typed: somebody may write Arabic on an English page. The input gets no `maxlength`: with it a
    browser cuts what is pasted and says nothing.
    """

    def __init__(self, *, label: Words, help_text: Words, missing: Words, rows: int, longest: int) -> None:
        """Take label, hint, what to say where a needed text is missing, lines of a large box (0: one line), characters."""
        super().__init__(
            label=label, help_text=help_text, required=bool(missing), strip=False, error_messages={"required": missing},
            widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}) if rows else forms.TextInput(attrs={"dir": "auto"}),
        )  # fmt: skip
        self.longest = longest

    def to_python(self, value: object) -> str:
        """Return the text, or nothing where there are only spaces. A NUL, which no font shows, becomes U+FFFD."""
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}")
        return text if text.strip() else ""

    def validate(self, value: str) -> None:
        """Raise `ValidationError` for a needed text that is missing or one that is too long."""
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(TOO_LONG, code="too_long", params={"count": len(value), "limit": self.longest})


def verbatim(name: str, label: Words, help_text: Words = "", *, missing: Words = "", rows: int = 0) -> VerbatimField:
    """Return the field for one of the texts of the form; its limit stands in the rules. Needed where `missing` is given."""
    return VerbatimField(label=label, help_text=help_text, missing=missing, rows=rows, longest=LONGEST[name])


def one_of(label: Words, *choices: tuple[str, Words], help_text: Words = "", missing: Words = "") -> forms.ChoiceField:
    """Return a choice of one, as cards; needed where `missing` says what to do about it."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, required=bool(missing), widget=forms.RadioSelect,
        error_messages={
            "required": missing,
            "invalid_choice": _("This cannot be chosen any more. Please choose again."),
        },
    )  # fmt: skip


def some_of(label: Words, *choices: tuple[str, Words], help_text: Words = "") -> forms.MultipleChoiceField:
    """Return a choice of any number, as cards to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these cannot be chosen. Please look at them again.")},
    )  # fmt: skip


class StepForm(forms.Form):
    """One page of the form. `step` names it, `reason` says why it is asked.

    `only` tells which field waits for which answer, `needed` which of those must then be filled in. `short` is
    the heading in the list of answers, `hints` explain fixed choices, `folded` are fields behind a summary.
    """

    step: ClassVar[Step]
    short: ClassVar[Words]
    reason: ClassVar[Words] = ""
    only: ClassVar[Mapping[str, str]] = {}
    needed: ClassVar[Sequence[str]] = ()
    hints: ClassVar[Mapping[str, Mapping[str, Words]]] = {}
    folded: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, typed: Mapping[str, Sequence[str]], *, offer: Offer, check: bool) -> None:
        """Take what was typed on this page. With `check` it is read and its faults shown, else only shown again."""
        self.typed, self.offer = typed, offer
        values = {name: self._widget_value(name, typed[name]) for name in self.base_fields if typed.get(name)}
        super().__init__(data=values if check else None, initial=values, label_suffix="")
        for name, choices in offer.choices.items():
            chooser = self.fields[name]
            if isinstance(chooser, forms.ChoiceField):
                chooser.choices = choices

    @classmethod
    def _widget_value(cls, name: str, values: Sequence[str]) -> object:
        return list(values) if isinstance(cls.base_fields[name], forms.MultipleChoiceField) else values[0]

    def unread(self) -> Self:
        """Return the same page with what was typed, before anything is said about it."""
        return type(self)(self.typed, offer=self.offer, check=False)

    def hints_of(self, name: str) -> Mapping[str, Words]:
        """Return what the choices of a field mean, by value."""
        return self.offer.hints.get(name) or self.hints.get(name) or {}

    def drop(self, *names: str) -> None:
        """Leave out answers that another answer on the page took the ground from; what was typed stays in the draft."""
        for name in names:
            self.cleaned_data[name] = ""

    def told(self) -> JSONObject:
        """Return the answers by their names in `Answers`. Only for a page that is valid."""
        return {name: v if isinstance(v, list) else str(v or "") for name, v in self.cleaned_data.items()}
