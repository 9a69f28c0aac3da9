"""The code lists that all countries share: grounds, indicators, incident types, channels, countries, languages.

The codes are ours; what stands outside (ODIHR's categories, a country's own statistics) is reached by a mapping and
never stored alone. The files are read once per process; a code that stands in no list raises `UnknownCode`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from proximity.packs.reader import Table, read_toml
from proximity.packs.safety import Safety, read_safety
from proximity.packs.schema import SeenAt, Words

DATA = Path(__file__).parent / "data"


class UnknownCode(LookupError):
    """A code that stands in no list."""


class Direction(StrEnum):
    """Whether an indicator speaks for a bias motive or against it."""

    FOR = "for"
    AGAINST = "against"


class OdihrReason(StrEnum):
    """Why a ground is not exported to ODIHR."""

    NOT_A_CATEGORY = "not_a_category"
    NO_BIAS = "no_bias"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: its code and its plain words."""

    code: str
    words: Words

    def label(self, lang: str) -> str:
        """Return the plain words in `lang`, else in English."""
        return self.words.label(lang)


@dataclass(frozen=True, slots=True)
class Described(Entry):
    """A line with a sentence of help or an example."""

    hint: Words

    def help(self, lang: str) -> str:
        """Return the help in `lang`, else in English."""
        return self.hint.label(lang)


@dataclass(frozen=True, slots=True)
class Ground(Entry):
    """Why somebody was targeted. `family` is the coarse ground a person chooses; `odihr` the category it rolls up to.

    `odihr` None: not exported to ODIHR, and `odihr_reason` says why.
    """

    family: str
    odihr: str | None
    odihr_reason: OdihrReason | None


@dataclass(frozen=True, slots=True)
class Indicator(Described):
    """A sign to look for. It suggests, it does not prove; `direction` says for or against a bias motive."""

    family: str
    direction: Direction
    example: Words


@dataclass(frozen=True, slots=True)
class IndicatorFamily(Entry):
    """Indicators that answer one question: what may speak against them, and what has to be secured before it is gone."""

    against: Words
    secure: Words


@dataclass(frozen=True, slots=True)
class Language:
    """A language by the name its speakers give it."""

    code: str
    own_name: str


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where one list comes from, who vouches for it, and what it lacks. It counts as one fact."""

    code: str
    seen_at: SeenAt
    verified_by: str | None
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """All lists together."""

    ground_families: tuple[Described, ...]
    grounds: tuple[Ground, ...]
    odihr: tuple[Entry, ...]
    odihr_reasons: tuple[Entry, ...]
    indicator_families: tuple[IndicatorFamily, ...]
    indicators: tuple[Indicator, ...]
    incident_types: tuple[Described, ...]
    channels: tuple[Entry, ...]
    countries: tuple[Entry, ...]
    languages: tuple[Language, ...]
    safety: Safety
    sources: tuple[ListSource, ...]


def _entry(table: Table) -> Entry:
    return Entry(code=table.text("code"), words=table.words("words"))


def _described(table: Table) -> Described:
    return Described(code=table.text("code"), words=table.words("words"), hint=table.words("hint"))


def _ground(table: Table) -> Ground:
    odihr = table.text_or_none("odihr")
    reason = None if odihr else table.choice("odihr_reason", OdihrReason)
    return Ground(
        code=table.text("code"),
        words=table.words("words"),
        family=table.text("family"),
        odihr=odihr,
        odihr_reason=reason,
    )


def _indicator(table: Table) -> Indicator:
    return Indicator(
        code=table.text("code"),
        words=table.words("words"),
        hint=table.words("hint"),
        family=table.text("family"),
        direction=table.choice("direction", Direction),
        example=table.words("example"),
    )


def _indicator_family(table: Table) -> IndicatorFamily:
    return IndicatorFamily(
        code=table.text("code"),
        words=table.words("words"),
        against=table.words("against"),
        secure=table.words("secure"),
    )


def _language(table: Table) -> Language:
    return Language(code=table.text("code"), own_name=table.text("own_name"))


def _source(table: Table, code: str) -> ListSource:
    return ListSource(
        code=code,
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
        gaps=table.texts("gaps"),
    )


def read_codes(folder: Path) -> Codes:
    """Read every list of `folder`. Raises `reader.PackError` naming file and key."""
    names = ("grounds", "indicators", "incident_types", "channels", "countries", "safety")
    files = {name: read_toml(folder / f"{name}.toml") for name in names}
    sources = tuple(_source(table, name) for name, table in files.items())
    grounds, indicators = files["grounds"], files["indicators"]
    examples = _source(indicators.table("examples"), "indicators: examples")
    codes = Codes(
        ground_families=tuple(map(_described, grounds.tables("family"))),
        grounds=tuple(map(_ground, grounds.tables("ground"))),
        odihr=tuple(map(_entry, grounds.tables("odihr"))),
        odihr_reasons=tuple(map(_entry, grounds.tables("odihr_reason"))),
        indicator_families=tuple(map(_indicator_family, indicators.tables("family"))),
        indicators=tuple(map(_indicator, indicators.tables("indicator"))),
        incident_types=tuple(map(_described, files["incident_types"].tables("incident_type"))),
        channels=tuple(map(_entry, files["channels"].tables("channel"))),
        countries=tuple(map(_entry, files["countries"].tables("country"))),
        languages=tuple(map(_language, files["countries"].tables("language"))),
        safety=read_safety(files["safety"]),
        sources=(*sources, examples),
    )
    for table in files.values():
        table.finish()
    return codes


@lru_cache(maxsize=1)
def all_codes() -> Codes:
    """Return the lists that ship with this package, read once."""
    return read_codes(DATA / "codes")


def _find[E: Entry](entries: tuple[E, ...], code: str) -> E:
    for entry in entries:
        if entry.code == code:
            return entry
    raise UnknownCode(code)


def grounds() -> tuple[Ground, ...]:
    """Return every ground, in the order of the list."""
    return all_codes().grounds


def ground(code: str) -> Ground:
    """Return the ground `code`. Raises UnknownCode."""
    return _find(grounds(), code)


def ground_families() -> tuple[Described, ...]:
    """Return the coarse grounds in the words a person chooses from."""
    return all_codes().ground_families


def ground_family(code: str) -> Described:
    """Return the family `code`. Raises UnknownCode."""
    return _find(ground_families(), code)


def odihr_categories() -> tuple[Entry, ...]:
    """Return ODIHR's categories in the order of its site; the codes are ours, the English labels ODIHR's own."""
    return all_codes().odihr


def odihr_category(ground_code: str) -> Entry | None:
    """Return the category a ground is exported to, or None where it is not. Raises UnknownCode."""
    code = ground(ground_code).odihr
    return None if code is None else _find(odihr_categories(), code)


def odihr_reason(ground_code: str) -> Entry | None:
    """Return why a ground is not exported to ODIHR, in words, or None where it is. Raises UnknownCode."""
    reason = ground(ground_code).odihr_reason
    return None if reason is None else _find(all_codes().odihr_reasons, reason)


def indicators() -> tuple[Indicator, ...]:
    """Return every indicator, in the order of the list."""
    return all_codes().indicators


def indicator(code: str) -> Indicator:
    """Return the indicator `code`. Raises UnknownCode."""
    return _find(indicators(), code)


def indicator_families() -> tuple[IndicatorFamily, ...]:
    """Return the families that group the indicators."""
    return all_codes().indicator_families


def incident_types() -> tuple[Described, ...]:
    """Return the coarse kinds of incident, crimes or not."""
    return all_codes().incident_types


def incident_type(code: str) -> Described:
    """Return the kind of incident `code`. Raises UnknownCode."""
    return _find(incident_types(), code)


def channels() -> tuple[Entry, ...]:
    """Return the ways by which a report can come in."""
    return all_codes().channels


def countries() -> tuple[Entry, ...]:
    """Return the eight countries of the project, ISO 3166-1 codes in small letters."""
    return all_codes().countries


def country(code: str) -> Entry:
    """Return the country `code`. Raises UnknownCode."""
    return _find(countries(), code)


def languages() -> tuple[Language, ...]:
    """Return the languages by their own names: the eight of the project, and those in which services say that they help."""
    return all_codes().languages


def codes_in(family: str) -> Iterator[str]:
    """Yield the ground codes of a family; nothing for an unknown one."""
    return (entry.code for entry in grounds() if entry.family == family)
