"""Starting one of our own programs on JSON, apart from everything that this process knows."""

import json
import subprocess
import sys

from proximity.foundation.pure.json import JSONObject

SECONDS = 180
"""How long a program may take."""


class ProgramFailed(Exception):
    """A program of ours failed. The text says which; its error output may quote what people wrote, and stays unsaid."""


def run_program(module: str, given: JSONObject) -> bytes:
    """Run `python -m module` on JSON, with nothing of this process's environment, and return what it answers.

    Raises `ProgramFailed`.
    """
    argv = [sys.executable, "-IB", "-m", module]
    try:
        done = subprocess.run(
            argv, input=json.dumps(given).encode(), capture_output=True, env={}, timeout=SECONDS, check=True
        )  # fmt: skip
    except subprocess.SubprocessError:
        raise ProgramFailed(module) from None
    return done.stdout
