"""Pure choices of "Help near you": which services answer a need, in the words of the reader, and what is missing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from proximity.directory.rules.entries import grounds_to_choose
from proximity.directory.rules.languages import CODES, own_names
from proximity.packs import codes
from proximity.packs.pack import Pack
from proximity.packs.schema import ComplaintRoute, HelpEntry, Words
from proximity.packs.vocabulary import HelpNeed, Operation

# In danger one calls, whatever was chosen: that stands at the top of the page and is no group among others.
NEEDS = tuple(need for need in HelpNeed if need is not HelpNeed.DANGER)


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a pack with the language that it really is in."""

    text: str
    lang: str

    @classmethod
    def of(cls, words: Words, lang: str) -> "Said":
        """Return words as far as they are there in `lang`, else in English."""
        return cls(words.label(lang), words.spoken(lang))


@dataclass(frozen=True, slots=True)
class Service:
    """One help service in the reader's words. Without a named person who checked it, no number, street or hours are here."""

    name: Said
    purpose: Said
    link: str | None
    phone: str | None
    email: str | None
    address: str | None
    hours: Said | None
    grounds: tuple[str, ...]  # in words; empty: for everybody
    languages: tuple[str, ...]  # each by its own name, where the shared list has it
    may_be_closed: bool
    independent: bool
    seen_on: dt.date
    checked_by: str | None


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """What answers one need."""

    need: HelpNeed
    services: tuple[Service, ...]


class Offer(Protocol):
    """What a service of the pack and an entry of the register both say."""

    @property
    def grounds(self) -> tuple[str, ...]:
        """Families of grounds that it is for; none: for everybody."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages spoken there, by code."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader looks for: one need, one family of grounds, one language, or None for all."""

    need: HelpNeed | None = None
    ground: str | None = None
    language: str | None = None

    def takes(self, entry: Offer) -> bool:
        """Say whether a service is for these grounds and speaks this language; one without grounds is for everybody."""
        speaks = self.language is None or self.language in entry.languages
        return speaks and (self.ground is None or not entry.grounds or self.ground in entry.grounds)


def wanted_by(need: str, ground: str, language: str = "") -> Wanted:
    """Return what the numbers in an address mean; what means nothing asks for nothing.

    The address holds places in a list and no words: whoever looks at the history of a shared telephone later reads
    neither a ground nor a need nor a language in it.
    """
    families = [family.code for family in grounds_to_choose()]
    return Wanted(_at(NEEDS, need), _at(families, ground), _at(CODES, language))


def _at[T](values: Sequence[T], place: str) -> T | None:
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 3 else 0
    return values[number - 1] if 0 < number <= len(values) else None


def service(entry: HelpEntry, lang: str) -> Service:
    """Return a help entry in the words of `lang`."""
    contact = entry.contact
    return Service(
        name=Said.of(entry.words, lang), purpose=Said.of(entry.purpose, lang), link=contact.link, phone=contact.phone,
        email=contact.email, address=contact.address, hours=Said.of(contact.hours, lang) if contact.hours else None,
        grounds=tuple(codes.ground_family(code).label(lang) for code in entry.grounds),
        languages=own_names(entry.languages),
        may_be_closed=entry.state is not Operation.SEEN, independent=False,
        seen_on=entry.seen_at.date, checked_by=entry.verified_by,
    )  # fmt: skip


def _complaints(pack: Pack, city: str | None, lang: str) -> Iterator[Service]:
    """Yield the ways to complain about an officer, independent ones first, each body once, none of another city."""
    routes: dict[tuple[str, bool], ComplaintRoute] = {}
    for route in sorted(pack.complaint_routes, key=lambda one: not one.independent):
        routes.setdefault((route.body, route.independent), route)
    for route in routes.values():
        body = pack.body(route.body).for_public()
        if body.city not in {None, city}:
            continue
        yield Service(
            name=Said.of(body.words, lang), purpose=Said.of(route.how, lang), link=body.contact.link,
            phone=body.contact.phone, email=body.contact.email, address=body.contact.address,
            hours=Said.of(body.contact.hours, lang) if body.contact.hours else None, grounds=(), languages=(),
            may_be_closed=body.state is not Operation.SEEN, independent=route.independent,
            seen_on=route.seen_at.date, checked_by=body.verified_by and route.verified_by,
        )  # fmt: skip


def _names(entry: HelpEntry) -> set[str]:
    return {name.casefold() for _language, name in entry.words.pairs}


def help_groups(
    pack: Pack, city: str | None, wanted: Wanted, lang: str, known: frozenset[str] = frozenset()
) -> tuple[HelpGroup, ...]:  # fmt: skip
    """Return the public help of a country and city by need, in the order of the needs.

    The city's own services come first, and last those that may no longer answer. `known` are names that the city's own register
    has, in small letters: what it says of them is newer.
    """
    entries = sorted(
        (entry for entry in pack.help_entries(city=city) if known.isdisjoint(_names(entry))),
        key=lambda entry: (entry.state is not Operation.SEEN, not entry.cities),
    )
    fitting = [entry for entry in entries if wanted.takes(entry)]
    groups = []
    for need in NEEDS if wanted.need is None else (wanted.need,):
        found = [service(entry, lang) for entry in fitting if need in entry.needs]
        groups.append(HelpGroup(need, tuple(_complaints(pack, city, lang) if need is HelpNeed.OFFICER else found)))
    return tuple(groups)
