"""What the pages of the public form show: the parts of a question, the list of answers, the words from the country's pack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format, time_format

from proximity.accounts.models import City, Organisation
from proximity.packs.danger import danger_in
from proximity.packs.pack import Pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey
from proximity.reporting.forms.fields import StepForm, Words
from proximity.reporting.queries.routes import pack_of
from proximity.reporting.rules.questions import Step
from proximity.reporting.views.report_reading import Reading

EVERYWHERE = "112"


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a page: whether it is the question itself, and what its choices mean.

    `only` names the answer it waits for, `needed` says that it must then be filled in, `folded` is the summary it hides behind.
    """

    field: BoundField
    question: bool
    hints: Mapping[str, Words]
    only: str
    needed: bool
    folded: Words


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words, and to which smaller question (empty: to the page's own)."""

    asked: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Row:
    """One page in the list of answers; `open` where an answer is missing or cannot be read."""

    step: Step
    short: Words
    lines: tuple[Line, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class WhomToCall:
    """The country's own words and numbers, or only 112 while no place is known; then the other numbers of each country too."""

    text: PackText | None
    numbers: tuple[str, ...]
    also: tuple[tuple[str, str], ...]


def parts(form: StepForm) -> list[Part]:
    """Return the fields of a page, the question itself first."""
    names = list(form.fields)
    return [
        Part(form[name], name == names[0], form.hints_of(name), form.only.get(name, ""), name in form.needed,
             form.folded.get(name, ""))
        for name in names
    ]  # fmt: skip


def rows(reading: Reading) -> list[Row]:
    """Return the list of answers, page by page."""
    return [Row(step, form.short, _lines(form), step in reading.faults) for step, form in reading.forms.items()]


def _lines(form: StepForm) -> tuple[Line, ...]:
    first = next(iter(form.fields))
    given = {name: value for name, value in (form.cleaned_data | _unread(form)).items() if value}
    return tuple(
        Line("" if name == first else form.fields[name].label or "", text)
        for name, value in given.items()
        for text in _in_words(form.fields[name], value)
    )


def _unread(form: StepForm) -> dict[str, object]:
    """Return the texts of a page that cannot be read yet, as they were typed."""
    return {
        name: form.typed[name][0]
        for name in form.errors
        if name in form.typed and not isinstance(form.fields[name], forms.ChoiceField)
    }


def _in_words(field: forms.Field, value: object) -> Iterable[Words]:
    if isinstance(field, forms.ChoiceField):
        words: dict[str, Words] = dict(field.choices)  # type: ignore[arg-type]  # ours are flat: no groups of choices
        return [words[chosen] for chosen in (value if isinstance(value, list) else [str(value)])]
    if isinstance(value, date):
        return [date_format(value, "DATE_FORMAT")]
    if isinstance(value, time):
        return [time_format(value, "TIME_FORMAT")]
    return [str(value)]


def danger(city: City | None, known: Iterable[City], lang: str) -> WhomToCall:
    """Return whom to call in danger at a place, or, while no place is known, in each country of this instance."""
    pack = pack_of(city.country) if city else None
    if pack:
        here = danger_in(pack, lang)
        return WhomToCall(here.text, here.numbers, ())
    packs = [found for country in sorted({other.country for other in known}) if (found := pack_of(country))]
    also = [
        (there.country, number)
        for there in (danger_in(found, lang) for found in packs)
        for number in there.numbers
        if number != EVERYWHERE
    ]
    return WhomToCall(None, (EVERYWHERE,), tuple(also))


def texts(pack: Pack | None, lang: str, *keys: TextKey) -> dict[str, PackText]:
    """Return words with legal or safety meaning by their key, as far as there is a pack."""
    return {key.value: pack.text(key, lang) for key in keys} if pack else {}


def chosen(reading: Reading) -> list[Organisation]:
    """Return the organisations that she gives it to."""
    going = reading.destination
    return [body for body in going.readers if str(body.pk) in reading.answers.recipients] if going else []
