"""`proximity pack verify`: needs no database, no DATA and no Django."""

import base64
import binascii
import logging
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from proximity.dossier.rules.manifest import Malformed, Signature
from proximity.dossier.verifying.verify import Checked, Verdict, verify_pack
from proximity.foundation.sealing import crockford
from proximity.foundation.sealing.keys import FINGERPRINT_SYMBOLS, fingerprint

WRONG_ARGUMENT = 2
KEY_BYTES = 32
LONGEST_LINE = 300

type Say = Callable[[str], None]


class NotAKey(ValueError):
    """What the reader gave to know the sender by is no fingerprint and no key."""


def verify(path: Path, say: Say, *, known_fingerprint: str = "", key_file: Path | None = None) -> int:
    """Check a pack, say what was found, return the exit code: 0 genuine, 3 signer not known, 1 altered or unsigned, 2 misuse."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it warns of, the verdict says
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        known = _known(known_fingerprint, key_file)
        found = verify_pack(path, known=known)
    except (NotAKey, OSError) as problem:
        say(_line(f"{problem}"))
        return WRONG_ARGUMENT
    for line in _lines(found):
        say(_line(line))
    return int(found.verdict)


def read_fingerprint(text: str) -> str:
    """Return a fingerprint in its usual form, however it was typed. Raises `NotAKey`."""
    try:
        value = crockford.decode(text, FINGERPRINT_SYMBOLS)
    except ValueError:
        raise NotAKey("A fingerprint has 20 letters and digits: XXXX-XXXX-XXXX-XXXX-XXXX.") from None
    return crockford.groups(crockford.encode(value, FINGERPRINT_SYMBOLS))


def read_key(content: bytes) -> bytes:
    """Return an Ed25519 public key (32 bytes) from PEM, 32 raw bytes, base64, or a `manifest.json.sig`. Raises `NotAKey`."""
    if b"-----BEGIN" in content:
        return _from_pem(content)
    if len(content) == KEY_BYTES:
        return content
    if content.lstrip().startswith(b"{"):
        try:
            return Signature.from_bytes(content).public_key
        except Malformed as problem:
            raise NotAKey(str(problem)) from None
    try:
        found = base64.b64decode(content.strip(), validate=True)
    except binascii.Error:
        found = b""
    if len(found) != KEY_BYTES:
        raise NotAKey("The key file holds no Ed25519 public key.")
    return found


def _from_pem(content: bytes) -> bytes:
    try:
        key = load_pem_public_key(content)
    except ValueError:
        raise NotAKey("The key file is no PEM file of a public key.") from None
    if not isinstance(key, Ed25519PublicKey):
        raise NotAKey("The key file holds another kind of key than Ed25519.")
    return key.public_bytes_raw()


def _known(known_fingerprint: str, key_file: Path | None) -> str:
    if key_file is not None:
        return fingerprint(read_key(key_file.read_bytes()))
    return read_fingerprint(known_fingerprint) if known_fingerprint else ""


def _lines(found: Checked) -> list[str]:
    lines = [f"fingerprint: {found.fingerprint}"] if found.fingerprint else []
    if found.manifest:
        lines.append(f"says it is: {found.manifest.reference}, {found.manifest.organisation}, {found.manifest.made_at}")
    if found.verdict is Verdict.GENUINE:
        lines.append("genuine: whole, and signed with the key that you know")
    elif found.verdict is Verdict.SIGNER_UNKNOWN:
        lines.append(
            "whole, but is the signer who you think? Compare the fingerprint with the one you were told by another way,"
        )
        lines.append("and check again with --fingerprint.")
    else:
        lines.append(f"NOT GENUINE, {found.problem}")
    return lines


def _line(text: str) -> str:
    """Return a line that says what it says: nothing in a pack may move the reader's cursor or colour its words."""
    return "".join(one if one.isprintable() else "?" for one in text)[:LONGEST_LINE]
