"""Receiving, cleaning, opening: effect, custody, log; and nothing changes where the log cannot tell of it."""

import io
from functools import partial

import pytest
from PIL import Image

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.audit.models import AuditEvent
from proximity.evidence import storage
from proximity.evidence.details import cleaned_details
from proximity.evidence.factories import CAMERA, document, photo, sealed
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations import cleaning, custody, opening, receive, sharing
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.opening import FileDamaged, open_clean, open_original
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.operations.sharing import erase_file
from proximity.evidence.queries.files import files_listed
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import MAX_FILES, Reason, Refusal, Refused, State
from proximity.evidence.tests.filing import SUBJECT, acts, cleaned, logged, received
from proximity.foundation.sealing.boxes import SealBroken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
here = pytest.mark.usefixtures("cleaned_here")


@pytest.fixture
def nadia(cast, acting):
    return acting(cast.nadia)


def test_a_file_is_received_for_its_readers_with_its_first_line_of_custody(nadia):
    file = received(nadia, note="the door, the morning after")
    assert file.state == State.RECEIVED
    assert acts(file) == [Act.RECEIVED]
    assert logged("file.received") == 1
    for column in (file.name, file.note, file.original):
        assert b"photo" not in bytes(column)
        assert b"door" not in bytes(column)
    (line,) = files_listed(SUBJECT, by=nadia)
    assert (line.name, line.note, line.who, line.where) == (
        "photo.jpg", "the door, the morning after", "Nadia", nadia.organisation.name,
    )  # fmt: skip
    assert line.size == len(photo())
    assert [entry.sha256 for entry in line.custody] == [line.sha256]


def test_who_may_not_enter_reports_adds_no_file(cast, acting):
    lars = acting(cast.lars)
    with pytest.raises(NotAllowed):
        received(lars)


def test_a_file_needs_a_reader(nadia):
    with pytest.raises(ValueError, match="read"):
        receive_file(
            upload=sealed(photo(), name="a.jpg"), subject_id=SUBJECT, city_id=nadia.city_id, readers=[], by=nadia
        )


def test_a_subject_holds_so_many_files_and_no_more(nadia, monkeypatch):
    monkeypatch.setattr(receive, "MAX_FILES", 1)
    received(nadia)
    with pytest.raises(Refused) as refused:
        received(nadia)
    assert refused.value.refusal is Refusal.TOO_MANY
    assert MAX_FILES > 1


@here
@pytest.mark.parametrize("module", [receive, cleaning, opening, sharing])
def test_what_the_log_cannot_tell_of_does_not_happen(nadia, monkeypatch, module):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    file = None if module is receive else cleaned(nadia) if module is opening else received(nadia)
    before = (
        list(EvidenceFile.objects.values_list("pk", "state")),
        CustodyEntry.objects.count(),
        KeyWrap.objects.count(),
    )
    monkeypatch.setattr(sharing if module is sharing else custody, "record_event", broken)
    act = {
        receive: lambda: received(nadia),
        cleaning: lambda: clean_file(file_id=file.pk, organisation=nadia.organisation),
        opening: lambda: open_clean(file=file, by=nadia),
        sharing: lambda: erase_file(file=file, by=nadia),
    }[module]
    with pytest.raises(RuntimeError, match="no log"):
        act()
    after = list(EvidenceFile.objects.values_list("pk", "state")), CustodyEntry.objects.count(), KeyWrap.objects.count()
    assert after == before


def test_a_photo_is_cleaned_and_its_original_taken_in(nadia, folders):
    file = cleaned(nadia)
    assert (file.state, file.reason) == (State.CLEAN, "")
    assert acts(file) == [Act.RECEIVED, Act.CLEANED]
    assert logged("file.clean") == 1
    assert sorted(path.suffix for path in storage.city_folder(nadia.city_id).iterdir()) == [".clean", ".sealed"]
    assert list(storage.incoming_folder().iterdir()) == []
    opened = open_clean(file=file, by=nadia)
    copy = b"".join(opened.content)
    assert len(copy) == opened.size
    assert CAMERA.encode() not in copy
    assert Image.open(io.BytesIO(copy)).size == (64, 48)


@here
def test_the_original_stays_to_the_byte_and_opens_with_a_purpose(nadia):
    file = cleaned(nadia)
    opened = open_original(file=file, by=nadia, purpose=" the court asks where it was taken ")
    assert b"".join(opened.content) == photo()
    assert acts(file)[-1] == Act.ORIGINAL_OPENED
    assert AuditEvent.objects.get(action="file.original_opened").purpose == "the court asks where it was taken"
    (line,) = files_listed(SUBJECT, by=nadia)
    assert line.custody[-1].purpose == "the court asks where it was taken"


def test_without_a_purpose_no_original_opens(nadia):
    file = received(nadia)
    with pytest.raises(ValueError, match="purpose"):
        open_original(file=file, by=nadia, purpose="  ")
    assert acts(file) == [Act.RECEIVED]


def test_a_document_is_cleaned_too(nadia):
    assert cleaned(nadia, document(), name="letter.pdf").state == State.CLEAN


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"GIF89a" + bytes(100), "moving.gif", Reason.NO_CLEANER),
        (photo()[:300], "photo.jpg", Reason.DAMAGED),
        (b"%PDF-1.7 nothing more", "letter.pdf", Reason.DAMAGED),
    ],
    ids=["kind", "photograph", "document"],
)
def test_what_cannot_be_cleaned_stays_sealed_and_says_why(nadia, content, name, reason):
    file = cleaned(nadia, content, name=name)
    assert (file.state, file.reason) == (State.SEALED_ONLY, reason)
    assert acts(file) == [Act.RECEIVED, Act.KEPT_SEALED]
    with pytest.raises(LookupError):
        open_clean(file=file, by=nadia)
    with pytest.raises(LookupError):
        cleaned_details(file, opening.open_record(file.pk, by=nadia))
    assert b"".join(open_original(file=file, by=nadia, purpose="to see it").content) == content
    assert not list(storage.city_folder(nadia.city_id).glob("*.clean"))
    (line,) = files_listed(SUBJECT, by=nadia)
    assert line.reason


def test_a_large_file_that_its_cleaner_leaves_in_the_middle_is_damaged(nadia, monkeypatch):
    """The process ends before it has read all: the pipe breaks, and that is no error of ours."""
    monkeypatch.setattr(cleaning.sys, "executable", "/bin/false")
    file = received(nadia, photo() + bytes(1024 * 1024))
    assert clean_file(file_id=file.pk, organisation=nadia.organisation).reason == Reason.DAMAGED


@pytest.mark.parametrize(("code", "reason"), [(-9, Reason.TOO_MUCH), (-11, Reason.DAMAGED), (1, Reason.DAMAGED)])
def test_how_a_cleaner_ends_says_why(code, reason):
    assert cleaning.reason_of(code) is reason


@here
def test_a_file_is_cleaned_once_and_only_where_it_can_be_read(nadia, cast, acting):
    file = cleaned(nadia)
    assert clean_file(file_id=file.pk, organisation=nadia.organisation) is None
    other = received(nadia)
    alice = acting(cast.alice)
    assert clean_file(file_id=other.pk, organisation=alice.organisation) is None


@here
def test_a_crash_between_the_disk_and_the_row_is_made_good(nadia, monkeypatch):
    file = received(nadia)

    def crash(*_args, **_kwargs):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(cleaning, "note_custody", crash)
        with pytest.raises(RuntimeError):
            clean_file(file_id=file.pk, organisation=nadia.organisation)
    assert b"".join(open_original(file=file, by=nadia, purpose="in between").content) == photo()
    assert clean_file(file_id=file.pk, organisation=nadia.organisation).state == State.CLEAN


@here
def test_a_failing_disk_leaves_no_half_copy(nadia, monkeypatch):
    file = received(nadia)
    monkeypatch.setattr(storage.PartFile, "keep", lambda _self: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        clean_file(file_id=file.pk, organisation=nadia.organisation)
    assert not [path for path in storage.city_folder(nadia.city_id).iterdir() if path.suffix != ".sealed"]


def sealed_path(file, suffix=".sealed"):
    return storage.city_folder(file.city_id) / f"{file.pk}{suffix}"


@here
@pytest.mark.parametrize("how", ["cut", "altered", "gone", "longer"])
@pytest.mark.parametrize("suffix", [".sealed", ".clean"])
def test_a_stored_file_that_was_touched_does_not_open(nadia, how, suffix):
    file = cleaned(nadia)
    path = sealed_path(file, suffix)
    bytes_there = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes({
            "cut": bytes_there[:-1], "longer": bytes_there + b"x", "altered": bytes_there[:-1] + bytes([bytes_there[-1] ^ 1]),
        }[how])  # fmt: skip
    touched = open_clean if suffix == ".clean" else partial(open_original, purpose="to see it")
    with pytest.raises(FileDamaged):
        touched(file=file, by=nadia)
    assert acts(file) == [Act.RECEIVED, Act.CLEANED], "nothing was opened, so nothing is said to have been"


@here
def test_an_alteration_further_in_breaks_the_reading(nadia):
    file = cleaned(nadia, photo() + bytes(300_000))
    path = sealed_path(file)
    bytes_there = bytearray(path.read_bytes())
    bytes_there[-100] ^= 1
    path.write_bytes(bytes_there)
    opened = open_original(file=file, by=nadia, purpose="to see it")
    with pytest.raises(SealBroken):
        list(opened.content)


@here
def test_the_original_put_in_the_place_of_the_copy_does_not_open(nadia):
    file = cleaned(nadia)
    sealed_path(file, ".clean").write_bytes(sealed_path(file).read_bytes())
    with pytest.raises(FileDamaged):
        open_clean(file=file, by=nadia)


def test_an_original_that_never_came_is_damaged_not_a_failing_job(nadia):
    file = received(nadia)
    (storage.incoming_folder() / f"{file.pk}.sealed").unlink()
    assert clean_file(file_id=file.pk, organisation=nadia.organisation).reason == Reason.DAMAGED


def test_an_original_altered_before_its_cleaning_is_damaged(nadia):
    file = received(nadia)
    path = storage.incoming_folder() / f"{file.pk}.sealed"
    path.write_bytes(path.read_bytes()[:-1])
    assert clean_file(file_id=file.pk, organisation=nadia.organisation).reason == Reason.DAMAGED
