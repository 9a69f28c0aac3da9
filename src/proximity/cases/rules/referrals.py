"""The way of a referral: to whom a body may refer, in which states it can be, what has to be said first. Pure decisions."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.rules.states import OffenceState
from proximity.packs.codes import UnknownCode
from proximity.packs.pack import Pack
from proximity.packs.schema import Body, Handover
from proximity.packs.vocabulary import Operation


class ReferralState(StrEnum):
    """Where a referral stands. The last three are those of a file that was handed to a body without an account."""

    SENT = "sent"
    OPENED = "opened"
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    READY = "ready"
    SIGNED_FOR = "signed_for"
    NOT_RECEIVED = "not_received"


_DECIDED = frozenset({ReferralState.ACCEPTED, ReferralState.RETURNED})

REFERRAL_TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.SENT: frozenset({ReferralState.OPENED, ReferralState.WITHDRAWN}),
    ReferralState.OPENED: _DECIDED | {ReferralState.ASKED},
    ReferralState.ASKED: _DECIDED | {ReferralState.ANSWERED},
    ReferralState.ANSWERED: _DECIDED | {ReferralState.ASKED},
    ReferralState.ACCEPTED: frozenset(),
    ReferralState.RETURNED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.READY: frozenset({
        ReferralState.SIGNED_FOR, ReferralState.NOT_RECEIVED, ReferralState.WITHDRAWN,
    }),
    ReferralState.NOT_RECEIVED: frozenset({ReferralState.READY, ReferralState.WITHDRAWN}),
    ReferralState.SIGNED_FOR: frozenset(),
}  # fmt: skip

BEGINNINGS = (ReferralState.SENT, ReferralState.READY)
# Where the receiver still has to decide; where nothing came of it, so that the sender decides what is next.
TO_ANSWER = frozenset({ReferralState.SENT, ReferralState.OPENED, ReferralState.ASKED, ReferralState.ANSWERED})
CAME_TO_NOTHING = frozenset({ReferralState.RETURNED, ReferralState.WITHDRAWN, ReferralState.NOT_RECEIVED})
# From here on the receiver is who works on the matter.
TAKEN_OVER = frozenset({ReferralState.ACCEPTED, ReferralState.SIGNED_FOR})


class LegalBasis(StrEnum):
    """On what a referral rests."""

    DUTY = "duty"  # the rule that the pack names
    CONSENT = "consent"  # the person's word, with how and when it was given


class PersonsShown(StrEnum):
    """How the person is shown to who receives a referral."""

    BY_ROLE = "by_role"
    IN_CLEAR = "in_clear"


class NoteKind(StrEnum):
    """What is written between the two sides of a referral."""

    QUESTION = "question"
    ANSWER = "answer"
    RETURN = "return"


class Shut(StrEnum):
    """Why a way that the pack names is not offered."""

    UNCONFIRMED = "unconfirmed"
    BARRED = "barred"
    MAY_NOT_OPERATE = "may_not_operate"


@dataclass(frozen=True, slots=True)
class Way:
    """One way that the pack names: the rule, the body it leads to, and why it is shut, or None where it is open."""

    handover: Handover
    to: Body
    shut: Shut | None


def ways_from(
    body_code: str, pack: Pack | None, *, barred_codes: Collection[str] = (), barred_kinds: Collection[str] = ()
) -> tuple[Way, ...]:
    """Return the ways on from a body, open and shut, in the order of the pack; none where the pack does not know the body.

    `barred_codes` are bodies that must never see the record, `barred_kinds` the kinds that they are of: a body of that kind
    which has no account here is shut too, since nobody can say that it is not the one complained about.
    """
    if pack is None or not body_code:
        return ()
    try:
        own = pack.body(body_code)
    except UnknownCode:
        return ()
    return tuple(_ways(own, pack, barred_codes, barred_kinds))


def _ways(own: Body, pack: Pack, barred_codes: Collection[str], barred_kinds: Collection[str]) -> Iterator[Way]:
    for handover in own.refer_to:
        to = pack.body(handover.to)
        yield Way(handover, to, _shut(handover, to, barred_codes, barred_kinds))


def _shut(handover: Handover, to: Body, barred_codes: Collection[str], barred_kinds: Collection[str]) -> Shut | None:
    if to.code in barred_codes or to.kind.value in barred_kinds:
        return Shut.BARRED
    if not handover.confirmed:
        return Shut.UNCONFIRMED
    return Shut.MAY_NOT_OPERATE if to.state is Operation.MAY_NOT_OPERATE else None


def check_may_become(current: ReferralState, wanted: ReferralState) -> None:
    """Raise `NotNow` unless a referral may pass from one state to the other."""
    if wanted not in REFERRAL_TRANSITIONS[current]:
        raise NotNow(f"{current} → {wanted}")


def check_basis(basis: LegalBasis, *, offence: OffenceState, note: str) -> None:
    """Raise `NotSound` for a duty where no offence is suspected, and for a consent without how and when it was given.

    The duty that packs name is about offences; without one, only the person's own word lets her matter be handed on.
    """
    if basis is LegalBasis.DUTY and offence != OffenceState.SUSPECTED:
        raise NotSound("basis")
    if basis is LegalBasis.CONSENT and not note.strip():
        raise NotSound("consent")


def reference_of_referral(case_reference: str, number: int) -> str:
    """Return a referral's reference, such as MAD-2026-0184-R1."""
    return f"{case_reference}-R{number}"
