"""A small disk that can be filled and emptied: a file system in memory, mounted for the test. Needs the right to mount."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.running import demo_folder

MEGABYTES = 220
"""Room for a new cluster with its first log files, and for little else."""
BALLAST = "ballast"


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk; `folder` is its root."""

    folder: Path

    @property
    def free(self) -> int:
        """Return the bytes that are free."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self) -> None:
        """Leave no byte free."""
        for piece in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError), (self.folder / BALLAST).open("ab", buffering=0) as file:
                while file.write(bytes(piece)):
                    pass

    def make_room(self) -> None:
        """Take away what filled it."""
        for path in self.folder.glob(f"{BALLAST}*"):
            path.unlink()


@contextlib.contextmanager
def small_disk() -> Iterator[Disk]:
    """Mount a small disk and take it away afterwards. Raises `PermissionError` for who may not mount."""
    with demo_folder() as folder:
        place = folder / "disk"
        place.mkdir()
        how = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "proximity-faults", str(place)]
        done = subprocess.run(["mount", *how], capture_output=True, text=True, check=False)
        if done.returncode:
            raise PermissionError(done.stderr)
        try:
            yield Disk(place)
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def may_mount() -> bool:
    """Say whether this process may mount a small disk."""
    try:
        with small_disk():
            return True
    except (PermissionError, FileNotFoundError):
        return False
