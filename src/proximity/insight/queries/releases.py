"""Which tables are released, and what of the figures belongs on somebody's home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.accounts.rules import Capability
from proximity.insight.access import prepared_table, releases
from proximity.insight.models import Release


@dataclass(frozen=True, slots=True)
class CityFigures:
    """A city in the list of figures: its address, its name, and when its newest figures came out, if ever."""

    slug: str
    name: str
    released_at: datetime | None


def cities_with_figures() -> list[CityFigures]:
    """Return every city, by name, with the day of its newest release; one query."""
    newest = releases().filter(city=OuterRef("pk")).values("released_at")[:1]
    found = City.objects.annotate(figures_at=Subquery(newest)).values_list("slug", "name", "figures_at")
    return [CityFigures(slug, name, released_at) for slug, name, released_at in found]


def release_of(city: str, version: int | None = None) -> Release | None:
    """Return a release of a city by its slug, the newest without a version; None where there is none. One query."""
    found = releases().filter(city__slug=city)
    return (found if version is None else found.filter(version=version)).first()


def city_named(slug: str) -> City | None:
    """Return the city of a slug, or None."""
    return City.objects.filter(slug=slug).first()


@dataclass(frozen=True, slots=True)
class HomeItem:
    """One line on somebody's home page: what waits or is new, where it leads, and whether it waits for her."""

    text: str
    url: str
    waiting: bool


def home_items(actor: Actor) -> Sequence[HomeItem]:
    """Return what the home page of the person at work says about figures; nothing for who does not read them."""
    if not actor.may(Capability.READ_FIGURES):
        return ()
    url = reverse("figures:index")
    if actor.may(Capability.RELEASE_FIGURES) and prepared_table(actor) is not None:
        return (HomeItem(_("A table of figures is prepared: look at it, then release it"), reverse("figures:prepared"), True),)
    newest = releases().filter(city_id=actor.city_id).first()
    if newest is not None:
        day = date_format(newest.released_at, "DATE_FORMAT")
        return (HomeItem(_("Figures of %(city)s, released on %(day)s") % {"city": newest.city.name, "day": day}, url, False),)
    waiting = actor.may(Capability.RELEASE_FIGURES)
    return (HomeItem(_("No figures have been released for your city yet"), url, waiting),)
