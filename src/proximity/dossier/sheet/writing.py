"""What every section writes with: days and instants in the dossier's language and zone, marks of translations, who and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.dossier.rules.blocks import Cell, spoken
from proximity.dossier.rules.values import Coded, MadeBy, Translation, Words
from proximity.foundation.pure.json import JSONObject

DASH = "\N{EN DASH}"
"""Stands where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one dossier. `zone` is the city's."""

    zone: ZoneInfo

    def instant(self, at: datetime | None) -> str:
        """Return an instant on the city's clock, to the minute; nothing for none."""
        return date_format(at.astimezone(self.zone), "SHORT_DATETIME_FORMAT") if at else ""

    def day(self, on: date) -> str:
        """Return a day."""
        return date_format(on, "DATE_FORMAT")

    def signed(self, by: str, at: datetime | None) -> str:
        """Return who and when, in a line."""
        return " · ".join(part for part in (by, self.instant(at)) if part)

    def translations(self, words: Words) -> list[tuple[str, JSONObject]]:
        """Return each translation with the mark that says what it is, and who made it."""
        return [(self._mark(one), spoken(one.text, one.language)) for one in words.translations]

    def _mark(self, one: Translation) -> str:
        if one.made is MadeBy.MACHINE:
            mark = _("Translation made by a machine (%(by)s) into “%(language)s”. Nobody vouches for it.")
        else:
            mark = _("Translation made by a person (%(by)s) into “%(language)s”.")
        said = mark % {"by": one.by or DASH, "language": one.language}
        return f"{said} {self.instant(one.at)}".rstrip()


def in_words(coded: Coded) -> str:
    """Return a code in words, with the code itself where it is one that people look up."""
    return coded.words or coded.code


def language_mark(words: Words) -> str:
    """Return in which language words were said."""
    return _("In the original language (%(language)s)") % {"language": words.language}


def joined(parts: Iterable[str]) -> str:
    """Return what there is, in a line."""
    return " · ".join(part for part in parts if part)


def or_none(rows: list[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """Return those rows that say something."""
    return [(name, value) for name, value in rows if value]
