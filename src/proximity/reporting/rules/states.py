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
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[RecipientStatus, frozenset[RecipientStatus]] = {
    RecipientStatus.RECEIVED: frozenset({RecipientStatus.BEING_READ, RecipientStatus.WITHDRAWN}),
    RecipientStatus.BEING_READ: frozenset({RecipientStatus.IN_WORK, RecipientStatus.CLOSED, RecipientStatus.WITHDRAWN}),
    RecipientStatus.IN_WORK: frozenset({RecipientStatus.CLOSED, RecipientStatus.WITHDRAWN}),
    RecipientStatus.CLOSED: frozenset({RecipientStatus.IN_WORK, RecipientStatus.WITHDRAWN}),
    RecipientStatus.WITHDRAWN: frozenset(),
}


class NotNow(ValueError):
    """The state of the report does not allow this step."""


def may_become(current: RecipientStatus, wanted: RecipientStatus) -> bool:
    """Say whether a report may pass from one state to another at a recipient."""
    return wanted in TRANSITIONS[current]


def check_may_become(current: RecipientStatus, wanted: RecipientStatus) -> None:
    """Raise `NotNow` unless the step is allowed."""
    if not may_become(current, wanted):
        raise NotNow(f"{current} → {wanted}")


class MessageKind(StrEnum):
    """What a message in the mailbox is."""

    MESSAGE = "message"
    FACTS = "facts"
    FEEDBACK = "feedback"
    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"
    TREATMENT = "treatment"
