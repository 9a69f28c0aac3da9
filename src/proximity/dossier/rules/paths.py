"""Where each thing lies in the ZIP: names made here, so that no name that somebody gave a file can lead anywhere."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from proximity.dossier.rules.values import EvidenceRow

PDF, EVIDENCE, MANIFEST, SIGNATURE = "pack.pdf", "evidence.json", "manifest.json", "manifest.json.sig"
FOLDER = "files"
STEM_LENGTH = 60

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})\Z")
_SAFE_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the original and the clean copy of one file lie; the copy's is empty where there is none."""

    original: str
    clean_copy: str = ""


def paths_of(evidence: Iterable[EvidenceRow], *, without: Container[str] = ()) -> Mapping[str, Paths]:
    """Return by id where each file of the evidence lies: numbered in its order, with what letters and digits its name has.

    `without` are the ids of files whose bytes cannot be read.
    """
    found = {}
    for number, row in enumerate(evidence, start=1):
        if row.original is not None and row.id not in without:
            stem, suffix = _split(row.name)
            base = f"{FOLDER}/{number:03}-{stem}"
            found[row.id] = Paths(f"{base}{suffix}", f"{base}.clean{suffix}" if row.clean_copy else "")
    return found


def is_safe(path: str) -> bool:
    """Say whether a path stays where the ZIP is opened, on every system: plain names, no way up, no drive, no device."""
    return len(path) <= 200 and _SAFE_PATH.fullmatch(path) is not None and ".." not in path


def _split(name: str) -> tuple[str, str]:
    suffix = _SUFFIX.search(name)
    stem = name[: suffix.start()] if suffix else name
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", ascii_only).strip("-")[:STEM_LENGTH] or "file", suffix[0].lower() if suffix else ""
