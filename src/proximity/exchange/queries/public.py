"""Practices that are for everybody, as the public process reads them: through one function of the database, and nothing else.

Reviews and adoptions are for the cities of the network, so the public pages do not say what a practice has reached.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from proximity.exchange.queries import wording
from proximity.exchange.queries.records import country_name, facts
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.reading import text_of

READ = (
    "SELECT id, city, office, language, content::text, modified, translations::text FROM exchange_public_practices(%s)"
)


@dataclass(frozen=True, slots=True)
class PublicPractice:
    """A practice that everybody may read, in one language."""

    id: UUID
    practice: Practice
    whose: str
    country: str
    language: str
    original: str
    made: str
    modified: datetime
    languages: Mapping[str, str]

    @property
    def facts(self) -> tuple[tuple[Words, str, str], ...]:
        """Return what the record says: label, value or nothing, and language where it is not the page's."""
        return tuple(facts(self.practice, self.language))

    @property
    def criteria(self) -> tuple[tuple[Words, str], ...]:
        """Return why it belongs into the catalogue."""
        return tuple((wording.CRITERIA[code], why) for code, why in self.practice.criteria.items())


def public_practices(language: str) -> list[PublicPractice]:
    """Return the practices that everybody may read, the newest first, in a language where somebody has translated them."""
    return _read(None, language)


def public_practice(object_id: UUID, language: str) -> PublicPractice | None:
    """Return one of them; None where there is none, or not for everybody."""
    return next(iter(_read(object_id, language)), None)


def _read(object_id: UUID | None, language: str) -> list[PublicPractice]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [object_id])
        return [_shown(*row, spoken=language) for row in cursor.fetchall()]


def _shown(
    object_id: UUID, city: str, office: str, language: str, content: str, modified: datetime, translations: str, *, spoken: str
) -> PublicPractice:  # fmt: skip
    said = {text_of(one, "language"): one for one in json.loads(translations)}
    original = Practice.from_json(json.loads(content))
    best = said.get(spoken) if spoken != language else None
    practice = original.in_words_of(best["content"]) if best else original
    languages = {language: ""} | {code: text_of(one, "made") for code, one in sorted(said.items())}
    return PublicPractice(
        object_id, practice, f"{office} · {city}" if office else city, country_name(original.country),
        spoken if best else language, language, text_of(best, "made") if best else "", modified, languages,
    )  # fmt: skip
