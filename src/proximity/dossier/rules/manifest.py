"""The manifest of a pack and its signature: what is signed, in which bytes. Pure.

`manifest.json` lists every other file of the pack but its own signature. `manifest.json.sig` is a plain Ed25519 signature
(RFC 8032) over the bytes of `manifest.json`, so that any tool can check it. The organisation's key signs other things too, each
behind a length and a purpose (`sealing.keys`), which begin with a zero byte: none of them can be mistaken for a manifest.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from proximity.dossier.rules.paths import is_safe
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.sealing.keys import fingerprint

FORMAT, VERSION, ALGORITHM = "proximity-pack", 1, "Ed25519"
SHA256_DIGITS = 64
_HEX = frozenset("0123456789abcdef")


class Malformed(ValueError):
    """A manifest or a signature has another form; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. `files` gives the SHA-256 of each path; the PDF's signer is named by its certificate's SHA-256."""

    reference: str
    organisation: str
    made_at: str
    certificate_sha256: str
    files: Mapping[str, str]

    def as_bytes(self) -> bytes:
        """Return the manifest as it is signed: JSON in UTF-8."""
        values: JSONObject = {
            "format": FORMAT, "version": VERSION, "reference": self.reference, "organisation": self.organisation,
            "made_at": self.made_at, "certificate_sha256": self.certificate_sha256,
            "files": [{"path": path, "sha256": sha256} for path, sha256 in self.files.items()],
        }  # fmt: skip
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Manifest":
        """Return a manifest. Raises `Malformed`."""
        values = read_object(content)
        if values.get("format") != FORMAT or values.get("version") != VERSION:
            raise Malformed("the manifest is of another format or version")
        rows = values.get("files")
        if not isinstance(rows, list):
            raise Malformed("the manifest lists no files")
        return cls(
            reference=_text(values, "reference"), organisation=_text(values, "organisation"), made_at=_text(values, "made_at"),
            certificate_sha256=_text(values, "certificate_sha256"), files=_files(rows),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature (64 bytes) with the public key (32 bytes) that it says made it."""

    public_key: bytes
    signature: bytes

    def as_bytes(self) -> bytes:
        """Return it as `manifest.json.sig` holds it."""
        values = {
            "algorithm": ALGORITHM, "public_key": base64.b64encode(self.public_key).decode(),
            "signature": base64.b64encode(self.signature).decode(),
        }  # fmt: skip
        return (json.dumps(values, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Signature":
        """Return a signature. Raises `Malformed`."""
        values = read_object(content)
        if values.get("algorithm") != ALGORITHM:
            raise Malformed("the signature is of another algorithm than Ed25519")
        return cls(_bytes(values, "public_key", 32), _bytes(values, "signature", 64))

    def holds_for(self, message: bytes) -> bool:
        """Say whether the owner of `public_key` signed a message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def fingerprint(self) -> str:
        """Return by what two people compare the key."""
        return fingerprint(self.public_key)


def read_object(content: bytes) -> JSONObject:
    """Return a JSON object in UTF-8 that names nothing twice: two readers might each take another one. Raises `Malformed`."""
    try:
        values = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):  # broken UTF-8 and JSON, and a name that stands twice
        raise Malformed("it is no JSON that can be read in one way only") from None
    if not isinstance(values, dict):
        raise Malformed("it is no JSON object")
    return values


def _once(pairs: Sequence[tuple[str, JSONValue]]) -> JSONObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(constant: str) -> JSONValue:
    raise ValueError(constant)


def _files(rows: Iterable[JSONValue]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        if not isinstance(row, dict):
            raise Malformed("the manifest lists something that is no file")
        path, sha256 = _text(row, "path"), _text(row, "sha256")
        if not is_safe(path) or path.lower() in {one.lower() for one in found}:
            raise Malformed("the manifest names a path that leads elsewhere, or one twice")
        if len(sha256) != SHA256_DIGITS or not _HEX.issuperset(sha256):
            raise Malformed("the manifest has a hash that is none")
        found[path] = sha256
    return found


def _text(values: JSONObject, name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name} is missing")
    return value


def _bytes(values: JSONObject, name: str, length: int) -> bytes:
    try:
        found = base64.b64decode(_text(values, name), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed(f"{name} is not in base64") from problem
    if len(found) != length:
        raise Malformed(f"{name} has another length")
    if base64.b64encode(found).decode() != values[name]:
        raise Malformed(f"{name} could be written in another way")
    return found
