"""The practices that PROXIMITY named, from a file with its source: of each a title and a country are known, nothing is added."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from proximity.exchange.rules.practices import Practice

FILE = Path(__file__).parent.parent / "data" / "practices.toml"


@dataclass(frozen=True, slots=True)
class Seed:
    """One of them. Its identifier is the same in every installation, so that all speak of the same."""

    id: UUID
    practice: Practice


@lru_cache(maxsize=1)
def seeds() -> tuple[Seed, ...]:
    """Return the practices that PROXIMITY named."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    common = {"source": told["source"], "source_url": told["source_url"], "seen_on": told["seen_on"]}
    return tuple(
        Seed(
            id=uuid5(NAMESPACE_URL, f"{told['source_url']}#{one['code']}"),
            practice=Practice(
                english_title=one["english_title"], country=one["country"], organisation=one.get("organisation", ""), **common
            ),
        )
        for one in told["practice"]
    )  # fmt: skip


def seed_of(seed_id: UUID) -> Seed | None:
    """Return one of them by its identifier, or None."""
    return next((one for one in seeds() if one.id == seed_id), None)
