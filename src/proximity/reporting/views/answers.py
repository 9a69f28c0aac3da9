"""A report's answers in words, page by page, with the labels that the public form asked with."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from django import forms
from django.utils.formats import date_format, time_format

from proximity.accounts.models import City
from proximity.reporting.forms import offers
from proximity.reporting.forms.fields import Choices, Words
from proximity.reporting.forms.report import FORMS
from proximity.reporting.queries.routes import pack_of
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import ELSEWHERE, Step

# Answered in words of their own: where the report went stands with its readers, and "elsewhere" is no city.
LEFT_OUT = frozenset({Step.READERS})
VERBATIM = frozenset({"what", "why"})
# Asked as one question with the body, and "I know the day" beside the day itself: said once.
SPOKEN_FOR: dict[str, Callable[[Answers], str]] = {
    "officer": lambda answers: answers.officer_body or answers.officer,
    "when_precision": lambda answers: "" if answers.when_date or answers.when_text else answers.when_precision,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: what was asked, what was answered; `verbatim` texts keep their lines."""

    name: str
    asked: Words
    answers: tuple[Words, ...]
    verbatim: bool


@dataclass(frozen=True, slots=True)
class ToldPage:
    """The answers to one page of the form."""

    step: Step
    short: Words
    lines: tuple[Told, ...]


def told(answers: Answers, city: City, lang: str) -> list[ToldPage]:
    """Return what was answered, in the order of the form, without what was skipped."""
    offered = _offered(answers, city, lang)
    pages = (
        ToldPage(step, form.short, tuple(_lines(form.base_fields, answers, offered)))
        for step, form in FORMS.items()
        if step not in LEFT_OUT
    )
    return [page for page in pages if page.lines]


def told_on(step: Step, pages: Iterable[ToldPage]) -> tuple[Told, ...]:
    """Return the answers to one page, or none."""
    return next((page.lines for page in pages if page.step is step), ())


def _lines(fields: Mapping[str, forms.Field], answers: Answers, offered: Mapping[str, Choices]) -> Iterator[Told]:
    for name, field in fields.items():
        value = _value(name, answers)
        if value:
            words = tuple(_in_words(name, one, field, offered) for one in value)
            yield Told(name, field.label or "", words, name in VERBATIM)


def _value(name: str, answers: Answers) -> tuple[str, ...]:
    given = SPOKEN_FOR[name](answers) if name in SPOKEN_FOR else getattr(answers, name)
    return given if isinstance(given, tuple) else (given,) if given else ()


def _in_words(name: str, value: str, field: forms.Field, offered: Mapping[str, Choices]) -> Words:
    if name == "when_date":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name == "when_time":
        return time_format(time.fromisoformat(value), "TIME_FORMAT")
    if not isinstance(field, forms.ChoiceField):
        return value
    words: dict[str, Words] = dict(offered.get(name) or field.choices)  # type: ignore[arg-type]  # ours are flat
    return words.get(value, value)


def _offered(answers: Answers, city: City, lang: str) -> dict[str, Choices]:
    """Return the words of the choices that depend on place and language."""
    pack = None if answers.city == ELSEWHERE else pack_of(city.country)
    found = (
        offers.offer_cities([city]), offers.offer_countries(lang), offers.offer_grounds(lang),
        offers.offer_bodies(pack, lang),
    )  # fmt: skip
    return {name: choices for offer in found for name, choices in offer.choices.items()}
