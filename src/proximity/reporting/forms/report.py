"""The pages of the public form: their questions in plain words, and what makes an answer readable."""

from datetime import date, timedelta
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proximity.foundation.pure.json import JSONObject
from proximity.reporting.forms.fields import StepForm, one_of, some_of, verbatim
from proximity.reporting.rules.answers import OfficerBody, Perceived, Precision, Standing
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.routing import SEPARATOR

YES, NO = ("yes", _("Yes")), ("no", _("No"))
# The first is what a browser's own picker sends; the others are for phones that show a plain box instead.
DAYS_AS_TYPED = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"]
TIMES_AS_TYPED = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"]
BY_CODE = "code"


class SafeForm(StepForm):
    """Whether she is in danger now."""

    step = Step.SAFE
    short = _("Safe now")
    safe_now = one_of(
        _("Are you safe right now?"), ("yes", _("Yes, I am safe")), ("no", _("No, or I am not sure")),
    )  # fmt: skip


class WhereForm(StepForm):
    """In which city it happened."""

    step = Step.WHERE
    short = _("City")
    reason = _("It decides who can take care of it.")
    city = one_of(
        _("Where did it happen?"),
        missing=_("Choose the place that fits best. If none does, choose the last one."),
    )


class CountryForm(StepForm):
    """In which country, where no city fits."""

    step = Step.COUNTRY
    short = _("Country")
    reason = _("Each country has its own law and its own offices. It decides who can take care of it.")
    country = one_of(
        _("In which country?"),
        help_text=_("On the internet: choose the country where you live."),
        missing=_("Choose a country, or “I do not know”."),
    )


class WhatForm(StepForm):
    """The story, verbatim."""

    step = Step.WHAT
    short = _("What happened")
    what = verbatim(
        "what", _("What happened?"),
        _("In your own words. Short is fine. If something was said or written, tell us the exact words."),
        missing=_("Tell us what happened. One sentence is enough."), rows=8,
    )  # fmt: skip
    place = verbatim("place", _("Where exactly?"), _("For example a street, a bus line, a shop or a web address."))


class WhenForm(StepForm):
    """When it happened, as exactly as she knows."""

    step = Step.WHEN
    short = _("When")
    reason = _("Cameras keep their pictures only for days. A day and a time help to find them.")
    only: ClassVar = {"when_date": "exact", "when_time": "exact", "when_text": "about"}
    needed: ClassVar = ("when_date",)
    when_precision = one_of(
        _("When did it happen?"),
        (Precision.EXACT.value, _("I know the day")),
        (Precision.ABOUT.value, _("I know roughly when")),
        (Precision.UNKNOWN.value, _("I do not know")),
    )
    when_date = forms.DateField(
        label=_("Which day?"), required=False, input_formats=DAYS_AS_TYPED,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day like this: 31/12/2026.")},
    )  # fmt: skip
    when_time = forms.TimeField(
        label=_("At what time?"), required=False, input_formats=TIMES_AS_TYPED,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time like this: 18:30.")},
    )  # fmt: skip
    when_text = verbatim("when_text", _("Roughly when?"), _("For example: last winter, or one Saturday in May."))

    def clean_when_date(self) -> date | None:
        """Raise `ValidationError` for a day that has not come yet anywhere on earth."""
        day: date | None = self.cleaned_data["when_date"]
        if day and day > timezone.now().date() + timedelta(days=1):
            raise ValidationError(_("This day has not come yet. Please look at it again."))
        return day

    def clean(self) -> None:
        """Ask for the day where she says that she knows it, and read a day or a text without a tick as what it is."""
        given = self.cleaned_data
        precision = given.get("when_precision")
        if precision == Precision.UNKNOWN:
            self.drop("when_date", "when_time", "when_text")
        elif precision == Precision.EXACT and not given.get("when_date") and "when_date" not in self.errors:
            self.add_error("when_date", _("Tell us which day, or choose “I know roughly when”."))
        elif not precision and given.get("when_date"):
            given["when_precision"] = Precision.EXACT
        elif not precision and given.get("when_text"):
            given["when_precision"] = Precision.ABOUT

    def told(self) -> JSONObject:
        """Return the answers, the time as hours and minutes."""
        return super().told() | {"when_time": str(self.cleaned_data["when_time"] or "")[:5]}


class BeforeForm(StepForm):
    """Whether it happened before, and whether somebody knows already."""

    step = Step.BEFORE
    short = _("Before this")
    reason = _("If it happens again and again, it weighs more. And nobody should make you tell the same thing twice.")
    only: ClassVar = {"reported_where": "reported", "reported_number": "reported"}
    happened_before = one_of(
        _("Has something like this happened before?"), YES, NO, ("not_sure", _("I am not sure")),
    )  # fmt: skip
    reported_before = one_of(_("Has anybody reported it already?"), YES, NO)
    reported_where = verbatim("reported_where", _("To whom?"), _("For example a police station or an organisation."))
    reported_number = verbatim("reported_number", _("Is there a number or a paper?"))

    def clean(self) -> None:
        """Leave out where it was reported if it was not."""
        if self.cleaned_data.get("reported_before") == "no":
            self.drop("reported_where", "reported_number")


class TargetsForm(StepForm):
    """Who or what was targeted."""

    step = Step.TARGETS
    short = _("Against whom")
    targets = some_of(
        _("Who or what was it against?"),
        ("person", _("One person, or a few")),
        ("group", _("A whole group of people")),
        ("property", _("A thing or a place, such as a home, a shop or a place of worship")),
        help_text=_("Tick all that fits."),
    )


class BecauseForm(StepForm):
    """Her perception, and why (R3, R16)."""

    step = Step.BECAUSE
    short = _("Because of who you are")
    reason = _("What you think is enough for us to write it down and look into it. You need no proof.")
    folded: ClassVar = {"grounds": _("Help me find the words (you can leave this out)")}
    perceived = one_of(
        _("Do you think it was because of who you are, or were taken to be?"),
        (Perceived.YES.value, _("Yes, I think so")),
        (Perceived.NOT_SURE.value, _("I am not sure")),
        (Perceived.NO.value, _("No")),
        help_text=_(
            "For example your origin, skin colour, language, religion, disability, gender, whom you love, or because you"
            " stood by somebody."
        ),
    )
    why = verbatim(
        "why", _("Why do you think so?"),
        _("In your own words. What they said matters, also the ugly words. We keep your text exactly as you write it."),
        rows=4,
    )  # fmt: skip
    grounds = some_of(_("What was it about?"), help_text=_("Tick all that fits."))


class OfficerForm(StepForm):
    """Whether an officer or official did it, and of which body."""

    step = Step.OFFICER
    short = _("Police or official")
    reason = _("If it was somebody from the police, those police will not get this report, now or later.")
    officer = one_of(_("Was it done by a police officer or another official?"))

    def told(self) -> JSONObject:
        """Return whether it was an officer, and of which body."""
        chosen = self.cleaned_data["officer"]
        if chosen not in set(OfficerBody):
            return {"officer": chosen, "officer_body": ""}
        return {"officer": "yes", "officer_body": chosen}


class WhoForm(StepForm):
    """Who tells it, and on whose word."""

    step = Step.WHO
    short = _("Who tells it")
    only: ClassVar = {"person_consents": "for_somebody", "person_consent_how": "for_somebody"}
    hints: ClassVar = {"person_consents": {"no": _("Then leave out the name, and what would lead to this person.")}}
    standing = one_of(
        _("Who is telling this?"),
        (Standing.VICTIM.value, _("It happened to me")),
        (Standing.WITNESS.value, _("I saw it or heard it")),
        (Standing.FOR_SOMEBODY.value, _("I tell it for somebody else")),
    )
    person_consents = one_of(
        _("Does this person know, and agree?"), YES, ("no", _("No, or I could not ask")),
    )  # fmt: skip
    person_consent_how = verbatim(
        "person_consent_how",
        _("Who agreed, and how?"),
        _("For example: my neighbour asked me to, on the phone, today."),
    )

    def clean(self) -> None:
        """Leave out the consent of somebody for whom nobody speaks."""
        if self.cleaned_data.get("standing") in {Standing.VICTIM, Standing.WITNESS}:
            self.drop("person_consents", "person_consent_how")


class WishesForm(StepForm):
    """What she wants to come of it."""

    step = Step.WISHES
    short = _("What you want")
    wishes = some_of(
        _("What would you like to happen?"),
        ("support", _("Help, or somebody to talk to")),
        ("contact", _("Somebody contacts me")),
        ("police", _("The police do something about it")),
        ("counted", _("Nothing more: I only want it to be counted")),
        help_text=_("Tick all that fits."),
    )

    def clean_wishes(self) -> list[str]:
        """Raise `ValidationError` for wishes that shut each other out."""
        wishes: list[str] = self.cleaned_data["wishes"]
        if "counted" in wishes and len(wishes) > 1:
            raise ValidationError(_("“Nothing more” does not go with the others. Please take one of them away."))
        return wishes


class ReadersForm(StepForm):
    """Who may read it: consent, recipient by recipient (R5)."""

    step = Step.READERS
    short = _("Who may read it")
    reason = _(
        "Your report is locked for those you choose. Nobody else gets a key, and this site itself cannot open it again."
    )
    readers = one_of(
        _("Who may read this?"),
        help_text=_("Only those you choose. You can change it later with your code."),
        missing=_("Choose who may read it. Without a reader it cannot go anywhere."),
    )

    def told(self) -> JSONObject:
        """Return the chosen organisations, by id."""
        return {"recipients": [*self.cleaned_data["readers"].split(SEPARATOR)]}


class ContactForm(StepForm):
    """How she can be reached without harm."""

    step = Step.CONTACT
    short = _("Safe contact")
    reason = _("You can stay unknown. With your code you read our answer here, and nobody calls or writes to you.")
    only: ClassVar = dict.fromkeys(
        ("contact_address", "contact_when", "contact_message", "contact_hide_from"), "contact"
    )
    needed: ClassVar = ("contact_address",)
    contact_how = one_of(
        _("May we contact you in another way?"),
        (BY_CODE, _("No, I come back with my code")),
        ("phone", _("By phone")),
        ("email", _("By e-mail")),
        ("other", _("In another way")),
    )
    contact_address = verbatim("contact_address", _("Which number or address?"))
    contact_when = verbatim("contact_when", _("When is it safe for you?"))
    contact_message = one_of(_("May we leave a message there?"), YES, NO)
    contact_hide_from = verbatim(
        "contact_hide_from", _("Is there somebody who must not know?"),
        _("For example a person you live with. Then we are careful about who picks up."), rows=2,
    )  # fmt: skip

    def clean(self) -> None:
        """Ask for the number where she wants a call; leave out what was typed where she wants none."""
        given = self.cleaned_data
        how = given.get("contact_how")
        if how == BY_CODE:
            self.drop(*self.only)
        elif how and not given.get("contact_address") and "contact_address" not in self.errors:
            self.add_error("contact_address", _("Write the number or address, or choose to come back with your code."))


FORMS: dict[Step, type[StepForm]] = {
    form.step: form
    for form in (
        SafeForm, WhereForm, CountryForm, WhatForm, WhenForm, BeforeForm, TargetsForm, BecauseForm, OfficerForm, WhoForm,
        WishesForm, ReadersForm, ContactForm,
    )
}  # fmt: skip
