"""The forms of shutting a case to some, of naming who sees it, of standing in for somebody, and of breaking the glass."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Person
from proximity.cases.forms.fields import DAY_NEEDED, NEEDED, Text

REFERENCE_NEEDED = {"required": _("Give the reference of the case.")}


class PersonForm(forms.Form):
    """A colleague."""

    person = forms.UUIDField(label=_("Colleague"), widget=forms.Select, error_messages=NEEDED)

    def offer(self, people: Iterable[Person]) -> None:
        """Show the people of one organisation; who is chosen is judged by the operation."""
        self.fields["person"].widget = forms.Select(choices=[(str(person.pk), person.name) for person in people])


class BlockForm(PersonForm):
    """Who must not see the case, and why."""

    reason = Text(_("What is the conflict of interest?"), _("Who sees the case reads it. She herself does not."))


class DeclareForm(forms.Form):
    """One's own conflict of interest."""

    reason = Text(
        _("What is your conflict of interest?"),
        _("Your colleagues on the case read it. The case is shut to you."),
    )


class SealForm(forms.Form):
    """Why a case is sealed."""

    reason = Text(_("Why is it sealed?"), _("Who sees the case reads it."))


class AwayForm(forms.Form):
    """Who is away, who stands in, from and until."""

    person = forms.UUIDField(label=_("Who is away?"), widget=forms.Select, error_messages=NEEDED)
    substitute = forms.UUIDField(label=_("Who stands in?"), widget=forms.Select, error_messages=NEEDED)
    from_on = forms.DateField(
        label=_("First day"), error_messages=DAY_NEEDED, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )  # fmt: skip
    until_on = forms.DateField(
        label=_("Last day"), error_messages=DAY_NEEDED, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )  # fmt: skip

    def offer(self, away: Iterable[Person], others: Iterable[Person]) -> None:
        """Show who may be away and who may stand in; what is chosen is judged by the operation."""
        for name, people in (("person", away), ("substitute", others)):
            self.fields[name].widget = forms.Select(choices=[(str(person.pk), person.name) for person in people])


class GlassForm(forms.Form):
    """Which sealed case is opened, and what for."""

    reference = forms.CharField(label=_("Reference of the sealed case"), max_length=20, error_messages=REFERENCE_NEEDED)
    purpose = Text(
        _("What do you need it for?"), _("At most 200 characters. It stands in the log, and who works on the case reads it.")
    )  # fmt: skip
