"""A referral to a body without an account: its pack in an age file under a passphrase told by another way, a receipt to sign.

The passphrase is drawn here, returned once and stored nowhere. Nothing readable is ever written.
"""

import io
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases import parcels
from proximity.cases.access_referrals import lock_sent
from proximity.cases.models import Referral, ReferralParcel
from proximity.cases.operations.endings import end_parcel
from proximity.cases.operations.packs import write_referral_pack
from proximity.cases.operations.referring import tell_both
from proximity.cases.rules.referrals import ReferralState, check_may_become
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing import crockford
from proximity.reporting.rules.deadlines import local_day

SYMBOLS = 26
"""Symbols of a passphrase, five bits each: 130 bits are not guessed."""
MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and the passphrase that opens it: shown this once."""

    parcel: ReferralParcel
    passphrase: str


def draw_passphrase() -> str:
    """Return a new passphrase: 26 symbols of Crockford's base 32 in groups, which are typed with their hyphens."""
    return crockford.groups(crockford.encode(secrets.randbits(SYMBOLS * crockford.BITS), SYMBOLS))


@transaction.atomic
def make_parcel(*, referral: Referral, by: Actor, now: datetime | None = None) -> Made:
    """Make the file for the receiver, in place of any earlier one, whose passphrase no longer opens anything.

    Raises `NotNow` where the receipt is recorded or the referral taken back, `ReferralNotFound`, `NotAllowed`, `TooLarge`, and
    what `build_pack` raises.
    """
    referral = _locked_outside(referral, by)
    now = now or timezone.now()
    if referral.state == ReferralState.NOT_RECEIVED:
        _move(referral, ReferralState.READY)
    elif referral.state != ReferralState.READY:
        raise NotNow("no file is made any more")
    for earlier in referral.parcels.filter(ended_at__isnull=True):
        end_parcel(earlier, now)
    identifier, passphrase = new_id(), draw_passphrase()
    content = io.BytesIO()
    write_referral_pack(referral, by=by, now=now, write=partial(parcels.add, content))
    written = parcels.write(referral.city_id, identifier, content.getvalue(), passphrase)
    parcel = ReferralParcel.objects.create(
        id=identifier, city_id=referral.city_id, referral=referral, sha256=written.sha256, size=written.size,
        made_by=by.person_id, made_at=now,
    )  # fmt: skip
    tell_both("parcel.made", referral, by, now)
    return Made(parcel, passphrase)


@transaction.atomic
def fetch_parcel(*, referral: Referral, by: Actor, now: datetime | None = None) -> ReferralParcel:
    """Note that the file is fetched to be handed over. Raises `NotNow` where there is none any more, `ReferralNotFound`."""
    referral = _locked_outside(referral, by)
    parcel = referral.parcels.filter(ended_at__isnull=True).order_by("-pk").first()
    if parcel is None or not parcels.path_of(parcel.city_id, parcel.pk).exists():
        raise NotNow("there is no file")
    now = now or timezone.now()
    if parcel.fetched_at is None:
        parcel.fetched_at = now
        parcel.save(update_fields=["fetched_at"])
    tell_both("parcel.fetched", referral, by, now)
    return parcel


@transaction.atomic
def record_receipt(*, referral: Referral, name: str, on: date, by: Actor, now: datetime | None = None) -> None:
    """Record who signed for the file and when; the file goes, and what comes of the matter is entered here from now on.

    Raises `NotSound` without a name or with a day to come, `NotNow` without a file that was fetched, `ReferralNotFound`.
    """
    referral = _locked_outside(referral, by)
    now = now or timezone.now()
    if not name.strip() or len(name) > MAX_NAME:
        raise NotSound("name")
    if on > local_day(now, by.organisation.city.time_zone):
        raise NotSound("on")
    parcel = referral.parcels.filter(ended_at__isnull=True, fetched_at__isnull=False).order_by("-pk").first()
    if parcel is None:
        raise NotNow("nothing was handed over")
    _move(referral, ReferralState.SIGNED_FOR, now)
    key = open_record(referral.pk, by=by)
    parcel.signed_on = on
    parcel.receipt = key.seal_text(name.strip(), table="cases_referralparcel", column="receipt", row=parcel.pk)
    parcel.save(update_fields=["signed_on", "receipt"])
    end_parcel(parcel, now)
    tell_both("parcel.signed_for", referral, by, now)


@transaction.atomic
def record_not_received(*, referral: Referral, by: Actor, now: datetime | None = None) -> None:
    """Record that the file did not arrive: it goes, and another can be made. Raises `NotNow`, `ReferralNotFound`."""
    referral = _locked_outside(referral, by)
    now = now or timezone.now()
    _move(referral, ReferralState.NOT_RECEIVED)
    for parcel in referral.parcels.filter(ended_at__isnull=True):
        end_parcel(parcel, now)
    tell_both("parcel.not_received", referral, by, now)


def _locked_outside(referral: Referral, by: Actor) -> Referral:
    by.check_may(Capability.REFER_CASES)
    locked = lock_sent(referral, by=by)
    if locked.receiver_id is not None:
        raise NotNow("the receiver has an account")
    return locked


def _move(referral: Referral, state: ReferralState, ended_at: datetime | None = None) -> None:
    check_may_become(ReferralState(referral.state), state)
    referral.state, referral.ended_at = state, ended_at
    referral.save(update_fields=["state", "ended_at"])
