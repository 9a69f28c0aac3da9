"""Files of a report: who gets them, what is refused and how that reads, and that their plaintext is nowhere."""

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import new_record
from proximity.evidence.access import files_of
from proximity.evidence.factories import CAMERA, photo, sealed
from proximity.evidence.jobs import clean_waiting_files
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations.opening import open_clean
from proximity.evidence.queries.files import files_listed
from proximity.evidence.storage import incoming_folder
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.slowing import WrongCodes
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.foundation.wall import enter_public
from proximity.reporting.access import ReportNotFound
from proximity.reporting.operations.files import add_own_file, add_staff_file
from proximity.reporting.operations.mailbox import add_recipient, request_erasure, withdraw_recipient
from proximity.reporting.operations.sharing import decide_erasure, forward_report
from proximity.reporting.rules.states import NotNow
from proximity.reporting.tests.people import NOW, Dana, read_as
from proximity.reporting.views import mailbox_door

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(folders, monkeypatch):
    """Files of each test lie in a folder of its own, and wrong codes are counted anew."""
    monkeypatch.setattr(mailbox_door, "wrong_codes", WrongCodes())


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def dana(cast, ngo):
    return Dana(cast, ngo)


def added(dana, content=None, *, name="photo.jpg", note=""):
    """Dana adds a file with her code."""
    upload = sealed(content or photo(), name=name)
    return dana.does(add_own_file, upload=upload, note=note, now=NOW)


def waiting() -> list[Path]:
    return list(incoming_folder().glob("*"))


def names_seen_by(actor, dana) -> list[str]:
    return [line.name for line in files_listed(dana.report.pk, by=actor)]


# ---- who gets a file


def test_what_she_adds_goes_to_who_reads_her_report_and_to_nobody_else(cast, acting, dana):
    added(dana, note="the door")
    (line,) = files_listed(dana.report.pk, by=acting(cast.nadia))
    assert (line.name, line.note, line.who) == ("photo.jpg", "the door", "")
    for other in ("alice", "charlie", "stefan"):
        assert list(files_of(dana.report.pk, by=acting(getattr(cast, other)))) == []


def test_the_worker_cleans_what_she_added_and_its_reader_opens_the_copy(cast, acting, dana):
    added(dana)
    clean_waiting_files()
    nadia = acting(cast.nadia)
    copy = b"".join(open_clean(file=files_of(dana.report.pk, by=nadia).get(), by=nadia).content)
    assert copy.startswith(b"\xff\xd8\xff")
    assert CAMERA.encode() not in copy


def test_the_same_file_again_is_not_stored_twice(dana):
    assert not added(dana).again
    assert added(dana, name="the same.jpg").again
    with as_role("owner"):
        assert EvidenceFile.objects.count() == 1


def test_a_code_that_opens_nothing_adds_nothing(cast):
    with as_role(PUBLIC), pytest.raises(ReportNotFound):
        add_own_file(by=Receipt.draw(), upload=sealed(photo(), name="a.jpg"))


def test_a_reader_added_later_gets_the_files_and_one_taken_back_loses_what_it_never_opened(
    cast, acting, dana, ngo, police
):
    added(dana)
    dana.does(add_recipient, organisation=police, now=NOW)
    assert names_seen_by(acting(cast.alice), dana) == ["photo.jpg"]
    dana.does(withdraw_recipient, recipient_id=dana.reader(police).recipient.pk, now=NOW)
    assert names_seen_by(acting(cast.alice), dana) == []
    assert names_seen_by(acting(cast.nadia), dana) == ["photo.jpg"]
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    with pytest.raises(NotNow):
        added(dana, photo(size=(9, 9)))


def test_a_file_that_was_opened_is_not_taken_back_unseen(cast, acting, dana, ngo):
    added(dana)
    clean_waiting_files()
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    open_clean(file=files_of(dana.report.pk, by=nadia).get(), by=nadia)
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    assert names_seen_by(acting(cast.nadia), dana) == ["photo.jpg"]


def test_what_is_handed_on_takes_her_files_along_and_not_the_ngos_own(cast, acting, dana, police):
    added(dana)
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    add_staff_file(report=dana.report, upload=sealed(photo(), name="ours.jpg"), for_all=False, by=nadia)
    forward_report(report=dana.report, to=police, consent_note="by phone today", by=nadia, now=NOW)
    assert sorted(names_seen_by(nadia, dana)) == ["ours.jpg", "photo.jpg"]
    assert names_seen_by(acting(cast.alice), dana) == ["photo.jpg"]


def test_erasing_the_report_erases_its_files(cast, acting, dana, ngo, django_capture_on_commit_callbacks):
    added(dana)
    dana.does(request_erasure, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    asked = dana.report.erasure_requests.get()
    with django_capture_on_commit_callbacks(execute=True):
        decide_erasure(request=asked, granted=True, reason="As you asked.", by=nadia, now=NOW)
    assert waiting() == []
    with as_role("owner"):
        assert not EvidenceFile.objects.exists()
        assert not CustodyEntry.objects.exists()


def test_who_is_barred_from_the_report_is_barred_from_its_files(cast, acting, ngo, police):
    dana = Dana(cast, ngo, barred=(police,))
    added(dana)
    acting(cast.nadia)
    file = EvidenceFile.objects.get()
    with pytest.raises(DatabaseError, match="barred"), transaction.atomic():
        KeyWrap.objects.create(city_id=file.city_id, record_id=file.pk, organisation=police, wrapped=b"x")


# ---- staff


def test_staff_add_for_themselves_or_for_all_readers_and_the_person(cast, acting, ngo, police):
    dana = Dana(cast, ngo, police)
    nadia = acting(cast.nadia)
    add_staff_file(report=dana.report, upload=sealed(photo(), name="ours.jpg"), for_all=False, by=nadia)
    add_staff_file(report=dana.report, upload=sealed(photo(), name="hers.jpg"), for_all=True, by=nadia)
    assert names_seen_by(nadia, dana) == ["ours.jpg", "hers.jpg"]
    assert names_seen_by(acting(cast.alice), dana) == ["hers.jpg"]


def test_staff_add_nothing_to_what_was_taken_back_and_lars_nothing_at_all(cast, acting, dana, ngo):
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)
    acting(cast.nadia)
    with pytest.raises(NotNow):
        add_staff_file(report=dana.report, upload=sealed(photo(), name="a.jpg"), for_all=False, by=nadia)


def test_a_role_that_enters_no_reports_adds_no_file(cast, acting):
    dana = Dana(cast, cast.organisations["madrid.hall"])
    lars = acting(cast.lars)
    with pytest.raises(NotAllowed):
        add_staff_file(report=dana.report, upload=sealed(photo(), name="a.jpg"), for_all=False, by=lars)


# ---- the wall, by raw SQL of the public role


def test_by_a_code_one_sees_the_files_of_one_report_and_forges_nothing(cast, dana, ngo):
    added(dana)
    other = Dana(cast, ngo)
    added(other)
    lookup = dana.receipt.lookup(public_keyring().pepper)
    with as_role(PUBLIC):
        enter_public(receipt=lookup)
        (mine,) = EvidenceFile.objects.values_list("subject_id", flat=True)
        assert mine == dana.report.pk
        stranger = other.report.pk
        for act in (
            lambda: _forged(cast, ngo, subject_id=stranger, sender="reporter", reporter_wrap=b"x"),
            lambda: _forged(cast, ngo, subject_id=mine, sender="staff", reporter_wrap=b"x"),
            lambda: EvidenceFile.objects.update(subject_id=stranger),
            lambda: CustodyEntry.objects.create(
                city=cast.cities["madrid"],
                file=EvidenceFile.objects.get(),
                act="viewed",
                at=NOW,
                purpose=b"",
                sha256=b"",
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
    forget_context()


def _forged(cast, ngo, **values):
    record = new_id()
    new_record(record, city_id=cast.cities["madrid"].pk, readers=[ngo])
    EvidenceFile(
        id=record,
        city=cast.cities["madrid"],
        kind="image/jpeg",
        name=b"",
        note=b"",
        original=b"",
        added_at=NOW,
        **values,
    ).save(force_insert=True)
