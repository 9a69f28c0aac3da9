"""Identifiers stand in the order they were made; what may be looked up as a reference."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from proximity.foundation.pure.ids import may_be_reference, new_id, new_reference


def test_what_we_name_things_by_may_be_looked_up():
    assert may_be_reference(new_reference("R"))
    assert may_be_reference("MAD-2026-10184")


@pytest.mark.parametrize("text", ["", "\0", "R-\x00", "R-7K3QXM\n", "../", "x" * 41, "R 7"])
def test_what_no_reference_looks_like_is_not_asked_for(text):
    assert not may_be_reference(text)


def test_identifiers_stand_in_the_order_they_were_made_and_say_when():
    before = time.time_ns() // 1_000_000
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert {one.version for one in made} == {7}
    moments = [one.int >> 80 for one in made]
    assert before <= moments[0] <= moments[-1] <= time.time_ns() // 1_000_000 + 100


def test_no_two_threads_make_the_same():
    with ThreadPoolExecutor(8) as threads:
        made = [one for some in threads.map(lambda _: [new_id() for _ in range(2000)], range(8)) for one in some]
    assert len(set(made)) == 16_000


def test_a_clock_that_is_set_back_is_followed(monkeypatch):
    first = new_id()
    hour_ago = time.time_ns() - 3_600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: hour_ago)
    assert new_id().int >> 80 < first.int >> 80
    second, third = new_id(), new_id()
    assert second < third
    monkeypatch.undo()
    assert new_id() > first
