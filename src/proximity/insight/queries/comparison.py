"""What many cities released, side by side: the page of a national body, its part of the home page, and rows for ODIHR.

Reads released tables and nothing else, as everybody may. Nothing is added up over cities: rounded numbers do not make a sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.accounts.rules import Capability
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.insight.access import releases
from proximity.insight.models import Release
from proximity.insight.queries.wording import DEFINITIONS, ground_labels
from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, TableCode
from proximity.insight.rules.tables import Gap, Published
from proximity.insight.rules.vocabulary import EVERYTHING, shared_vocabulary
from proximity.packs import codes
from proximity.packs.loader import load_pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey

YEARS_SHOWN = 4
UNTOLD = "\N{EN DASH}"
HEADER = (
    "year", "country", "city", "stage", "bias_code", "odihr_category", "odihr_label", "label", "count", "unit", "source",
    "covers_until", "note",
)  # fmt: skip
# What a released table counts: everything that was recorded, whether or not it is a crime or was ever prosecuted.
STAGE, UNIT = "recorded", "incident"


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city of the comparison. `numbers` are the years' in words, then all together; empty where nothing was released."""

    name: str
    country: str
    url: str
    release: Release | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cities of the instance with their newest releases. `silent` are the cities that have released nothing yet."""

    years: tuple[str, ...]
    rows: tuple[CityRow, ...]
    silent: tuple[CityRow, ...]
    definitions: tuple[str, ...]
    caution: PackText | None


def compared_cities(by: Actor) -> Comparison:
    """Return what each city released last, the actor's own country first; two queries. Raises `NotAllowed`."""
    by.check_may(Capability.COMPARE_CITIES)
    newest = newest_releases()
    years = _years(list(newest.values()))
    own = by.organisation.city.country
    cities = sorted(City.objects.all(), key=lambda city: (city.country != own, city.name))
    rows = [_row(city, newest.get(city.pk), years) for city in cities]
    return Comparison(
        years=tuple(_column(year, newest) for year in years),
        rows=tuple(row for row in rows if row.release is not None),
        silent=tuple(row for row in rows if row.release is None),
        definitions=tuple(str(DEFINITIONS[code]) for code in sorted({one.definition for one in newest.values()})),
        caution=load_pack(own).text(TextKey.FIGURES_CAUTION, get_language() or "en") if newest else None,
    )


def newest_releases() -> dict[object, Release]:
    """Return the newest release of each city that the wall shows, by the city's id; one query."""
    return {one.city_id: one for one in releases().order_by("city_id", "-version").distinct("city_id")}


def city_items(by: Actor) -> HomeList | None:
    """Return the cities' newest releases for the home page of who compares them, newest first; None for everybody else."""
    if not by.may(Capability.COMPARE_CITIES):
        return None
    found = sorted(newest_releases().values(), key=lambda one: one.released_at, reverse=True)
    items = [
        HomeItem(
            label=one.city.name, url=public_figures(one.city.slug), waits=False,
            what=_("Version %(version)s, signed by %(office)s") % {"version": str(one.version), "office": one.office},
            due=date_format(one.released_at, "DATE_FORMAT"),
        )
        for one in found
    ]  # fmt: skip
    return HomeList(
        title=_("What cities released last"), items=items,
        empty=_("No city has released figures yet. Each city hall prepares its own, looks at them, and releases them."),
        all_url=reverse("figures:cities"), all_label=_("Compare the cities"),
    )  # fmt: skip


def public_figures(slug: str) -> str:
    """Return where everybody reads the figures of a city: on the public site, in the language of the reader."""
    return f"{settings.PUBLIC_ADDRESS}/{get_language() or 'en'}/figures/{slug}/"


def _years(found: Sequence[Release]) -> tuple[int, ...]:
    """Return the last years that any of the releases covers, oldest first; none where nothing is released."""
    last = max((one.covers_until.year for one in found), default=0)
    return tuple(range(last - YEARS_SHOWN + 1, last + 1)) if last else ()


def _column(year: int, newest: dict[object, Release]) -> str:
    unfinished = any(
        one.covers_until.year == year and (one.covers_until.month, one.covers_until.day) != (12, 31)
        for one in newest.values()
    )
    return _("%(year)s so far") % {"year": str(year)} if unfinished else str(year)


def _row(city: City, release: Release | None, years: tuple[int, ...]) -> CityRow:
    country = codes.country(city.country).label(get_language() or "en")
    if release is None:
        return CityRow(city.name, country, public_figures(city.slug), None, ())
    told = release.content
    numbers = (*(_said(told.incidents_in(str(year))) for year in years), _said(told.total))
    return CityRow(city.name, country, public_figures(city.slug), release, numbers)


def _said(count: Published | None) -> str:
    """Return a published count in words; a dash for a year that is not covered, and for what was left out to protect another."""
    if count is Gap.FEW:
        return "<5"
    return UNTOLD if count is None or count is Gap.HELD else number_format(count, use_l10n=True, force_grouping=True)


def odihr_rows(by: Actor) -> Iterator[tuple[str, ...]]:
    """Yield every published count of every city's newest release as a row, with the ODIHR category its ground belongs to.

    A count below 5 is empty. Grounds that ODIHR has no category for stay, with the reason as their note: they are not for it.
    Raises `NotAllowed`.
    """
    by.check_may(Capability.COMPARE_CITIES)
    yield HEADER
    for release in sorted(newest_releases().values(), key=lambda one: (one.city.country, one.city.name)):
        yield from _odihr_rows_of(release)


def _odihr_rows_of(release: Release) -> Iterator[tuple[str, ...]]:
    told = release.content
    table, labels = told.table(TableCode.GROUND), ground_labels(get_language() or "en")
    span = f"{told.years.start}-{told.years.stop - 1}"
    source = f"{release.office}, v{release.version}, {release.released_at.date().isoformat()}"
    cells = [
        (code, column, count) for code, row in table.rows for column, count in zip(table.columns, row, strict=True)
    ]
    cells += [(EVERYTHING, column, count) for column, count in zip(told.columns, told.incidents, strict=True)]
    for code, column, count in [*cells, (EVERYTHING, SPAN, told.total)]:
        category, note = _category(code)
        year = span if column == SPAN else _("not known") if column == UNKNOWN_YEAR else column
        yield (
            year, release.city.country.upper(), release.city.name, STAGE, code, category, labels.get(category, ""),
            labels.get(code, _("All grounds")), "" if isinstance(count, Gap) else str(count), UNIT, source,
            release.covers_until.isoformat(), note,
        )  # fmt: skip


def _category(code: str) -> tuple[str, str]:
    """Return ODIHR's category of a row and, where there is none, why."""
    vocabulary = shared_vocabulary()
    if code == EVERYTHING:
        return "", _("An incident with several grounds is counted once here.")
    if code in vocabulary.kept_from_odihr:
        reason = codes.odihr_reason(code)
        return "", reason.label(get_language() or "en") if reason else ""
    return vocabulary.rolls_up_to.get(code, code), ""
