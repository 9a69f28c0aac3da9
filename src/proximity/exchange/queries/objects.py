"""What every page shows of an object: whose it is, who reads it, and how an office is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.exchange.models import Hidden
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.readers import GROUP, Readers, choice_of, way_of
from proximity.network.models import Author, SharedObject
from proximity.network.queries import groups
from proximity.network.rules.audience import Audience, readers
from proximity.network.store import world


@dataclass(frozen=True, slots=True)
class Told:
    """An object in a list: what it is called, in which language, whose it is, and when it was last changed."""

    id: UUID
    title: str
    language: str
    whose: str
    modified: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may read something, in words: a sentence, and the cities by name."""

    code: str
    words: Words
    sentence: str
    cities: tuple[str, ...]


def whose(one: SharedObject) -> str:
    """Return the office and city that wrote something: an office, never a person."""
    return f"{one.office} · {one.author.name}" if one.office else one.author.name


def told(one: SharedObject, title: str, by: Actor) -> Told:
    """Return an object as a list shows it."""
    own = one.author_id == by.city_id and one.organisation_id == by.organisation.pk
    return Told(one.pk, title, one.language, whose(one), one.modified, own)


def hidden_by(object_id: UUID, by: Actor) -> Hidden | None:
    """Return why the actor's city has hidden something, if it has."""
    return Hidden.objects.filter(city_id=by.city_id, object_id=object_id).first()


def choices_for(by: Actor) -> list[Choice]:
    """Return whom the actor may choose as readers, each with the cities that would read it today."""
    country = by.organisation.city.country
    ways: dict[str, Words] = {
        Readers.NETWORK: _("All cities of the network"),
        Readers.PUBLIC: _("Everybody"),
        Readers.COUNTRY: _("Cities of my country"),
        **{f"{GROUP}{one.id}": one.name for one in groups(city=by.city_id)},
        Readers.CITY: _("Only my own city"),
    }
    names = _names()
    return [
        _choice(code, words, way_of(code, country_code=country)[1], by.city_id, names) for code, words in ways.items()
    ]


def readers_of(one: SharedObject, by: Actor) -> Choice:
    """Return who reads an object today, as this instance knows it."""
    audience = Audience.of_scope(one.scope)
    code = choice_of(audience) if audience else ""
    words = next((choice.words for choice in choices_for(by) if choice.code == code), "")
    return _choice(code, words, audience, one.author_id, _names())


def _names() -> Mapping[UUID, str]:
    return dict(Author.objects.values_list("pk", "name")) | {city.pk: city.name for city in City.objects.all()}


def _choice(code: str, words: Words, audience: Audience | None, author: UUID, names: Mapping[UUID, str]) -> Choice:
    found = sorted(names[city] for city in readers(audience, author=author, world=world()) if city in names)
    return Choice(code, words, str(_sentence(code)), tuple(found))


def _sentence(code: str) -> Words:
    match code:
        case Readers.PUBLIC:
            return _("Anybody reads it, on the public site and in the feed, and may pass it on (TLP:CLEAR).")
        case Readers.NETWORK:
            return _(
                "People who take part in these cities, and in those that join later. It is not put on public pages (TLP:GREEN)."
            )
        case Readers.COUNTRY:
            return _("People who take part in cities of one country. It is not put on public pages (TLP:GREEN).")
        case Readers.CITY:
            return _("Only people of your own city. It does not leave this installation (TLP:RED).")
    return _("Only people of the cities in this group (TLP:AMBER).")
