import base64
import os
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from proximity.dossier.commands import NotAKey, read_fingerprint, read_key, verify
from proximity.dossier.tests.packs import KEYS, OTHER_KEYS, entries, pack_bytes, repack, sign_again
from proximity.foundation.sealing.keys import fingerprint

OURS = fingerprint(KEYS.public_sign)
PEM = Ed25519PublicKey.from_public_bytes(KEYS.public_sign).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(pack_bytes())
    return path


def run(path, **known):
    said = []
    return verify(path, said.append, **known), said


def test_it_says_the_fingerprint_and_what_was_found(pack):
    assert run(pack, known_fingerprint=OURS.lower().replace("-", " "))[0] == 0
    code, said = run(pack)
    assert (code, said[0]) == (3, f"fingerprint: {OURS}")
    assert said[1].startswith("says it is: MAD-2026-0042")


def test_a_changed_file_is_named(pack):
    code, said = run(repack(pack, entries(pack) | {"evidence.json": b"{}"}), known_fingerprint=OURS)

    assert code == 1
    assert said[-1] == "NOT GENUINE, evidence.json: it was altered"


@pytest.mark.parametrize(
    "content",
    [PEM, KEYS.public_sign, base64.b64encode(KEYS.public_sign) + b"\n", "signature"],
    ids=["pem", "raw", "base64", "sig"],
)
def test_the_sender_is_known_by_a_key_file_too(pack, tmp_path, content):
    key = tmp_path / "key"
    key.write_bytes(entries(pack)["manifest.json.sig"] if content == "signature" else content)

    assert run(pack, key_file=key)[0] == 0
    assert run(repack(pack, sign_again(entries(pack), OTHER_KEYS)), key_file=key)[0] == 1


def test_what_the_reader_gives_wrongly_is_no_verdict(pack, tmp_path):
    empty = tmp_path / "empty"
    empty.write_bytes(b"")

    assert run(pack, known_fingerprint="ABCD")[0] == 2
    assert run(pack, key_file=empty)[0] == 2
    assert run(pack, key_file=tmp_path / "none")[0] == 2
    assert run(tmp_path / "nowhere.zip")[0] == 2


@pytest.mark.parametrize(
    "content",
    [b"x" * 31, b"-----BEGIN PUBLIC KEY-----\nnonsense", b'{"algorithm": "none"}', b"\xff" * 40,
     generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)],
    ids=["short", "no PEM", "other format", "no text", "other curve"],  # the key is made anew by each worker
)  # fmt: skip
def test_what_is_no_key_is_refused(content):
    with pytest.raises(NotAKey):
        read_key(content)


def test_a_fingerprint_is_read_as_people_type_it():
    assert read_fingerprint("n224 9xen-tan3.kcz7-oze6".replace(".", " ")) == "N224-9XEN-TAN3-KCZ7-0ZE6"


def test_nothing_in_a_pack_moves_the_readers_cursor(pack):
    files = entries(pack)
    files["manifest.json"] = files["manifest.json"].replace(b"MAD-2026-0042", b"\\u001b[2Jgenuine\\n")
    from proximity.dossier.tests.packs import signed_by  # noqa: PLC0415

    files["manifest.json.sig"] = signed_by(KEYS)(files["manifest.json"]).as_bytes()
    _code, said = run(repack(pack, files))

    assert "says it is: ?[2Jgenuine?" in said[1]
    assert all(line.isprintable() for line in said)


def test_it_runs_where_there_is_no_installation(pack, tmp_path):
    """No DATA, no database, no settings: the command as a receiver runs it."""
    surroundings = {"PATH": os.environ["PATH"], "DATA": str(tmp_path / "none")}
    argv = [sys.executable, "-m", "proximity.config.cli", "pack", "verify", str(pack), "--fingerprint", OURS]

    done = subprocess.run(argv, env=surroundings, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"fingerprint: {OURS}\n")
    assert not (tmp_path / "none").exists()
