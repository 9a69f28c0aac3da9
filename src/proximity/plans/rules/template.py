"""The template of a first plan: data in `data/template.toml`, each text by language, each source with the day it was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from proximity.packs.reader import Table, read_toml
from proximity.packs.schema import Words
from proximity.plans.rules.indicators import Computed, Unit, unit_of

FILE = Path(__file__).resolve().parent.parent / "data" / "template.toml"
BY_POINT = "eccar"


@dataclass(frozen=True, slots=True)
class Source:
    """After whom a part is made: words (`{point}` stands for its number), address, day it was seen, who compared it."""

    words: Words
    url: str
    seen_on: date
    verified_by: str | None

    def label(self, lang: str, point: int) -> str:
        """Return the words in a language, with the number of the point."""
        return self.words.label(lang).replace("{point}", str(point))


@dataclass(frozen=True, slots=True)
class TemplateMeasure:
    """A measure as proposed; its deadline and its first review are counted in months from the day the plan is begun."""

    what: Words
    body: Words
    due_months: int
    review_months: int


@dataclass(frozen=True, slots=True)
class TemplateIndicator:
    """An indicator as proposed, without baseline and target: those are the city's. `name` is None where it is computed."""

    computed: Computed | None
    name: Words | None
    unit: Unit
    source: Source | None


@dataclass(frozen=True, slots=True)
class TemplateObjective:
    """An objective as proposed."""

    point: int
    title: Words
    text: Words
    source: Source
    measures: tuple[TemplateMeasure, ...]
    indicators: tuple[TemplateIndicator, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """The whole template, and the languages that each of its texts has, in the order of the title's."""

    title: Words
    diagnosis: Words
    objectives: tuple[TemplateObjective, ...]
    languages: tuple[str, ...]


@lru_cache(maxsize=1)
def first_plan() -> Template:
    """Return the template, read once per process. Raises `PackError` where the file is broken."""
    return read_template(read_toml(FILE))


def read_template(table: Table) -> Template:
    """Return the template of a file. Raises `PackError`, which names the key, for anything that does not fit."""
    named = table.table("source")
    sources = {name: _source(named.table(name)) for name in list(named.values)}
    title, diagnosis = table.words("title"), table.words("diagnosis")
    objectives = tuple(_objective(one, sources) for one in table.tables("objective"))
    table.finish()
    languages = tuple(
        lang
        for lang in title.languages
        if all(lang in words.languages for words in _texts(diagnosis, objectives, sources))
    )
    return Template(title, diagnosis, objectives, languages)


def _source(table: Table) -> Source:
    return Source(table.words("words"), table.text("url"), table.date("seen_on"), table.text_or_none("verified_by"))


def _objective(table: Table, sources: Mapping[str, Source]) -> TemplateObjective:
    return TemplateObjective(
        point=table.whole("point"), title=table.words("title"), text=table.words("text"), source=sources[BY_POINT],
        measures=tuple(map(_measure, table.tables("measure"))),
        indicators=tuple(_indicator(one, sources) for one in table.tables("indicator")),
    )  # fmt: skip


def _measure(table: Table) -> TemplateMeasure:
    return TemplateMeasure(
        table.words("what"), table.words("body"), table.whole("due_months"), table.whole("review_months")
    )


def _indicator(table: Table, sources: Mapping[str, Source]) -> TemplateIndicator:
    after = table.text_or_none("after")
    if after is not None and after not in sources:
        raise table.fail("after", f"must be one of {', '.join(sources)}, found {after!r}")
    source = None if after is None else sources[after]
    if "computed" in table.values:
        code = table.choice("computed", Computed)
        return TemplateIndicator(code, None, unit_of(code), source)
    return TemplateIndicator(None, table.words("name"), table.choice("unit", Unit), source)


def _texts(diagnosis: Words, objectives: tuple[TemplateObjective, ...], sources: Mapping[str, Source]) -> list[Words]:
    found = [diagnosis, *(source.words for source in sources.values())]
    for one in objectives:
        found += [one.title, one.text, *(indicator.name for indicator in one.indicators if indicator.name)]
        found += [words for measure in one.measures for words in (measure.what, measure.body)]
    return found
