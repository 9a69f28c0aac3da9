"""Files for tests and the demo: real pictures and documents with traces of place and author, sealed as uploads are."""

import io
from pathlib import Path
from uuid import UUID

import pikepdf
from PIL import Image

from proximity.evidence import storage
from proximity.evidence.cleaners import pictures  # noqa: F401  (teaches Pillow HEIC)
from proximity.evidence.rules.kinds import check_taken
from proximity.evidence.synthetic import AUTHOR, CAMERA
from proximity.evidence.uploads import Sealed
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.files import FileSealer
from proximity.foundation.sealing.records import RecordKey

_EXIF_MAKE, _EXIF_ORIENTATION, _EXIF_GPS = 0x010F, 0x0112, 0x8825


def photo(*, size: tuple[int, int] = (64, 48), orientation: int = 1, format: str = "JPEG") -> bytes:  # noqa: A002  (Pillow's word)
    """Return a picture whose EXIF tells a place (40°25' N, 3°42' W) and a camera; orientation 6 is a phone held upright."""
    exif = Image.Exif()
    exif[_EXIF_MAKE], exif[_EXIF_ORIENTATION] = CAMERA, orientation
    exif[_EXIF_GPS] = {1: "N", 2: (40.0, 25.0, 0.0), 3: "W", 4: (3.0, 42.0, 0.0)}
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, format, exif=exif)
    return out.getvalue()


def document() -> bytes:
    """Return a PDF of one page that names its author in its information and in its metadata."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = AUTHOR
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [AUTHOR]
        made.save(out)
    return out.getvalue()


def sealed(content: bytes, *, name: str, folder: Path | None = None) -> Sealed:
    """Seal a file to disk as an upload does, and return it."""
    kind = check_taken(name, content[:4096])
    file_id: UUID = new_id()
    key = RecordKey.generate()
    sealer = FileSealer(key, file_id=file_id)
    part = storage.PartFile(folder or storage.incoming_folder(), file_id, storage.SEALED)
    part.write(sealer.start() + sealer.update(content) + sealer.finish())
    part.keep()
    return Sealed(
        file_id=file_id, key=key, name=name, declared=kind.mime, kind=kind, size=sealer.size, sha256=sealer.sha256.hex()
    )
