"""Where a report can go: which organisations may be given it, which are shut out, behind which city's wall it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from proximity.accounts.models import City, Organisation
from proximity.accounts.queries import elsewhere_organisation, receiving_organisations
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.pack import Pack
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import ELSEWHERE
from proximity.reporting.rules.routing import barred_kinds
from proximity.reporting.rules.states import MAY_READ


@dataclass(frozen=True, slots=True)
class Destination:
    """The city whose wall will stand around a report, who there may be given it, and who must never be."""

    city: City
    readers: tuple[Organisation, ...]
    barred: tuple[Organisation, ...]


def pack_of(country: str) -> Pack | None:
    """Return the pack of a country, or None where there is none yet."""
    return load_pack(country) if country in available_countries() else None


def city_of(answers: Answers, *, among: Sequence[City] | None = None) -> City | None:
    """Return the city where it happened; None for elsewhere and for a city that is no longer served.

    `among`: all cities of the instance, where the caller knows them already.
    """
    if not answers.city or answers.city == ELSEWHERE:
        return None
    if among is None:
        return City.objects.filter(slug=answers.city).first()
    return next((city for city in among if city.slug == answers.city), None)


def bodies_barred(city: City, answers: Answers) -> tuple[Organisation, ...]:
    """Return the organisations of `city` that must never hold the report, because it is about one of their own."""
    pack = None if answers.city == ELSEWHERE else pack_of(city.country)
    kinds = barred_kinds(answers.officer_body, pack)
    return tuple(Organisation.objects.filter(city=city, kind__in=kinds)) if kinds else ()


def destination(answers: Answers, *, among: Sequence[City] | None = None) -> Destination | None:
    """Return where a report can go, or None where nobody of this instance may take it.

    Where a city has nobody (left), it goes to whom the instance names for the country, behind that organisation's wall.
    `among`: all cities of the instance, where the caller knows them already.
    """
    city = city_of(answers, among=among)
    if city is not None:
        barred = bodies_barred(city, answers)
        readers = tuple(body for body in receiving_organisations(city) if body not in barred)
        if readers:
            return Destination(city, readers, barred)
    elif answers.city != ELSEWHERE:
        return None
    return _elsewhere(answers, city.country if city else answers.country)


def _elsewhere(answers: Answers, country: str) -> Destination | None:
    named = elsewhere_organisation(country)
    if named is None:
        return None
    barred = bodies_barred(named.city, answers)
    return None if named in barred else Destination(named.city, (named,), barred)


def readers_of(report: Report) -> list[Recipient]:
    """Return those who may read a report today, with the dates that were promised, helpers before police."""
    rows = Recipient.objects.filter(report=report, status__in=MAY_READ).select_related("organisation")
    return sorted(rows, key=lambda row: (row.organisation.kind != "ngo", row.organisation.name))
