"""One plain question before sending, while very many reports arrive: a number in words, to be written in digits.

It needs no picture, no sound, no script and nobody else's server; whoever reads the page can answer it, also by ear.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: Mapping[str, "StrPromise"] = {
    "six": pgettext_lazy("number in words", "six"),
    "seven": pgettext_lazy("number in words", "seven"),
    "eight": pgettext_lazy("number in words", "eight"),
    "nine": pgettext_lazy("number in words", "nine"),
    "eleven": pgettext_lazy("number in words", "eleven"),
    "twelve": pgettext_lazy("number in words", "twelve"),
    "thirteen": pgettext_lazy("number in words", "thirteen"),
    "fourteen": pgettext_lazy("number in words", "fourteen"),
    "fifteen": pgettext_lazy("number in words", "fifteen"),
    "sixteen": pgettext_lazy("number in words", "sixteen"),
    "eighteen": pgettext_lazy("number in words", "eighteen"),
    "twenty": pgettext_lazy("number in words", "twenty"),
    "thirty": pgettext_lazy("number in words", "thirty"),
    "forty": pgettext_lazy("number in words", "forty"),
    "fifty": pgettext_lazy("number in words", "fifty"),
    "ninety": pgettext_lazy("number in words", "ninety"),
}
LONGEST = 40


class GateForm(forms.Form):
    """The question; whatever stands around the digits of the answer does not matter."""

    answer = forms.CharField(
        error_messages={"required": _("That was another number. It does not matter: here is a new one.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *, question: str, wrong: int = 0) -> None:
        """Take the question, and how often the answer was not right: then a line by the field says so, and the box is empty."""
        super().__init__({} if wrong else None, label_suffix="")
        self.fields["answer"].label = format_lazy(_("Please write this number in digits: {word}"), word=WORDS[question])


def typed_answer(posted: QueryDict) -> str:
    """Return what was typed, no more of it than an answer needs."""
    return posted.get("answer", "")[:LONGEST]
