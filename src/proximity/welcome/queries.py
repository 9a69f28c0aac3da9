"""What the public front shows: places, the words of their country, who takes reports there."""

from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City
from proximity.accounts.queries import cities, receiving_organisations
from proximity.accounts.rules import OrganisationKind
from proximity.packs.danger import Danger, danger_in
from proximity.packs.loader import load_pack
from proximity.packs.pack import Pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey
from proximity.welcome.models import Leaflet
from proximity.welcome.rules import pack_to_speak

KINDS: dict[str, Promise] = {
    OrganisationKind.LOCAL_POLICE: _("local police"),
    OrganisationKind.STATE_POLICE: _("state police"),
    OrganisationKind.PROSECUTION: _("public prosecutor"),
    OrganisationKind.NGO: _("organisation that supports people"),
    OrganisationKind.CITY_HALL: _("city hall"),
    OrganisationKind.COMPLAINTS_BODY: _("complaints body"),
    OrganisationKind.NATIONAL_BODY: _("national body"),
    OrganisationKind.OVERSIGHT: _("oversight"),
    OrganisationKind.TRAINING_BODY: _("training body"),
    OrganisationKind.STAKEHOLDER: _("partner of the city"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """An organisation that takes reports: its name and what it is."""

    name: str
    kind: Promise


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is, as far as the address says: one city, or none among the cities of this instance."""

    city: City | None
    cities: tuple[City, ...]
    lang: str

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs of the countries meant, each once: the city's, else those of all cities."""
        meant = (self.city,) if self.city else self.cities
        return tuple(load_pack(country) for country in dict.fromkeys(city.country for city in meant))

    @property
    def readers(self) -> list[Reader]:
        """Who takes reports in the city; nobody while no city is chosen."""
        if self.city is None:
            return []
        return [Reader(found.name, KINDS[found.kind]) for found in receiving_organisations(self.city)]

    def text(self, key: TextKey) -> PackText | None:
        """Return a text of the pack that speaks here; None only where the instance has no city yet."""
        pack = pack_to_speak(self.packs, self.lang)
        return pack.text(key, self.lang) if pack else None

    def dangers(self) -> list[Danger]:
        """Return what to do in danger, per country meant."""
        return [danger_in(pack, self.lang) for pack in self.packs]


def place(slug: str, lang: str) -> Place:
    """Return where the reader is: the city of that slug, the only city where there is but one, else none."""
    known = tuple(cities())
    chosen = next((city for city in known if city.slug == slug), known[0] if len(known) == 1 else None)
    return Place(chosen, known, lang)


def places() -> list[str]:
    """Return the slugs of the places that have a leaflet: each city, and the whole instance (empty) where there are several."""
    slugs = [city.slug for city in cities()]
    return slugs if len(slugs) == 1 else ["", *slugs]


def leaflet(place: Place) -> Leaflet | None:
    """Return the leaflet of where the reader is, in her language; None until it is drawn."""
    found = Leaflet.objects.filter(city=place.city, language=place.lang)
    return found.only("digest", "pdf").first()


def place_of(request: HttpRequest) -> Place:
    """Return the place that an address presets with `?city=`."""
    return place(request.GET.get("city", ""), get_language())


def database_answers() -> bool:
    """Say whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False
