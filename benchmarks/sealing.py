"""How fast the seals are: run `python benchmarks/sealing.py`. Needs no database; takes half a minute.

Each line is the best of three runs of at least half a second, on one core. What the numbers are compared with stands in
docs/decisions/0004-sealing.md.
"""

import io
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import cryptography
from cryptography.hazmat.backends.openssl import backend

from proximity.foundation.sealing.chain import GENESIS, ChainRow, ChainValue, Head, chain_hash, chain_key, verify_chain
from proximity.foundation.sealing.drafts import DraftSealer
from proximity.foundation.sealing.files import FileSealer, open_file
from proximity.foundation.sealing.keys import MasterKey, OrganisationKeys
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.sealing.restore_code import RestoreCode, seal_master

ID = UUID(int=1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHUNK = 64 * 1024
FILE_BYTES = 800 * CHUNK  # 52 MB
CHAIN_ROWS = 50_000
SENTENCE = "They shouted at us at the bus stop and followed us home. "


def per_second(work: Callable[[], object], *, least: float = 0.5) -> float:
    """Return how often `work` runs in a second: the best of three runs of at least `least` seconds."""
    best = 0.0
    for _ in range(3):
        count, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < least:
            work()
            count += 1
        best = max(best, count / spent)
    return best


def machine() -> str:
    """Return one line on what the numbers were measured with."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    openssl = backend.openssl_version_text().split(" (")[0]
    return (
        f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, cryptography {cryptography.__version__}, {openssl}"
    )


def small_work() -> dict[str, Callable[[], object]]:
    """Return what is done once per request or per record, by name."""
    key, organisation, receipt = RecordKey.generate(), OrganisationKeys.generate(), Receipt.draw()
    text = (SENTENCE * 100)[:5000]
    sealed = key.seal_text(text, table="t", column="c", row=ID)
    wrapped = key.wrap_for(organisation.public_seal, record_id=ID, reader="r")
    drafts = DraftSealer(os.urandom(32))
    token = drafts.seal({"story": text}, NOW)
    master, code = MasterKey.generate(), RestoreCode.draw()
    kept = organisation.wrapped_by(master, ID)
    return {
        "wrap a record key (HPKE)": lambda: key.wrap_for(organisation.public_seal, record_id=ID, reader="r"),
        "open a wrap": lambda: RecordKey.open_wrap(wrapped, organisation.private_seal, record_id=ID, reader="r"),
        "seal 5 kB of text": lambda: key.seal_text(text, table="t", column="c", row=ID),
        "open 5 kB of text": lambda: key.open_text(sealed, table="t", column="c", row=ID),
        "open an organisation's keys": lambda: OrganisationKeys.open(master, kept, ID),
        "seal a 5 kB draft": lambda: drafts.seal({"story": text}, NOW),
        "open a 5 kB draft": lambda: drafts.open(token, NOW),
        "draw a receipt": lambda: Receipt.draw().display,
        "parse and look up a receipt": lambda: Receipt.parse(receipt.display).lookup(token.encode()[:32]),
        "keys of a receipt": lambda: receipt.reader_keys().public,
        "seal the master key (scrypt)": lambda: seal_master(master, code),
    }


def seal_stream(key: RecordKey, chunk: bytes) -> int:
    """Seal FILE_BYTES as an upload is, chunk by chunk, each result let go; return how many bytes came out."""
    sealer = FileSealer(key, file_id=ID)
    written = len(sealer.start())
    written += sum(len(sealer.update(chunk)) for _ in range(FILE_BYTES // len(chunk)))
    return written + len(sealer.finish())


def sealed_file(key: RecordKey) -> bytes:
    """Return FILE_BYTES of random content, sealed."""
    sealer = FileSealer(key, file_id=ID)
    return sealer.start() + sealer.update(os.urandom(FILE_BYTES)) + sealer.finish()


def open_whole(sealed: bytes, key: RecordKey) -> int:
    """Return how many bytes the sealed file holds, having opened them all."""
    return sum(len(segment) for segment in open_file(io.BytesIO(sealed), key, ID))


def audit_rows(key: bytes) -> list[ChainRow]:
    """Return a chain of entries as the audit log writes them."""
    rows, previous = [], GENESIS
    for seq in range(1, CHAIN_ROWS + 1):
        entry: dict[str, ChainValue] = {
            "seq": seq,
            "at": "2026-01-01T12:00:00.000000+00:00",
            "event": "case_read",
            "actor": str(ID),
            "organisation": str(ID),
            "target": f"case:{ID}",
            "details": {"purpose": "assigned", "fields": ["story", "contact"]},
        }
        previous = chain_hash(key, previous, entry)
        rows.append(ChainRow(seq, entry, previous))
    return rows


def report(name: str, speed: float, unit: str = "") -> None:
    """Print one line at once."""
    print(f"{name:34} {speed:12,.0f} {unit}/s", flush=True)


def main() -> None:
    """Print every measurement as it comes."""
    print(machine(), flush=True)
    for name, work in small_work().items():
        report(name, per_second(work))
    key, chunk, megabytes = RecordKey.generate(), os.urandom(CHUNK), FILE_BYTES / 1e6
    report("seal a 52 MB file, with SHA-256", megabytes * per_second(lambda: seal_stream(key, chunk)), "MB")
    sealed = sealed_file(key)
    report("open a 52 MB file", megabytes * per_second(lambda: open_whole(sealed, key)), "MB")
    chain = chain_key(os.urandom(32), "city:madrid")
    rows = audit_rows(chain)
    head = Head(len(rows), rows[-1].hash)
    report("verify the audit chain", CHAIN_ROWS * per_second(lambda: verify_chain(chain, rows, head)), "rows")


if __name__ == "__main__":
    main()
