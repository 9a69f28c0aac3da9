"""How a file of a referral ends, and how an organisation gives up what it referred or received."""

from datetime import datetime

from django.db import connection, transaction

from proximity.accounts.actors import Actor
from proximity.accounts.records import give_up_records
from proximity.cases import parcels
from proximity.cases.access_referrals import thread_of
from proximity.cases.models import Case, Referral, ReferralFile, ReferralParcel
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.sharing import erase_file


def end_parcel(parcel: ReferralParcel, now: datetime) -> None:
    """Let a file go. Called inside the transaction of the act that ends it."""
    parcel.ended_at = now
    parcel.save(update_fields=["ended_at"])
    transaction.on_commit(lambda: parcels.delete(parcel.city_id, parcel.pk))


def end_parcels(referral: Referral, now: datetime) -> None:
    """Let every file of a referral go, as when it is taken back."""
    for parcel in referral.parcels.filter(ended_at__isnull=True):
        end_parcel(parcel, now)


def give_up_referrals(case: Case, *, by: Actor, now: datetime) -> None:
    """Give up an organisation's keys of all that was referred from a case of its own or to it, and of what came of it.

    Others of the chain keep theirs; where nobody is left, all of it goes. The case is gone by then.
    """
    thread = thread_of(case)
    if thread is None:
        return
    referrals = list(Referral.objects.filter(thread_id=thread))
    for referral in referrals:
        end_parcels(referral, now)
    received = [one.pk for one in referrals if one.receiver_id == by.organisation.pk]
    came = ReferralFile.objects.filter(referral__in=received).values("file_id")
    for file in EvidenceFile.objects.filter(pk__in=came):
        erase_file(file=file, by=by, now=now)
    give_up_records([thread, *(one.pk for one in referrals)], by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT drop_proceedings_of_nobody(%s)", [thread])
