"""What somebody looks for, and how it travels: its words sealed, so that no address, log or history of a browser tells them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.keys import search_secret
from proximity.cases.queries.lists import ALL, Filters
from proximity.foundation.sealing.drafts import TokenRefused, TokenSealer
from proximity.packs.loader import available_countries, load_pack

GOOD_FOR = timedelta(days=30)
"""So long an address that was passed on leads to the same question; then its words are asked for again."""
WIDE = Filters(status=ALL)


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for in sealed texts: words anywhere, words of the place, the day on which it happened."""

    text: str = ""
    place: str = ""
    day: date | None = None

    def __bool__(self) -> bool:
        """Say whether anything is looked for."""
        return bool(self.text.strip() or self.place.strip() or self.day)


@dataclass(frozen=True, slots=True)
class Question:
    """All that somebody asks: words, filters that are no secret, and whether among reports that are no case."""

    words: Words = field(default_factory=Words)
    filters: Filters = WIDE
    reports: bool = False


def seal_words(words: Words, *, by: Actor, now: datetime | None = None) -> str:
    """Return words as they stand in an address: only the same organisation opens them, for `GOOD_FOR`."""
    day = words.day.isoformat() if words.day else ""
    return _sealer(by).seal({"text": words.text, "place": words.place, "day": day}, now or timezone.now())


def open_words(token: str, *, by: Actor, now: datetime | None = None) -> Words | None:
    """Return the words of an address, or None where it is too old, another organisation's, or not ours."""
    try:
        values = _sealer(by).open(token, now or timezone.now(), max_age=GOOD_FOR)
    except TokenRefused:
        return None
    if not isinstance(values, dict):
        return None
    day = str(values.get("day", ""))
    return Words(str(values.get("text", "")), str(values.get("place", "")), date.fromisoformat(day) if day else None)


def language_of(by: Actor) -> str:
    """Return the language that the actor's organisation works in, as its country's pack says."""
    country = by.organisation.city.country
    return load_pack(country).languages[0] if country in available_countries() else "en"


def _sealer(by: Actor) -> TokenSealer:
    return TokenSealer("search", search_secret(by.organisation.pk))
