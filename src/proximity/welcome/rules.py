"""Pure choices of the public front: the order of languages, whose words a page speaks, how help is grouped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proximity.packs import codes
from proximity.packs.pack import Pack
from proximity.packs.schema import HelpEntry
from proximity.packs.vocabulary import Operation


@dataclass(frozen=True, slots=True)
class Service:
    """One help service in the reader's words: its name, what it is for, where it answers, what is doubtful about it.

    `lang` is the language its words really are in.
    """

    name: str
    purpose: str
    link: str | None
    phone: str | None
    languages: tuple[str, ...]  # each by its own name, where the shared list has it
    may_be_closed: bool
    lang: str


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """The services of one place. An empty `place` is the whole country."""

    place: str
    services: tuple[Service, ...]


def first(chosen: str, languages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the languages (code, own name) with the chosen one in front, the others in their order."""
    return sorted(languages, key=lambda language: language[0] != chosen)


def pack_to_speak(packs: Sequence[Pack], lang: str) -> Pack | None:
    """Return whose words a page without a city speaks: the first country whose main language is `lang`, else the first."""
    native = (pack for pack in packs if pack.languages[0] == lang)
    return next(native, packs[0] if packs else None)


def service(entry: HelpEntry, lang: str) -> Service:
    """Return a help entry in the words of `lang`."""
    own_names = {language.code: language.own_name for language in codes.languages()}
    return Service(
        name=entry.words.label(lang),
        purpose=entry.purpose.label(lang),
        link=entry.contact.link,
        phone=entry.contact.phone,
        languages=tuple(own_names.get(code, code) for code in entry.languages),
        may_be_closed=entry.state is not Operation.SEEN,
        lang=entry.words.spoken(lang),
    )


def help_groups(pack: Pack, cities: Iterable[tuple[str, str]], lang: str) -> tuple[HelpGroup, ...]:
    """Group the public help of a country: each city (slug, name) that has its own, then the whole country; no empty group."""
    everywhere = pack.help_entries()
    local = [
        HelpGroup(name, tuple(service(entry, lang) for entry in pack.help_entries(city=slug) if entry.cities))
        for slug, name in cities
    ]
    groups = (*local, HelpGroup("", tuple(service(entry, lang) for entry in everywhere)))
    return tuple(group for group in groups if group.services)


def nobody_vouches(pack: Pack) -> bool:
    """Say whether any public help service of the country is one that no named person has checked."""
    cities = (None, *pack.cities)
    return any(entry.verified_by is None for city in cities for entry in pack.help_entries(city=city))
