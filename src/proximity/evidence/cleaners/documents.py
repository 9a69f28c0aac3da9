"""PDF: written anew without author, history, scripts, attachments and actions; the pages stay as they are.

Names of keys and actions are those of ISO 32000-2. Pictures inside a PDF are often a phone's photos, whole: their EXIF goes too.
"""

import io

import pikepdf

from proximity.evidence.cleaners.jpeg import without_metadata
from proximity.evidence.rules.kinds import CannotClean, Reason

# Who, when, with what, what it was before; scripts and actions that run by themselves; embedded files; thumbnails.
DROPPED = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile",
    "/EF", "/AF", "/Thumb", "/Collection", "/XFA", "/Requirements", "/SpiderInfo", "/Legal", "/Perms",
    "/CreatorInfo",
)  # fmt: skip
# What an annotation says of its author; its text and its drawing stay.
ANNOTATION_DROPPED = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Popup")
# Who signed, when, where and why. Writing the document anew breaks the signature in any case; the original keeps it.
SIGNATURE_DROPPED = (
    "/Name",
    "/M",
    "/Location",
    "/Reason",
    "/ContactInfo",
    "/Contents",
    "/ByteRange",
    "/Cert",
    "/Prop_Build",
)
# Annotations that bring a file, a film or a program with them.
ANNOTATIONS_DROPPED = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
MAX_DEPTH = 60


def clean_document(content: bytes) -> bytes:
    """Return the document written anew. Raises `CannotClean`, or pikepdf's error when it is damaged."""
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise CannotClean(Reason.LOCKED) from None
    with document:
        for name in ("/Info", "/ID"):
            if name in document.trailer:
                del document.trailer[name]
        for thing in document.objects:
            _clean(thing, MAX_DEPTH)
        out = io.BytesIO()
        # Opened with an owner's password only, a document is saved without: a clean copy must not refuse to be printed.
        document.save(out, encryption=False, deterministic_id=True)
    return out.getvalue()


def _clean(thing: pikepdf.Object, depth: int) -> None:
    """Clean one object and what lies directly in it; what it only refers to is an object of its own."""
    if depth == 0:
        raise CannotClean(Reason.TOO_MUCH)
    if isinstance(thing, pikepdf.Array):
        for item in list(thing):
            _clean_inside(item, depth)
        return
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    _drop(thing, DROPPED)
    if thing.get("/Type") in {pikepdf.Name.Sig, pikepdf.Name.DocTimeStamp}:
        _drop(thing, SIGNATURE_DROPPED)
    _clean_annotations(thing)
    _clean_action(thing)
    if isinstance(thing, pikepdf.Stream):
        _clean_picture(thing)
    for name in list(thing.keys()):
        _clean_inside(thing[name], depth)


def _clean_inside(item: object, depth: int) -> None:
    if isinstance(item, pikepdf.Object) and not item.is_indirect:
        _clean(item, depth - 1)


def _drop(thing: pikepdf.Object, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _clean_annotations(page: pikepdf.Object) -> None:
    """Take from a page the annotations that bring files along, and from the others who made them and when."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    kept = [item for item in annotations if str(item.get("/Subtype", "")) not in ANNOTATIONS_DROPPED]
    for item in kept:
        # On a field of a form, /T is the field's name.
        _drop(item, ANNOTATION_DROPPED if item.get("/Subtype") != pikepdf.Name.Widget else ("/M", "/NM"))
    page["/Annots"] = pikepdf.Array(kept)


def _clean_action(thing: pikepdf.Object) -> None:
    """Take away every action but a jump inside the document: a link tells its owner who opened the file, and when."""
    action = thing.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") != pikepdf.Name.GoTo:
        del thing["/A"]


def _clean_picture(stream: pikepdf.Stream) -> None:
    """Take the metadata out of a JPEG that lies in the document as it was photographed; its pixels stay untouched."""
    found = stream.get("/Filter")
    filters = [found] if isinstance(found, pikepdf.Name) else list(found or ())
    if filters == [pikepdf.Name.DCTDecode]:
        parameters = stream.get("/DecodeParms")
        stream.write(
            without_metadata(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=parameters
        )  # fmt: skip
