"""Who may read what as the second person, and what is still to be read. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from proximity.assessment.rules import NotNow


class About(StrEnum):
    """What a second reading is about."""

    BIAS = "bias"
    QUALIFICATION = "qualification"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as it stands: what it is about, its version, who gave that version. `thread`: which qualification, if any."""

    about: About
    thread: UUID | None
    version: int
    by: UUID | None


@dataclass(frozen=True, slots=True)
class Read:
    """One second reading: which version of what was read, by whom."""

    about: About
    thread: UUID | None
    version: int
    by: UUID | None


def is_of_now(read: Read, answered: Answered) -> bool:
    """Say whether a reading is about the answer as it stands, and not about an earlier version."""
    return (read.about, read.thread, read.version) == (answered.about, answered.thread, answered.version)


def check_may_read(answered: Answered, *, reader: UUID | None) -> None:
    """Raise `NotNow` for an answer of one's own: nobody is her own second person."""
    if reader is None or answered.by == reader:
        raise NotNow("nobody is her own second person")


def left_to_read(standing: Iterable[Answered], read: Iterable[Read], *, reader: UUID) -> list[Answered]:
    """Return the answers of others that somebody has not read as they stand."""
    known = [one for one in read if one.by == reader]
    return [one for one in standing if one.by != reader and not any(is_of_now(done, one) for done in known)]
