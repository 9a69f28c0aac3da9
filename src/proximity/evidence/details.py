"""What is sealed about a file, opened with its key."""

from dataclasses import dataclass

from proximity.evidence.access import TABLE
from proximity.evidence.models import EvidenceFile
from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.records import RecordKey


@dataclass(frozen=True, slots=True)
class Details:
    """The hash (SHA-256, hexadecimal) and size (bytes) of the original or of the clean copy."""

    sha256: str
    size: int


def name_of(file: EvidenceFile, key: RecordKey) -> str:
    """Return the file's name as it was declared, cut to length."""
    return key.open_text(bytes(file.name), table=TABLE, column="name", row=file.pk)


def note_of(file: EvidenceFile, key: RecordKey) -> str:
    """Return what the file shows, in the words of who added it."""
    return key.open_text(bytes(file.note), table=TABLE, column="note", row=file.pk)


def original_details(file: EvidenceFile, key: RecordKey) -> Details:
    """Return hash and size of the original."""
    return _details(key.open_json(bytes(file.original), table=TABLE, column="original", row=file.pk))


def cleaned_details(file: EvidenceFile, key: RecordKey) -> Details:
    """Return hash and size of the clean copy. Raises `LookupError` where there is none."""
    if file.cleaned is None:
        raise LookupError("this file has no clean copy")
    return _details(key.open_json(bytes(file.cleaned), table=TABLE, column="cleaned", row=file.pk))


def facts_of(file: EvidenceFile, key: RecordKey) -> dict[str, str]:
    """Return what stood on a page, where, and whose it was; nothing for what is no web capture."""
    if file.facts is None:
        return {}
    opened = key.open_json(bytes(file.facts), table=TABLE, column="facts", row=file.pk)
    return {name: str(value) for name, value in opened.items()} if isinstance(opened, dict) else {}


def _details(opened: JSONValue) -> Details:
    values = opened if isinstance(opened, dict) else {}
    size = values.get("size")
    return Details(sha256=str(values.get("sha256", "")), size=size if isinstance(size, int) else 0)
