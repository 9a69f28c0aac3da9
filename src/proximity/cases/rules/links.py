"""What two cases of an organisation are to one another. A person decides, and can take it back. Pure."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What somebody decided of two cases."""

    SAME = "same"
    SERIES = "series"
    DIFFERENT = "different"
