"""Where a city is, as it travels: what the operator set, and what another installation says of its own cities."""

from dataclasses import dataclass
from datetime import date

from proximity.exchange.rules import reading
from proximity.foundation.pure.json import JSONObject

UNDETERMINED = "und"
"""Degrees are in no language."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A city's centre in degrees, to two decimals, with where and when that was seen."""

    latitude: float
    longitude: float
    source: str = ""
    seen_on: date | None = None

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        return {
            "latitude": self.latitude, "longitude": self.longitude, "source": self.source,
            "seen_on": reading.said(self.seen_on),
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: JSONObject) -> "Standing":
        """Return the place of a content, which its schema was asked about."""
        return cls(
            latitude=_degrees(content, "latitude"), longitude=_degrees(content, "longitude"),
            source=reading.text_of(content, "source"), seen_on=reading.day_of(content, "seen_on"),
        )  # fmt: skip


def _degrees(content: JSONObject, name: str) -> float:
    value = content.get(name)
    return round(float(value), 2) if isinstance(value, int | float) else 0.0
