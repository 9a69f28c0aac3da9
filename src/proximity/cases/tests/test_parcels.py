"""A body without an account: an age file under a passphrase that is shown once, fetched, signed for or lost."""

import hashlib
import json
import zipfile
from datetime import date, timedelta

import pyrage
import pytest
from django.db import transaction

from proximity.accounts.actors import NotAllowed
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases import parcels
from proximity.cases.access_referrals import ReferralNotFound, get_referral_for, open_to_enter
from proximity.cases.factories import make_case
from proximity.cases.models import ReferralParcel
from proximity.cases.operations.parcels import (
    draw_passphrase,
    fetch_parcel,
    make_parcel,
    record_not_received,
    record_receipt,
)
from proximity.cases.operations.referring import withdraw_referral
from proximity.cases.rules.proceedings import ENTERED, StepKind
from proximity.cases.rules.referrals import ReferralState
from proximity.cases.tests.referrals import TO_GUARDIA, entered, refer, step
from proximity.dossier.rules.values import Dossier
from proximity.dossier.verifying.verify import Verdict, verify_pack
from proximity.evidence.access import files_of
from proximity.evidence.factories import photo, sealed
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.sealing.keys import fingerprint
from proximity.foundation.testing import found_on_disk, here_today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_here")]


@pytest.fixture
def filed(case, alice, folders):
    receive_file(
        upload=sealed(photo(), name="../bus\u202e.jpg"), subject_id=case.report_id, city_id=case.city_id,
        readers=[alice.organisation], by=alice,
    )  # fmt: skip
    return files_of(case.report_id, by=alice).get()


@pytest.fixture
def referral(case, alice, filed):
    return refer(case, by=alice, way=TO_GUARDIA, files=[filed.pk])


def again(referral, by):
    return get_referral_for(by, referral.reference)


def path(parcel):
    return parcels.path_of(parcel.city_id, parcel.pk)


def test_the_file_is_age_and_opens_with_the_passphrase_alone(referral, alice, filed, tmp_path):
    assert (referral.state, referral.receiver) == (ReferralState.READY, None)
    made = make_parcel(referral=referral, by=alice)
    encrypted = path(made.parcel).read_bytes()
    assert encrypted.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert hashlib.sha256(encrypted).hexdigest() == made.parcel.sha256
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(encrypted, made.passphrase.lower())
    pack = tmp_path / "pack.zip"
    pack.write_bytes(pyrage.passphrase.decrypt(encrypted, made.passphrase))
    assert verify_pack(pack, known=fingerprint(bytes(alice.organisation.sign_key))).verdict is Verdict.GENUINE
    with zipfile.ZipFile(pack) as archive:
        dossier = Dossier.from_json(json.loads(archive.read("evidence.json"))["dossier"])
        assert archive.read("files/001-bus.jpg") == photo()
    assert dossier.evidence[0].original.sha256 == hashlib.sha256(photo()).hexdigest()
    assert filed.custody.filter(act="original_opened").count() == 1


def test_nothing_readable_lies_on_the_disk_and_the_passphrase_nowhere(referral, alice, folders):
    made = make_parcel(referral=referral, by=alice)
    assert found_on_disk(b"shouted at us", folders) == []
    assert made.passphrase not in repr(ReferralParcel.objects.values())
    assert path(made.parcel).stat().st_mode & 0o77 == 0


def test_a_passphrase_has_26_symbols_and_is_never_the_same():
    drawn = {draw_passphrase() for _ in range(50)}
    assert len(drawn) == 50
    assert {len(one.replace("-", "")) for one in drawn} == {26}


def test_a_new_file_ends_the_one_before(referral, alice, django_capture_on_commit_callbacks):
    first = make_parcel(referral=referral, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        second = make_parcel(referral=referral, by=alice)
    assert second.passphrase != first.passphrase
    assert not path(first.parcel).exists()
    assert fetch_parcel(referral=referral, by=alice) == second.parcel


def test_signed_for_the_file_goes_and_the_sender_enters_what_comes_of_it(
    referral, alice, django_capture_on_commit_callbacks
):  # fmt: skip
    made = make_parcel(referral=referral, by=alice)
    today = here_today()
    with pytest.raises(NotNow):
        record_receipt(referral=referral, name="A. Clerk", on=today, by=alice)
    first = fetch_parcel(referral=referral, by=alice).fetched_at
    assert fetch_parcel(referral=referral, by=alice).fetched_at == first
    for name, on in ((" ", today), ("x" * 121, today), ("A. Clerk", today + timedelta(days=2))):
        with pytest.raises(NotSound):
            record_receipt(referral=referral, name=name, on=on, by=alice)
    assert open_to_enter(again(referral, alice), by=alice) == ()
    with django_capture_on_commit_callbacks(execute=True):
        record_receipt(referral=referral, name="A. Clerk", on=date(2026, 11, 2), by=alice)
    assert not path(made.parcel).exists()
    assert b"Clerk" not in bytes(ReferralParcel.objects.get().receipt)
    found = again(referral, alice)
    assert found.state == ReferralState.SIGNED_FOR
    assert open_to_enter(found, by=alice) == ENTERED
    assert step(found, StepKind.DISMISSED, by=alice).organisation == alice.organisation
    for act in (make_parcel, fetch_parcel, record_not_received):
        with pytest.raises(NotNow):
            act(referral=found, by=alice)


def test_not_received_another_can_be_made_or_it_is_taken_back(referral, alice, django_capture_on_commit_callbacks):
    first = make_parcel(referral=referral, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        record_not_received(referral=referral, by=alice)
    assert not path(first.parcel).exists()
    with pytest.raises(NotNow):
        fetch_parcel(referral=referral, by=alice)
    second = make_parcel(referral=referral, by=alice)
    assert again(referral, alice).state == ReferralState.READY
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_referral(referral=referral, by=alice)
    assert not path(second.parcel).exists()
    with pytest.raises(NotNow):
        make_parcel(referral=referral, by=alice)


def test_a_receiver_with_an_account_gets_no_file(told, cast, alice, acting):
    report = told()
    case = make_case(report, by=acting(alice))
    with pytest.raises(NotNow):
        make_parcel(referral=refer(case, by=alice), by=alice)


@pytest.mark.parametrize("who", ["stefan", "charlie"])
def test_another_organisation_makes_and_fetches_no_file(referral, cast, who):
    with pytest.raises(ReferralNotFound):
        make_parcel(referral=referral, by=entered(getattr(cast, who)))
    with pytest.raises(NotAllowed):
        fetch_parcel(referral=referral, by=entered(cast.petra))


def test_files_that_are_too_large_are_refused_before_and_while_they_are_packed(case, alice, filed, monkeypatch):
    monkeypatch.setattr("proximity.cases.operations.referring.MAX_BYTES", 10)
    with pytest.raises(NotSound, match="too_large"):
        refer(case, by=alice, way=TO_GUARDIA, files=[filed.pk])
    monkeypatch.undo()
    referral = refer(case, by=alice, way=TO_GUARDIA, files=[filed.pk])
    monkeypatch.setattr(parcels, "MAX_BYTES", 10)
    with pytest.raises(parcels.TooLarge), transaction.atomic():
        make_parcel(referral=referral, by=alice)
    assert not ReferralParcel.objects.exists()


@pytest.mark.parametrize("act", ["make", "fetch", "receipt", "lost"])
def test_what_the_log_cannot_tell_of_did_not_happen(referral, alice, monkeypatch, act):
    if act in {"fetch", "receipt", "lost"}:
        make_parcel(referral=referral, by=alice)
    if act == "receipt":
        fetch_parcel(referral=referral, by=alice)
    before = list(ReferralParcel.objects.values())
    acts = {
        "make": lambda: make_parcel(referral=referral, by=alice),
        "fetch": lambda: fetch_parcel(referral=referral, by=alice),
        "receipt": lambda: record_receipt(referral=referral, name="A. Clerk", on=date(2026, 11, 2), by=alice),
        "lost": lambda: record_not_received(referral=referral, by=alice),
    }

    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr("proximity.cases.operations.referring.record_event", no_log)
    with pytest.raises(RuntimeError), transaction.atomic():
        acts[act]()
    assert list(ReferralParcel.objects.values()) == before
    assert again(referral, alice).state == ReferralState.READY
