"""The part of the self-test without any connection: all that can happen to an object, carried as files on a stick."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from proximity.foundation.pure.json import JSONObject

OPEN, TRANSLATED, ADOPTED, SHUT, GONE = (
    "On a stick", "On a stick, translated", "On a stick, adopted", "On a stick, shut", "On a stick, gone",
)  # fmt: skip


class Place(Protocol):
    """An installation of the story, as far as it is asked here."""

    card: JSONObject

    def do(self, act: str, **values: object) -> JSONObject:
        """Do one thing in this installation and return what came of it."""
        ...


class ByFile:
    """Two installations that have accepted each other and reach nobody: a stick goes back and forth."""

    def __init__(self, one: Place, other: Place, folder: Path) -> None:
        """Take who writes first, who answers, and where the stick's files lie."""
        self.one, self.other, self.folder = one, other, folder
        self.wrong: list[str] = []
        self._carried = 0

    def play(self) -> Sequence[str]:
        """Publish, translate, adopt, narrow and withdraw; return what was not as it should be."""
        made, gone = self._publish(OPEN), self._publish(GONE)
        self._carry(self.one, self.other)
        self._expect("published", self.other, **{OPEN: 1, GONE: 1})
        for one in (made, gone):
            self.other.do("translate", id=one, language="en", title=TRANSLATED)
        self.other.do("publish", title=ADOPTED, kind="adoption", audience="network")
        self._carry(self.other, self.one)
        self._expect("translated and adopted", self.one, **{TRANSLATED: 2, ADOPTED: 1})
        self.one.do("narrow", id=made, title=SHUT)
        self.one.do("withdraw", id=gone)
        self._carry(self.one, self.other)
        self._expect("narrowed and withdrawn", self.other, **{OPEN: 0, SHUT: 0, GONE: 0})
        # What translated the two follows, and that travels back.
        self._carry(self.other, self.one)
        for place in (self.one, self.other):
            self._expect("their translations ended", place, **{TRANSLATED: 0})
        if self._carry(self.other, self.one):
            self.wrong.append("the same file brought something twice")
        return self.wrong

    def _publish(self, title: str) -> str:
        return str(self.one.do("publish", title=title, audience="network")["id"])

    def _carry(self, sender: Place, reader: Place) -> int:
        """Write all that the reader may read to a file, and let her take it in; return how much was new."""
        self._carried += 1
        file = self.folder / f"stick-{self._carried}"
        sender.do("export", to=reader.card["instance"], file=str(file))
        return int(str(reader.do("import", file=str(file))["taken"]))

    def _expect(self, what: str, place: Place, **rows: int) -> None:
        for title, count in rows.items():
            found = int(str(place.do("holds", title=title)["rows"]))
            if found != count:
                self.wrong.append(f"{what}: {title!r} stands in {found} rows")
