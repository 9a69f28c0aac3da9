"""Asking for a pack."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from proximity.cases.forms.fields import Radios


class PackForm(forms.Form):
    """In which language the document is written. What people said stays in the language in which they said it."""

    language = Radios(
        _("Language of the document"),
        [*settings.LANGUAGES],
        _("Literal words stay in the language in which they were said."),
    )
