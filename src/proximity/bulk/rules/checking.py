"""One row against the decisions: the case that it would become, or what is wrong with it, cell by cell. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from proximity.assessment.rules import BiasAnswer, GroundBasis, GroundStatus
from proximity.bulk.rules.cells import same
from proximity.bulk.rules.dates import BadDay, Day, read_day
from proximity.bulk.rules.decisions import Decisions
from proximity.bulk.rules.fields import CODED, NOTHING, Field, is_lossy, parts_of
from proximity.cases.rules.history import MAX_EXTERNAL, MAX_TOLD, History, Written
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState
from proximity.insight.rules.facts import Channel, Stage

MAX_WORDS = 4000
FORMULA = "\x00="
"""Stands before the text of a cell that holds a formula: what it comes to was never told to us."""


class Verdict(StrEnum):
    """What becomes of a row."""

    UNREAD = "unread"
    READY = "ready"
    LOSSY = "lossy"  # becomes a case; something of it says less in our codes
    WRONG = "wrong"
    TWICE = "twice"  # an earlier row of the same file has the same reference
    KNOWN = "known"  # was brought in before
    DONE = "done"
    FAILED = "failed"  # the case could not be made
    UNDONE = "undone"
    STAYED = "stayed"  # somebody worked on it while the others were taken back


BECOMES_A_CASE = (Verdict.READY, Verdict.LOSSY)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say of a row: a code, the column (None: the row as a whole), the cell, and whether it stops the row."""

    code: str
    column: int | None = None
    cell: str = ""
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A row as it was checked; `history` is None where something is wrong with it."""

    history: History | None
    findings: tuple[Finding, ...]
    external: str = ""

    @property
    def verdict(self) -> Verdict:
        """Return what becomes of the row, as far as it can be told from itself."""
        if self.history is None:
            return Verdict.WRONG
        return Verdict.LOSSY if self.findings else Verdict.READY


@dataclass(slots=True)
class _Row:
    """One row while it is read: what was found wrong so far."""

    cells: Sequence[str]
    decisions: Decisions
    headings: Sequence[str]
    today: date
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, one: Field | None = None, cell: str = "", *, stops: bool = True) -> None:
        column = self.decisions.column_of(one) if one is not None else None
        self.findings.append(Finding(code, column, cell, stops))

    def text(self, one: Field, limit: int, *, needed: bool = False) -> str:
        column = self.decisions.column_of(one)
        cell = self.cells[column] if column is not None and column < len(self.cells) else ""
        if cell.startswith(FORMULA):
            self.note("formula", one, cell.removeprefix(FORMULA))
            return ""
        if needed and not cell:
            self.note("empty", one)
        if len(cell) > limit:
            self.note("too_long", one, cell[:60])
        return cell

    def day(self, one: Field, *, whole: bool, needed: bool = False) -> Day | None:
        cell = self.text(one, MAX_WORDS, needed=needed)
        if not cell:
            return None
        try:
            found = read_day(cell, self.decisions.order, today=self.today)
        except BadDay as fault:
            self.note(fault.code, one, cell)
            return None
        if whole and found.whole is None:
            self.note("date_part", one, cell)
            return None
        if found.short:
            self.note("date_short", one, cell, stops=False)
        return found

    def codes(self, one: Field) -> tuple[str, ...]:
        """Return what was decided for the values of a cell; what nobody decided stops the row."""
        cell, known, found = self.text(one, MAX_WORDS), self.decisions.values.get(one, {}), []
        for part in parts_of(one, cell):
            chosen = known.get(part, ())
            if not chosen:
                self.note("undecided", one, part)
            elif is_lossy(one, chosen):
                self.note("lossy", one, part, stops=False)
            found += [code for code in chosen if code != NOTHING]
        return tuple(dict.fromkeys(found))

    def code(self, one: Field) -> str:
        return next(iter(self.codes(one)), "") or self.decisions.for_all.get(one, "")


def check_row(cells: Sequence[str], *, decisions: Decisions, headings: Sequence[str], today: date) -> Checked:
    """Return the case that a row would become, and what is to be said of it."""
    row = _Row(cells, decisions, headings, today)
    if len(cells) > len(headings) and any(cells[len(headings) :]):
        row.note("too_wide")
    external = row.text(Field.EXTERNAL, MAX_EXTERNAL, needed=True)
    recorded, happened, closed = _days(row)
    status, closed = _status(row, recorded, closed)
    bias = row.code(Field.BIAS)
    if not bias:
        row.note("empty", Field.BIAS)
    history = _history(row, external, recorded, happened, status, closed, bias)
    stopped = any(one.stops for one in row.findings)
    return Checked(None if stopped else history, tuple(row.findings), external)


def _days(row: _Row) -> tuple[date | None, Day | None, date | None]:
    """Return when it was recorded, when it happened, when it was closed; a register with one day only stands by that."""
    happened = row.day(Field.HAPPENED, whole=False)
    has_day = row.decisions.column_of(Field.RECORDED) is not None
    known = row.day(Field.RECORDED, whole=True, needed=has_day)
    recorded = known.whole if known else None
    if not has_day and happened is not None:
        recorded = happened.whole
        row.note("recorded_by_happened" if recorded else "no_day", Field.HAPPENED, stops=recorded is None)
    elif not has_day and not row.findings:
        row.note("empty", Field.HAPPENED)
    elif (
        recorded is not None
        and happened is not None
        and happened.text[:10] > recorded.isoformat()[: len(happened.text)]
    ):
        row.note("happened_after", Field.HAPPENED, happened.text)
    closed = row.day(Field.CLOSED, whole=True)
    if closed is not None and recorded is not None and closed.text < recorded.isoformat():
        row.note("closed_before", Field.CLOSED, closed.text)
    return recorded, happened, closed.whole if closed else None


def _status(row: _Row, recorded: date | None, closed: date | None) -> tuple[str, date | None]:
    """Return the state of the work and the day it was closed, which belong together."""
    status = row.code(Field.STATUS)
    if not status:
        row.note("empty", Field.STATUS)
    if status == CaseStatus.CLOSED and closed is None:
        row.note("closed_by_recorded", Field.STATUS, stops=False)
        return status, recorded
    if status and status != CaseStatus.CLOSED and closed is not None:
        row.note("open_but_closed", Field.CLOSED, closed.isoformat())
    return status, closed


def _history(
    row: _Row, external: str, recorded: date | None, happened: Day | None, status: str, closed: date | None, bias: str
) -> History | None:
    told, place = row.text(Field.TOLD, MAX_TOLD), row.text(Field.PLACE, MAX_WORDS)
    title, grounds = row.text(Field.TITLE, MAX_WORDS), row.codes(Field.GROUNDS)
    complaint, offence = row.code(Field.COMPLAINT), row.code(Field.OFFENCE)
    stage, channel, kind = row.code(Field.STAGE), row.code(Field.CHANNEL), row.code(Field.KIND)
    kept = _words(row, (Field.KEEP,))
    if recorded is None or not status or not bias or (status == CaseStatus.CLOSED) != (closed is not None):
        return None
    said = row.decisions
    return History(
        source=said.source.strip(), external=external, recorded_on=recorded, bias=BiasAnswer(bias), status=CaseStatus(status),
        told=told, language=said.language, place=place, title=title, happened=happened.text if happened else "", kind=kind,
        grounds=grounds, ground_status=said.ground_status or GroundStatus.PERCEIVED,
        ground_basis=said.ground_basis or GroundBasis.MEMBERSHIP, closed_on=closed,
        complaint=ComplaintState(complaint or ComplaintState.NOT_MADE),
        offence=OffenceState(offence or OffenceState.UNDECIDED), stage=Stage(stage or Stage.RECORDED),
        channel=Channel(channel or Channel.UNKNOWN), written=_words(row, tuple(CODED)), kept=kept,
    )  # fmt: skip


def _words(row: _Row, wanted: tuple[Field, ...]) -> tuple[Written, ...]:
    """Return the register's own words for what was coded, or for the columns that are kept as they are."""
    found = []
    for index, one in enumerate(row.decisions.fields):
        cell = row.cells[index] if index < len(row.cells) else ""
        if one not in wanted or not cell:
            continue
        if cell.startswith(FORMULA) and one is Field.KEEP:
            row.findings.append(Finding("formula", index, cell.removeprefix(FORMULA)))
        elif len(cell) > MAX_WORDS and one is Field.KEEP:
            row.findings.append(Finding("too_long", index, cell[:60]))
        else:
            found.append(Written(row.headings[index], cell))
    return tuple(found)


def reference_key(source: str, external: str) -> str:
    """Return what two rows have in common that tell of the same incident of the same register."""
    return f"{same(source)}\x1f{' '.join(external.casefold().split())}"
