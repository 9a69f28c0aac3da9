"""A real pack to check and to tamper with: drawn, signed and packed as an installation does it, without a database."""

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from proximity.dossier.drawing.draw import draw
from proximity.dossier.packing import Contents, PackedFile, write_pack
from proximity.dossier.rules.manifest import Manifest, Signature
from proximity.dossier.rules.paths import paths_of
from proximity.dossier.rules.record import evidence_json
from proximity.dossier.rules.values import Hashed
from proximity.dossier.sheet.document import document_of
from proximity.dossier.signing.certificates import self_signed
from proximity.dossier.signing.sign import sign_pdf
from proximity.dossier.tests.sample import sample
from proximity.foundation.sealing.keys import OrganisationKeys

FILES = {"e1": b"\xff\xd8\xff original", "e2": b"\x89PNG second"}
COPY = b"\xff\xd8\xff clean"
KEYS, OTHER_KEYS = OrganisationKeys.generate(), OrganisationKeys.generate()
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def signed_by(keys):
    return lambda content: Signature(keys.public_sign, keys.sign_manifest(content))


def hashed(content):
    return Hashed(hashlib.sha256(content).hexdigest(), len(content))


def evidenced(text=""):
    dossier = sample()
    first, second, *others = dossier.evidence
    rows = (
        replace(first, original=hashed(FILES["e1"]), clean_copy=hashed(COPY)),
        replace(second, original=hashed(FILES["e2"])),
        *others,
    )
    return replace(dossier, evidence=rows, law_note=text or dossier.law_note)


@lru_cache(maxsize=4)
def pack_bytes(text=""):
    """Return a whole pack. Two with different texts differ in nothing else."""
    dossier = evidenced(text)
    paths = paths_of(dossier.evidence)
    evidence = evidence_json(dossier, paths)
    identity = self_signed(organisation="Policía Municipal", city="Madrid", country="ES", now=datetime.now(UTC))
    pdf = sign_pdf(
        draw(document_of(dossier, paths, evidence=evidence, fingerprint="")),
        key=identity.key, certificates=[*identity.certificates], name="Policía Municipal", place="Madrid",
    )  # fmt: skip
    files = [
        PackedFile(paths["e1"].original, hashed(FILES["e1"]).sha256, iter([FILES["e1"]])),
        PackedFile(paths["e1"].clean_copy, hashed(COPY).sha256, iter([COPY[:3], COPY[3:]])),
        PackedFile(paths["e2"].original, hashed(FILES["e2"]).sha256, iter([FILES["e2"]])),
    ]
    contents = Contents(
        reference=dossier.head.reference, organisation=dossier.head.organisation, made_at=dossier.head.made_at, pdf=pdf,
        certificate_sha256=identity.sha256, evidence=evidence, files=files,
    )  # fmt: skip
    found = bytearray()
    write_pack(contents, write=found.extend, sign=signed_by(KEYS))
    return bytes(found)


def entries(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def repack(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return Path(path)


def sign_again(files, keys):
    """Recompute the manifest over what there is, as somebody does who altered it, and sign it with a key."""
    old = json.loads(files["manifest.json"])
    hashes = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if not name.startswith("manifest.json")
    }
    manifest = Manifest(
        old["reference"], old["organisation"], old["made_at"], old["certificate_sha256"], hashes
    ).as_bytes()
    return files | {"manifest.json": manifest, "manifest.json.sig": signed_by(keys)(manifest).as_bytes()}
