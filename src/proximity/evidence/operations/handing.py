"""Passing a piece on: offered by who holds it, and confirmed or refused by the other side under its own name.

Whoever has no account signs a receipt on paper: that line says that only one side confirmed it here.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Membership, Organisation
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.evidence.access import lock_file
from proximity.evidence.details import original_details
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.queries.lines import lines_of
from proximity.evidence.rules.clocks import NotValid
from proximity.evidence.rules.custody import ANSWERS, Act, Hand, Line, holder, open_offers
from proximity.foundation.sealing.records import RecordKey


class NotYours(ValueError):
    """The hand-over is not for whoever answers it, or was answered before."""


@transaction.atomic
def offer_hand_over(
    *, file: EvidenceFile, to: Hand, note: str = "", by: Actor, now: datetime | None = None
) -> CustodyEntry:  # fmt: skip
    """Hand a piece to a colleague or to another organisation that holds its key; it counts once the other side confirms.

    Raises `NotAllowed`, `RecordNotFound`, `NotValid` for somebody who cannot receive it, for oneself, or while another hand-over
    waits.
    """
    key, lines = _held(file, by)
    if not _may_receive(to, by, {line.to.organisation for line in lines if line.act is Act.SHARED and line.to}):
        raise NotValid("to")
    if open_offers(lines):
        raise NotValid("waiting")
    return note_custody(
        file, Act.OFFERED, key=key, hand=hand_of(by), to=to, purpose=note.strip(),
        sha256=original_details(file, key).sha256, now=now or timezone.now(),
    )  # fmt: skip


@transaction.atomic
def hand_out(*, file: EvidenceFile, to: str, note: str = "", by: Actor, now: datetime | None = None) -> CustodyEntry:
    """Note that a piece was given to somebody without an account, who signed on paper. Raises as `offer_hand_over`."""
    return _with_outside(Act.HANDED_OUT, file, to, note, by, now)


@transaction.atomic
def take_in(*, file: EvidenceFile, source: str, note: str = "", by: Actor, now: datetime | None = None) -> CustodyEntry:
    """Note that a piece was received from somebody without an account, with a receipt on paper. Raises as `offer_hand_over`."""
    return _with_outside(Act.TAKEN_IN, file, source, note, by, now)


@transaction.atomic
def answer_hand_over(
    *, file: EvidenceFile, offer_id: UUID, answer: Act, reason: str = "", by: Actor, now: datetime | None = None
) -> CustodyEntry:  # fmt: skip
    """Confirm or refuse what was handed over, or (who offered it) take the offer back.

    Raises `NotAllowed`, `RecordNotFound`, `NotYours`, and `NotValid` for a refusal without a reason.
    """
    if answer not in ANSWERS:
        raise NotValid("answer")
    if answer is Act.REFUSED and not reason.strip():
        raise NotValid("reason")
    key, lines = _held(file, by)
    offer = next((line for line in open_offers(lines) if line.id == offer_id), None)
    if offer is None or offer.to is None:
        raise NotYours
    mine = hand_of(by)
    if not (offer.hand == mine if answer is Act.WITHDRAWN else offer.to.is_held_by(mine)):
        raise NotYours
    sha256 = original_details(file, key).sha256 if answer is Act.CONFIRMED else ""
    return note_custody(
        file, answer, key=key, hand=mine, about=offer_id, purpose=reason.strip(), sha256=sha256, now=now or timezone.now()
    )  # fmt: skip


def _with_outside(
    act: Act, file: EvidenceFile, name: str, note: str, by: Actor, now: datetime | None
) -> CustodyEntry:  # fmt: skip
    if not name.strip():
        raise NotValid("outside")
    key, lines = _held(file, by)
    if open_offers(lines):
        raise NotValid("waiting")
    held = holder(lines)
    if act is Act.HANDED_OUT and held is not None and held.outside:
        raise NotValid("outside")
    sha256 = original_details(file, key).sha256 if act is Act.HANDED_OUT else ""
    return note_custody(
        file, act, key=key, hand=hand_of(by), purpose=note.strip(), sha256=sha256, details={"outside": name.strip()},
        now=now or timezone.now(),
    )  # fmt: skip


def _held(file: EvidenceFile, by: Actor) -> tuple[RecordKey, tuple[Line, ...]]:
    """Return key and lines of a piece, locked: two hand-overs of one piece follow one another."""
    by.check_may(Capability.ENTER_REPORTS)
    key = open_record(file.pk, by=by)
    return key, lines_of(lock_file(file), key)


def _may_receive(to: Hand, by: Actor, shared_with: set[UUID | None]) -> bool:
    """Say whether somebody can be handed a piece: a colleague, or another organisation that was given its key."""
    if to == hand_of(by) or to.organisation is None:
        return False
    if to.organisation != by.organisation.pk and to.organisation not in shared_with:
        return False
    if to.person is None:
        return Organisation.objects.filter(pk=to.organisation, city_id=by.city_id).exists()
    return Membership.objects.filter(
        person_id=to.person, organisation_id=to.organisation, ended_at__isnull=True
    ).exists()  # fmt: skip
