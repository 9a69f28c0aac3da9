"""What is addressed to an organisation: the inbox, most urgent first, and its part of the workspace's home page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import open_records
from proximity.accounts.rules import Capability
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.reporting.access import answers_of
from proximity.reporting.models import ErasureRequest, Message, Recipient
from proximity.reporting.queries.apart import apart_count, rows_of, stands_apart, waits_on_a_pile
from proximity.reporting.queries.labels import BROKEN, CHANNELS, PERCEIVED, TO_STAFF, WISHES, Words
from proximity.reporting.rules.answers import UNSAFE, Answers
from proximity.reporting.rules.deadlines import local_day
from proximity.reporting.rules.states import PROMISED, TO_DO, Channel, RecipientStatus

PAGE = 50
ON_HOME = 6
MOST_COUNTED = 1000
# Where nothing presses: after everything that does.
NEVER = date.max


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One report of the list: what one must know to choose it, and no word of the story.

    `due` is the nearest open promise or answer to a request to erase (`erasing`), None where nothing presses.
    """

    reference: str
    sent_at: datetime
    channel: Words
    perceived: Words
    wishes: tuple[Words, ...]
    status: Words
    status_kind: str
    due: date | None
    overdue: bool
    erasing: bool
    new_message: bool
    unsafe: bool

    @property
    def url(self) -> str:
        """Return the report's page."""
        return reverse("reports:report", kwargs={"reference": self.reference})


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of the inbox; `after` is the key of the next one, empty on the last."""

    lines: tuple[InboxLine, ...]
    after: str


def inbox(by: Actor, *, done: bool = False, after: str = "", now: datetime | None = None) -> InboxPage:
    """Return one page of what is addressed to the actor's organisation.

    Still to do comes by its nearest date, overdue first; a new message or a request to erase brings a closed report back here.
    `done` returns the rest, newest first. Looking at the list opens nothing: the person can still take back what is unread.
    """
    rows = _page(_rows(by), by, done=done, after=after)
    shown = rows[:PAGE]
    keys = open_records((row.report_id for row in shown), by=by)
    today = local_day(now or timezone.now(), by.organisation.city.time_zone)
    readable = ((row, keys[row.report_id]) for row in shown if row.report_id in keys)
    lines = tuple(_line(row, _answers(row, key), today) for row, key in readable)
    return InboxPage(lines, _key(shown[-1], done=done) if len(rows) > PAGE else "")


def waiting_count(by: Actor) -> int:
    """Return how many reports wait for somebody in the actor's organisation; none for whom may not read reports.

    Counted no further than `MOST_COUNTED`: the number stands on every page, and beyond a thousand it says nothing more.
    """
    return rows_of(by).filter(_to_do(by))[:MOST_COUNTED].count() if by.may(Capability.READ_REPORTS) else 0


def home_items(by: Actor) -> HomeList | None:
    """Return the most urgent reports for the workspace's home page, or None for whom may not read reports."""
    if not by.may(Capability.READ_REPORTS):
        return None
    apart = apart_count(by)
    aside = (
        [HomeItem(label=_("Sent while very many arrived"), url=reverse("reports:apart"), what=str(apart))]
        if apart
        else []
    )
    return HomeList(
        title=_("Reports"), items=[*(_home_item(line) for line in inbox(by).lines[:ON_HOME]), *aside],
        empty=_("Reports addressed to your organisation stand here, the most urgent first."),
        all_url=reverse("reports:inbox"), all_label=_("Inbox"),
    )  # fmt: skip


def due_words(line: InboxLine) -> str:
    """Return by when something is due, in words; empty where nothing presses."""
    if line.due is None:
        return ""
    day = date_format(line.due, "SHORT_DATE_FORMAT")
    if line.overdue:
        return _("overdue since %(day)s") % {"day": day}
    return (_("to be erased? by %(day)s") if line.erasing else _("due by %(day)s")) % {"day": day}


def _home_item(line: InboxLine) -> HomeItem:
    what = _("new message") if line.new_message else line.status
    return HomeItem(label=line.reference, url=line.url, what=what, due=due_words(line), urgent=line.overdue)


def _rows(by: Actor) -> QuerySet[Recipient]:
    """Return the organisation's recipient rows with the open request to erase, unread words of the person, and the next date."""
    rows = rows_of(by)
    requests = ErasureRequest.objects.filter(
        report=OuterRef("report"), organisation=by.organisation, decided_at__isnull=True
    )
    words = Message.objects.filter(report=OuterRef(OuterRef("report")), organisation=None).values("pk")
    return rows.select_related("report").annotate(
        erase_by=Subquery(requests.values("answer_by")[:1], output_field=DateField()),
        unread=Exists(_unread(by).filter(record_id__in=words)),
        due=Coalesce(Least(_promise(), F("erase_by")), Value(NEVER), output_field=DateField()),
    )


def _promise() -> Case:
    """Say in SQL what `rules.deadlines.next_promise` says; a promise ends with the person's word."""
    return Case(
        When(~Q(status__in=PROMISED) | Q(feedback_at__isnull=False), then=Value(None)),
        When(acknowledged_at__isnull=True, then=F("acknowledge_by")),
        default=F("feedback_by"),
        output_field=DateField(),
    )


def _to_do(by: Actor) -> Q:
    """Say what waits in the list: what is open and stands neither apart nor on a pile, and whatever the person asks or writes."""
    waits = Q(status__in=TO_DO) & ~stands_apart(by) & ~waits_on_a_pile()
    asked = _asked_anew(by)
    return waits | Q(report__in=asked) if asked else waits


def _asked_anew(by: Actor) -> list[UUID]:
    """Return the reports of which the person asks for something or has written, and nobody has looked at it.

    They are few, and found by themselves: asked of each report of an office, the question would take as long as it has reports.
    """
    words = Message.objects.filter(organisation=None, pk__in=_unread(by).values("record_id"))
    erasing = ErasureRequest.objects.filter(organisation=by.organisation, decided_at__isnull=True)
    return list(words.values_list("report", flat=True).union(erasing.values_list("report", flat=True)))


def _unread(by: Actor) -> QuerySet[KeyWrap]:
    return KeyWrap.objects.filter(organisation=by.organisation, opened_at__isnull=True)


def _page(rows: QuerySet[Recipient], by: Actor, *, done: bool, after: str) -> list[Recipient]:
    """Return the rows of one page and one more, which says that another page follows."""
    due, report = _read_key(after)
    if done:
        rows = rows.exclude(status__in=TO_DO | {RecipientStatus.SET_ASIDE}).exclude(_to_do(by)).order_by("-report_id")
        rows = rows.filter(report_id__lt=report) if report else rows
    else:
        rows = rows.filter(_to_do(by)).order_by(F("due"), "report_id")
        rows = rows.filter(Q(due__gt=due) | Q(due=due, report_id__gt=report)) if report else rows
    return list(rows[: PAGE + 1])


def _key(row: Recipient, *, done: bool) -> str:
    """Return where a page ends; a report's id grows with time, so it orders what has no date."""
    return f"{NEVER if done else vars(row)['due']}_{row.report_id}"


def _read_key(after: str) -> tuple[date, UUID | None]:
    """Return the key in an address; what is none of ours begins at the beginning."""
    day, _sign, report = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(report)
    except ValueError:
        return NEVER, None


def _answers(row: Recipient, key: RecordKey) -> Answers | None:
    """Return what was answered, or None where the row is not what was sealed: the list goes on, and its line says so."""
    try:
        return answers_of(row.report, key)
    except SealBroken:
        return None


def _line(row: Recipient, found: Answers | None, today: date) -> InboxLine:
    answers = found or Answers()
    status, kind = TO_STAFF[RecipientStatus(row.status)] if found else (BROKEN, "warning")
    annotated = vars(row)
    due: date = annotated["due"]
    return InboxLine(
        reference=row.report.reference, sent_at=row.report.sent_at, channel=CHANNELS[Channel(row.report.channel)],
        perceived=PERCEIVED[answers.perceived], wishes=tuple(_known(answers.wishes)), status=status, status_kind=kind,
        due=None if due == NEVER else due, overdue=due < today, erasing=due == annotated["erase_by"],
        new_message=annotated["unread"], unsafe=answers.safe_now == UNSAFE,
    )  # fmt: skip


def _known(wishes: Iterable[str]) -> Iterable[Words]:
    return (WISHES[wish] for wish in wishes if wish in WISHES)
