"""Pure choices of "Help near you": which services answer a need, in the words of the reader, and what is missing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proximity.packs import codes
from proximity.packs.awareness import WITHOUT_EXAMPLE
from proximity.packs.codes import Described
from proximity.packs.pack import Pack
from proximity.packs.schema import ComplaintRoute, HelpEntry, Words
from proximity.packs.vocabulary import HelpNeed, Operation

# In danger one calls, whatever was chosen: that stands at the top of the page and is no group among others.
NEEDS = tuple(need for need in HelpNeed if need is not HelpNeed.DANGER)
# Languages that services speak beside those of the pages, by the names their speakers give them.
OTHER_LANGUAGES = {
    "ar": "العربية", "ca": "català", "ckb": "کوردیی ناوەندی", "eu": "euskara", "fr": "français", "gl": "galego",
    "ru": "русский", "se": "davvisámegiella", "so": "Soomaali", "sv": "svenska",
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader looks for: one need, one family of grounds, or None for all."""

    need: HelpNeed | None = None
    ground: str | None = None

    def takes(self, entry: HelpEntry) -> bool:
        """Say whether a service is for these grounds; one without grounds is for everybody."""
        return self.ground is None or not entry.grounds or self.ground in entry.grounds


def grounds_to_choose() -> tuple[Described, ...]:
    """Return the families of grounds that name a trait, in the order of the list."""
    return tuple(family for family in codes.ground_families() if family.code not in WITHOUT_EXAMPLE)


def wanted_by(need: str, ground: str) -> Wanted:
    """Return what the numbers in an address mean; what means nothing asks for nothing.

    The address holds places in a list and no words: whoever looks at the history of a shared telephone later reads
    neither a ground nor a need in it.
    """
    families = [family.code for family in grounds_to_choose()]
    return Wanted(_at(NEEDS, need), _at(families, ground))


def _at[T](values: Sequence[T], place: str) -> T | None:
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 3 else 0
    return values[number - 1] if 0 < number <= len(values) else None


def service(entry: HelpEntry, lang: str) -> Service:
    """Return a help entry in the words of `lang`."""
    own_names = OTHER_LANGUAGES | {language.code: language.own_name for language in codes.languages()}
    contact = entry.contact
    return Service(
        name=Said.of(entry.words, lang), purpose=Said.of(entry.purpose, lang), link=contact.link, phone=contact.phone,
        email=contact.email, address=contact.address, hours=Said.of(contact.hours, lang) if contact.hours else None,
        grounds=tuple(codes.ground_family(code).label(lang) for code in entry.grounds),
        languages=tuple(own_names.get(code, code) for code in entry.languages),
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


def help_groups(pack: Pack, city: str | None, wanted: Wanted, lang: str) -> tuple[HelpGroup, ...]:
    """Return the public help of a country and city by need, in the order of the needs.

    The city's own services come first, and last those that may no longer answer.
    """
    entries = sorted(
        pack.help_entries(city=city), key=lambda entry: (entry.state is not Operation.SEEN, not entry.cities)
    )
    fitting = [entry for entry in entries if wanted.takes(entry)]
    groups = []
    for need in NEEDS if wanted.need is None else (wanted.need,):
        found = [service(entry, lang) for entry in fitting if need in entry.needs]
        groups.append(HelpGroup(need, tuple(_complaints(pack, city, lang) if need is HelpNeed.OFFICER else found)))
    return tuple(groups)
