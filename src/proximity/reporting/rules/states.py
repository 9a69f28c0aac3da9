"""The states of a report at one recipient, the channels it can come by, and the kinds of message. Pure data."""

from enum import StrEnum


class Channel(StrEnum):
    """How a report came."""

    ONLINE = "online"
    DESK = "desk"
    PHONE = "phone"


class Consent(StrEnum):
    """On what word an organisation was given the report."""

    REPORTER = "reporter"  # chosen by the person herself, in the form or the mailbox
    RECORDED = "recorded"  # told to staff, who recorded when and how


class RecipientStatus(StrEnum):
    """Where a report stands at one recipient, in the words the person reads."""

    RECEIVED = "received"
    BEING_READ = "being_read"
    IN_WORK = "in_work"
    CLOSED = "closed"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


_ENDINGS = frozenset({RecipientStatus.WITHDRAWN, RecipientStatus.ERASED})

TRANSITIONS: dict[RecipientStatus, frozenset[RecipientStatus]] = {
    # Set aside as no report by two persons (`rules.pile`), unread or not: many alike are not opened one by one.
    RecipientStatus.RECEIVED: _ENDINGS | {RecipientStatus.BEING_READ, RecipientStatus.SET_ASIDE},
    RecipientStatus.BEING_READ: _ENDINGS | {RecipientStatus.IN_WORK, RecipientStatus.CLOSED, RecipientStatus.SET_ASIDE},
    RecipientStatus.IN_WORK: _ENDINGS | {RecipientStatus.CLOSED},
    RecipientStatus.CLOSED: _ENDINGS | {RecipientStatus.IN_WORK},
    # Whoever finds that it is a report after all takes it up again.
    RecipientStatus.SET_ASIDE: _ENDINGS | {RecipientStatus.BEING_READ, RecipientStatus.IN_WORK},
    # What was opened before it was taken back may still be kept, and can still be asked to be erased.
    RecipientStatus.WITHDRAWN: frozenset({RecipientStatus.ERASED}),
    RecipientStatus.ERASED: frozenset(),
}

# Where the person's word still lets an organisation read and answer, and where somebody there still has to act.
MAY_READ = frozenset(RecipientStatus) - _ENDINGS
TO_DO = MAY_READ - {RecipientStatus.CLOSED, RecipientStatus.SET_ASIDE}
# Where a promise to the person runs: it ends with her word, and where two persons saw no report.
PROMISED = MAY_READ - {RecipientStatus.SET_ASIDE}


class NotNow(ValueError):
    """The state of the report does not allow this step."""


def may_become(current: RecipientStatus, wanted: RecipientStatus) -> bool:
    """Say whether a report may pass from one state to another at a recipient."""
    return wanted in TRANSITIONS[current]


def check_may_become(current: RecipientStatus, wanted: RecipientStatus) -> None:
    """Raise `NotNow` unless the step is allowed."""
    if not may_become(current, wanted):
        raise NotNow(f"{current} → {wanted}")


def may_write(status: RecipientStatus) -> bool:
    """Say whether a recipient may write to the person: once it has opened the report, while her word still lets it read."""
    return status in MAY_READ - {RecipientStatus.RECEIVED}


def check_may_write(status: RecipientStatus) -> None:
    """Raise `NotNow` unless a recipient may write to the person."""
    if not may_write(status):
        raise NotNow(f"{status}: no word to the person")


def may_be_erased(status: RecipientStatus, *, opened: bool) -> bool:
    """Say whether a recipient has something left to erase; what was taken back unopened (`opened` False) is shut already."""
    return may_become(status, RecipientStatus.ERASED) and (status in MAY_READ or opened)


def check_may_be_erased(status: RecipientStatus, *, opened: bool) -> None:
    """Raise `NotNow` unless a recipient has something left to erase."""
    if not may_be_erased(status, opened=opened):
        raise NotNow(f"{status}: nothing to erase")


class MessageKind(StrEnum):
    """What a message in the mailbox is."""

    MESSAGE = "message"
    FACTS = "facts"
    FEEDBACK = "feedback"
    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"
    TREATMENT = "treatment"
    PROCEEDINGS = "proceedings"
