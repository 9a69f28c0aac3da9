"""Which files are taken, what they must be, and what is done with each kind. Pure decisions over a name and the first bytes."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

HEAD_BYTES = 4096
"""How much of a file's beginning is looked at."""

MAX_FILES = 50
"""Files of one report or case; past it something else is going on than somebody adding proof."""

KEPT_FREE_BYTES = 1024**3
"""Room that uploads leave on the disk, which they share with the database."""

NAME_LENGTH = 160
PURPOSE_LENGTH = 200


class State(StrEnum):
    """Where a file stands."""

    RECEIVED = "received"  # sealed, not looked into yet
    CLEAN = "clean"  # there is a copy without traces of place and author
    NO_FILE = "no_file"  # a thing or a web capture: described, and kept elsewhere
    SEALED_ONLY = "sealed_only"  # there is no such copy: opened with a purpose


class Reason(StrEnum):
    """Why there is no clean copy."""

    NO_CLEANER = "no_cleaner"
    DAMAGED = "damaged"
    LOCKED = "locked"  # a PDF that asks for a password
    MOVING = "moving"  # an animated picture: one frame would not be what was sent
    TOO_MUCH = "too_much"  # more pixels, memory or time than a cleaner is given


class CannotClean(ValueError):
    """No clean copy can be made; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason


class Refusal(StrEnum):
    """Why a file is not taken at all."""

    NOTHING = "nothing"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    NEVER = "never"
    UNKNOWN = "unknown"
    TOO_MANY = "too_many"
    NO_ROOM = "no_room"
    BROKEN_OFF = "broken_off"


class Refused(ValueError):
    """A file is not taken; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep the reason."""
        super().__init__(refusal.value)
        self.refusal = refusal


class Sender(StrEnum):
    """Who added a file."""

    REPORTER = "reporter"
    STAFF = "staff"


class Family(StrEnum):
    """What people call a kind of file. A name may be wrong inside a family: phones call a HEIC picture `.jpg`."""

    PICTURE = "picture"
    RECORDING = "recording"
    DOCUMENT = "document"
    TEXT = "text"
    THING = "thing"
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that is taken: its media type, how it must begin, the suffixes that promise it.

    `cleaned` is the media type of its clean copy, which may be another one; nothing where no clean copy can be made.
    """

    mime: str
    family: Family
    begins: re.Pattern[bytes]
    suffixes: tuple[str, ...]
    cleaned: str = ""


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


# The first bytes as each format's specification fixes them; ISO media files (ISO/IEC 14496-12) name their brand at byte 8.
JPEG = Kind("image/jpeg", Family.PICTURE, _begins(rb"\xff\xd8\xff"), (".jpg", ".jpeg", ".jfif"), "image/jpeg")
PNG = Kind("image/png", Family.PICTURE, _begins(rb"\x89PNG\r\n\x1a\n"), (".png",), "image/png")
WEBP = Kind("image/webp", Family.PICTURE, _begins(rb"RIFF.{4}WEBP"), (".webp",), "image/webp")
PDF = Kind("application/pdf", Family.DOCUMENT, _begins(rb"%PDF-\d"), (".pdf",), "application/pdf")
# Browsers show no HEIC and not every MOV: their copies are what all of them show.
HEIC = Kind(
    "image/heic", Family.PICTURE, _begins(rb".{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)"), (".heic", ".heif"), "image/jpeg"
)
TEXT = Kind("text/plain", Family.TEXT, _begins(rb"\A(?!)"), (".txt", ".text", ".log", ".csv", ".eml"))
KINDS = (
    JPEG,
    PNG,
    WEBP,
    PDF,
    HEIC,
    Kind("image/avif", Family.PICTURE, _begins(rb".{4}ftypavi[fs]"), (".avif",)),
    Kind("image/gif", Family.PICTURE, _begins(rb"GIF8[79]a"), (".gif",)),
    Kind("video/quicktime", Family.RECORDING, _begins(rb".{4}ftypqt  "), (".mov", ".qt"), "video/mp4"),
    Kind("audio/mp4", Family.RECORDING, _begins(rb".{4}ftypM4[ABP] "), (".m4a", ".m4b"), "audio/mp4"),
    Kind("video/mp4", Family.RECORDING, _begins(rb".{4}ftyp"), (".mp4", ".m4v", ".3gp", ".3g2", ".3gpp"), "video/mp4"),
    Kind("video/webm", Family.RECORDING, _begins(rb"\x1aE\xdf\xa3"), (".webm", ".mkv"), "video/webm"),
    Kind("audio/ogg", Family.RECORDING, _begins(rb"OggS"), (".ogg", ".oga", ".opus", ".ogv"), "audio/ogg"),
    Kind("audio/mpeg", Family.RECORDING, _begins(rb"ID3[\x02-\x04]|\xff[\xfb\xfa\xf3\xf2]"), (".mp3",), "audio/mpeg"),
    Kind("audio/wav", Family.RECORDING, _begins(rb"RIFF.{4}WAVE"), (".wav",), "audio/wav"),
    Kind("audio/amr", Family.RECORDING, _begins(rb"#!AMR"), (".amr",), "audio/amr"),
    Kind("audio/aac", Family.RECORDING, _begins(rb"\xff[\xf1\xf9]"), (".aac",), "audio/aac"),
    Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Family.DOCUMENT,
        _begins(rb"PK\x03\x04.{26}\[Content_Types\]\.xml"), (".docx",),
    ),
    TEXT,
)  # fmt: skip
BY_MIME = {kind.mime: kind for kind in KINDS}
# Evidence that is no file: a leaflet, a knife, a memory stick; and what stood on a page. Their kinds are no media types.
THING, CAPTURE = "thing", "web-capture"
_FAMILIES = {THING: Family.THING, CAPTURE: Family.CAPTURE}

# What a machine may run or a browser may show as a page, under whatever name it comes.
_RUNS = re.compile(
    rb"\A(\xef\xbb\xbf)?\s*(#!|MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|<\?(xml|php)|<[!a-z/?])",
    re.IGNORECASE,
)
_NEVER_SUFFIXES = frozenset({
    ".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".mjs", ".jar", ".apk", ".app", ".sh", ".py",
    ".php", ".pl", ".rb", ".lnk", ".reg", ".hta", ".html", ".htm", ".xhtml", ".mht", ".svg", ".svgz", ".xml", ".docm", ".xlsm",
    ".class", ".elf", ".deb", ".rpm", ".iso", ".dmg",
})  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def suffix_of(name: str) -> str:
    """Return the suffix of a file's name in small letters with its dot, or nothing."""
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def kind_of(head: bytes, *, resembles: AbstractSet[str] = frozenset()) -> Kind | None:
    """Return what a file is by its first bytes, or None for what is not taken.

    `resembles` are the suffixes of all formats that a larger table of signatures sees in the head: text is what is none of
    them. AMR recordings begin as scripts do, so kinds are asked before what is never taken.
    """
    for kind in KINDS:
        if kind.begins.match(head):
            return kind
    if _RUNS.match(head) or resembles & _NEVER_SUFFIXES:
        return None
    return TEXT if _is_text(head) and not resembles - set(TEXT.suffixes) else None


def check_taken(name: str, head: bytes, *, resembles: AbstractSet[str] = frozenset()) -> Kind:
    """Return the kind of a file that may be taken. Raises `Refused`."""
    if not head:
        raise Refused(Refusal.EMPTY)
    suffix = suffix_of(name)
    if suffix in _NEVER_SUFFIXES:
        raise Refused(Refusal.NEVER)
    promised = promised_kind(suffix)
    kind = kind_of(head, resembles=resembles)
    if promised is not None and (kind is None or kind.family is not promised.family):
        raise Refused(Refusal.NOT_WHAT_IT_SAYS)
    if kind is None:
        raise Refused(Refusal.NEVER if _RUNS.match(head) else Refusal.UNKNOWN)
    return kind


def promised_kind(suffix: str) -> Kind | None:
    """Return the kind that a suffix promises, or None where it promises none of ours."""
    return next((kind for kind in KINDS if suffix in kind.suffixes), None)


def family_of(kind: str) -> Family:
    """Return what people call a kind of evidence."""
    return _FAMILIES[kind] if kind in _FAMILIES else BY_MIME[kind].family


def has_bytes(kind: str) -> bool:
    """Say whether evidence of a kind is a file: a thing and a web capture are told of only."""
    return kind in BY_MIME


def may_serve_inline(kind: str) -> bool:
    """Say whether a browser may show a clean copy in its window or play it; a sandboxed page shows no PDF."""
    return kind in BY_MIME and BY_MIME[kind].family in {Family.PICTURE, Family.RECORDING}


def clean_name(name: str, kind: str, clean_kind: str) -> str:
    """Return what a clean copy is called: as its original, with the suffix of what it became."""
    if kind == clean_kind:
        return name
    suffix = suffix_of(name)
    return f"{name.removesuffix(name[-len(suffix) :]) if suffix else name}{BY_MIME[clean_kind].suffixes[0]}"


def short_name(name: str) -> str:
    """Return a name that fits: cut in its middle, so that its suffix stays."""
    if len(name) <= NAME_LENGTH:
        return name
    suffix = suffix_of(name)[:16]
    return f"{name[: NAME_LENGTH - len(suffix) - 1]}…{suffix}"


def _is_text(head: bytes) -> bool:
    """Say whether the head reads as text: UTF-8 without control characters. It may end inside a character."""
    if _CONTROLS.search(head):
        return False
    for cut in range(4):
        try:
            head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return True
    return False
