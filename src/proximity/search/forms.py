"""The form of a search: words that are sealed before they come into an address, and filters that are no secret."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.cases.forms.fields import choices_of
from proximity.cases.forms.lists import FilterForm
from proximity.cases.queries import labels
from proximity.cases.queries.lists import ALL, OPEN, Filters
from proximity.cases.rules.links import LinkKind
from proximity.search.queries.asking import Question, Words

MAX_TEXT = 200
CASES, REPORTS = "cases", "reports"
TOO_LONG = {"max_length": _("This is too long. A few words are enough.")}
DAY = {"invalid": _("Give a day that exists, such as 2026-11-30.")}


class WordsForm(forms.Form):
    """What is looked for in sealed texts. Never part of an address."""

    text = forms.CharField(
        label=_("Words"), required=False, max_length=MAX_TEXT, error_messages=TOO_LONG,
        help_text=_("In any form and order: “buses” finds “bus”. All of them must stand in it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Words of the place"), required=False, max_length=MAX_TEXT, error_messages=TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Day it happened"), required=False, error_messages=DAY, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The days before and after are looked at too."),
    )  # fmt: skip

    def words(self) -> Words:
        """Return what is looked for."""
        asked = self.cleaned_data
        return Words(asked["text"].strip(), asked["place"].strip(), asked["day"])


class NarrowForm(FilterForm):
    """What a search is narrowed to; every value stands in the address, as in the list of cases."""

    reference = None  # type: ignore[assignment]  # so Django leaves a field of the base away
    reading = None  # type: ignore[assignment]  # the same
    what = forms.ChoiceField(
        label=_("Look among"), required=False,
        choices=[(CASES, _("Cases")), (REPORTS, _("Reports that are no case"))],
    )  # fmt: skip
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("All")), (OPEN, pgettext_lazy("cases", "Open")), *choices_of(labels.STATUS)],
    )  # fmt: skip

    def only_reports(self) -> None:
        """Leave away what only cases have."""
        for name in list(self.fields):
            del self.fields[name]

    def question(self, words: Words) -> Question:
        """Return the whole question; what could not be read leaves it wide."""
        if not self.is_valid():
            return Question(words)
        return Question(words, self.filters(), reports=self.cleaned_data.get("what") == REPORTS)

    def filters(self) -> Filters:
        """Return what was asked for; closed cases are looked at too, unless somebody says otherwise."""
        return replace(super().filters(), status=self.cleaned_data.get("status") or ALL)


class LinkForm(forms.Form):
    """What somebody decided of a case and another, which is named by its reference."""

    other = forms.CharField(max_length=20)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in LinkKind])
