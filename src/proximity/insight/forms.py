"""The one form of this area."""

from django import forms


class ReleaseForm(forms.Form):
    """Which prepared table was looked at."""

    prepared = forms.UUIDField(widget=forms.HiddenInput)
