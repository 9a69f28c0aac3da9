"""What the awareness pages show: shared passages in the reader's language, and a country's rights with their source."""

from dataclasses import dataclass

from proximity.packs import codes
from proximity.packs.awareness import PageCode, Passage, awareness
from proximity.packs.loader import available_countries
from proximity.welcome.rules_help import Said


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage in the reader's language, or in English and saying so."""

    code: str
    title: str
    words: str
    lang: str
    step: bool


def passages(code: PageCode, lang: str) -> list[Shown]:
    """Return the passages of a page, in their order."""
    return [_shown(passage, lang) for passage in awareness().page(code).passages]


def _shown(passage: Passage, lang: str) -> Shown:
    title = passage.title.label(lang) if passage.title else ""
    return Shown(passage.code, title, passage.words.label(lang), passage.words.spoken(lang), passage.step)


def examples(lang: str) -> list[tuple[Said, Said]]:
    """Return one made-up incident for each family of grounds: what the family is called, and the incident."""
    found = awareness().page(PageCode.EXAMPLES).passages
    return [(Said.of(codes.ground_family(one.code).words, lang), Said.of(one.words, lang)) for one in found]


def country_choices(lang: str) -> list[tuple[str, Said]]:
    """Return the countries that have a pack: code and name, by name."""
    found = [(code, Said.of(codes.country(code).words, lang)) for code in available_countries()]
    return sorted(found, key=lambda country: country[1].text.casefold())
