"""The form of an entry."""

import re

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.directory.forms.faults import FAULTS
from proximity.directory.forms.fields import Boxes, Choice, Choices, Day, Radios, Text, listed, seen
from proximity.directory.queries.labels import FIELDS, HOW, NEEDS
from proximity.directory.queries.words import ACCESS, KINDS
from proximity.directory.rules.entries import NEEDS as OFFERED
from proximity.directory.rules.entries import Access, EntryWords, Kind, Place, grounds_to_choose
from proximity.directory.rules.hours import DAYS, NotHours, Week, parse_day, typed_day
from proximity.directory.rules.languages import SPOKEN
from proximity.directory.rules.verifying import How
from proximity.packs.vocabulary import HelpNeed

_SPOKEN: Choices = [(code, name) for code, name in sorted(SPOKEN.items(), key=lambda one: one[1].casefold())]
_PLACE = re.compile(r"(-?\d{1,2}(?:\.\d{1,12})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,12})?)")
_LINES = ("name", "run_by", "about", "phone", "email", "web", "address", "district", "hours_note", "source", "language")


def _grounds() -> Choices:
    return [(one.code, one.label(get_language() or "en")) for one in grounds_to_choose()]


class EntryForm(forms.Form):
    """All that an entry says; how whoever saves it knows that it is true."""

    HINTS = {
        Kind.CENTRE.value: _("Staff are trained and take the report at once."),
        Kind.PATHWAY.value: _("A library, say: people are told where to go, nobody takes a report."),
        Kind.PROXIMITY.value: _("The post that answers for one or more districts. Name the post, not the person."),
    }

    seen = seen()
    kind = Radios(FIELDS["kind"], listed(KINDS.items()))
    owner = Choice(
        _("Who answers for it"),
        [],
        _("This organisation confirms that it is true. Until then nobody else sees it."),
        required=True,
    )
    name = Text(FIELDS["name"], _("Of the place or the post. Never a person's name."), required=True)
    run_by = Text(FIELDS["run_by"], _("Only if it is not your own organisation, such as a library."))
    about = Text(FIELDS["about"], rows=4)
    language = Choice(FIELDS["language"], _SPOKEN, required=True)
    needs = Boxes(FIELDS["needs"], listed((need, NEEDS[need]) for need in OFFERED), required=True)
    grounds = Boxes(FIELDS["grounds"], [], _("Choose nothing if it is there for everybody."))
    languages = Boxes(FIELDS["languages"], _SPOKEN)
    access = Boxes(FIELDS["access"], listed(ACCESS.items()))
    without_name = forms.BooleanField(label=FIELDS["without_name"], required=False)
    phone = Text(FIELDS["phone"], _("Of the place, never a private one."))
    email = Text(FIELDS["email"])
    web = Text(FIELDS["web"])
    address = Text(FIELDS["address"])
    district = Text(FIELDS["district"], _("Where it is."))
    serves = Text(FIELDS["serves"], _("One in each line. Nothing if it is there for the whole city."), rows=3)
    place = Text(
        FIELDS["place"], _("Latitude and longitude, such as 40.4168, -3.7038. Leave it empty for a secret address.")
    )
    hours_note = Text(FIELDS["hours_note"], _("Such as: closed in August."))
    by_appointment = forms.BooleanField(label=FIELDS["by_appointment"], required=False)
    source = Text(FIELDS["source"], _("Who told you, or the web page."))
    source_on = Day(FIELDS["source_on"])
    how = Radios(_("How do you know that all of this is true today?"), listed(HOW.items()))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Draw up the weekdays and the grounds in the reader's words."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as any form
        self.fields["grounds"] = Boxes(FIELDS["grounds"], _grounds(), self.fields["grounds"].help_text)
        fields, self.fields = self.fields, {}
        for name, one in fields.items():
            if name == "hours_note":
                for weekday in DAYS:
                    hint = _("Such as 9:00-14:00, 16:00-19:00. Nothing means closed.") if weekday == 0 else ""
                    self.fields[f"d{weekday}"] = Text(WEEKDAYS[weekday], hint)
            self.fields[name] = one

    def without(self, *names: str) -> "EntryForm":
        """Take out what is not asked of this person."""
        for name in names:
            del self.fields[name]
        return self

    def clean_place(self) -> Place | None:
        """Return latitude and longitude; nothing where nothing was typed."""
        typed = self.cleaned_data["place"].strip()
        found = _PLACE.fullmatch(typed)
        if typed and found is None:
            raise forms.ValidationError(FAULTS["place"])
        return Place(float(found[1]), float(found[2])) if found else None

    def clean(self) -> None:
        """Read the hours of every day."""
        for weekday in DAYS:
            name = f"d{weekday}"
            try:
                self.cleaned_data[name] = parse_day(self.cleaned_data.get(name, ""))
            except NotHours:
                self.add_error(name, _("Write hours such as 9:00-14:00, 16:00-19:00."))

    def words(self) -> EntryWords:
        """Return what was filled in."""
        given = self.cleaned_data
        week: Week = tuple(given[f"d{weekday}"] for weekday in DAYS)
        return EntryWords(
            kind=Kind(given["kind"]), **{name: given[name].strip() for name in _LINES},
            needs=tuple(HelpNeed(one) for one in given["needs"]), grounds=tuple(given["grounds"]),
            languages=tuple(given["languages"]), access=tuple(Access(one) for one in given["access"]),
            without_name=given["without_name"], serves=tuple(filter(None, map(str.strip, given["serves"].splitlines()))),
            place=given["place"], week=week, by_appointment=given["by_appointment"], source_on=given["source_on"],
        )  # fmt: skip

    def told_how(self) -> How:
        """Return how whoever saves it knows."""
        return How(self.cleaned_data.get("how") or How.OWN)

    @classmethod
    def first(cls, words: EntryWords, seen: int) -> dict[str, object]:
        """Return what stands there, as the fields hold it."""
        place = f"{words.place.latitude}, {words.place.longitude}" if words.place else ""
        return {
            "seen": seen, "kind": words.kind.value, **{name: getattr(words, name) for name in _LINES},
            "needs": list(words.needs), "grounds": list(words.grounds), "languages": list(words.languages),
            "access": list(words.access), "without_name": words.without_name, "serves": "\n".join(words.serves), "place": place,
            "by_appointment": words.by_appointment, "source_on": words.source_on, "how": How.OWN.value,
            **{f"d{weekday}": typed_day(words.week[weekday]) for weekday in DAYS},
        }  # fmt: skip
