"""Imports for tests, benchmarks and the command line: a file sealed as the pages seal it, and the worker's turns made here."""

import io
from collections.abc import Iterable

from openpyxl import Workbook

from proximity.accounts.actors import Actor
from proximity.bulk.kinds import check_table
from proximity.bulk.storage import imports_folder
from proximity.evidence.storage import SEALED, PartFile
from proximity.evidence.uploads import Sealed
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.files import FileSealer
from proximity.foundation.sealing.records import RecordKey

PIECE = 1024 * 1024


def seal_table(stream: io.BufferedIOBase, *, name: str, by: Actor) -> Sealed:
    """Seal a table that is read from a stream piece by piece, as an upload is. Raises `Refused` and OSError."""
    file_id, key = new_id(), RecordKey.generate()
    first = stream.read(PIECE)
    kind = check_table(name, first)
    sealer, part = FileSealer(key, file_id=file_id), PartFile(imports_folder(by.city_id), file_id, SEALED)
    try:
        part.write(sealer.start())
        while first:
            part.write(sealer.update(first))
            first = stream.read(PIECE)
        part.write(sealer.finish())
        part.keep()
    except OSError:
        part.discard()
        raise
    return Sealed(
        file_id=file_id, key=key, name=name, declared=kind.mime, kind=kind, size=sealer.size, sha256=sealer.sha256.hex()
    )


def spreadsheet(*sheets: tuple[str, Iterable[Iterable[object]]]) -> bytes:
    """Return a spreadsheet with sheets of rows."""
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
