"""Taking a file from a form: sealed segment by segment as it arrives, so that its plaintext is nowhere whole.

    with sealed_upload(request, folder=incoming_folder()) as upload:
        form = AddFileForm(upload.fields())     # this reads the body: the fields before the file, then the file
        receive_file(upload=upload.taken(), …)  # raises `Refused` where it was not taken
        upload.keep()

The handler must be installed before anybody touches `request.POST`; where a form is guarded by a CSRF token, the check has to
run inside (see `reporting.views.staff_files`). Every other address skips files (`NoUploads`, the default of both processes).
"""

import contextlib
import io
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

import puremagic
from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, QueryDict, UnreadablePostError

from proximity.evidence import storage
from proximity.evidence.refusals import why_refused
from proximity.evidence.rules.kinds import (
    HEAD_BYTES,
    KEPT_FREE_BYTES,
    Kind,
    Refusal,
    Refused,
    check_taken,
    promised_kind,
    short_name,
    suffix_of,
)
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.boxes import Hidden
from proximity.foundation.sealing.files import SEGMENT_BYTES, FileSealer
from proximity.foundation.sealing.records import RecordKey

FIELD = "file"
FORM_BYTES = 1024 * 1024
"""What a form may add around its file: its other fields and the lines between them."""

DRAINED_TIMES = 3
"""How many times the limit is read and thrown away. Measured with Chromium: a browser that is answered before it has sent all
shows a page of its own ("connection reset"), and the person never reads why."""


class NoUploads(FileUploadHandler):
    """Skips every file: the default, so that Django never writes one to a temporary folder."""

    def new_file(self, *_: object, **__: object) -> None:
        """Raise `SkipFile`."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take nothing."""

    def file_complete(self, file_size: int) -> None:
        """Hand out nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Sealed(Hidden):
    """A file that lies sealed on the disk, under a key that only this process holds until a record wraps it for its readers.

    `name` and `declared` (a media type) are what the browser said, `kind` what the bytes are; `sha256` is hexadecimal.
    """

    file_id: UUID
    key: RecordKey
    name: str
    declared: str
    kind: Kind
    size: int
    sha256: str


class Taker(Protocol):
    """Says what a file is by its name and first bytes. Raises `Refused` for what is not taken."""

    def __call__(self, name: str, head: bytes, *, resembles: AbstractSet[str]) -> Kind:
        """Return what the file is."""


class _Coming(Hidden):
    """A file that is arriving: its key, its seal, and where the sealed bytes go."""

    def __init__(self, folder: Path, name: str, declared: str, take: Taker, limit: int) -> None:
        self.file_id, self.key = new_id(), RecordKey.generate()
        self.name, self.declared = name, declared
        self.sealer = FileSealer(self.key, file_id=self.file_id)
        self.part = storage.PartFile(folder, self.file_id, storage.SEALED)
        self.head = b""
        self.kind: Kind | None = None
        self._take, self._limit = take, limit

    def judge(self) -> Kind:
        """Return what the file is. Raises `Refused`."""
        matches = puremagic.magic_string(self.head) if self.head else []
        resembles = frozenset(match.extension.lower() for match in matches if match.extension)
        self.kind = self._take(self.name, self.head, resembles=resembles)
        return self.kind

    def take(self, chunk: bytes) -> None:
        """Seal a chunk. Raises `Refused` as soon as enough is known, OSError when it cannot be written."""
        if self.kind is None:
            self.head += chunk[: HEAD_BYTES - len(self.head)]
            if len(self.head) == HEAD_BYTES:
                self.judge()
        self.part.write(self.sealer.update(chunk))
        if self.sealer.size > self._limit:
            raise Refused(Refusal.TOO_LARGE)

    def finish(self) -> Sealed:
        """Seal the end and flush all to the disk. Raises `Refused` and OSError as `take`."""
        kind = self.kind or self.judge()
        self.part.write(self.sealer.finish())
        self.part.keep()
        return Sealed(
            file_id=self.file_id, key=self.key, name=short_name(self.name), declared=self.declared[:100], kind=kind,
            size=self.sealer.size, sha256=self.sealer.sha256.hex(),
        )  # fmt: skip


class SealingHandler(FileUploadHandler):
    """Seals the files of a form to disk as they arrive, and stops at the first reason to refuse one: all of them, or none.

    Most forms take one file; `most` says how many this one does. Together they may be as large as one may be. `take` says what
    is taken, evidence by itself, and `limit` how large a file may be.
    """

    chunk_size = SEGMENT_BYTES

    def __init__(
        self, request: HttpRequest, *, folder: Path, most: int = 1, take: Taker = check_taken, limit: int = 0
    ) -> None:
        """Prepare to write into a folder; nothing is written until a file comes."""
        super().__init__(request)
        self._take, self._limit = take, limit or settings.MAX_FILE_BYTES
        self._form = request
        self._folder = folder
        self._refusal = Refusal.NOTHING
        self._body: IO[bytes] = io.BytesIO()
        self._announced = 0
        self._promised = ""
        self._most = most
        self._begun: list[_Coming] = []
        self._sealed: list[Sealed] = []
        self._kept = False

    @property
    def _coming(self) -> _Coming | None:
        """Return the file that is arriving, if one is."""
        return self._begun[-1] if len(self._begun) > len(self._sealed) else None

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: Mapping[str, str],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Note from where it comes, and how much the browser says it will be."""
        self._body, self._announced = input_data, content_length

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: Mapping[str, bytes] | None = None,
    ) -> None:
        """Begin. Raises `SkipFile` for any file of another field or past the number, `StopUpload` for one that cannot fit."""
        if field_name != FIELD or len(self._begun) == self._most:
            raise SkipFile
        self._promised = suffix_of(file_name)
        with self._refusing():
            if self._announced > self._limit + FORM_BYTES:
                raise Refused(Refusal.TOO_LARGE)
            if storage.free_bytes(self._folder) < self._announced + KEPT_FREE_BYTES:
                raise Refused(Refusal.NO_ROOM)
            coming = _Coming(self._folder, file_name, content_type, self._take, self._limit)
            self._begun.append(coming)
            coming.part.write(coming.sealer.start())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a chunk and write what came of it. Raises `StopUpload` at the first reason to refuse the file."""
        if self._coming is not None:
            with self._refusing():
                self._coming.take(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Finish the file once the line after it has come. Django is handed nothing: there is no plaintext to read."""
        if self._coming is not None:
            with self._refusing():
                self._sealed.append(self._coming.finish())

    def upload_interrupted(self) -> None:
        """Note that the line broke inside the file. Django calls this, too, after a file that was skipped."""
        if self._coming is not None:
            self._refusal = Refusal.BROKEN_OFF

    def fields(self) -> QueryDict:
        """Read the form and return its other fields; those that come before the file are there even if the line breaks in it."""
        try:
            return self._form.POST
        except UnreadablePostError:
            self._refusal = Refusal.BROKEN_OFF
            return self._form.POST

    def taken(self) -> Sealed:
        """Return the file. Raises `Refused`."""
        return self.all_taken()[0]

    def all_taken(self) -> list[Sealed]:
        """Return the files in the order in which they came. Raises `Refused` where one of them was not taken, or none came."""
        if not self._sealed or len(self._sealed) < len(self._begun):
            raise Refused(self._refusal)
        return self._sealed

    def keep(self) -> None:
        """Say that a row tells of the file: from now on it stays."""
        self._kept = True

    def why(self, refusal: Refusal) -> str:
        """Return in the reader's language why the file was not taken."""
        promised = promised_kind(self._promised)
        return str(why_refused(refusal, promised.family if promised else None))

    def discard_unless_kept(self) -> None:
        """Delete what was written unless a row tells of it."""
        if not self._kept:
            for coming in self._begun:
                coming.part.discard()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Turn a reason to refuse into a note of it and the exception that stops Django's parser; what was written goes."""
        try:
            yield
        except (Refused, OSError) as problem:
            self._refusal = problem.refusal if isinstance(problem, Refused) else Refusal.NO_ROOM
            self.discard_unless_kept()
            if self._announced <= DRAINED_TIMES * settings.MAX_FILE_BYTES:
                self._drain()
            raise StopUpload(connection_reset=True) from None

    def _drain(self) -> None:
        """Read the rest and throw it away, piece by piece: Django would do it line by line, and a film is one long line."""
        with contextlib.suppress(OSError):
            while self._body.read(SEGMENT_BYTES):
                pass


@contextmanager
def sealed_upload(
    request: HttpRequest, *, folder: Path, most: int = 1, take: Taker = check_taken, limit: int = 0
) -> Iterator[SealingHandler]:
    """Install the handler for one request; whatever happens inside, a file that no row tells of is gone afterwards."""
    handler = SealingHandler(request, folder=folder, most=most, take=take, limit=limit)
    request.upload_handlers = [handler]
    try:
        yield handler
    finally:
        handler.discard_unless_kept()
