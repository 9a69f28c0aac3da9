"""Since when a second look reaches back, and what is noted of one case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.cases.forms.fields import DAY_NEEDED


class SinceForm(forms.Form):
    """A day; the address holds it."""

    since = forms.DateField(
        label=_("Opened from"), error_messages=DAY_NEEDED,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class VerdictForm(forms.Form):
    """What came of looking again, as two buttons say, and where to go back to."""

    reassess = forms.TypedChoiceField(
        choices=[("yes", _("Assess again")), ("no", _("It stays"))], coerce=lambda given: given == "yes"
    )
    since = forms.DateField()
    after = forms.UUIDField(required=False)
