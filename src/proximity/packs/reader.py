"""Typed reading of TOML: each value is checked as it is taken, and an error names the file, the key and what was found.

A `Table` remembers which keys were taken; `finish` refuses the rest, inner tables too: no misspelt key is lost in silence.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from proximity.packs.schema import FALLBACK_LANGUAGE, SeenAt, Words
from proximity.packs.vocabulary import Evidence


class PackError(ValueError):
    """A pack file that cannot be read. The message names the file and the key."""


@dataclass(slots=True)
class Table:
    """One TOML table: `where` is its place, such as `es/bodies.toml: body[3]`."""

    where: str
    values: dict[str, object]
    taken: set[str] = field(default_factory=set)
    inner: list["Table"] = field(default_factory=list)

    def fail(self, key: str, problem: str) -> PackError:
        """Return the error for `key`, to be raised by the caller."""
        return PackError(f"{self.where}.{key}: {problem}")

    def _take(self, key: str) -> object | None:
        self.taken.add(key)
        return self.values.get(key)

    def _need[T](self, key: str, value: T | None) -> T:
        if value is None:
            raise self.fail(key, "is missing")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return a text that is not blank, or None where the key is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, f"must be a text that is not blank, found {value!r}")
        return value.strip()

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        return self._need(key, self.text_or_none(key))

    def whole_or_none(self, key: str) -> int | None:
        """Return a whole number of at least 1, or None."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.fail(key, f"must be a whole number of at least 1, found {value!r}")
        return value

    def whole(self, key: str) -> int:
        """Return a whole number that must be there."""
        return self._need(key, self.whole_or_none(key))

    def flag_or_none(self, key: str) -> bool | None:
        """Return true or false, or None."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            raise self.fail(key, f"must be true or false, found {value!r}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; the key must be there."""
        return self._need(key, self.flag_or_none(key))

    def date_or_none(self, key: str) -> dt.date | None:
        """Return a day without a time, or None."""
        value = self._take(key)
        if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
            raise self.fail(key, f"must be a day such as 2026-11-24, found {value!r}")
        return value

    def date(self, key: str) -> dt.date:
        """Return a day that must be there."""
        return self._need(key, self.date_or_none(key))

    def choice[E: StrEnum](self, key: str, kind: type[E]) -> E:
        """Return a member of `kind`."""
        return self._member(key, self.text(key), kind)

    def choice_or_none[E: StrEnum](self, key: str, kind: type[E]) -> E | None:
        """Return a member of `kind`, or None where the key is absent."""
        value = self.text_or_none(key)
        return None if value is None else self._member(key, value, kind)

    def choices[E: StrEnum](self, key: str, kind: type[E]) -> tuple[E, ...]:
        """Return members of `kind`, in the order of the file."""
        return tuple(self._member(key, value, kind) for value in self.texts(key))

    def _member[E: StrEnum](self, key: str, value: str, kind: type[E]) -> E:
        if value not in {member.value for member in kind}:
            raise self.fail(key, f"must be one of {', '.join(kind)}, found {value!r}")
        return kind(value)

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(key, f"must be a list, found {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where the key is absent."""
        values = self._list(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fail(key, f"must be a list of texts that are not blank, found {values!r}")
        return tuple(str(value) for value in values)

    def _as_table(self, where: str, value: object) -> "Table":
        if not isinstance(value, dict):
            raise PackError(f"{where}: must be a table, found {value!r}")
        table = Table(where, value)
        self.inner.append(table)
        return table

    def table_or_none(self, key: str) -> "Table | None":
        """Return the table under `key`, or None."""
        value = self._take(key)
        return None if value is None else self._as_table(f"{self.where}.{key}", value)

    def table(self, key: str) -> "Table":
        """Return the table under `key`; it must be there."""
        return self._need(key, self.table_or_none(key))

    def tables(self, key: str) -> Iterator["Table"]:
        """Yield each table of a list, named by its number from 1."""
        for number, value in enumerate(self._list(key), start=1):
            yield self._as_table(f"{self.where}.{key}[{number}]", value)

    def words_or_none(self, key: str) -> Words | None:
        """Return `{en = "...", es = "..."}`, or None. English must be among the languages."""
        table = self.table_or_none(key)
        if table is None:
            return None
        words = Words.of({language: table.text(language) for language in table.values})
        if FALLBACK_LANGUAGE not in words.languages:
            raise self.fail(key, "has no English text to fall back to")
        return words

    def words(self, key: str) -> Words:
        """Return words that must be there."""
        return self._need(key, self.words_or_none(key))

    def seen_at(self, key: str = "seen_at") -> SeenAt:
        """Return where and when the fact was seen."""
        table = self.table(key)
        return SeenAt(
            source=table.text("source"),
            date=table.date("date"),
            evidence=table.choice("evidence", Evidence),
            text_state=table.text_or_none("text") or "n.d.",
        )

    def finish(self) -> None:
        """Refuse keys that nobody took, in this table and in those taken from it."""
        left = sorted(set(self.values) - self.taken)
        if left:
            raise PackError(f"{self.where}: unknown key {', '.join(left)}")
        for table in self.inner:
            table.finish()


def read_toml(path: Path) -> Table:
    """Read a file into its outermost table. Raises PackError where it is absent or not TOML."""
    where = f"{path.parent.name}/{path.name}"
    try:
        with path.open("rb") as file:
            return Table(where, tomllib.load(file))
    except FileNotFoundError as error:
        raise PackError(f"{where}: the file is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{where}: is not TOML: {error}") from error
