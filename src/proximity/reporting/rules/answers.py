"""What a report holds: the answers, as typed values that go into the sealed content and come back out of it. Pure."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from proximity.foundation.pure.json import JSONObject, JSONValue

UNSAFE = "no"
"""The answer to "are you safe now?" of somebody who is not, or is not sure."""


class Precision(StrEnum):
    """How exactly somebody knows when it happened."""

    EXACT = "exact"
    ABOUT = "about"
    UNKNOWN = "unknown"


class Perceived(StrEnum):
    """Whether she thinks it was because of who you are, or were taken to be."""

    YES = "yes"
    NOT_SURE = "not_sure"
    NO = "no"


class OfficerBody(StrEnum):
    """Which body an officer or official belonged to who did it."""

    LOCAL = "local"
    STATE = "state"
    UNKNOWN = "unknown"
    NOT_POLICE = "not_police"


class Standing(StrEnum):
    """Who tells the story."""

    VICTIM = "victim"
    WITNESS = "witness"
    FOR_SOMEBODY = "for_somebody"


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a person answered; an empty value was skipped. Texts are verbatim and never changed afterwards (R16)."""

    safe_now: str = ""
    city: str = ""
    country: str = ""
    place: str = ""
    what: str = ""
    when_precision: str = ""
    when_date: str = ""
    when_time: str = ""
    when_text: str = ""
    happened_before: str = ""
    reported_before: str = ""
    reported_where: str = ""
    reported_number: str = ""
    targets: tuple[str, ...] = ()
    perceived: str = ""
    why: str = ""
    grounds: tuple[str, ...] = ()
    officer: str = ""
    officer_body: str = ""
    standing: str = ""
    person_consents: str = ""
    person_consent_how: str = ""
    wishes: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    contact_how: str = ""
    contact_address: str = ""
    contact_when: str = ""
    contact_message: str = ""
    contact_hide_from: str = ""

    def as_json(self) -> JSONObject:
        """Return the answers as a JSON object without what was skipped."""
        given = {name: value for name, value in asdict(self).items() if value}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}

    @classmethod
    def from_json(cls, values: JSONObject) -> "Answers":
        """Return the answers from a JSON object. Names that this version does not know are left out."""
        answers = cls()
        for name in cls.__slots__:
            if name in values:
                value = _texts(values[name]) if name in LISTS else str(values[name])
                answers = replace(answers, **{name: value})  # type: ignore[arg-type]  # names and kinds fit by LISTS
        return answers


LISTS = ("targets", "grounds", "wishes", "recipients")


def _texts(value: JSONValue) -> tuple[str, ...]:
    return tuple(str(part) for part in value) if isinstance(value, list) else ()
