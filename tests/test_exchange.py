"""The story that `proximity exchange selftest` plays: real processes, real databases, a cut link, a killed reader."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import clean_environment

PROXIMITY = Path(sys.executable).parent / "proximity"


@pytest.mark.cluster
@pytest.mark.xdist_group("exchange")
def test_installations_and_a_hub_come_to_the_same_and_nothing_goes_beyond_its_audience():
    done = subprocess.run(
        [PROXIMITY, "exchange", "selftest", "--instances", "3"], env=clean_environment(), capture_output=True, text=True,
        check=False, timeout=600,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, (told, done.stderr[-2000:])
    assert (told["instances"], told["converged"], told["revoked_gone"], told["outside_audience"]) == (4, True, True, 0)
    assert told["by_file_again"] == 0
    assert len(told["collections"]) == 4
