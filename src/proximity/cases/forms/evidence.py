"""Forms of evidence: files, things, web captures, what others are asked to keep, and passing a piece on."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Organisation, Person
from proximity.assessment.queries.labels import Words
from proximity.cases.forms.fields import DAY_NEEDED, NEEDED, Choices, Radios, Text, language_choices
from proximity.evidence.forms import SeveralFiles, TakenFileField
from proximity.evidence.rules.clocks import MAX_DAYS, Kept, Standing
from proximity.evidence.rules.custody import Derivation, Hand
from proximity.evidence.sentences import DERIVATIONS, STANDINGS
from proximity.evidence.uploads import FIELD
from proximity.foundation.pure.ids import uuid_or_none

SOMEBODY_ELSE = "other"


class LocalTime(forms.CharField):
    """A time by the clock of the city; whoever uses it adds the zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: object) -> datetime | None:
        """Return the time without a zone, or None where none was given."""
        text = str(super().clean(value))
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
        except ValueError:
            raise forms.ValidationError(_("Give a day and a time that exist, such as 2026-11-30 14:05.")) from None


class CollectedForm(forms.Form):
    """Who collected a piece, where, when, how, and from whom."""

    collected_by = forms.CharField(label=_("Collected by"), required=False, widget=forms.Select)
    collected_name = Text(_("Name, where it was somebody else"), rows=0, required=False)
    collected_at = LocalTime(label=_("When"), required=False)
    collected_where = Text(_("Where"), rows=0, required=False)
    collected_source = Text(_("From whom"), rows=0, required=False)
    collected_how = Text(
        _("How"), _("Copied from a phone, taken from the wall, found at the entrance."), rows=2, required=False
    )

    def offer_people(self, people: Iterable[Person]) -> None:
        """Show the people of one organisation, and somebody else by name."""
        named = [(str(person.pk), person.name) for person in people]
        choices: Choices = [("", _("not known yet")), *named, (SOMEBODY_ELSE, _("somebody else"))]
        self.fields["collected_by"].widget = forms.Select(choices=choices)

    def clean(self) -> dict[str, object]:
        """Ask for the name of somebody else."""
        asked = super().clean() or {}
        if asked.get("collected_by") == SOMEBODY_ELSE and not asked.get("collected_name"):
            self.add_error("collected_name", _("Say who collected it."))
        return asked


class AddEvidenceForm(CollectedForm):
    """Files that come to a case. All that is typed stands before them: it is read while they are still coming."""

    source = forms.UUIDField(required=False, widget=forms.HiddenInput)
    note = Text(_("What does it show?"), rows=2, required=False)
    how = forms.ChoiceField(
        label=_("How was it made from the other piece?"), required=False,
        choices=[(how.value, DERIVATIONS[how]) for how in Derivation],
    )  # fmt: skip
    tool = Text(_("With which program or device, or by whom"), rows=0, required=False)
    file = TakenFileField(
        label=_("Files"), widget=SeveralFiles(attrs={"multiple": True}),
        help_text=_("Up to ten at once, up to 200 MB together. Add the original, not a copy from a messenger."),
    )  # fmt: skip

    @property
    def told(self) -> list[forms.BoundField]:
        """Return the fields to show before the files; how it was made only where there is another piece."""
        hidden = {FIELD, "source"} if self["source"].value() else {FIELD, "source", "how", "tool"}
        return [bound for bound in self if bound.name not in hidden]


class ThingForm(CollectedForm):
    """A thing that is kept as evidence."""

    name = Text(_("What is it?"), _("A leaflet, a knife, a memory stick."), rows=0)
    description = Text(_("Description"), _("Marks, numbers, state, how it is packed."), rows=2, required=False)
    place = Text(_("Kept at"), _("Room, cabinet, number of the bag."), rows=0, required=False)
    field_order = ["name", "description", "place"]


class CaptureForm(CollectedForm):
    """What stood on a page. The address is never opened by this system."""

    url = Text(_("Address of the page"), _("As it stands in the browser. This system never opens it."), rows=2)
    platform = Text(_("Platform"), rows=0, required=False)
    account = Text(_("Account that is shown"), rows=0, required=False)
    words = Text(
        _("Literal words"), _("Exactly as they stand there, mistakes and signs included."), rows=4, required=False
    )
    language = forms.ChoiceField(label=_("Language of the words"), choices=language_choices, error_messages=NEEDED)
    field_order = ["url", "platform", "account", "words", "language"]


class RecordingsForm(forms.Form):
    """What somebody is asked to keep, and for how many days it will be there."""

    what = forms.ChoiceField(choices=[(what.value, what.value) for what in Kept], widget=forms.HiddenInput)
    capture = forms.UUIDField(required=False, widget=forms.HiddenInput)
    holder = Text(_("Who has it?"), _("A shop, a transport company, a platform."), rows=0)
    place = Text(_("Where is it?"), _("Which camera and from when until when; which page."), rows=2, required=False)
    reference = Text(_("Their reference"), rows=0, required=False)
    asked_on = forms.DateField(
        label=_("Asked on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY_NEEDED,
    )
    days = forms.IntegerField(
        label=_("For how many days is it there?"), min_value=1, max_value=MAX_DAYS,
        error_messages={
            "required": _("Give a number of days: ask who has it."), "invalid": _("Give a number of days."),
            "min_value": _("Give a number of days from 1 to 366."), "max_value": _("Give a number of days from 1 to 366."),
        },
    )  # fmt: skip
    remember = forms.BooleanField(label=_("Propose this number to my organisation from now on"), required=False)

    def explain(self, hint: Words, *, may_remember: bool) -> None:
        """Say what the days rest on."""
        self.fields["days"].help_text = hint
        if not may_remember:
            del self.fields["remember"]


class SettleForm(forms.Form):
    """What came of it."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    standing = Radios(
        _("What came of it?"), [(one.value, STANDINGS[one]) for one in Standing if one is not Standing.ASKED]
    )
    outcome = Text(_("Remark"), rows=2, required=False)


class HandOverForm(forms.Form):
    """To whom a piece is handed over."""

    to = forms.CharField(label=_("To whom?"), widget=forms.Select, error_messages=NEEDED)
    note = Text(_("Remark"), _("State, number of the bag."), rows=0, required=False)

    def offer(self, found: Iterable[tuple[Hand, Person | Organisation]]) -> None:
        """Show the people and organisations that can receive it; who is chosen is judged by the operation."""
        named = [(f"{hand.organisation}/{hand.person or ''}", who.name) for hand, who in found]
        self.fields["to"].widget = forms.Select(choices=[("", "—"), *named])

    def hand(self) -> Hand:
        """Return whose hand was chosen; nobody's where it was not one of those offered."""
        organisation, _slash, person = str(self.cleaned_data["to"]).partition("/")
        return Hand(uuid_or_none(organisation), uuid_or_none(person))


class OutsideForm(forms.Form):
    """Somebody without an account, who signs on paper."""

    outside = Text(_("Name and office"), rows=0)
    note = Text(_("Remark"), _("Where the signed receipt is kept."), rows=0, required=False)


class PlaceForm(forms.Form):
    """Where a piece is kept."""

    place = Text(_("Kept at"), _("Room, cabinet, number of the bag."), rows=0)
