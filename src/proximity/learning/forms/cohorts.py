"""Setting up a cohort, planning a session, inviting, noting who was there, and the questions before and after."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from proximity.learning.forms.fields import CHOOSE, One, Several, Told
from proximity.learning.queries.cohorts import SeatRow
from proximity.learning.queries.scenarios import Row
from proximity.learning.queries.wording import MODULES, QUESTIONS, STEPS, VERDICTS
from proximity.learning.rules.cohorts import LONGEST, MAX_SCENARIOS, Module
from proximity.learning.rules.questions import KEY

type Data = Mapping[str, object] | None


class CohortForm(forms.Form):
    """A cohort: what it is called, in which language, and what it answers."""

    name = Told(_("What is the course called?"), _("As it will stand on the certificate."))
    language = forms.ChoiceField(
        label=_("Language of the course"), choices=lambda: settings.LANGUAGES, error_messages=CHOOSE
    )

    def __init__(self, data: Data, rows: Sequence[Row], initial: dict[str, object] | None = None) -> None:
        """Offer the scenarios that there are."""
        super().__init__(data, initial=initial)
        self.fields["scenarios"] = Several(
            _("Scenarios that everybody answers"), [(str(row.id), f"{row.title} ({row.whose})") for row in rows]
        )

    def clean_scenarios(self) -> list[UUID]:
        """Return the scenarios; refuse too many."""
        found: list[str] = self.cleaned_data["scenarios"]
        if len(found) > MAX_SCENARIOS:
            raise forms.ValidationError(_("Twelve scenarios are enough for a course."))
        return [UUID(one) for one in found]


class SessionForm(forms.Form):
    """A session: part of the programme, topic, place, day and time."""

    module = One(_("Part of the programme"), MODULES)
    topic = Told(_("What is it about?"))
    place = Told(_("Where?"), _("An address, or how people join from afar."))
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give a day."), "invalid": _("Give a day that exists, such as 2026-11-30.")},
    )  # fmt: skip
    time = forms.TimeField(
        label=_("It begins at"), help_text=_("By the clock of your city."),
        widget=forms.TimeInput(attrs={"type": "time", "data-short": ""}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), _("Give a time, such as 09:30.")),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=1, max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-short": ""}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Give a number of minutes, a day at most.")
        ),
    )  # fmt: skip

    @property
    def chosen(self) -> Module:
        """Return the part of the programme."""
        return Module(self.cleaned_data["module"])

    def starts_at(self, time_zone: str) -> datetime:
        """Return when it begins."""
        given = self.cleaned_data
        return datetime.combine(given["day"], given["time"], tzinfo=ZoneInfo(time_zone))


class InviteForm(forms.Form):
    """Whom to invite, by the address she signs in with."""

    email = forms.EmailField(
        label=_("E-mail address with which she signs in"),
        help_text=_("Officers, people of NGOs and of city halls, also of other cities here. They may decline."),
        error_messages=dict.fromkeys(("required", "invalid"), _("Give a whole address, such as name@example.org.")),
    )  # fmt: skip


class AttendanceForm(forms.Form):
    """Who was there."""

    def __init__(self, data: Data, seats: Sequence[SeatRow], there: set[UUID]) -> None:
        """Offer those who take part."""
        super().__init__(data, initial={"seats": [str(one) for one in there]})
        self.fields["seats"] = Several(
            _("Who was there?"), [(str(row.id), f"{row.name}, {row.office}") for row in seats]
        )

    @property
    def seats(self) -> list[UUID]:
        """Return who was."""
        return [UUID(one) for one in self.cleaned_data["seats"]]


class QuestionsForm(forms.Form):
    """The questions before and after."""

    def __init__(self, data: Data = None) -> None:
        """Ask them in their order."""
        super().__init__(data)
        for item, words in QUESTIONS.items():
            self.fields[str(item)] = One(words, VERDICTS if item in KEY else STEPS)
