"""The one form of this area."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.insight.models import MAX_NOTE, MAX_SIGNED_AS

NEEDED = {"required": _("Write a few words."), "max_length": _("This is too long. Say it more briefly.")}


class ReleaseForm(forms.Form):
    """Which prepared tables were looked at, who signs them, and why there is a new version."""

    prepared = forms.UUIDField(widget=forms.HiddenInput)
    signed_as = forms.CharField(
        label=_("Sign as"), max_length=MAX_SIGNED_AS, help_text=_("Your name and post. Everybody reads it."),
        error_messages=NEEDED,
    )  # fmt: skip
    note = forms.CharField(
        label=_("What is new or corrected?"), max_length=MAX_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it. Name nobody, and no single incident."),
        error_messages=NEEDED,
    )  # fmt: skip

    def __init__(self, *args: object, first: bool, **kwargs: object) -> None:
        """Ask for the note from the second version on."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if first:
            del self.fields["note"]
        else:
            self.fields["note"].required = True
