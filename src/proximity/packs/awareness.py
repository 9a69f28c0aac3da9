"""Words that make people aware, one list for every country: what a hate incident can look like, what a witness can do.

Own words after the sources that each page names; the law is not here but in the country packs. Read once per process.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from proximity.packs.checks import CODE_LIST_LANGUAGES, Problem, odd_signatures, telephone_like, twice, untranslated
from proximity.packs.codes import DATA, Codes
from proximity.packs.reader import Table, read_toml
from proximity.packs.schema import SeenAt, Words

# Families that name no trait: nobody can be shown what they look like.
WITHOUT_EXAMPLE = frozenset({"OTHER", "UNK", "NONE"})


class PageCode(StrEnum):
    """The pages whose words stand here."""

    EXAMPLES = "examples"
    INCIDENT = "incident"
    WITNESS = "witness"
    YOUNG = "young"


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading with what stands below it (an example has none); a `step` is one of several ways, which the page numbers."""

    code: str
    title: Words | None
    words: Words
    step: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page: one fact, that one person can vouch for as a whole."""

    code: PageCode
    seen_at: SeenAt
    verified_by: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Awareness:
    """All pages. The passages of `examples` have the code of a family of grounds: one made-up incident for each."""

    pages: tuple[Page, ...]

    def page(self, code: PageCode) -> Page:
        """Return a page; the reader makes sure that all are there."""
        return next(page for page in self.pages if page.code is code)


def _passage(table: Table) -> Passage:
    return Passage(
        code=table.text("code"),
        title=table.words_or_none("title"),
        words=table.words("words"),
        step=bool(table.flag_or_none("step")),
    )


def _page(table: Table) -> Page:
    return Page(
        code=table.choice("code", PageCode),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
        passages=tuple(map(_passage, table.tables("passage"))),
    )


def read_awareness(folder: Path) -> Awareness:
    """Read `awareness.toml` in `folder`. Raises `reader.PackError` naming file and key."""
    file = read_toml(folder / "awareness.toml")
    pages = tuple(map(_page, file.tables("page")))
    if sorted(page.code for page in pages) != sorted(PageCode):
        raise file.fail("page", f"must be there once for each of {', '.join(PageCode)}")
    file.finish()
    return Awareness(pages)


@lru_cache(maxsize=1)
def awareness() -> Awareness:
    """Return the words that ship with this package."""
    return read_awareness(DATA / "codes")


def awareness_problems(found: Awareness, codes: Codes) -> Iterator[Problem]:
    """Yield missing translations, numbers that somebody might dial, odd signatures, and grounds without an example."""
    yield from odd_signatures(found.pages)
    for page in found.pages:
        yield from twice(page.code, (passage.code for passage in page.passages))
        for passage in page.passages:
            where = f"{page.code}.{passage.code}"
            yield from untranslated(where, passage, CODE_LIST_LANGUAGES)
            if passage.title is None and page.code is not PageCode.EXAMPLES:
                yield where, "has no title"
            for text in (text for words in (passage.title, passage.words) if words for _, text in words.pairs):
                for number in telephone_like(text):
                    yield where, f"{number} looks like a telephone number in words that are public"
    shown = {passage.code for passage in found.page(PageCode.EXAMPLES).passages}
    wanted = {family.code for family in codes.ground_families} - WITHOUT_EXAMPLE
    yield from ((f"examples.{code}", "there is no such family of grounds") for code in sorted(shown - wanted))
    yield from ((f"examples.{code}", "the family has no example") for code in sorted(wanted - shown))
