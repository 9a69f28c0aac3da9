"""Reads a draft: every page through its form, in order, so that later pages know what earlier ones said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from proximity.accounts.models import City
from proximity.accounts.queries import cities
from proximity.packs.pack import Pack
from proximity.reporting.drafts import Draft
from proximity.reporting.forms import offers
from proximity.reporting.forms.fields import Offer, StepForm
from proximity.reporting.forms.report import FORMS
from proximity.reporting.queries.routes import Destination, destination, pack_of
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import PLACE_STEPS, QUESTIONS, Step, comes_after


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft says: the answers that can be read, the page of each, and the pages that cannot be read yet."""

    answers: Answers
    forms: Mapping[Step, StepForm]
    faults: tuple[Step, ...]
    cities: tuple[City, ...]
    destination: Destination | None
    place_is_served: bool

    def leads_nowhere(self, step: Step) -> bool:
        """Say whether nobody can take the report as far as it is told at `step`: for its place, or for the officer's body."""
        if step in PLACE_STEPS:
            return False
        return not self.place_is_served or (self.destination is None and comes_after(step, Step.OFFICER))

    @property
    def city(self) -> City | None:
        """The city where it happened, if it is one of this instance."""
        return _city(self.cities, self.answers)

    @property
    def pack(self) -> Pack | None:
        """The pack whose words fit: that of the place, else that of where the report goes."""
        return _pack(self.city, self.answers) or (pack_of(self.destination.city.country) if self.destination else None)


def read(draft: Draft, lang: str) -> Reading:
    """Read every page of a draft."""
    known = tuple(cities())
    answers, forms, faults = Answers(), {}, []
    for question in QUESTIONS:
        step = question.step
        if not question.asked_when(answers):
            continue
        form = FORMS[step](draft.typed.get(step, {}), offer=_offer(step, answers, known, lang), check=True)
        forms[step] = form
        if form.is_valid():
            answers = Answers.from_json(answers.as_json() | form.told())
        else:
            faults.append(step)
    going = destination(answers)
    served = going is not None or destination(replace(answers, officer_body="")) is not None
    return Reading(answers, forms, tuple(faults), known, going, served)


def _city(known: tuple[City, ...], answers: Answers) -> City | None:
    return next((city for city in known if city.slug == answers.city), None)


def _pack(city: City | None, answers: Answers) -> Pack | None:
    return pack_of(city.country if city else answers.country)


def _offer(step: Step, answers: Answers, known: tuple[City, ...], lang: str) -> Offer:
    if step is Step.WHERE:
        return offers.offer_cities(known)
    if step is Step.COUNTRY:
        return offers.offer_countries(lang)
    if step is Step.BECAUSE:
        return offers.offer_grounds(lang)
    if step is Step.OFFICER:
        return offers.offer_bodies(_pack(_city(known, answers), answers), lang)
    if step is Step.READERS:
        going = destination(answers)
        return offers.offer_readers(going.readers if going else ())
    return Offer()
