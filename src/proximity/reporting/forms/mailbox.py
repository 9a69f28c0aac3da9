"""Forms of the mailbox: the code, and what a person writes, chooses and takes back."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Organisation
from proximity.accounts.rules import OrganisationKind
from proximity.foundation.sealing.receipts import NotAReceipt, Receipt
from proximity.reporting.forms.fields import VerbatimField, one_of, some_of
from proximity.reporting.queries.labels import RESPECT, ROLES

LONGEST_MESSAGE = 10_000
LONGEST_REASON = 2_000
MESSAGE, FACTS = "message", "facts"


class CodeForm(forms.Form):
    """Asks for the code. What was typed is read tolerantly and shown again as it was typed."""

    UNKNOWN = _("No mailbox opens with this code. Please compare it, letter by letter, with what you wrote down.")

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("26 letters and digits, in groups. Capital or small letters, with or without hyphens: both are fine."),
        strip=False,
        error_messages={"required": _("Type the code that you got when you sent your report.")},
        widget=forms.TextInput(attrs={
            "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text",
            "dir": "ltr",
        }),
    )  # fmt: skip

    def clean_code(self) -> Receipt:
        """Return the receipt that the text spells. Raises `ValidationError` for another shape."""
        try:
            return Receipt.parse(self.cleaned_data["code"])
        except NotAReceipt:
            raise ValidationError(
                _(
                    "This is not a whole code: it needs 26 letters and digits. Please compare it with what you wrote down."
                )
            ) from None


class ToReadersForm(forms.Form):
    """What is sent to those she ticks; with a single reader there is nothing to tick."""

    def __init__(self, data: QueryDict | None = None, *, readers: Sequence[Organisation]) -> None:
        """Take the organisations that may still read; all of them are ticked at first."""
        super().__init__(data, label_suffix="")
        self._readers = readers
        if len(readers) > 1:
            field = some_of(_("Who may read this?"), *((str(body.pk), body.name) for body in readers))
            field.required = True
            field.error_messages["required"] = _("Tick at least one. Without a reader it cannot go anywhere.")
            field.initial = [str(body.pk) for body in readers]
            self.fields["readers"] = field

    def chosen(self) -> list[Organisation]:
        """Return whom she ticked. Only for a form that is valid."""
        ticked = self.cleaned_data.get("readers")
        return [body for body in self._readers if ticked is None or str(body.pk) in ticked]


class WriteForm(ToReadersForm):
    """A message, or facts that belong to the report."""

    text = VerbatimField(
        label=_("Write to them"), help_text="", missing=_("Write something first."), rows=5, longest=LONGEST_MESSAGE,
    )  # fmt: skip
    kind = one_of(
        _("What is it?"),
        (MESSAGE, _("An answer or a question")),
        (FACTS, _("More about what happened")),
        missing=_("Choose what it is."),
    )

    def __init__(self, data: QueryDict | None = None, *, readers: Sequence[Organisation]) -> None:
        """Take the readers; a message is the usual case."""
        super().__init__(data, readers=readers)
        self.fields["kind"].initial = MESSAGE


class WithdrawForm(forms.Form):
    """Taking the report back from one recipient; a reason is hers to give or not."""

    text = VerbatimField(
        label=_("Do you want to tell them why?"), help_text=_("You need no reason."), missing="", rows=2,
        longest=LONGEST_REASON,
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None) -> None:
        """Take what was typed."""
        super().__init__(data, label_suffix="")


class AddReaderForm(forms.Form):
    """Letting one more organisation read."""

    def __init__(self, data: QueryDict | None = None, *, others: Sequence[Organisation]) -> None:
        """Take the organisations that can be chosen."""
        super().__init__(data, label_suffix="")
        self._others = others
        self.fields["organisation"] = one_of(
            _("Who else may read your report?"),
            *((str(body.pk), body.name) for body in others),
            missing=_("Choose who may read it, or go back."),
        )
        self.hints = {str(body.pk): ROLES[OrganisationKind(body.kind)] for body in others}

    def chosen(self) -> Organisation:
        """Return whom she chose. Only for a form that is valid."""
        return next(body for body in self._others if str(body.pk) == self.cleaned_data["organisation"])


class TreatmentForm(ToReadersForm):
    """How she was treated."""

    respect = one_of(
        _("Were you treated with respect?"),
        *((str(value), words) for value, words in RESPECT.items()),
        missing=_("Choose what fits best, or go back."),
    )
    text = VerbatimField(
        label=_("What was good, what was not?"), help_text="", missing="", rows=3, longest=LONGEST_REASON
    )  # fmt: skip
