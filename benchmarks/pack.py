"""What a pack costs: run `python benchmarks/pack.py`. Needs no database; takes about a minute.

A case with 50 files, one of them 200 MB, written piece by piece to a file and verified. Memory is the peak of this process
above what it held before; drawing and signing run in processes of their own, whose peak is given apart. The sealing is left out.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.testing.mypy_settings")
import django

django.setup()

from proximity.dossier.building import Signers, Source, build_pack
from proximity.dossier.rules.values import Coded, CustodyRow, EvidenceRow, Hashed
from proximity.dossier.signing.certificates import self_signed
from proximity.dossier.tests.sample import AT, sample
from proximity.foundation.sealing.keys import OrganisationKeys, fingerprint

MEGABYTE = 1024 * 1024
FILES, LARGE = 50, 200
STARTED = time.perf_counter()
PIECE = os.urandom(64 * 1024)


def content(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes * MEGABYTE // len(PIECE)):
        yield PIECE


def sizes() -> list[int]:
    return [LARGE, *(3 for _ in range(FILES - 1))]


def hashed(megabytes: int) -> Hashed:
    digest = hashlib.sha256()
    for piece in content(megabytes):
        digest.update(piece)
    return Hashed(digest.hexdigest(), megabytes * MEGABYTE)


def step(said: str) -> None:
    print(f"        {time.perf_counter() - STARTED:6.1f} s  {said}")


def peak(of: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(of).ru_maxrss / 1024


def main() -> None:
    small, large = hashed(3), hashed(LARGE)
    rows = tuple(
        EvidenceRow(str(n), f"film {n}.mp4", Coded("video/mp4", "Film"), "Alice", AT, original=large if size == LARGE else small)
        for n, size in enumerate(sizes())
    )  # fmt: skip
    custody = tuple(
        CustodyRow(row.id, Coded("viewed", "Opened"), "Alice", "Police", AT, "reading", small.sha256)
        for row in rows
        for _ in range(4)
    )  # fmt: skip
    dossier = replace(sample("en"), evidence=rows, custody=custody)
    sources = {str(n): Source(lambda size=size: content(size)) for n, size in enumerate(sizes())}
    keys = OrganisationKeys.generate()
    signers = Signers(keys, self_signed(organisation="Police", city="Madrid", country="ES", now=datetime.now(UTC)))
    with tempfile.TemporaryDirectory() as folder:
        path, before, began = Path(folder) / "pack.zip", peak(), time.perf_counter()
        with path.open("wb") as file:
            build_pack(dossier, sources, signers=signers, write=file.write, say=step)
        print(f"build   {time.perf_counter() - began:6.1f} s  {path.stat().st_size / MEGABYTE:.0f} MB in {FILES} files")
        print(
            f"        +{peak() - before:.0f} MB in the worker, {peak(resource.RUSAGE_CHILDREN):.0f} MB in drawing or signing"
        )
        began = time.perf_counter()
        verify(path, fingerprint(keys.public_sign))
        print(
            f"verify  {time.perf_counter() - began:6.1f} s, {peak(resource.RUSAGE_CHILDREN):.0f} MB at most in its process"
        )


def verify(path: Path, known: str) -> None:
    argv = [sys.executable, "-m", "proximity.config.cli", "pack", "verify", str(path), "--fingerprint", known]
    assert subprocess.run(argv, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
