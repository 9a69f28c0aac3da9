"""The forms of reviews, adoptions, questions, alerts, visits, hiding, and of the catalogue's filters."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.exchange.forms.fields import CHOOSE, Choices, Day, One, Several, Sure, Told, offer
from proximity.exchange.forms.practices import YES, YES_NO, countries, grounds
from proximity.exchange.queries import wording
from proximity.exchange.queries.wording import FIELDS, Words
from proximity.exchange.rules.adoptions import Adoption, fault_of
from proximity.exchange.rules.alerts import Alert
from proximity.exchange.rules.questions import Answer, Question
from proximity.exchange.rules.reviews import LOOKED_AT, Judgement, Review
from proximity.exchange.rules.visits import MOST_PEOPLE, Coming, Visit, days_fit
from proximity.exchange.rules.vocabulary import Area, Outcome, PlaceKind, Sign, Uptake, VisitKind, VisitRole

type Data = Mapping[str, object] | None
type Initial = dict[str, object] | None
ANY = _("all")


class Asked(forms.Form):
    """A form that is made of what was sent or of what stands there."""

    def __init__(self, data: Data = None, initial: Initial = None) -> None:
        """Take what was sent, or what stands there."""
        super().__init__(data, initial=initial)


class FilterForm(Asked):
    """What the catalogue is narrowed to."""

    text = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("This is too long. A few words are enough.")},
    )  # fmt: skip
    country = forms.ChoiceField(label=FIELDS["country"], required=False)
    category = forms.ChoiceField(
        label=FIELDS["categories"], required=False, choices=[("", ANY), *wording.CATEGORIES.items()]
    )
    ground = forms.ChoiceField(label=_("Ground"), required=False)
    # Chosen on the map; it stays while somebody narrows further.
    city = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Data = None, initial: Initial = None) -> None:
        """Offer what the packs know."""
        super().__init__(data, initial)
        offer(self, "country", [("", ANY), *countries()])
        offer(self, "ground", [("", ANY), *grounds()])


class ReviewForm(Asked):
    """What a city found of another's practice."""

    sure = Sure()

    def __init__(self, data: Data = None, initial: Initial = None) -> None:
        """Ask for each condition and each quality, with reasons."""
        super().__init__(data, initial)
        for one in LOOKED_AT:
            self.fields[one.value] = One(wording.LOOKED_AT[one], YES_NO)
            self.fields[f"{one.value}_why"] = Told(_("Why? In a sentence."), rows=2)
        self.order_fields([f"{one.value}{end}" for one in LOOKED_AT for end in ("", "_why")])

    @staticmethod
    def first(review: Review) -> dict[str, object]:
        """Return what was said before."""
        said: dict[str, object] = {}
        for one, judged in review.found.items():
            said |= {one.value: YES if judged.met else "no", f"{one.value}_why": judged.why}
        return said

    def review(self, practice: UUID, edition: int) -> Review:
        """Return the review."""
        given = self.cleaned_data
        found = {one: Judgement(given[one.value] == YES, given[f"{one.value}_why"]) for one in LOOKED_AT}
        return Review(practice, edition, found)


class AdoptionForm(Asked):
    """Who took a practice up, what was changed, what came of it."""

    uptake = One(_("How far are you?"), wording.UPTAKES)
    since = Day(_("Since when?"))
    changed = Told(_("What do you do otherwise than they do?"), _("Nothing is an answer too."), rows=3)
    outcome = One(_("What has come of it?"), wording.OUTCOMES, open_words=_("not known"))
    result = Told(
        _("What makes you say so?"), _("What failed teaches others as much as what helped."), rows=3, required=False
    )
    sure = Sure()

    @staticmethod
    def first(one: Adoption) -> dict[str, object]:
        """Return what was said before."""
        return {
            "uptake": one.uptake.value, "since": one.since, "changed": one.changed,
            "outcome": one.outcome.value if one.outcome else "", "result": one.result,
        }  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Refuse what does not fit together."""
        given = self.cleaned_data
        if {"uptake", "outcome", "result"} <= given.keys():
            fault = fault_of(self.adoption(None, 0))
            if fault:
                self.add_error(fault, FAULTS[fault])
        return given

    def adoption(self, practice: UUID | None, edition: int) -> Adoption:
        """Return the adoption."""
        given = self.cleaned_data
        return Adoption(
            practice, edition, Uptake(given["uptake"]), given.get("since"), given.get("changed", ""),
            Outcome(given["outcome"]) if given["outcome"] else None, given["result"],
        )  # fmt: skip


FAULTS: Mapping[str, Words] = {
    "outcome": _("Say what came of it; while it is only planned, it is too early."),
    "result": _("Write a few words."),
    "since": _("Give a day that has passed."),
    "until": _("Give a day a week to three months after the first."),
    "expires_on": _("Give a day after today, three months off at most."),
    "ends_on": _("The last day comes after the first."),
}


class QuestionForm(Asked):
    """What somebody asks people of other cities."""

    title = Told(_("Your question in one line"))
    text = Told(_("What you would like to know, and why"), rows=5)
    readers = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    sure = Sure()

    def question(self, practice: UUID | None) -> Question:
        """Return the question."""
        return Question(self.cleaned_data["title"], self.cleaned_data["text"], practice)


class AnswerForm(Asked):
    """An answer. Whoever reads the question reads it."""

    text = Told(_("Your answer"), rows=5)
    sure = Sure()

    def answer(self, question: UUID) -> Answer:
        """Return the answer."""
        return Answer(question, self.cleaned_data["text"])


class HideForm(Asked):
    """Why something is hidden from the people of this city."""

    reason = Told(_("Why is it hidden?"), _("Colleagues in your city who take part can read the reason."), rows=2)


class AlertForm(Asked):
    """A pattern in codes: there is no box in which anybody could be named."""

    sign = One(_("What is seen?"), wording.SIGNS)
    ground = forms.ChoiceField(label=_("Against whom?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    place = One(_("Near what?"), wording.PLACES)
    area = One(_("Where?"), wording.AREAS)
    since = Day(_("From which day?"), required=True)
    until = Day(_("To which day?"), _("A week at least: a single day would lead to a single incident."), required=True)
    expires_on = Day(_("Until when should others look out for it?"), required=True)
    readers = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, data: Data = None, initial: Initial = None) -> None:
        """Offer the grounds."""
        super().__init__(data, initial)
        offer(self, "ground", grounds())

    def alert(self) -> Alert:
        """Return the alert."""
        given = self.cleaned_data
        return Alert(
            Sign(given["sign"]), given["ground"], PlaceKind(given["place"]), Area(given["area"]), given["since"],
            given["until"], given["expires_on"],
        )  # fmt: skip


class VisitForm(Asked):
    """A visit that a city offers or asks for."""

    kind = One(_("What is it?"), wording.VISIT_KINDS)
    title = Told(_("What is it about?"))
    agenda = Told(_("What would be seen and done?"), rows=4)
    place = Told(_("Where?"), _("A city or an office."), required=False)
    starts_on = Day(_("First day"), _("Leave it empty while nothing is agreed."))
    ends_on = Day(_("Last day"))
    roles = Several(_("For whom is it?"), list(wording.VISIT_ROLES.items()))
    outcome = Told(_("What came of it"), _("Afterwards: what did you learn, what will you do?"), rows=3, required=False)
    readers = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    sure = Sure()

    @staticmethod
    def first(one: Visit) -> dict[str, object]:
        """Return what stands there."""
        return {
            "kind": one.kind.value, "title": one.title, "agenda": one.agenda, "place": one.place,
            "starts_on": one.starts_on, "ends_on": one.ends_on, "roles": [role.value for role in one.roles],
            "outcome": one.outcome,
        }  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Refuse a visit that ends before it begins."""
        given = self.cleaned_data
        if not days_fit(given.get("starts_on"), given.get("ends_on")):
            self.add_error("ends_on", FAULTS["ends_on"])
        return given

    def visit(self) -> Visit:
        """Return the visit."""
        given = self.cleaned_data
        texts = {name: given[name] for name in ("title", "agenda", "place", "starts_on", "ends_on", "outcome")}
        roles = tuple(VisitRole(one) for one in given["roles"])
        return Visit(kind=VisitKind(given["kind"]), roles=roles, **texts)


class ComingForm(Asked):
    """How many come, in which roles."""

    HINTS: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, data: Data = None, initial: Initial = None) -> None:
        """Ask for a number in each role."""
        super().__init__(data, initial)
        wrong = _("Give a number from 0 to 200.")
        for role in VisitRole:
            self.fields[role.value] = forms.IntegerField(
                label=wording.VISIT_ROLES[role], required=False, min_value=0, max_value=MOST_PEOPLE,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "data-short": ""}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            )  # fmt: skip

    def coming(self, visit: UUID) -> Coming:
        """Return the answer; nobody at all is a cancellation."""
        return Coming(visit, {role: number for role in VisitRole if (number := self.cleaned_data[role.value])})


def offer_readers(form: forms.Form, choices: Choices) -> None:
    """Let a form ask who may read what it sends."""
    offer(form, "readers", choices)
