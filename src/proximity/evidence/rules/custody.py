"""What is done with a piece of evidence, and what its custody leaves open. Pure decisions over the lines of one custody.

A line is never changed. Who holds a thing, what waits for a second word, and where the chain has a gap are read from all lines.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Act(StrEnum):
    """What is done with a piece of evidence: one line of its custody."""

    RECEIVED = "received"
    CLEANED = "cleaned"
    KEPT_SEALED = "kept_sealed"
    VIEWED = "viewed"
    ORIGINAL_OPENED = "original_opened"
    SHARED = "shared"
    COLLECTED = "collected"  # who took it where, when, how and from whom: said once, corrected by saying it again
    PLACED = "placed"  # where a thing is kept
    OFFERED = "offered"  # handed over, and waiting for the other side's word
    CONFIRMED = "confirmed"  # the other side has it
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the offer is taken back by who made it
    HANDED_OUT = "handed_out"  # to somebody without an account, with a receipt on paper
    TAKEN_IN = "taken_in"  # from somebody without an account, with a receipt on paper
    DERIVED = "derived"  # made from another piece
    USED = "used"  # another piece was made from it


# What the log calls each act; every line has its event, written in the same transaction at the same instant.
EVENTS: Mapping[Act, str] = {act: f"file.{act}" for act in Act} | {
    Act.CLEANED: "file.clean",
    Act.KEPT_SEALED: "file.sealed_only",
}
ACT_OF: Mapping[str, Act] = {event: act for act, event in EVENTS.items()}
ANSWERS = frozenset({Act.CONFIRMED, Act.REFUSED, Act.WITHDRAWN})
# Which bytes an act touches: those of the original, or those of the clean copy.
_ON_ORIGINAL = frozenset({
    Act.RECEIVED, Act.KEPT_SEALED, Act.ORIGINAL_OPENED, Act.SHARED, Act.OFFERED, Act.CONFIRMED, Act.HANDED_OUT,
})  # fmt: skip
_ON_COPY = frozenset({Act.CLEANED, Act.VIEWED})


class Derivation(StrEnum):
    """How a piece was made from another."""

    EXCERPT = "excerpt"
    ENHANCED = "enhanced"
    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"
    CAPTURE = "capture"  # a picture of the page that a web capture tells of
    OTHER = "other"


class Gap(StrEnum):
    """A place where the chain of custody does not hold, or is not told."""

    NOT_COLLECTED = "not_collected"
    COLLECTED_AFTER_RECEIVED = "collected_after_received"
    HELD_BY_NOBODY = "held_by_nobody"
    NOT_THE_HOLDER = "not_the_holder"
    HAND_OVER_OPEN = "hand_over_open"
    ONE_SIDE_ONLY = "one_side_only"
    SHARE_NOT_CONFIRMED = "share_not_confirmed"
    NO_PURPOSE = "no_purpose"
    HASH_DIFFERS = "hash_differs"
    COPY_WITHOUT_ORIGINAL = "copy_without_original"
    BYTES_MISSING = "bytes_missing"
    NO_SOURCE = "no_source"
    SOURCE_DIFFERS = "source_differs"
    CLOCK_WENT_BACK = "clock_went_back"
    LINE_MISSING = "line_missing"
    LINE_NOT_LOGGED = "line_not_logged"
    LINE_ALTERED = "line_altered"


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand: a person at an organisation, an organisation alone, somebody outside by name, or (all empty) who reported."""

    organisation: UUID | None = None
    person: UUID | None = None
    outside: str = ""

    def is_held_by(self, other: "Hand") -> bool:
        """Say whether another hand may pass on what this one holds: the same person, or anybody where an organisation holds it.

        What the person sent who reported lies in the system for all its readers.
        """
        if self == Hand():
            return True
        if self.outside or other.outside:
            return self.outside == other.outside
        return self.organisation == other.organisation and self.person in {None, other.person}


@dataclass(frozen=True, slots=True)
class Collected:
    """Who collected a piece, where, when, how and from whom, as somebody said it. `person` is set where it was a colleague."""

    by: str
    person: UUID | None
    at: datetime | None
    where: str = ""
    how: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of custody. `about` is the line that it answers or the piece it was made from; `to` whom it went to.

    `altered`: what is sealed in it no longer opens. `sha256` is hexadecimal, empty for what has no bytes.
    """

    id: UUID
    act: Act
    hand: Hand
    at: datetime
    purpose: str = ""
    sha256: str = ""
    about: UUID | None = None
    to: Hand | None = None
    collected: Collected | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    altered: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says was done: the event's name, by whose hand, when, and its number in which chain."""

    action: str
    hand: Hand
    at: datetime
    chain: str
    seq: int


@dataclass(frozen=True, slots=True)
class Bytes:
    """What is kept of a piece: the hashes of its row, whether the bytes lie on the disk, and what it was made from.

    `source_sha256` is None where the source cannot be seen.
    """

    is_file: bool = True
    by_reporter: bool = False
    sha256: str = ""
    copy_sha256: str = ""
    original: bool = True
    copy: bool = True
    source: UUID | None = None
    source_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap, with the line or the event of the log that it is about, where there is one."""

    gap: Gap
    line: Line | None = None
    logged: Logged | None = None

    @property
    def at(self) -> datetime | None:
        """Return when what it is about was done."""
        return self.line.at if self.line else self.logged.at if self.logged else None


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines as they were done."""
    return tuple(sorted(lines, key=lambda line: (line.at, line.id)))


def open_offers(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the hand-overs that the other side has said nothing about yet."""
    answered = {line.about for line in lines if line.act in ANSWERS}
    return tuple(line for line in lines if line.act is Act.OFFERED and line.id not in answered)


def collected(lines: Sequence[Line]) -> Collected | None:
    """Return how the piece was collected, as it was said last."""
    said = [line.collected for line in lines if line.act is Act.COLLECTED and line.collected]
    return said[-1] if said else None


def place_of(lines: Sequence[Line]) -> str:
    """Return where the piece is kept, as it was said last."""
    said = [line.purpose for line in lines if line.act is Act.PLACED]
    return said[-1] if said else ""


def holder(lines: Sequence[Line]) -> Hand | None:
    """Return who holds the piece now; None where nobody ever received it."""
    now: Hand | None = None
    offers = {line.id: line for line in lines if line.act is Act.OFFERED}
    for line in lines:
        now = _after(line, offers, now)
    return now


def _after(line: Line, offers: Mapping[UUID, Line], before: Hand | None) -> Hand | None:
    """Return who holds the piece after a line."""
    if line.act in {Act.RECEIVED, Act.TAKEN_IN} or (line.act is Act.CONFIRMED and line.about in offers):
        return line.hand
    return line.to if line.act is Act.HANDED_OUT and line.to else before


def find_gaps(lines: Sequence[Line], *, logged: Sequence[Logged], kept: Bytes) -> tuple[Finding, ...]:
    """Return every gap in the custody of one piece, those of its beginning first. `lines` are in order."""
    found = [
        *_beginning(lines, kept), *_passing_on(lines), *_shares(lines), *_opened(lines), *_hashes(lines, kept),
        *_derivation(lines, kept), *_against_the_log(lines, logged), *_clock(lines, logged),
    ]  # fmt: skip
    return tuple(found)


def _beginning(lines: Sequence[Line], kept: Bytes) -> Iterator[Finding]:
    received = next((line for line in lines if line.act is Act.RECEIVED), None)
    said = collected(lines)
    # What a person sent herself came with the time of its receipt: how she made it is hers to tell.
    if said is None:
        if not kept.by_reporter and kept.source is None:
            yield Finding(Gap.NOT_COLLECTED, received)
        return
    if received is None:
        return
    if said.at is not None and said.at > received.at:
        yield Finding(Gap.COLLECTED_AFTER_RECEIVED, received)
    handed_in = any(line.act is Act.TAKEN_IN for line in lines)
    if said.person != received.hand.person and not handed_in and not kept.by_reporter:
        yield Finding(Gap.HELD_BY_NOBODY, received)


def _passing_on(lines: Sequence[Line]) -> Iterator[Finding]:
    offers = {line.id: line for line in lines if line.act is Act.OFFERED}
    waiting = {line.id for line in open_offers(lines)}
    now: Hand | None = None
    for line in lines:
        if line.act in {Act.OFFERED, Act.HANDED_OUT} and now is not None and not now.is_held_by(line.hand):
            yield Finding(Gap.NOT_THE_HOLDER, line)
        if line.id in waiting:
            yield Finding(Gap.HAND_OVER_OPEN, line)
        if line.act in {Act.HANDED_OUT, Act.TAKEN_IN}:
            yield Finding(Gap.ONE_SIDE_ONLY, line)
        now = _after(line, offers, now)


def _shares(lines: Sequence[Line]) -> Iterator[Finding]:
    for number, line in enumerate(lines):
        if line.act is not Act.SHARED or line.to is None:
            continue
        if not any(later.hand.organisation == line.to.organisation for later in lines[number + 1 :]):
            yield Finding(Gap.SHARE_NOT_CONFIRMED, line)


def _opened(lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        if line.altered:
            yield Finding(Gap.LINE_ALTERED, line)
        elif line.act is Act.ORIGINAL_OPENED and not line.purpose.strip():
            yield Finding(Gap.NO_PURPOSE, line)


def _hashes(lines: Sequence[Line], kept: Bytes) -> Iterator[Finding]:
    if not kept.is_file:
        return
    for acts, sha256 in ((_ON_ORIGINAL, kept.sha256), (_ON_COPY, kept.copy_sha256)):
        touched = [line for line in lines if line.act in acts and not line.altered]
        yield from (Finding(Gap.HASH_DIFFERS, line) for line in touched if line.sha256 != sha256)
    copied = next((line for line in lines if line.act is Act.CLEANED), None)
    if copied is not None and not any(line.act is Act.RECEIVED for line in lines[: lines.index(copied)]):
        yield Finding(Gap.COPY_WITHOUT_ORIGINAL, copied)
    if not kept.original:
        yield Finding(Gap.COPY_WITHOUT_ORIGINAL if kept.copy and copied else Gap.BYTES_MISSING)
    elif copied is not None and not kept.copy:
        yield Finding(Gap.BYTES_MISSING, copied)


def _derivation(lines: Sequence[Line], kept: Bytes) -> Iterator[Finding]:
    if kept.source is None:
        return
    told = next((line for line in lines if line.act is Act.DERIVED and line.about == kept.source), None)
    if told is None or kept.source_sha256 is None:
        yield Finding(Gap.NO_SOURCE, told)
    elif told.details.get("source_sha256", "") != kept.source_sha256:
        yield Finding(Gap.SOURCE_DIFFERS, told)


def _against_the_log(lines: Sequence[Line], logged: Sequence[Logged]) -> Iterator[Finding]:
    """Compare custody and log, in which each act stands once: what was taken out of one of them still stands in the other."""
    unmatched = [one for one in logged if one.action in EVENTS.values()]
    for line in lines:
        found = next((one for one in unmatched if _tells_of(one, line)), None)
        if found is None:
            yield Finding(Gap.LINE_NOT_LOGGED, line)
        else:
            unmatched.remove(found)
    yield from (Finding(Gap.LINE_MISSING, logged=one) for one in sorted(unmatched, key=lambda one: (one.at, one.seq)))


def _clock(lines: Sequence[Line], logged: Sequence[Logged]) -> Iterator[Finding]:
    """Find the acts that say they were done before one that the log had heard of already: the log numbers what it is told."""
    latest: dict[str, datetime] = {}
    for one in sorted(logged, key=lambda one: (one.chain, one.seq)):
        if one.at < latest.get(one.chain, one.at):
            yield Finding(Gap.CLOCK_WENT_BACK, next((line for line in lines if _tells_of(one, line)), None), one)
        latest[one.chain] = max(one.at, latest.get(one.chain, one.at))


def _tells_of(logged: Logged, line: Line) -> bool:
    return (logged.action, logged.hand, logged.at) == (EVENTS[line.act], line.hand, line.at)
