"""The facts about the project PROXIMITY, as `data/project.toml` has them. Knows no Django and no sentence."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from proximity.packs.reader import Table, read_toml
from proximity.packs.schema import Words

FILE = Path(__file__).resolve().parent / "data" / "project.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were seen: the title of the page, its address, the day."""

    title: str
    address: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class Project:
    """What is known of the project; objectives, results and target groups by code, countries by pack."""

    name: str
    full_name: str
    starts: date
    ends: date
    coordinated_from: str
    partners_in: tuple[str, ...]
    objectives: tuple[str, ...]
    results: tuple[str, ...]
    target_groups: tuple[str, ...]
    notice: Words
    sources: tuple[Source, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that took part, the coordinating one first."""
        return (self.coordinated_from, *self.partners_in)


def read_project(table: Table) -> Project:
    """Return the facts of a file. Raises `PackError` for a file that says too little or too much."""
    found = Project(
        name=table.text("name"), full_name=table.text("full_name"), starts=table.date("starts"), ends=table.date("ends"),
        coordinated_from=table.text("coordinated_from"), partners_in=table.texts("partners_in"),
        objectives=table.texts("objectives"), results=table.texts("results"), target_groups=table.texts("target_groups"),
        notice=table.words("notice"), sources=tuple(_source(one) for one in table.tables("source")),
    )  # fmt: skip
    table.finish()
    return found


def _source(table: Table) -> Source:
    return Source(table.text("title"), table.text("address"), table.date("seen_on"))


@lru_cache(maxsize=1)
def the_project() -> Project:
    """Return the facts that come with this installation."""
    return read_project(read_toml(FILE))
