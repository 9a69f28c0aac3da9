"""Attacks on a pack by whoever carries it from the police to the prosecution: the file is all that receiver and thief have."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from proximity.dossier.rules.manifest import Signature
from tests.attack.ground import Ground, Result

PROXIMITY = [sys.executable, "-m", "proximity.config.cli"]
GENUINE, NOT_INTACT, SIGNER_UNKNOWN = 0, 1, 3


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    with tempfile.TemporaryDirectory(prefix="proximity-attack-pack-") as folder:
        made = Path(folder) / "pack.zip"
        known = _built(ground, made)
        yield _whole(made, known)
        yield _altered(made, known)
        yield _altered_and_signed_anew(made, known)
        yield _evidence_swapped(made, known)
        yield _needs_in(made)


def _built(ground: Ground, out: Path) -> str:
    """Build the demo case's pack beside the running demo, and return the fingerprint of its signer."""
    environment = {**os.environ, "DATA": str(ground.demo.data)}
    argv = [*PROXIMITY, "pack", "build", "--demo-case", "--out", str(out), "--purpose", "attack"]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.rsplit("fingerprint: ", 1)[1].strip()


def _verdict(path: Path, known: str) -> int:
    """Return what a receiver's own check says, on a machine without installation: no DATA, no database."""
    argv = [*PROXIMITY, "pack", "verify", str(path), *(["--fingerprint", known] if known else [])]
    with tempfile.TemporaryDirectory() as nowhere:
        surroundings = {"PATH": os.environ["PATH"], "DATA": f"{nowhere}/none"}
        return subprocess.run(argv, env=surroundings, cwd=nowhere, capture_output=True, check=False).returncode


def _whole(made: Path, known: str) -> Result:
    found = _verdict(made, known), _verdict(made, "")
    got = "" if found == (GENUINE, SIGNER_UNKNOWN) else f"a genuine pack was called {found}"
    return Result("pack carried whole", "the genuine file, with and without the sender's fingerprint", got)


def _altered(made: Path, known: str) -> Result:
    got = [name for name in _entries(made) if _verdict(_with(made, name, _flipped), known) != NOT_INTACT]
    return Result("pack altered", "one byte of each file in it", ", ".join(got))


def _altered_and_signed_anew(made: Path, known: str) -> Result:
    """Alter the record in PDF's place, recompute the manifest, sign it with a key of one's own."""
    files = _entries(made)
    files["evidence.json"] = files["evidence.json"].replace(b'"for"', b'"against"')
    forged = _signed_anew(made.with_name("anew.zip"), files)
    found = _verdict(forged, known), _verdict(forged, "")
    got = "" if found == (NOT_INTACT, NOT_INTACT) else f"exit codes {found}"
    return Result("pack altered, manifest recomputed", "another key, with and without the sender's fingerprint", got)


def _evidence_swapped(made: Path, known: str) -> Result:
    files = _entries(made)
    one, *others = sorted(name for name in files if name.startswith("files/"))
    # A picture that had no traces is its own clean copy: another with other bytes is needed.
    other = next(name for name in others if files[name] != files[one])
    files[one], files[other] = files[other], files[one]
    swapped = _packed(made.with_name("swapped.zip"), files)
    anew = _signed_anew(made.with_name("swapped-anew.zip"), files)
    found = _verdict(swapped, known), _verdict(anew, known), _verdict(anew, "")
    return Result(
        "evidence swapped", "two files change places; then the manifest is recomputed too",
        "" if set(found) == {NOT_INTACT} else f"exit codes {found}",
    )  # fmt: skip


def _needs_in(made: Path) -> Result:
    """Look for what a pack has no place for: by its names in the record, in which nothing else could stand."""
    dossier = json.loads(_entries(made)["evidence.json"])["dossier"]
    got = sorted({"needs", "contact", "messages", "tasks"} & dossier.keys())
    told = {row["fact"]["code"] for row in dossier["facts"]} & {"contact_how", "contact_address", "safe_now", "wishes"}
    return Result("needs and contact in a pack", "names in the record of the demo case", ", ".join([*got, *told]))


def _entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _with(made: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    files = _entries(made)
    return _packed(made.with_name("altered.zip"), files | {name: change(files[name])})


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _signed_anew(path: Path, files: dict[str, bytes]) -> Path:
    manifest = json.loads(files["manifest.json"])
    for row in manifest["files"]:
        row["sha256"] = hashlib.sha256(files[row["path"]]).hexdigest()
    content, key = json.dumps(manifest).encode(), Ed25519PrivateKey.generate()
    signature = Signature(key.public_key().public_bytes_raw(), key.sign(content)).as_bytes()
    return _packed(path, files | {"manifest.json": content, "manifest.json.sig": signature})
