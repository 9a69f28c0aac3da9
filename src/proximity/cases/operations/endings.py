"""How the file of a referral ends: its row says since when, and the bytes go once that is certain."""

from datetime import datetime

from django.db import transaction

from proximity.cases import parcels
from proximity.cases.models import Referral, ReferralParcel


def end_parcel(parcel: ReferralParcel, now: datetime) -> None:
    """Let a file go. Called inside the transaction of the act that ends it."""
    parcel.ended_at = now
    parcel.save(update_fields=["ended_at"])
    transaction.on_commit(lambda: parcels.delete(parcel.city_id, parcel.pk))


def end_parcels(referral: Referral, now: datetime) -> None:
    """Let every file of a referral go, as when it is taken back."""
    for parcel in referral.parcels.filter(ended_at__isnull=True):
        end_parcel(parcel, now)
