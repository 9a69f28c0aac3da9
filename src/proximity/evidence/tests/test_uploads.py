"""Taking a file: sealed while it comes, in little memory, nothing left of what is not taken."""

import hashlib
import tracemalloc
from itertools import repeat
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from proximity.evidence import storage, uploads
from proximity.evidence.factories import photo
from proximity.evidence.rules.kinds import KEPT_FREE_BYTES, Refusal, Refused
from proximity.evidence.uploads import sealed_upload
from proximity.foundation.sealing.files import open_file, sealed_size
from proximity.foundation.testing import StreamedForm, found_on_disk

MEGABYTE = 1024 * 1024
MARKER = b"a sentence that only this file holds 58271"
LIMIT = 200 * MEGABYTE


def request_with(form: StreamedForm) -> WSGIRequest:
    return WSGIRequest({**RequestFactory().get("/").environ, **form.environ})


def form_with(content: bytes, *, name: str = "photo.jpg", **options) -> StreamedForm:
    return StreamedForm({"code": "ABC"}, name=name, content=[content], size=len(content), **options)


def large_form(size: int, **options) -> StreamedForm:
    """A film of the given size, full of the marker."""
    piece = (MARKER + bytes(4096 - len(MARKER))) * 16
    head = b"\0\0\0\x18ftypisom".ljust(len(piece), b"\0")
    return StreamedForm(
        {}, name="film.mp4", content=[head, *repeat(piece, size // len(piece) - 1)], size=size, **options
    )


def refusal_of(request: WSGIRequest, folder: Path) -> Refusal:
    with sealed_upload(request, folder=folder) as upload:
        upload.fields()
        with pytest.raises(Refused) as refused:
            upload.taken()
        assert upload.why(refused.value.refusal)
    assert list(folder.iterdir()) == []
    return refused.value.refusal


def test_a_file_lies_sealed_on_the_disk_and_opens_with_its_key(tmp_path):
    content = photo()
    request = request_with(form_with(content))
    with sealed_upload(request, folder=tmp_path) as upload:
        assert upload.fields()["code"] == "ABC"
        assert not request.FILES
        taken = upload.taken()
        upload.keep()
    (path,) = tmp_path.iterdir()
    assert path.name == f"{taken.file_id}.sealed"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == sealed_size(taken.size)
    with path.open("rb") as stream:
        assert b"".join(open_file(stream, taken.key, taken.file_id)) == content
    assert (taken.sha256, taken.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (taken.name, taken.kind.mime) == ("photo.jpg", "image/jpeg")


def test_its_plaintext_is_nowhere_while_fifty_megabytes_arrive(tmp_path, monkeypatch):
    """Looked for in the folder, in the temporary folder and in every file this process holds open, every ten megabytes."""
    temporary, folder = tmp_path / "tmp", tmp_path / "incoming"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    seen, looked = [], []

    def look(given: int) -> None:
        if given // (10 * MEGABYTE) > len(looked):
            looked.append(given)
            seen.extend(found_on_disk(MARKER, tmp_path))

    request = request_with(large_form(50 * MEGABYTE, watch=look))
    with sealed_upload(request, folder=folder) as upload:
        upload.fields()
        upload.taken()
        upload.keep()
    assert len(looked) == 5
    assert seen == found_on_disk(MARKER, tmp_path) == []
    assert list(temporary.iterdir()) == []


def test_the_search_finds_what_lies_open(tmp_path):
    """The instrument of the test before this one: it finds a plain file, and a deleted one that is still open."""
    path = tmp_path / "plain"
    with path.open("w+b") as stream:
        stream.write(bytes(MEGABYTE - 7) + MARKER)
        stream.flush()
        assert str(path) in found_on_disk(MARKER, tmp_path)
        path.unlink()
        assert any(found.startswith("/proc/self/fd/") for found in found_on_disk(MARKER, tmp_path))


def test_two_hundred_megabytes_need_the_memory_of_a_few_segments(tmp_path):
    request = request_with(large_form(LIMIT))
    tracemalloc.start()
    try:
        with sealed_upload(request, folder=tmp_path) as upload:
            upload.fields()
            assert upload.taken().size == LIMIT
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * MEGABYTE


def test_a_file_that_no_row_tells_of_is_gone_afterwards(tmp_path):
    def lose() -> None:
        with sealed_upload(request, folder=tmp_path) as upload:
            upload.fields()
            upload.taken()
            raise RuntimeError("the row was not stored")

    request = request_with(form_with(photo()))
    with pytest.raises(RuntimeError):
        lose()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_broken_line_keeps_nothing(tmp_path, cut):
    content = photo(size=(800, 600))
    form = form_with(content)
    form._cut = int(form.length * cut)
    assert refusal_of(request_with(form), tmp_path) is Refusal.BROKEN_OFF


@pytest.mark.parametrize("limit", [200 * MEGABYTE, 2 * MEGABYTE])
def test_a_line_that_ends_in_an_error_keeps_nothing(tmp_path, settings, limit):
    """The second file is too large, and the line breaks while the rest of it is read and thrown away."""
    settings.MAX_FILE_BYTES = limit

    def tear(given: int) -> None:
        if given > MEGABYTE:
            raise ConnectionResetError

    request = request_with(large_form(4 * MEGABYTE, watch=tear))
    assert refusal_of(request, tmp_path) is (Refusal.BROKEN_OFF if limit > 4 * MEGABYTE else Refusal.TOO_LARGE)


def test_a_file_that_is_announced_too_large_is_refused_before_a_byte_is_written(tmp_path, settings):
    settings.MAX_FILE_BYTES = MEGABYTE
    read = []
    form = large_form(2 * MEGABYTE + 512 * 1024, watch=read.append)
    assert refusal_of(request_with(form), tmp_path) is Refusal.TOO_LARGE
    assert read[-1] == form.length, "the browser hears why only after it has sent all"


def test_far_too_large_a_file_is_not_read_to_its_end(tmp_path, settings):
    settings.MAX_FILE_BYTES = MEGABYTE
    read = []
    assert refusal_of(request_with(large_form(9 * MEGABYTE, watch=read.append)), tmp_path) is Refusal.TOO_LARGE
    assert read[-1] < MEGABYTE


def test_a_file_that_grows_too_large_is_refused_when_it_does(tmp_path, settings):
    settings.MAX_FILE_BYTES = MEGABYTE
    assert refusal_of(request_with(large_form(MEGABYTE + 64 * 1024)), tmp_path) is Refusal.TOO_LARGE


def test_a_file_of_exactly_the_limit_is_taken(tmp_path, settings):
    settings.MAX_FILE_BYTES = MEGABYTE
    request = request_with(large_form(MEGABYTE))
    with sealed_upload(request, folder=tmp_path) as upload:
        upload.fields()
        assert upload.taken().size == MEGABYTE


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "photo.jpg", Refusal.EMPTY),
        (b"MZ" + bytes(100), "photo.jpg", Refusal.NOT_WHAT_IT_SAYS),
        (b"MZ" + bytes(10_000), "photo.jpg", Refusal.NOT_WHAT_IT_SAYS),
        (b"<html>", "page.html", Refusal.NEVER),
        (b"{\\rtf1\\ansi hello}", "letter", Refusal.UNKNOWN),
        (photo(), "", Refusal.NOTHING),
    ],
)
def test_what_is_not_taken_is_refused_for_its_reason(tmp_path, content, name, refusal):
    assert refusal_of(request_with(form_with(content, name=name)), tmp_path) is refusal


def test_a_form_without_a_file_says_to_choose_one(tmp_path):
    request = RequestFactory().post("/", {"note": "no file"})
    assert refusal_of(request, tmp_path) is Refusal.NOTHING


def test_a_file_under_another_name_of_field_is_not_taken(tmp_path):
    assert refusal_of(request_with(form_with(photo(), field="other")), tmp_path) is Refusal.NOTHING


def test_only_the_first_of_two_files_is_taken(tmp_path):
    first, second = photo(), photo(size=(8, 8))
    between = (
        b"\r\n--a-line-between-parts\r\n"
        b'Content-Disposition: form-data; name="file"; filename="b.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    content = first + between + second
    request = request_with(form_with(content))
    with sealed_upload(request, folder=tmp_path) as upload:
        upload.fields()
        assert upload.taken().sha256 == hashlib.sha256(first).hexdigest()
        assert len(list(tmp_path.iterdir())) == 1


def test_uploads_leave_room_for_the_database(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "free_bytes", lambda _: KEPT_FREE_BYTES)
    assert refusal_of(request_with(form_with(photo())), tmp_path) is Refusal.NO_ROOM


def test_a_disk_that_fills_up_in_between_is_said_and_leaves_nothing(tmp_path, monkeypatch):
    def full(_self: object, sealed: bytes) -> None:
        if len(sealed) > 24:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.PartFile, "write", full)
    assert refusal_of(request_with(large_form(MEGABYTE)), tmp_path) is Refusal.NO_ROOM


def test_every_other_address_skips_files():
    request = request_with(form_with(photo()))
    assert request.POST.dict() == {"code": "ABC"}
    assert not request.FILES


def test_the_default_handler_hands_out_nothing():
    handler = uploads.NoUploads()
    assert handler.receive_data_chunk(b"x", 0) is None
    assert handler.file_complete(1) is None


def test_a_handler_that_was_given_no_file_finishes_none(tmp_path):
    handler = uploads.SealingHandler(RequestFactory().get("/"), folder=tmp_path)
    handler.receive_data_chunk(b"x", 0)
    handler.file_complete(1)
    with pytest.raises(Refused):
        handler.taken()
    assert list(tmp_path.iterdir()) == []


def test_the_name_promises_what_the_sentence_names(tmp_path):
    request = request_with(form_with(b"MZ" + bytes(100)))
    with sealed_upload(request, folder=tmp_path) as upload:
        upload.fields()
        assert "photo" in upload.why(Refusal.NOT_WHAT_IT_SAYS)
        assert "200 MB" in upload.why(Refusal.TOO_LARGE)
