"""Pattern alerts: codes and months only, so that there is no place where a person could be named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from proximity.exchange.rules import reading
from proximity.exchange.rules.vocabulary import Area, PlaceKind, Sign
from proximity.foundation.pure.json import JSONObject

LONGEST = timedelta(days=90)
"""How long an alert stands; who still sees the pattern then, says so again."""
PERIOD = timedelta(days=92)
"""The longest time that one alert tells of."""
SHORTEST = timedelta(days=6)
"""The shortest: a day would lead to an incident, a week does not."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A pattern that others should look out for."""

    sign: Sign | None
    ground: str
    place: PlaceKind | None
    area: Area | None
    since: date | None
    until: date | None
    expires_on: date | None

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        return {
            "sign": str(self.sign or ""), "ground": self.ground, "place": str(self.place or ""),
            "area": str(self.area or ""), "since": reading.said(self.since), "until": reading.said(self.until),
            "expires_on": reading.said(self.expires_on),
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: JSONObject) -> "Alert":
        """Return the alert of a content."""
        return cls(
            sign=reading.code_of(content, "sign", Sign),
            ground=reading.text_of(content, "ground"),
            place=reading.code_of(content, "place", PlaceKind),
            area=reading.code_of(content, "area", Area),
            since=reading.day_of(content, "since"),
            until=reading.day_of(content, "until"),
            expires_on=reading.day_of(content, "expires_on"),
        )

    def is_over(self, today: date) -> bool:
        """Say whether it has expired; one that does not say when is over."""
        return self.expires_on is None or self.expires_on < today


def faults(alert: Alert, *, today: date) -> Iterator[str]:
    """Yield the fields that do not fit: a period of a week to three months that has begun, an end within three months."""
    if alert.since is None or alert.since > today:
        yield "since"
    elif alert.until is None or not SHORTEST <= alert.until - alert.since <= PERIOD:
        yield "until"
    if alert.expires_on is None or not today < alert.expires_on <= today + LONGEST:
        yield "expires_on"
