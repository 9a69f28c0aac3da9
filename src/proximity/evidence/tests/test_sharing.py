"""Sharing, erasing, sweeping, and the worker that looks for what waits."""

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import BarredReader, KeyWrap, Organisation
from proximity.accounts.records import RecordNotFound
from proximity.audit.models import AuditEvent
from proximity.evidence import jobs, storage
from proximity.evidence.access import EvidenceNotFound, files_of, get_file_for
from proximity.evidence.factories import photo, sealed
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations import sweeping
from proximity.evidence.operations.opening import open_clean, open_original
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.operations.sharing import erase_file, erase_files, share_file, share_files_of_reporter
from proximity.evidence.operations.sweeping import sweep_files
from proximity.evidence.queries.files import files_listed, own_files
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import State
from proximity.evidence.tests.filing import SUBJECT, acts, cleaned, logged, received
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import as_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
here = pytest.mark.usefixtures("cleaned_here")


@pytest.fixture
def nadia(cast, acting):
    return acting(cast.nadia)


@here
def test_sharing_gives_one_file_and_says_so(nadia, cast, acting):
    file, other = cleaned(nadia), received(nadia)
    police = cast.organisations["madrid.police"]
    share_file(file=file, reader=police, by=nadia)
    assert acts(file)[-1] == Act.SHARED
    alice = acting(cast.alice)
    assert [found.pk for found in files_of(SUBJECT, by=alice)] == [file.pk]
    with pytest.raises(EvidenceNotFound):
        get_file_for(alice, other.pk)
    assert b"".join(open_clean(file=get_file_for(alice, file.pk), by=alice).content)


def test_what_staff_added_is_not_shared_with_what_the_person_added(nadia, cast):
    received(nadia)
    assert share_files_of_reporter(subject_id=SUBJECT, reader=cast.organisations["madrid.police"], by=nadia) == 0


def test_an_organisation_without_the_key_shares_and_opens_nothing(nadia, cast, acting):
    file = received(nadia)
    alice = acting(cast.alice)
    with pytest.raises(RecordNotFound):
        share_file(file=file, reader=cast.organisations["madrid.hall"], by=alice)
    with pytest.raises(RecordNotFound):
        open_original(file=file, by=alice, purpose="to see it")


def test_who_may_not_read_reports_opens_nothing(nadia, cast, acting):
    file = received(nadia, readers=[nadia.organisation, cast.organisations["madrid.hall"]])
    lars = acting(cast.lars)
    with pytest.raises(NotAllowed):
        open_original(file=file, by=lars, purpose="to see it")
    with pytest.raises(EvidenceNotFound):
        get_file_for(lars, file.pk)


def from_the_person(cast, receipt, *readers, content=None) -> EvidenceFile:
    # Whom the public role lets add a file is for the area above to say: it owns the link to the report.
    with as_role("owner"):
        return receive_file(
            upload=sealed(content or photo(), name="photo.jpg"), subject_id=SUBJECT, city_id=cast.cities["madrid"].pk,
            readers=readers, reporter_key=receipt.reader_keys().public,
        )  # fmt: skip


def test_the_person_sees_by_her_code_what_she_added_and_nobody_has_a_name(nadia, cast):
    receipt = Receipt.draw()
    file = from_the_person(cast, receipt, nadia.organisation)
    received(nadia)
    (own,) = own_files(SUBJECT, private=receipt.reader_keys().private)
    assert (own.id, own.name, own.size) == (file.pk, "photo.jpg", len(photo()))
    with pytest.raises(SealBroken):
        own_files(SUBJECT, private=Receipt.draw().reader_keys().private)
    line = files_listed(SUBJECT, by=nadia)[0]
    assert (line.who, line.where, line.custody[0].who, line.custody[0].where) == ("", "", "", "")
    with as_role("owner"):
        assert AuditEvent.objects.get(target=str(file.pk)).actor == "reporter"


def test_what_the_person_added_is_given_on_together(nadia, cast, acting):
    police = cast.organisations["madrid.police"]
    file = from_the_person(cast, Receipt.draw(), nadia.organisation)
    received(nadia)
    assert share_files_of_reporter(subject_id=SUBJECT, reader=police, by=nadia) == 1
    alice = acting(cast.alice)
    assert [line.id for line in files_listed(SUBJECT, by=alice)] == [file.pk]


def test_rows_say_in_the_log_no_more_than_ids(nadia):
    file = received(nadia)
    assert str(file) == f"{file.pk} image/jpeg received"
    assert str(file.custody.get()).startswith(f"{file.pk} received")


def test_who_is_barred_never_gets_a_file(nadia, cast):
    police = cast.organisations["madrid.police"]
    file = received(nadia, barred=[police])
    assert BarredReader.objects.get(record_id=file.pk).organisation_id == police.pk


@here
def test_erasing_takes_row_custody_key_and_bytes(nadia, django_capture_on_commit_callbacks):
    file = cleaned(nadia)
    received(nadia)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_files(subject_id=SUBJECT, by=nadia) == 2
    assert not EvidenceFile.objects.exists()
    assert not KeyWrap.objects.exists()
    assert list(storage.city_folder(nadia.city_id).iterdir()) == []
    assert list(storage.incoming_folder().iterdir()) == []
    assert logged("file.erased") == 2
    with as_role("owner"):
        assert not CustodyEntry.objects.filter(file_id=file.pk).exists()


@here
def test_what_others_hold_stays_theirs(nadia, cast, acting, django_capture_on_commit_callbacks):
    file = cleaned(nadia)
    share_file(file=file, reader=cast.organisations["madrid.police"], by=nadia)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_file(file=file, by=nadia) is False
    with pytest.raises(EvidenceNotFound):
        get_file_for(nadia, file.pk)
    alice = acting(cast.alice)
    assert b"".join(open_clean(file=get_file_for(alice, file.pk), by=alice).content)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_file(file=get_file_for(alice, file.pk), by=alice) is True
    assert list(storage.city_folder(nadia.city_id).iterdir()) == []


def test_who_may_not_answer_reports_erases_nothing(nadia, cast, acting):
    file = received(nadia)
    petra = acting(cast.petra)
    with pytest.raises(NotAllowed):
        erase_file(file=file, by=petra)


@here
def test_the_worker_cleans_for_every_organisation_and_stops_at_no_fault(nadia, cast, acting, monkeypatch, caplog):
    first, second = received(nadia), received(nadia)
    alice = acting(cast.alice)
    third = received(alice)
    real = jobs.clean_file

    def fails_once(*, file_id, organisation):
        if file_id == first.pk:
            raise RuntimeError("unexpected")
        return real(file_id=file_id, organisation=organisation)

    monkeypatch.setattr(jobs, "clean_file", fails_once)
    jobs.clean_waiting_files()
    assert "could not be cleaned" in caplog.text
    acting(cast.nadia)
    assert dict(EvidenceFile.objects.values_list("pk", "state")) == {first.pk: State.RECEIVED, second.pk: State.CLEAN}
    acting(cast.alice)
    assert EvidenceFile.objects.get(pk=third.pk).state == State.CLEAN
    assert Organisation.objects.count() > 2


def test_the_sweep_takes_what_no_row_tells_of_and_nothing_else(nadia, monkeypatch):
    known = received(nadia)
    orphan = sealed(photo(), name="a.jpg")
    half = storage.PartFile(storage.city_folder(nadia.city_id), new_id(), storage.SEALED)
    assert sweep_files() == 0, "all was written to just now"
    monkeypatch.setattr(storage, "STALE_SECONDS", -1)
    jobs.sweep_stale_files()
    assert [path.stem for path in storage.incoming_folder().iterdir()] == [str(known.pk)]
    assert list(storage.city_folder(nadia.city_id).iterdir()) == []
    half.discard()
    assert orphan.file_id != known.pk
    assert sweeping.sweep_files() == 0
