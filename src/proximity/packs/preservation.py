"""For how long online content is kept on request: a fact that several countries share, or that a country lacks."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from proximity.packs.codes import DATA, Entry
from proximity.packs.reader import Table, read_toml
from proximity.packs.schema import SeenAt


@dataclass(frozen=True, slots=True)
class PreservationRule(Entry):
    """A law that makes services keep content for `days`, from a day on, in some countries (ISO 3166-1, small letters)."""

    days: int
    applies_from: dt.date
    countries: tuple[str, ...]
    legal_source: str
    seen_at: SeenAt
    verified_by: str | None


@lru_cache(maxsize=1)
def preservation_rules() -> tuple[PreservationRule, ...]:
    """Return every rule that ships with this package. Raises `reader.PackError` naming file and key."""
    table = read_toml(DATA / "codes" / "preservation.toml")
    rules = tuple(map(_rule, table.tables("rule")))
    table.texts("gaps")
    table.finish()
    return rules


def preservation_in(country: str, day: dt.date) -> PreservationRule | None:
    """Return the rule in force in a country on a day, or None where there is none."""
    found = (rule for rule in preservation_rules() if country.lower() in rule.countries and rule.applies_from <= day)
    return next(found, None)


def _rule(table: Table) -> PreservationRule:
    return PreservationRule(
        code=table.text("code"), words=table.words("words"), days=table.whole("days"), applies_from=table.date("applies_from"),
        countries=table.texts("countries"), legal_source=table.text("legal_source"), seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )  # fmt: skip
