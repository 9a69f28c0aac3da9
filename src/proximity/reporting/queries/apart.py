"""What was sent while very many reports arrived: shown apart, and sorted so that what stands alone stands first.

Looking through it opens thousands of reports in memory, compares them, and shows no word of them: nobody has read one by that.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_records
from proximity.accounts.rules import Capability
from proximity.foundation.sealing.boxes import SealBroken
from proximity.reporting.access import OpenReport, answers_of
from proximity.reporting.models import Recipient
from proximity.reporting.rules.alike import ENOUGH, groups_of, likeness, sketch_of
from proximity.reporting.rules.answers import UNSAFE, Answers
from proximity.reporting.rules.flood import Flood
from proximity.reporting.rules.pile import ASKED_APART_FROM, MAY_STAND, MOST_AT_ONCE
from proximity.reporting.rules.states import Channel, RecipientStatus

WINDOW = 2_000
"""How many are opened and compared for one page: it takes under half a second (`benchmarks/flood.py`)."""

PAGE = 50
BEFORE = timedelta(hours=1)
"""What came so long before the first that was marked may be of the same flood: the first ones pass unasked."""


@dataclass(frozen=True, slots=True)
class ApartLine:
    """One group of reports that are alike, or one that stands alone (`size` 1), and no word of the story.

    `reference` is the newest one's; `unsafe` and `contact` say of how many the person is not safe or left an address.
    """

    reference: str
    report_id: UUID
    sent_at: datetime
    size: int
    letters: int
    answered: int
    unsafe: int
    contact: int


@dataclass(frozen=True, slots=True)
class ApartPage:
    """One page of groups; `after` is the key of the next page, `older` that of the next ones to be compared."""

    lines: tuple[ApartLine, ...]
    compared: int
    after: str
    older: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """One report that was opened to be compared; without a story where it was tampered with."""

    row: Recipient
    answers: Answers

    @property
    def text(self) -> str:
        told = self.answers
        return f"{told.what}\n{told.why}\n{told.place}\n{told.when_text}"


def rows_of(by: Actor) -> QuerySet[Recipient]:
    """Return the recipient rows of the actor's organisation; none without the capability to read reports."""
    if not by.may(Capability.READ_REPORTS):
        return Recipient.objects.none()
    return Recipient.objects.filter(organisation=by.organisation)


def stands_apart(by: Actor) -> Q:
    """Say which reports stand apart: nobody has opened them, and their marks are those that stand apart now."""
    return Q(status=RecipientStatus.RECEIVED, flood__in=_marks(by))


def waits_on_a_pile() -> Q:
    """Say which reports wait for the second person's word that they are none."""
    return Q(pile__isnull=False, status__in=MAY_STAND)


def apart_count(by: Actor) -> int:
    """Return how many stand apart and on no pile."""
    return rows_of(by).filter(stands_apart(by), pile__isnull=True).count()


def apart_page(by: Actor, *, after: str = "", older: str = "") -> ApartPage:
    """Return groups of the newest reports that stand apart (older than a key), what stands alone first.

    Among those of the same size the ones whose people answered right come first. Ones that passed unasked shortly before are
    compared too, and shown only where they are alike with others.
    """
    marks = _marks(by)
    rows = list(_marked(by, marks, _uuid(older))[: WINDOW + 1])
    more, rows = len(rows) > WINDOW, rows[:WINDOW]
    opened = {one.row.report_id: one for one in _open([*rows, *_near(by, rows, marks)], by)}
    found = groups_of((report_id, one.text) for report_id, one in opened.items())
    marked = {row.report_id for row in rows}
    lines = [
        _line([opened[key] for key in group.members]) for group in found if not marked.isdisjoint(group.members)
    ]  # fmt: skip
    lines.sort(key=lambda line: (line.size, -line.answered, -line.unsafe))
    start = next((n for n, line in enumerate(lines, 1) if str(line.report_id) == after), 0)
    shown = lines[start : start + PAGE]
    return ApartPage(
        tuple(shown), len(opened), str(shown[-1].report_id) if len(lines) > start + PAGE else "",
        str(rows[-1].report_id) if more else "",
    )  # fmt: skip


def alike_with(opened: OpenReport, *, by: Actor) -> list[UUID]:
    """Return the ids of all reports that stand apart and are alike with one of them, it first, newest first."""
    report = opened.report
    sketch = sketch_of(_Opened(Recipient(report=report), opened.answers).text)
    marks = _marks(by)
    rows = list(_marked(by, marks)[:MOST_AT_ONCE])
    rows += _near(by, rows, marks)
    found = [
        one.row.report_id
        for one in _open(rows, by)
        if one.row.report_id != report.pk and likeness(sketch, sketch_of(one.text)) >= ENOUGH
    ]
    return [report.pk, *found][:MOST_AT_ONCE]


def _marks(by: Actor) -> list[Flood]:
    """Return which marks set a report apart: those who never answered, and where they are too many, all who were asked."""
    asked = rows_of(by).filter(flood=Flood.ASKED, status=RecipientStatus.RECEIVED).order_by()[: ASKED_APART_FROM + 1]
    return [Flood.UNANSWERED, Flood.ASKED] if asked.count() > ASKED_APART_FROM else [Flood.UNANSWERED]


def _marked(by: Actor, marks: Collection[Flood], older: UUID | None = None) -> QuerySet[Recipient]:
    """Return what is marked so and nobody has begun to work on, newest first; a report's id grows with time."""
    rows = rows_of(by).filter(flood__in=marks, status__in=MAY_STAND, pile__isnull=True, acknowledged_at__isnull=True)
    rows = rows.select_related("report").order_by("-report_id")
    return rows.filter(report_id__lt=older) if older else rows


def _near(by: Actor, rows: Sequence[Recipient], marks: Collection[Flood]) -> list[Recipient]:
    """Return what came while these came, or shortly before, and stands in the inbox: the first ones pass unasked."""
    if not rows:
        return []
    times = [row.report.sent_at for row in rows]
    found = _marked(by, [mark for mark in Flood if mark not in marks]).filter(
        report__channel=Channel.ONLINE, report__sent_at__range=(min(times) - BEFORE, max(times))
    )
    return list(found[:WINDOW])


def _open(rows: Iterable[Recipient], by: Actor) -> Iterator[_Opened]:
    """Open reports one after the other; what was tampered with has nothing to compare and stands alone."""
    rows = list(rows)
    for start in range(0, len(rows), WINDOW):
        chunk = rows[start : start + WINDOW]
        keys = open_records((row.report_id for row in chunk), by=by)
        for row in chunk:
            try:
                answers = answers_of(row.report, keys[row.report_id])
            except (KeyError, SealBroken):
                answers = Answers(what=row.report.reference)
            yield _Opened(row, answers)


def _line(group: Sequence[_Opened]) -> ApartLine:
    lead = group[0]
    return ApartLine(
        reference=lead.row.report.reference, report_id=lead.row.report_id, sent_at=lead.row.report.sent_at,
        size=len(group), letters=len(lead.text.strip()),
        answered=sum(one.row.flood == Flood.ASKED for one in group),
        unsafe=sum(one.answers.safe_now == UNSAFE for one in group),
        contact=sum(bool(one.answers.contact_address) for one in group),
    )  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
