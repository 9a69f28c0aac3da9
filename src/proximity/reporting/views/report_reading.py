"""Reads a draft: every page through its form, in order, so that later pages know what earlier ones said."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from proximity.accounts.models import City
from proximity.accounts.queries import cities
from proximity.packs.pack import Pack
from proximity.reporting.drafts import Draft
from proximity.reporting.forms import offers
from proximity.reporting.forms.fields import Offer, StepForm
from proximity.reporting.forms.report import FORMS
from proximity.reporting.queries.routes import Destination, destination, pack_of
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import PLACE_STEPS, QUESTIONS, Question, Step, comes_after

MOST_TICKS = 50

type Way = tuple[str, str, str]
"""What decides where a report can go: city, country, the body of an officer."""


class Pages(Mapping[Step, StepForm]):
    """The pages that are asked, in order. One on which nothing was typed is made only when somebody looks at it."""

    def __init__(self, make: Callable[[Step], StepForm]) -> None:
        """Take what makes the form of a page."""
        self._make, self._made = make, dict[Step, StepForm | None]()

    def add(self, step: Step, form: StepForm | None) -> None:
        """Take the next page in."""
        self._made[step] = form

    def __getitem__(self, step: Step) -> StepForm:
        found = self._made[step]
        if found is None:
            found = self._made[step] = self._make(step)
        return found

    def __iter__(self) -> Iterator[Step]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


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


def with_posted(draft: Draft, posted: QueryDict) -> Draft:
    """Return the draft with what this page sent, readable or not; pages without a question send nothing."""
    if posted.get("asked") != draft.step or draft.step not in FORMS:
        return draft
    names = FORMS[draft.step].base_fields
    return draft.with_typed(
        draft.step, {name: posted.getlist(name)[:MOST_TICKS] for name in names if name in posted}
    )  # fmt: skip


def read(draft: Draft, lang: str) -> Reading:
    """Read every page of a draft."""
    reader = _Reader(draft, tuple(cities()), lang)
    for question in QUESTIONS:
        reader.take(question)
    going = reader.way(reader.answers)
    served = going is not None or reader.way(replace(reader.answers, officer_body="")) is not None
    return Reading(reader.answers, reader.pages, tuple(reader.faults), reader.known, going, served)


@dataclass(slots=True)
class _Reader:
    """A draft as far as it has been read."""

    draft: Draft
    known: tuple[City, ...]
    lang: str
    answers: Answers = field(default_factory=Answers)
    faults: list[Step] = field(default_factory=list)
    pages: Pages = field(init=False)
    ways: dict[Way, Destination | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages = Pages(self._form)

    def take(self, question: Question) -> None:
        """Read one page. On one where nothing was typed only a needed answer is missing: there is nothing to read."""
        step = question.step
        if not question.asked_when(self.answers):
            return
        form = self._form(step) if self.draft.typed.get(step) else None
        self.pages.add(step, form)
        if form is None:
            self.faults += [step] if question.needed else []
        elif form.is_valid():
            self.answers = Answers.from_json(self.answers.as_json() | form.told())
        else:
            self.faults.append(step)

    def way(self, answers: Answers) -> Destination | None:
        """Return where a report with these answers can go; asked of the database once for each place and body."""
        key = (answers.city, answers.country, answers.officer_body)
        if key not in self.ways:
            self.ways[key] = destination(answers, among=self.known)
        return self.ways[key]

    def _form(self, step: Step) -> StepForm:
        """Return the form of a page, read. What it offers depends on earlier pages alone, so it can be made later."""
        form = FORMS[step](self.draft.typed.get(step, {}), offer=self._offer(step), check=True)
        form.full_clean()
        return form

    def _offer(self, step: Step) -> Offer:
        if step is Step.WHERE:
            return offers.offer_cities(self.known)
        if step is Step.COUNTRY:
            return offers.offer_countries(self.lang)
        if step is Step.BECAUSE:
            return offers.offer_grounds(self.lang)
        if step is Step.OFFICER:
            return offers.offer_bodies(_pack(_city(self.known, self.answers), self.answers), self.lang)
        if step is Step.READERS:
            going = self.way(self.answers)
            return offers.offer_readers(going.readers if going else ())
        return Offer()


def _city(known: tuple[City, ...], answers: Answers) -> City | None:
    return next((city for city in known if city.slug == answers.city), None)


def _pack(city: City | None, answers: Answers) -> Pack | None:
    return pack_of(city.country if city else answers.country)
