"""Filling in several processes: each part once, by whoever is free; one that fails ends all; and how far it has come."""

import os
import time

import pytest

from proximity.config.demo.meter import Meter
from proximity.config.demo.parts import _wait_for, in_parts
from proximity.foundation.processes.child import ProcessProblem


def test_each_part_is_done_once_by_whoever_is_free(tmp_path):
    def work(part):
        # The first part keeps one process busy, so the other does the rest.
        time.sleep(1 if part == 0 else 0.01)
        (tmp_path / str(part)).write_text(str(os.getpid()))

    in_parts(range(6), work, at_once=2)
    by = {int(path.name): path.read_text() for path in tmp_path.iterdir()}
    assert sorted(by) == list(range(6))
    assert len({by[part] for part in range(1, 6)}) == 1
    assert by[0] != by[1]
    assert str(os.getpid()) not in by.values()


def test_a_part_that_fails_ends_the_others_at_once(tmp_path):
    def work(part):
        if part == 1:
            os._exit(7)
        time.sleep(60)
        (tmp_path / "lived on").touch()

    begun = time.monotonic()
    with pytest.raises(ProcessProblem, match="exit code 7"):
        in_parts([0, 1], work, at_once=2)
    assert time.monotonic() - begun < 20
    assert not (tmp_path / "lived on").exists()


class Child:
    """A child that ends while one is looking: each question for its end gets the next answer."""

    def __init__(self, name, *ends):
        self.sentinel, self._ends = name, list(ends)

    @property
    def exitcode(self):
        return self._ends.pop(0) if len(self._ends) > 1 else self._ends[0]


def test_a_child_that_fails_while_it_is_asked_is_waited_for(monkeypatch):
    waited = []
    monkeypatch.setattr("proximity.config.demo.parts.wait", waited.append)
    with pytest.raises(ProcessProblem, match="exit code 7"):
        _wait_for([Child("fails", None, 7), Child("works", None)])
    assert waited == [["fails", "works"]]


def test_the_meter_says_now_and_then_what_was_done_and_how_long_the_rest_takes(tmp_path):
    said, now = [], [100.0]
    meter = Meter(200, said.append, every=3, clock=lambda: now[0])
    for _ in range(4):
        now[0] += 1
        meter.add("Madrid, case 1 of 60", 10)
    assert said == ["15 % filled (Madrid, case 1 of 60), about 17 s left"]
    now[0] += 16
    meter.add("Madrid, figures and plan", 160)
    assert said[1:] == ["100 % filled (Madrid, figures and plan), about 0 s left"]


def test_the_meter_counts_over_all_processes(tmp_path):
    said = []
    meter = Meter(8, said.append, every=0)
    in_parts(range(7), lambda _part: meter.add("there"), at_once=2)
    meter.add("here")
    assert said == ["100 % filled (here), about 0 s left"]
