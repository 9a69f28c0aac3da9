"""What may be looked up as a reference."""

import pytest

from proximity.foundation.pure.ids import may_be_reference, new_reference


def test_what_we_name_things_by_may_be_looked_up():
    assert may_be_reference(new_reference("R"))
    assert may_be_reference("MAD-2026-10184")


@pytest.mark.parametrize("text", ["", "\0", "R-\x00", "R-7K3QXM\n", "../", "x" * 41, "R 7"])
def test_what_no_reference_looks_like_is_not_asked_for(text):
    assert not may_be_reference(text)
