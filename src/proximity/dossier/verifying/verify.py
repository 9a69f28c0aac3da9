"""The whole check of a pack, in the order that trusts nothing before it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from proximity.dossier.rules.manifest import Malformed, Manifest, Signature, read_object
from proximity.dossier.rules.paths import EVIDENCE, MANIFEST, PDF, SIGNATURE
from proximity.dossier.verifying.archive import MAX_DOCUMENT, Archive, NotIntact
from proximity.dossier.verifying.pdf import check_pdf
from proximity.foundation.pure.json import JSONValue


class Verdict(IntEnum):
    """What a pack is, as the exit code of the command."""

    GENUINE = 0
    NOT_INTACT = 1
    SIGNER_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `fingerprint` is empty where no key signed; `problem` names the file and what is wrong with it."""

    verdict: Verdict
    fingerprint: str = ""
    manifest: Manifest | None = None
    problem: str = ""


def verify_pack(path: Path, *, known: str = "") -> Checked:
    """Check a pack. `known` is the fingerprint by which the reader knows the sender, in its usual form.

    A pack that is whole but signed by another key than the known one is not genuine: whoever altered it signed it anew. Raises
    OSError where there is no such file.
    """
    try:
        archive = Archive.open(path)
    except NotIntact as problem:
        return Checked(Verdict.NOT_INTACT, problem=str(problem))
    try:
        return _verified(archive, known)
    finally:
        archive.close()


def _verified(archive: Archive, known: str) -> Checked:
    try:
        signature, content = _signed(archive)
    except NotIntact as problem:
        return Checked(Verdict.NOT_INTACT, problem=str(problem))
    signer, manifest = signature.fingerprint, None
    try:
        manifest = _manifest(content)
        _check_files(archive, manifest)
        _check_documents(archive, manifest)
    except NotIntact as problem:
        return Checked(Verdict.NOT_INTACT, signer, manifest, str(problem))
    if known and known != signer:
        problem_text = f"{SIGNATURE}: signed with the key {signer}, not with {known}"
        return Checked(Verdict.NOT_INTACT, signer, manifest, problem_text)
    return Checked(Verdict.GENUINE if known else Verdict.SIGNER_UNKNOWN, signer, manifest)


def _signed(archive: Archive) -> tuple[Signature, bytes]:
    """Return the signature and the bytes of the manifest that it holds for. Raises `NotIntact`."""
    content = archive.read(MANIFEST)
    try:
        signature = Signature.from_bytes(archive.read(SIGNATURE))
    except Malformed as problem:
        raise NotIntact(SIGNATURE, str(problem)) from None
    if not signature.holds_for(content):
        raise NotIntact(MANIFEST, "its signature does not hold")
    return signature, content


def _manifest(content: bytes) -> Manifest:
    try:
        return Manifest.from_bytes(content)
    except Malformed as problem:
        raise NotIntact(MANIFEST, str(problem)) from None


def _check_files(archive: Archive, manifest: Manifest) -> None:
    """Raise `NotIntact` unless the ZIP holds what the manifest lists, all of it and nothing else."""
    for path in (PDF, EVIDENCE):
        if path not in manifest.files:
            raise NotIntact(path, "the manifest does not list it")
    for path in sorted(archive.paths - manifest.files.keys() - {MANIFEST, SIGNATURE}):
        raise NotIntact(path, "the manifest does not list it")
    for path, sha256 in manifest.files.items():
        if archive.sha256(path) != sha256:
            raise NotIntact(path, "it was altered")


def _check_documents(archive: Archive, manifest: Manifest) -> None:
    """Raise `NotIntact` unless PDF and record say the same, and the record's hashes are those of the files."""
    evidence = archive.read(EVIDENCE, most=MAX_DOCUMENT)
    _check_record(evidence, manifest.files)
    check_pdf(
        archive.read(PDF, most=MAX_DOCUMENT), evidence=evidence, certificate_sha256=manifest.certificate_sha256
    )  # fmt: skip


def _check_record(evidence: bytes, hashes: Mapping[str, str]) -> None:
    try:
        rows = read_object(evidence).get("files")
    except Malformed as problem:
        raise NotIntact(EVIDENCE, str(problem)) from None
    named = dict(_named(rows))
    for path, sha256 in named.items():
        if hashes.get(path) != sha256:
            raise NotIntact(path, "its hash is not the one that was recorded with the evidence")
    for path in sorted(hashes.keys() - named.keys() - {PDF, EVIDENCE}):
        raise NotIntact(path, "it is no file of the evidence")


def _named(rows: JSONValue) -> list[tuple[str, str]]:
    """Return path and hash of each file that the record says is in the pack. Raises `NotIntact`."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotIntact(EVIDENCE, "it lists no files")
    copies = [row.get(name) for row in rows if isinstance(row, dict) for name in ("original", "clean_copy")]
    return [(str(one["path"]), str(one.get("sha256"))) for one in copies if isinstance(one, dict) and one.get("path")]
