"""What a person of the organisation is told about a case. Pure."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is about."""

    ASSIGNED = "assigned"
    READING_ASKED = "reading_asked"
    READING_GIVEN = "reading_given"
    GLASS_BROKEN = "glass_broken"
    NAMED = "named"
