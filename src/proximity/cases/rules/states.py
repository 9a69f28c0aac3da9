"""The states of a case and of its tasks, references and titles, when a case counts. Pure decisions."""

from enum import StrEnum

from proximity.assessment.rules import NotNow, NotSound

MAX_TITLE = 120


class MovedOn(ValueError):
    """Somebody else wrote here since it was read: both texts are to be shown. Nothing was written."""


class CaseStatus(StrEnum):
    """Where the work on a case stands."""

    NEW = "new"
    IN_ASSESSMENT = "in_assessment"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.NEW: frozenset({CaseStatus.IN_ASSESSMENT}),
    CaseStatus.IN_ASSESSMENT: frozenset({CaseStatus.IN_PROGRESS, CaseStatus.CLOSED}),
    CaseStatus.IN_PROGRESS: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.IN_PROGRESS}),
}


class ComplaintState(StrEnum):
    """Whether the person made a formal complaint. She may decline it, and the case goes on (R4)."""

    NOT_MADE = "not_made"
    OFFERED = "offered"
    MADE = "made"
    DECLINED = "declined"


class OffenceState(StrEnum):
    """Whether the police suspect an offence. Whether there was one is for a court."""

    UNDECIDED = "undecided"
    SUSPECTED = "suspected"
    NOT_AN_OFFENCE = "not_an_offence"


class TaskKind(StrEnum):
    """What sort of thing is to be done."""

    EVIDENCE = "evidence"
    CONTACT = "contact"
    OTHER = "other"


def may_become(current: CaseStatus, wanted: CaseStatus) -> bool:
    """Say whether a case may pass from one status to another."""
    return wanted in TRANSITIONS[current]


def check_may_become(current: CaseStatus, wanted: CaseStatus) -> None:
    """Raise `NotNow` unless the step is allowed."""
    if not may_become(current, wanted):
        raise NotNow(f"{current} → {wanted}")


def check_is_open(status: CaseStatus) -> None:
    """Raise `NotNow` for a closed case: what is closed is read, or opened again first."""
    if status == CaseStatus.CLOSED:
        raise NotNow("closed")


def check_is_closed(status: CaseStatus) -> None:
    """Raise `NotNow` for a case that is open: only what was closed is taken up again."""
    if status != CaseStatus.CLOSED:
        raise NotNow("open")


def is_countable(*, answered: bool, grounds: int, status: CaseStatus) -> bool:
    """Say whether a case counts in figures: the bias question answered and a ground recorded, or the case closed."""
    return status == CaseStatus.CLOSED or (answered and grounds > 0)


def reference_of(prefix: str, year: int, number: int) -> str:
    """Return a case's reference, such as MAD-2026-0184; from the 10,000th of a year on, it is one digit longer."""
    return f"{prefix}-{year}-{number:04d}"


def title_from(told: str) -> str:
    """Return a first title out of what was told: its first line, cut between words, until somebody writes a better one."""
    line = " ".join(told.strip().partition("\n")[0].split())
    if len(line) <= MAX_TITLE // 2:
        return line
    return line[: MAX_TITLE // 2].rpartition(" ")[0].rstrip(",;:.-") + " …"


def check_title(title: str) -> None:
    """Raise `NotSound` for a title that is empty or longer than `MAX_TITLE` characters."""
    if not title.strip() or len(title) > MAX_TITLE:
        raise NotSound("title")


def check_unchanged(now: object, seen: object) -> None:
    """Raise `MovedOn` unless what stands there is what somebody had before her eyes."""
    if now != seen:
        raise MovedOn
