"""From a dossier and its files to a pack: drawn and signed in processes of their own, written piece by piece."""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from proximity.dossier.packing import Contents, PackedFile, write_pack
from proximity.dossier.rules.manifest import Signature
from proximity.dossier.rules.paths import Paths, paths_of
from proximity.dossier.rules.record import evidence_json
from proximity.dossier.rules.values import Dossier, EvidenceRow
from proximity.dossier.sheet.document import document_of
from proximity.dossier.signing.certificates import Identity
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.sealing.keys import OrganisationKeys, fingerprint
from proximity.foundation.typesetting.running import ProgramFailed, run_program


class BuildFailed(Exception):
    """The PDF could not be drawn or signed. The text says which; what was in it stays unsaid."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes of one piece of evidence come from; `clean_copy` is None where the row has none."""

    original: Callable[[], Iterator[bytes]]
    clean_copy: Callable[[], Iterator[bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Signers:
    """With what a pack is signed: the organisation's keys the manifest, its certificate the PDF."""

    keys: OrganisationKeys
    identity: Identity


def build_pack(
    dossier: Dossier, sources: Mapping[str, Source], *, signers: Signers, write: Callable[[bytes], object],
    say: Callable[[str], None] = lambda _: None,
) -> None:  # fmt: skip
    """Write a pack. `sources` give by id the bytes of the evidence: what has none is listed as missing from the pack.

    Raises `BuildFailed`, `packing.ContentChanged`, and what reading a source raises.
    """
    paths = paths_of(dossier.evidence, without={row.id for row in dossier.evidence if row.id not in sources})
    evidence = evidence_json(dossier, paths)
    say("Drawing the document")
    pdf = _drawn(document_of(dossier, paths, evidence=evidence, fingerprint=fingerprint(signers.keys.public_sign)))
    say("Signing the document")
    signed = _signed(pdf, signers.identity, dossier)
    head = dossier.head
    contents = Contents(
        reference=head.reference, organisation=head.organisation, made_at=head.made_at, pdf=signed,
        certificate_sha256=signers.identity.sha256, evidence=evidence, files=_files(dossier, sources, paths, say),
    )  # fmt: skip
    write_pack(contents, write=write, sign=lambda content: _manifest_signature(signers.keys, content))


def _manifest_signature(keys: OrganisationKeys, content: bytes) -> Signature:
    return Signature(keys.public_sign, keys.sign_manifest(content))


def _files(
    dossier: Dossier, sources: Mapping[str, Source], paths: Mapping[str, Paths], say: Callable[[str], None]
) -> Iterator[PackedFile]:
    rows = [row for row in dossier.evidence if row.id in paths]
    for number, row in enumerate(rows, start=1):
        say(f"Packing file {number} of {len(rows)}")
        yield from _of_row(row, sources[row.id], paths[row.id])


def _of_row(row: EvidenceRow, source: Source, where: Paths) -> Iterator[PackedFile]:
    copies = ((where.original, row.original, source.original), (where.clean_copy, row.clean_copy, source.clean_copy))
    for path, hashed, content in copies:
        if hashed is not None and content is not None:
            yield PackedFile(path, hashed.sha256, content())


def _drawn(document: JSONObject) -> bytes:
    return _run("drawing", document)


def _signed(pdf: bytes, identity: Identity, dossier: Dossier) -> bytes:
    given: JSONObject = {
        "pdf": _base64(pdf), "key": _base64(identity.key), "certificates": [_base64(one) for one in identity.certificates],
        "name": dossier.head.organisation, "place": dossier.head.city,
    }  # fmt: skip
    return _run("signing", given)


def _run(program: str, given: JSONObject) -> bytes:
    try:
        return run_program(f"proximity.dossier.{program}", given)
    except ProgramFailed:
        raise BuildFailed(program) from None


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
