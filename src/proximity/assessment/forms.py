"""The filter of the counts by rule."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.overrides import Wanted
from proximity.packs import codes


class OverridesForm(forms.Form):
    """Of which days, and of the rules of which language."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        named = [(one.code, one.own_name) for one in codes.languages() if one.code in LANGUAGES]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[("", pgettext_lazy("ground", "any")), *named]
        )

    def clean(self) -> None:
        """Refuse an interval that ends before it begins."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The last day lies before the first."), code="order"))

    def wanted(self) -> Wanted:
        """Return the filter of a form that is valid."""
        given = self.cleaned_data
        return Wanted(given["since"], given["until"], given["language"])
