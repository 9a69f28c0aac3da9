"""Which rights a person was told, in which words, and what she has not been told yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.cases.models import Case, RightsNotice
from proximity.cases.rules.support import GIVEN, Notice, NoticeWay, notices_missing
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey
from proximity.reporting.queries.routes import pack_of


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice: what she was told, how, in which language, by whom, when."""

    notice: Notice
    way: NoticeWay
    language: str
    by: UUID | None
    at: datetime

    @property
    def was_given(self) -> bool:
        """Say whether she was told, and not only noted why not."""
        return self.way in GIVEN


@dataclass(frozen=True, slots=True)
class Rights:
    """The notices of a case, the newest first, what is missing, and the texts of the country in a language."""

    lines: tuple[NoticeLine, ...]
    missing: tuple[Notice, ...]


def rights_of(case: Case) -> Rights:
    """Return what the person of a case was told, in one query."""
    rows = RightsNotice.objects.filter(case=case).order_by("-given_at", "-id")
    lines = tuple(
        NoticeLine(Notice(row.notice), NoticeWay(row.way), row.language, row.given_by, row.given_at) for row in rows
    )
    return Rights(lines, notices_missing({line.notice for line in lines}))


def languages_of_rights(case: Case) -> tuple[str, ...]:
    """Return the languages that the country's texts on rights are in; none without a pack."""
    pack = pack_of(case.city.country)
    return pack.languages if pack else ()


def texts_of(country: str, notice: Notice, language: str) -> tuple[PackText, ...]:
    """Return what a notice says in a language, else in English; nothing for a country without a pack."""
    pack = pack_of(country)
    if pack is None:
        return ()
    return pack.rights(language) if notice == Notice.RIGHTS else (pack.text(TextKey.SUPPORT_OFFER, language),)


def as_message(texts: tuple[PackText, ...]) -> str:
    """Return texts as one message, paragraph by paragraph."""
    return "\n\n".join(paragraph for text in texts for _, paragraph in text.passages)
