"""Rights and support: how they are told, what consent carries, where a referral to support stands. Pure decisions."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.cases.rules.states import MAX_TITLE
from proximity.foundation.pure.json import JSONObject

# After how many days somebody asks a service again that has not answered: proposed by the service, given by no law.
REMINDER_DAYS = 7


class Notice(StrEnum):
    """What everybody is told from first contact on, whether or not she makes a complaint."""

    RIGHTS = "rights"
    SUPPORT = "support"


class NoticeWay(StrEnum):
    """How she was told; the last three say why she was not."""

    PAPER = "paper"
    READ_ALOUD = "read_aloud"
    MAILBOX = "mailbox"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    GIVEN_ELSEWHERE = "given_elsewhere"


GIVEN = frozenset({NoticeWay.PAPER, NoticeWay.READ_ALOUD, NoticeWay.MAILBOX})
NOT_GIVEN = frozenset(NoticeWay) - GIVEN


class ConsentWay(StrEnum):
    """How consent to a referral was given."""

    SPOKEN = "spoken"
    PHONE = "phone"
    WRITTEN = "written"
    MAILBOX = "mailbox"


class SupportState(StrEnum):
    """Where a referral to support stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


SUPPORT_TRANSITIONS: dict[SupportState, frozenset[SupportState]] = {
    SupportState.SENT: frozenset({
        SupportState.ACCEPTED, SupportState.DECLINED, SupportState.NO_ANSWER, SupportState.WITHDRAWN,
    }),
    SupportState.NO_ANSWER: frozenset({SupportState.ACCEPTED, SupportState.DECLINED, SupportState.WITHDRAWN}),
    SupportState.ACCEPTED: frozenset({SupportState.ENDED, SupportState.WITHDRAWN}),
    SupportState.DECLINED: frozenset(),
    SupportState.WITHDRAWN: frozenset(),
    SupportState.ENDED: frozenset(),
}  # fmt: skip
WAITING = frozenset({SupportState.SENT, SupportState.NO_ANSWER})
OVER = frozenset(state for state, following in SUPPORT_TRANSITIONS.items() if not following)
ANSWERS = frozenset({SupportState.ACCEPTED, SupportState.DECLINED})


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What goes to a service: how to reach the person and what she needs, as far as she consented; nothing of the case."""

    contact: str
    need: str
    language: str = ""

    def as_json(self) -> JSONObject:
        """Return what is sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: JSONObject) -> Self:
        """Return what was sealed."""
        return cls(**{one.name: str(values.get(one.name, "")) for one in fields(cls)})


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """How and when the person consented, and to what."""

    way: ConsentWay
    on: date
    scope: str


def notices_missing(told: Collection[Notice]) -> tuple[Notice, ...]:
    """Return what the person has not been told yet, nor was it said why not."""
    return tuple(notice for notice in Notice if notice not in told)


def check_passed_on(passed: PassedOn) -> None:
    """Raise `NotSound` without a way to reach the person or without a need, and for texts too long."""
    for name in ("contact", "need"):
        text = getattr(passed, name)
        if not text.strip() or len(text) > MAX_TEXT:
            raise NotSound(name)
    if len(passed.language) > MAX_TITLE:
        raise NotSound("language")


def check_service(*, code: str, organisation: bool, name: str) -> None:
    """Raise `NotSound` unless exactly one service is named: one of the pack, an organisation with an account, or in words."""
    if sum((bool(code), organisation, bool(name))) != 1 or len(name) > MAX_TITLE:
        raise NotSound("service")


def check_consent(consent: ConsentGiven, *, today: date) -> None:
    """Raise `NotSound` for consent in the future, and without saying what may be passed on."""
    if consent.on > today:
        raise NotSound("consent_on")
    if not consent.scope.strip() or len(consent.scope) > MAX_TEXT:
        raise NotSound("scope")


def check_reminder(remind_on: date, *, today: date) -> None:
    """Raise `NotSound` for a reminder that has passed already or lies more than a year away."""
    if not today < remind_on <= today + timedelta(days=365):
        raise NotSound("remind_on")


def check_support_may_become(current: SupportState, wanted: SupportState) -> None:
    """Raise `NotNow` unless the step is allowed."""
    if wanted not in SUPPORT_TRANSITIONS[current]:
        raise NotNow(f"{current} → {wanted}")
