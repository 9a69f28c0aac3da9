"""The story that `proximity exchange selftest` plays: real processes and databases, a cut link, a killed reader, files alone."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running import clean_environment

PROXIMITY = Path(sys.executable).parent / "proximity"


def answers(port: int) -> bool:
    """Say whether somebody listens at a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.cluster
@pytest.mark.xdist_group("exchange")
def test_installations_and_a_hub_come_to_the_same_and_are_held_until_ctrl_c(socket_enabled):
    argv = [PROXIMITY, "exchange", "selftest", "--instances", "3", "--hold"]
    with subprocess.Popen(
        argv, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as story:
        try:
            line = next((line for line in story.stdout if line.startswith("{")), "")
            told = json.loads(line or "{}")
            ports = [urlsplit(address).port for address in told.get("collections", [])]
            held = [answers(port) for port in ports]
            os.killpg(story.pid, signal.SIGINT)  # what Ctrl-C in a terminal does: everybody in the group hears it
            _out, said = story.communicate(timeout=120)
        finally:
            if story.poll() is None:
                os.killpg(story.pid, signal.SIGKILL)
    assert story.returncode == 0, (told, said[-2000:])
    assert (told["instances"], told["converged"], told["revoked_gone"], told["outside_audience"]) == (4, True, True, 0)
    assert (told["by_file_again"], told["by_file_wrong"]) == (0, [])
    assert held == [True] * 4
    assert [answers(port) for port in ports] == [False] * 4
    assert "Traceback" not in said
