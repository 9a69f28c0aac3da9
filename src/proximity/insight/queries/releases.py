"""Which tables are released, and what of the figures belongs on somebody's home page."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.accounts.rules import Capability
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.insight.access import prepared_table, releases
from proximity.insight.models import Chart, Release


@dataclass(frozen=True, slots=True)
class CityFigures:
    """A city in the list of figures: its address, its name, and its newest release, if ever there was one."""

    slug: str
    name: str
    release: Release | None


def cities_with_figures() -> list[CityFigures]:
    """Return every city, by name, with its newest release; two queries."""
    newest = {release.city_id: release for release in releases().order_by("city_id", "-version").distinct("city_id")}
    return [CityFigures(city.slug, city.name, newest.get(city.pk)) for city in City.objects.all()]


def release_of(city: str, version: int | None = None) -> Release | None:
    """Return a release of a city by its slug, the newest without a version; None where there is none. One query."""
    found = releases().filter(city__slug=city)
    return (found if version is None else found.filter(version=version)).first()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a page of figures depends on: which release it shows, how many came after it, how many of its charts are drawn."""

    release: UUID
    version: int
    newest: int
    charts: int

    @property
    def mark(self) -> str:
        """Return what changes whenever the page does."""
        return f"{self.release}.{self.newest}.{self.charts}"


def stamp_of(city: str, version: int | None, language: str) -> Stamp | None:
    """Return the stamp of a release, the newest without a version; None where there is none. One query, without its counts."""
    drawn = Chart.objects.filter(release=OuterRef("pk"), language=language).order_by()
    siblings = Release.objects.filter(city=OuterRef("city")).order_by("-version")
    found = Release.objects.filter(city__slug=city).order_by("-version")
    row = (found if version is None else found.filter(version=version)).values_list(
        "pk", "version", Subquery(siblings.values("version")[:1]),
        Subquery(drawn.values("release").annotate(many=Count("pk")).values("many")),
    ).first()  # fmt: skip
    return None if row is None else Stamp(row[0], row[1], row[2], row[3] or 0)


def earlier_versions(release: Release) -> list[Release]:
    """Return the versions before a release, newest first."""
    return list(releases().filter(city=release.city, version__lt=release.version).defer("counts"))


def later_version(release: Release) -> Release | None:
    """Return the version that took a release's place, or None."""
    return releases().filter(city=release.city, version=release.version + 1).defer("counts").first()


def city_named(slug: str) -> City | None:
    """Return the city of a slug, or None."""
    return City.objects.filter(slug=slug).first()


def home_items(actor: Actor) -> HomeList | None:
    """Return what the home page says about figures: what waits for who may release them, else what came out last.

    None for who does not read figures.
    """
    if not actor.may(Capability.READ_FIGURES):
        return None
    releases_them = actor.may(Capability.RELEASE_FIGURES)
    newest = releases().filter(city_id=actor.city_id).first()
    items = [_newest(newest)] if newest else []
    if releases_them and prepared_table(actor) is not None:
        items.insert(0, HomeItem(
            label=_("Look at the prepared table"), url=reverse("figures:prepared"),
            what=_("Counted, and not yet released. Nobody else sees it."), due=_("waits for you"), urgent=True,
        ))  # fmt: skip
    elif releases_them and newest is None:
        items.append(HomeItem(
            label=_("Prepare the first figures"), url=reverse("figures:index"),
            what=_("You see the table first, and then decide."),
        ))  # fmt: skip
    return HomeList(
        _("Figures"), items, empty=_("No figures have been released for your city yet."), all_url=reverse("figures:index"),
        all_label=_("All figures"),
    )  # fmt: skip


def _newest(release: Release) -> HomeItem:
    return HomeItem(
        label=_("Figures of %(city)s") % {"city": release.city.name}, url=reverse("figures:index"),
        what=_("Version %(version)s, signed by %(office)s") % {"version": str(release.version), "office": release.office},
        due=date_format(release.released_at, "DATE_FORMAT"), waits=False,
    )  # fmt: skip
