"""What a list is narrowed to, and the forms of a single question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.directory.forms.fields import Choice, Choices, Text, listed, seen
from proximity.directory.queries.entries import Asked
from proximity.directory.queries.labels import FIELDS, NEEDS, STANDINGS
from proximity.directory.queries.others import AskedOthers, country_name
from proximity.directory.queries.words import KINDS
from proximity.directory.rules.entries import NEEDS as OFFERED
from proximity.directory.rules.languages import SPOKEN
from proximity.directory.rules.verifying import Standing

ANY: Choices = [("", _("Everything"))]


class AskedForm(forms.Form):
    """What the list is narrowed to, sent by GET."""

    kind = Choice(FIELDS["kind"], ANY + listed(KINDS.items()))
    need = Choice(FIELDS["needs"], ANY + listed((need, NEEDS[need]) for need in OFFERED))
    language = Choice(FIELDS["languages"], ANY)
    district = Choice(FIELDS["district"], ANY)
    standing = Choice(
        _("State"), ANY + listed((one, words) for one, words in STANDINGS.items() if one is not Standing.ENDED)
    )
    own = forms.BooleanField(label=_("Only our own"), required=False)

    def offer(self, languages: tuple[str, ...], districts: tuple[str, ...]) -> None:
        """Offer the languages and districts that there are."""
        self.fields["language"] = Choice(FIELDS["languages"], ANY + [(code, SPOKEN[code]) for code in languages])
        self.fields["district"] = Choice(FIELDS["district"], ANY + [(name, name) for name in districts])

    def asked(self) -> Asked:
        """Return what is asked; what means nothing asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Asked(**{name: given.get(name, "") for name in ("kind", "need", "language", "district", "standing")},
                     own=bool(given.get("own")))  # fmt: skip


class OthersForm(forms.Form):
    """What the units of other cities are narrowed to, sent by GET."""

    language = Choice(FIELDS["languages"], ANY)
    need = Choice(FIELDS["needs"], ANY + listed((need, NEEDS[need]) for need in OFFERED))
    country = Choice(_("Country"), ANY)

    def offer(self, languages: tuple[str, ...], countries: tuple[str, ...]) -> None:
        """Offer the languages and countries that there are."""
        self.fields["language"] = Choice(
            FIELDS["languages"], ANY + [(code, SPOKEN.get(code, code)) for code in languages]
        )
        self.fields["country"] = Choice(_("Country"), ANY + [(code, country_name(code)) for code in countries])

    def asked(self) -> AskedOthers:
        """Return what is asked; what means nothing asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return AskedOthers(given.get("language", ""), given.get("need", ""), given.get("country", ""))


class PlainForm(forms.Form):
    """A step that is sure once its button is pressed."""


class SeenForm(forms.Form):
    """A step that needs no more than its button."""

    seen = seen()


class DoubtForm(forms.Form):
    """What of an entry is not true."""

    text = Text(_("What is not true?"), _("Such as: nobody answers the telephone. Write nothing about a person."), rows=3,
                required=True)  # fmt: skip
    hide = forms.BooleanField(
        label=_("Take it off the public page until the owner has confirmed it"), required=False
    )  # fmt: skip


class EndForm(SeenForm):
    """Why a place is no longer there."""

    text = Text(_("Why is it no longer there?"), rows=2, required=True)
