"""Identifiers in the order of their making, and what may be looked up as a reference."""

import uuid

import pytest

from proximity.foundation.pure.ids import may_be_reference, new_id, new_reference


def test_identifiers_are_in_the_order_in_which_they_were_made_also_within_a_millisecond():
    made = [new_id() for _ in range(2_000)]
    assert made == sorted(set(made))
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}


def test_what_we_name_things_by_may_be_looked_up():
    assert may_be_reference(new_reference("R"))
    assert may_be_reference("MAD-2026-10184")


@pytest.mark.parametrize("text", ["", "\0", "R-\x00", "R-7K3QXM\n", "../", "x" * 41, "R 7"])
def test_what_no_reference_looks_like_is_not_asked_for(text):
    assert not may_be_reference(text)
