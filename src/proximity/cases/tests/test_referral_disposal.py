"""Disposing of a case that was referred, or that came by a referral: one's own keys go, and with the last of them everything."""

import pytest
from django.db import connection

from proximity.accounts.actors import machine_of
from proximity.accounts.models import KeyWrap
from proximity.cases import parcels
from proximity.cases.access_referrals import first_sent
from proximity.cases.factories import assess_case
from proximity.cases.models import Case, ProceedingsStep, Referral
from proximity.cases.operations.endings import give_up_referrals
from proximity.cases.operations.parcels import make_parcel
from proximity.cases.operations.receiving import accept_referral, ask_sender
from proximity.cases.operations.referring import withdraw_referral
from proximity.cases.tests.referrals import TO_GUARDIA, entered, refer, seen_by
from proximity.evidence.access import files_of
from proximity.evidence.factories import photo, sealed
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.testing import as_role, rows

pytestmark = pytest.mark.django_db

LEFT = ("referral", "referralnote", "referralfile", "proceedingsthread", "proceedingsstep")


def give_up(case, actor, now):
    """Do what a confirmed list does: the case's row goes as the owner would, then what was referred."""
    entered(actor)
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    give_up_referrals(case, by=machine_of(actor.organisation), now=now)


def left():
    with as_role("owner"):
        return {table: rows(f"SELECT count(*) FROM cases_{table}")[0][0] for table in LEFT}


def test_each_gives_up_its_own_keys_and_with_the_last_all_goes(case, cast, alice, folders):
    receive_file(
        upload=sealed(photo(), name="bus.jpg"), subject_id=case.report_id, city_id=case.city_id,
        readers=[alice.organisation], by=alice,
    )  # fmt: skip
    file = files_of(case.report_id, by=alice).get()
    sent = refer(assess_case(case, by=alice), by=alice, files=[file.pk])
    referral = seen_by(cast.stefan, sent)
    ask_sender(referral=referral, text="Who saw it?", by=cast.stefan)
    own = accept_referral(referral=referral, by=cast.stefan)
    give_up(case, alice, own.opened_at)
    assert not Referral.objects.exists()
    assert not ProceedingsStep.objects.exists()
    entered(cast.stefan)
    assert Referral.objects.get().state == "accepted"
    assert [one.pk for one in files_of(case.report_id, by=cast.stefan)] == [file.pk]
    assert left() == {"referral": 1, "referralnote": 1, "referralfile": 1, "proceedingsthread": 1, "proceedingsstep": 2}
    give_up(own, cast.stefan, own.opened_at)
    assert not KeyWrap.objects.filter(record_id__in=[referral.pk, referral.thread_id, file.pk]).exists()
    assert set(left().values()) == {0}


def test_a_case_that_was_never_referred_has_nothing_to_give_up(case, alice):
    give_up(case, alice, case.opened_at)
    assert not Case.objects.exists()


def test_a_file_for_a_body_without_an_account_goes_with_its_case(
    case, alice, folders, django_capture_on_commit_callbacks
):  # fmt: skip
    made = make_parcel(referral=refer(case, by=alice, way=TO_GUARDIA), by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        give_up(case, alice, case.opened_at)
    assert not parcels.path_of(made.parcel.city_id, made.parcel.pk).exists()
    assert set(left().values()) == {0}


def test_what_was_sent_stops_the_clock_of_handing_over_and_what_was_taken_back_does_not(case, told, alice, acting):
    referral = refer(case, by=alice)
    assert first_sent([case.pk]) == {case.pk: referral.sent_at}
    withdraw_referral(referral=referral, by=alice)
    assert first_sent([case.pk]) == {}
    again = refer(case, by=alice)
    assert first_sent([case.pk]) == {case.pk: again.sent_at}
