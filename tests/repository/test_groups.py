"""Tests of one group stay with one worker: otherwise both make its demo, its outage, its restored backup, and nothing says so."""

import os
from pathlib import Path

import pytest


@pytest.mark.xdist_group("one worker")
@pytest.mark.parametrize("number", range(8))
def test_a_group_stays_with_one_worker(request, number):
    if not getattr(request.config.option, "loadgroup", True):
        return  # Workers were asked for without `--dist loadgroup`: there are no groups.
    place = Path(os.environ["PROXIMITY_TEST_DATA"]) / "workers-of-a-group"
    with place.open("a") as file:
        file.write(os.environ.get("PYTEST_XDIST_WORKER", "alone") + "\n")
    assert len(set(place.read_text().split())) == 1
