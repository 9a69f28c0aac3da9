"""Which cleaner a kind of file has."""

from proximity.evidence.cleaners.documents import clean_document
from proximity.evidence.cleaners.pictures import clean_picture
from proximity.evidence.cleaners.recordings import clean_recording
from proximity.evidence.rules.kinds import PDF, Family, family_of


def clean(mime: str, content: bytes) -> bytes:
    """Return the clean copy of a file. Raises `CannotClean`, or whatever a decoder raises over a damaged file."""
    if family_of(mime) is Family.RECORDING:
        return clean_recording(content, mime)
    return clean_document(content) if mime == PDF.mime else clean_picture(content, mime)
