"""Makes the fixture of this release: `python -m tests.releases FOLDER`."""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.attack.dana import NGO, POLICE, tell
from tests.running import demo_folder, running_demo

STORY = "Cuento esto antes de la actualización."
SETTLING = 60
"""Seconds in which the worker draws what the demo asked for."""


def make(target: Path) -> None:
    target.mkdir(parents=True)
    with (
        demo_folder() as folder,
        running_demo(folder / "data", cities="madrid") as demo,
        tempfile.TemporaryDirectory() as shelf,
    ):
        receipt = tell(demo.public, STORY, NGO, POLICE)
        time.sleep(SETTLING)
        made = demo.command("backup", "--to", shelf, "--keep-days", "36500", "--purpose", "data of a release")
        assert made.returncode == 0, made.stderr
        (backup,) = Path(shelf).iterdir()
        shutil.copy(backup, target / "backup.proximity-backup")
        shutil.copy(demo.data / "demo-accounts.txt", target / "accounts.txt")
        codes = {"restore": demo.restore_code, "receipt": receipt, "story": STORY}
        (target / "codes.json").write_text(json.dumps(codes, indent=1) + "\n")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
