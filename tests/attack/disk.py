"""Attacks by whoever reads disks, dumps, logs, job rows, open files, or holds a backup."""

import base64
import io
import os
import re
import secrets
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from PIL import Image

from proximity.config.env import Database
from proximity.foundation.database.binaries import binary
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.keyfiles import KeyFileError
from proximity.foundation.sealing.keyring import StaffKeyring
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.sealing.restore_code import RestoreCode
from tests.attack.dana import NGO, tell
from tests.attack.ground import CANARY, Ground, Result

UPLOAD_MEGABYTES = 50
BLOCK = 1 << 20


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack."""
    yield _public_process_taken(ground)
    yield from _plaintext_search(ground)
    yield _ciphertext_swapped(ground)
    yield _backup_without_code(ground)


def dump(ground: Ground) -> bytes:
    """Return the whole database as text, as a thief of the database has it."""
    login = Database.from_url(ground.url("superuser"))
    environment = {**os.environ, "PGPASSWORD": login.password, "PGHOST": login.host, "PGUSER": login.user}
    done = subprocess.run(
        [binary("pg_dump"), "--inserts", "proximity"], env=environment, capture_output=True, check=True
    )
    return done.stdout


def _environment_of_public(ground: Ground) -> bytes:
    """Return what stands in the environment of every public process, read from the system."""
    found = b""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
            if b"wsgi_public" in command and str(ground.demo.port).encode() in command:
                found += (place / "environ").read_bytes()
        except OSError:
            continue
    assert b"DATABASE_URL_PUBLIC" in found, "the public process was not found"
    return found


def _public_process_taken(ground: Ground) -> Result:
    """Try every 32-byte secret of the public process as a private key on every wrap, and as a record key on every report."""
    tell(ground.demo.public, f"{CANARY} dumped", NGO)
    given = ground.demo.data / "public"
    environment, got = _environment_of_public(ground), []
    forbidden = (b"DATABASE_URL_OWNER", b"DATABASE_URL_STAFF", b"STAFF_SECRET_KEY")
    got += [f"{name.decode()} in its environment" for name in forbidden if name in environment]
    try:
        StaffKeyring.load(given / "keys", public=given / "keys")
        got.append("a master key in its folder")
    except KeyFileError:
        pass
    secrets_found = _secrets(environment + b"".join(path.read_bytes() for path in given.rglob("*") if path.is_file()))
    with ground.login("superuser") as root:
        wraps = root.execute("SELECT record_id, organisation_id, wrapped FROM accounts_keywrap LIMIT 400").fetchall()
        reports = root.execute("SELECT id, content, reporter_wrap FROM reporting_report LIMIT 200").fetchall()
    got += ["a report" for secret in secrets_found if _opens(secret, wraps, reports)]
    content = dump(ground)
    if CANARY.encode() in content or CANARY.encode().hex().encode() in content:
        got.append("a told text in the dump")
    how = f"{len(secrets_found)} secrets on {len(wraps)} wraps and {len(reports)} reports"
    return Result("database dump + environment and folder of the public process", how, "; ".join(got))


def _secrets(content: bytes) -> list[bytes]:
    """Return everything in `content` that could be a key of 32 bytes."""
    found = []
    for word in set(re.findall(rb"[A-Za-z0-9_=+/-]{40,}", content)):
        try:
            plain = base64.urlsafe_b64decode(word + b"=" * (-len(word) % 4))
        except ValueError:
            continue
        found += [plain[:32], plain[-32:]] if len(plain) >= 32 else []
    assert found, "no secret was found in the public process at all: the attack is blind"
    return found


def _opens(secret: bytes, wraps: list[tuple[UUID, UUID, bytes]], reports: list[tuple[UUID, bytes, bytes]]) -> bool:
    private = X25519PrivateKey.from_private_bytes(secret)
    for record, organisation, wrapped in wraps:
        try:
            RecordKey.open_wrap(bytes(wrapped), private, record_id=record, reader=str(organisation))
        except SealBroken:
            continue
        return True
    for record, content, reporter_wrap in reports:
        for attempt in (
            lambda r=record, c=content: RecordKey(secret).open(
                bytes(c), table="reporting_report", column="content", row=r
            ),
            lambda r=record, w=reporter_wrap: RecordKey.open_wrap(bytes(w), private, record_id=r, reader="reporter"),
        ):
            try:
                attempt()
            except SealBroken:
                continue
            return True
    return False


def _plaintext_search(ground: Ground) -> Iterator[Result]:
    """Upload 50 MB with a known text in every megabyte and look for it, while it arrives and afterwards."""
    marker = f"{CANARY}-file-{secrets.token_hex(8)}".encode()
    story = f"{CANARY} searched {secrets.token_hex(8)}"
    code = tell(ground.demo.public, story, NGO)
    seen: list[str] = []
    finished = threading.Event()
    watcher = threading.Thread(target=_watch, args=(ground, marker, finished, seen))
    watcher.start()
    status = _upload(ground, code, marker)
    finished.set()
    watcher.join()
    got = "; ".join(sorted(set(seen)))
    if status != 200:
        got += f"; the upload was answered with {status}"
    yield Result("a 50 MB file's plaintext while it arrives", "DATA, TMPDIR, open files", got)
    found = [str(path) for path in _files(ground) if _holds(path, marker) or _holds(path, story.encode())]
    content = dump(ground)
    found += [
        "the database dump" for text in (marker, story.encode()) if text in content or text.hex().encode() in content
    ]
    yield Result("known report and file afterwards", "DATA, logs, TMPDIR, job rows and dump", "; ".join(found))


def _upload(ground: Ground, code: str, marker: bytes) -> int:
    """Send a PNG picture of 50 MB, as the receipt page does."""
    boundary = secrets.token_hex(16)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="code"\r\n\r\n{code}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    block = (marker + b" " * (BLOCK - len(marker)))[:BLOCK]
    body = head + _png_start() + block * UPLOAD_MEGABYTES + f"\r\n--{boundary}--\r\n".encode()
    address = f"{ground.demo.public}/en/mailbox/add-file/"
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": ground.demo.public}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=120) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _png_start() -> bytes:
    """Return a whole small picture; what follows its end is what we look for."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return buffer.getvalue()


def _watch(ground: Ground, marker: bytes, finished: threading.Event, seen: list[str]) -> None:
    while not finished.is_set():
        seen += [f"{path} during the upload" for path in _files(ground, newest=True) if _holds(path, marker)]
        finished.wait(0.2)


def _files(ground: Ground, *, newest: bool = False) -> Iterator[Path]:
    """Yield files where plaintext could lie: the data folder, the temporary folders, what our processes hold open."""
    places = [ground.demo.data / "public", ground.demo.data / "files", Path(tempfile.gettempdir())]
    places += [] if newest else [ground.demo.data]
    for place in places:
        for path in place.rglob("*") if place.exists() else ():
            if path.is_file() and path.stat().st_size < 500 * BLOCK:
                yield path
    yield from _open_files()


def _open_files() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"proximity.config" in (process / "cmdline").read_bytes():
                yield from (handle for handle in (process / "fd").iterdir() if handle.is_file())
        except OSError:
            continue


def _holds(path: Path, text: bytes) -> bool:
    try:
        with path.open("rb") as file:
            rest = b""
            while block := file.read(4 * BLOCK):
                if text in rest + block:
                    return True
                rest = block[-len(text) :]
    except OSError:
        return False
    return False


def _ciphertext_swapped(ground: Ground) -> Result:
    """Swap the sealed contents of two reports to the same NGO: neither may be read as the other."""
    texts = [f"{CANARY} swapped {name} {secrets.token_hex(4)}" for name in ("one", "two")]
    for text in texts:
        tell(ground.demo.public, text, NGO)
    with ground.login("superuser") as root:
        rows = root.execute("SELECT id, reference, content FROM reporting_report ORDER BY id DESC LIMIT 2").fetchall()
        for (identifier, _, _), (_, _, content) in zip(rows, reversed(rows), strict=True):
            root.execute("UPDATE reporting_report SET content = %s WHERE id = %s", [content, identifier])
        root.commit()
    nadia = ground.sign_in("Nadia")
    pages = [nadia.get(f"{ground.demo.staff}/reports/{reference}/") for _, reference, _ in rows]
    got = [f"the other's text (status {page.status})" for page in pages for text in texts if text in page.text]
    got += [f"an answer of {page.status} with no explanation" for page in pages if page.status == 200 and not got]
    with ground.login("superuser") as root:
        for identifier, _, content in rows:
            root.execute("UPDATE reporting_report SET content = %s WHERE id = %s", [content, identifier])
        root.commit()
    return Result("ciphertext swapped between two rows", "two reports to the same NGO", "; ".join(got))


def _backup_without_code(ground: Ground) -> Result:
    shelf = Path(tempfile.mkdtemp(dir=ground.demo.data))
    done = ground.demo.command("backup", "--to", str(shelf), "--purpose", "attack suite")
    files = list(shelf.iterdir())
    if done.returncode or len(files) != 1:
        return Result(
            "backup without the restore code", "proximity backup", f"no backup was made: {done.stderr[-300:]}"
        )
    content, got = files[0].read_bytes(), []
    if CANARY.encode() in content:
        got.append("a told text in the backup")
    master = (ground.demo.data / "keys" / "master.key").read_bytes().split()[-1]
    if master in content:
        got.append("the master key")
    wrong = ground.demo.command(
        "restore", str(files[0]), typed=f"{RestoreCode.draw().display}\n", DATA=str(shelf / "restored")
    )
    if wrong.returncode == 0 or (shelf / "restored").exists():
        got.append("restored with a wrong code")
    return Result("backup without the restore code", "searched, and restored with a wrong code", "; ".join(got))
