"""Finding cases and reports by the words of their sealed texts, page by page."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.keys import search_secret
from proximity.accounts.rules import Capability
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case
from proximity.cases.queries.lists import CaseRow, marked, narrowed, rows_of
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.states import MAY_READ
from proximity.search.models import Change, CommonTerm, Posting
from proximity.search.queries.asking import Question, language_of
from proximity.search.queries.texts import Passages, passages_of
from proximity.search.rules.words import MOST_WORDS, Excerpt, Numbering, Wanted, excerpt_of, wanted_in

PAGE = 25
AT_ONCE = 100
"""Records that the index is asked for first, to fill a page."""
NEWEST = UUID(int=2**128 - 1)
MOST_WAITING = 1000
"""More records that wait to be read are not counted: "more than a thousand" says enough."""
AROUND = timedelta(days=1)
"""People are a day out: a day that is looked for finds those beside it."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report that is no case: how staff call it, and when it was sent."""

    id: UUID
    reference: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, and where the words stand in it; `excerpt` is None where they stand in an unlike form."""

    case: CaseRow | None
    report: ReportRow | None
    excerpt: Excerpt | None

    @property
    def id(self) -> UUID:
        """Return its record."""
        return self.case.id if self.case else self.report.id if self.report else UUID(int=0)

    @property
    def reference(self) -> str:
        """Return how staff call it."""
        return self.case.reference if self.case else self.report.reference if self.report else ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found.

    `ignored` are words that are not indexed: small ones, or in too many texts. `missing` are words that stand in no text that
    the actor may read. `dropped` are those beyond `MOST_WORDS`. `waiting` is how many records are still to be read; `after` the
    key of the next page, None on the last.
    """

    hits: tuple[Hit, ...] = ()
    ignored: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    waiting: int = 0
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Needed:
    """Numbers of which a record must have one, and the word they stand for."""

    typed: str
    terms: tuple[int, ...]
    surely: frozenset[int]
    is_small: bool


def find(question: Question, *, by: Actor, after: UUID | None = None) -> Found:
    """Return one page of the cases, or reports that are no case, in which all the words stand, the newest first.

    Raises nothing for whoever may read neither: there is nothing for her.
    """
    words = wanted_in(question.words.text, language=language_of(by))
    needed = list(_needed(question, words[:MOST_WORDS], by))
    common, known = _standing(needed, by)
    used = [one for one in needed if not _is_ignored(one, common, known)]
    ignored = tuple(one.typed for one in needed if one not in used)
    missing = tuple(one.typed for one in used if not known & set(one.terms))
    dropped = tuple(word.typed for word in words[MOST_WORDS:])
    waiting = _waiting(by)
    if missing or (question.words and not used):
        return Found(ignored=ignored, missing=missing, dropped=dropped, waiting=waiting)
    hits, following = _page(question, [one.terms for one in used], words, by, after)
    return Found(hits, ignored, missing, dropped, waiting, following)


def _needed(question: Question, words: Iterable[Wanted], by: Actor) -> Iterator[_Needed]:
    numbering, asked = Numbering(search_secret(by.organisation.pk)), question.words
    for word in words:
        terms = tuple(map(numbering.term, sorted(word.forms)))
        yield _Needed(word.typed, terms, frozenset(map(numbering.term, word.surely)), word.is_small)
    for word in wanted_in(asked.place, language=language_of(by))[:MOST_WORDS]:
        terms = tuple(map(numbering.place, sorted(word.forms)))
        yield _Needed(word.typed, terms, frozenset(map(numbering.place, word.surely)), word.is_small)
    if asked.day:
        days = (asked.day - AROUND, asked.day, asked.day + AROUND)
        terms = tuple(numbering.day(day.isoformat()) for day in days)
        yield _Needed(asked.day.isoformat(), terms, frozenset(), is_small=False)


def _standing(needed: Iterable[_Needed], by: Actor) -> tuple[set[int], set[int]]:
    """Return which numbers stand in too many texts, and which stand in any that the actor may see."""
    asked = [term for one in needed for term in one.terms]
    common = CommonTerm.objects.filter(organisation=by.organisation, term__in=asked)
    seen = Posting.objects.filter(organisation=by.organisation, term__in=asked)
    return set(common.values_list("term", flat=True)), set(seen.values_list("term", flat=True).distinct())


def _is_ignored(one: _Needed, common: set[int], known: set[int]) -> bool:
    """Say whether a word is not looked for, because it is not indexed."""
    if one.surely & common:
        return True
    return not known & set(one.terms) and (one.is_small or bool(common & set(one.terms)))


def _waiting(by: Actor) -> int:
    return Change.objects.filter(organisation=by.organisation).values("record_id").distinct()[:MOST_WAITING].count()


def _page(
    question: Question, groups: Collection[tuple[int, ...]], words: Iterable[Wanted], by: Actor, after: UUID | None
) -> tuple[tuple[Hit, ...], UUID | None]:
    if question.reports or not by.may(Capability.WORK_CASES):
        reports = _newest(_reports(by), groups, by, after)
        shown: list[Case] | list[Report] = reports[:PAGE]
        hits = _report_hits(reports[:PAGE], words, question, by)
        return hits, shown[-1].pk if len(reports) > PAGE else None
    found = marked(narrowed(cases_visible_to(by, before=after), question.filters, by))
    cases = _newest(found, groups, by, after)
    return _case_hits(cases[:PAGE], words, question, by), cases[PAGE - 1].pk if len(cases) > PAGE else None


def _reports(by: Actor) -> QuerySet[Report]:
    """Return the reports that the person's word lets the organisation read, and that it made no case of."""
    mine = {"report": OuterRef("pk"), "organisation": by.organisation}
    if not by.may(Capability.READ_REPORTS):
        return Report.objects.none()
    return Report.objects.filter(
        Exists(Recipient.objects.filter(**mine, status__in=MAY_READ)),
        ~Exists(Case.objects.filter(**mine)),
        city=by.city_id,
    )


def _newest[M: (Case, Report)](
    found: QuerySet[M], groups: Collection[tuple[int, ...]], by: Actor, after: UUID | None
) -> list[M]:
    """Return those that have a number of each group, the newest first, from a key on: one page, and one more if there is.

    The index is asked for some records at a time, so that of a word that stands in thousands of texts only those of the page are
    looked up; more of them where filters leave few.
    """
    if not groups:
        older = found if after is None else found.filter(pk__lt=after)
        return list(older.order_by("-pk")[: PAGE + 1])
    shown: list[M] = []
    most = AT_ONCE
    while True:
        records = _records(groups, by, before=after, most=most)
        shown += found.filter(pk__in=records).order_by("-pk")[: PAGE + 1 - len(shown)] if records else ()
        if len(shown) > PAGE or len(records) < most:
            return shown
        after, most = records[-1], most * 4


def _records(groups: Collection[tuple[int, ...]], by: Actor, *, before: UUID | None, most: int) -> list[UUID]:
    """Return the newest records, before a key, that have a number of each group."""
    one = "SELECT record_id FROM search_posting WHERE organisation_id = %s AND term = ANY(%s) AND record_id < %s"
    key = before or NEWEST
    asked = [value for terms in groups for value in (by.organisation.pk, list(terms), key)]
    every = " INTERSECT ".join([one] * len(groups))
    with connection.cursor() as cursor:
        newest = f"SELECT DISTINCT record_id FROM ({every}) AS found ORDER BY record_id DESC LIMIT %s"  # noqa: S608 - a text of ours
        cursor.execute(newest, [*asked, most])
        return [record for (record,) in cursor.fetchall()]


def _case_hits(cases: list[Case], words: Iterable[Wanted], question: Question, by: Actor) -> tuple[Hit, ...]:
    texts = _texts([case.pk for case in cases], question, by)
    return tuple(
        Hit(row, None, _excerpt(texts, row.id, words, question, by)) for row in rows_of(cases, by=by, with_dues=False)
    )


def _report_hits(reports: list[Report], words: Iterable[Wanted], question: Question, by: Actor) -> tuple[Hit, ...]:
    texts = _texts([report.pk for report in reports], question, by)
    rows = [ReportRow(report.pk, report.reference, report.sent_at) for report in reports]
    return tuple(Hit(None, row, _excerpt(texts, row.id, words, question, by)) for row in rows)


def _texts(records: list[UUID], question: Question, by: Actor) -> Passages:
    return passages_of(records, by=by) if question.words else {}


def _excerpt(texts: Passages, record: UUID, words: Iterable[Wanted], question: Question, by: Actor) -> Excerpt | None:
    places = wanted_in(question.words.place, language=language_of(by)) if question.words.place else ()
    return excerpt_of(texts.get(record, ()), [*words, *places])
