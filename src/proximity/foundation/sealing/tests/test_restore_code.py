"""The restore code and the master key sealed under it."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proximity.foundation.sealing.crockford import ALPHABET
from proximity.foundation.sealing.keys import MasterKey
from proximity.foundation.sealing.restore_code import (
    NotARestoreCode,
    RestoreCode,
    WrongRestoreCode,
    open_master,
    seal_master,
)
from proximity.foundation.sealing.tests.tampering import calm, flip

MASTER = MasterKey.generate()
CODE = RestoreCode.draw()
BLOB = seal_master(MASTER, CODE)
codes = st.integers(0, 2**130 - 1).map(RestoreCode)


@given(codes)
def test_a_code_is_read_back_from_what_it_shows(code: RestoreCode) -> None:
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", code.display)
    assert RestoreCode.parse(code.display.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


@settings(calm, max_examples=15)  # each tries every symbol in every place
@given(codes)
def test_any_one_wrong_symbol_is_noticed(code: RestoreCode) -> None:
    symbols = code.display.replace("-", "")
    for place, wrong in itertools.product(range(28), ALPHABET):
        if symbols[place] != wrong:
            with pytest.raises(NotARestoreCode):
                RestoreCode.parse(symbols[:place] + wrong + symbols[place + 1 :])


@calm
@given(codes)
def test_two_neighbours_swapped_are_noticed(code: RestoreCode) -> None:
    symbols = code.display.replace("-", "")
    for place in range(27):
        swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
        if swapped != symbols:
            with pytest.raises(NotARestoreCode):
                RestoreCode.parse(swapped)


@pytest.mark.parametrize("text", ["", "0" * 27, "0" * 29, "U" * 28])
def test_what_is_no_code_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotARestoreCode) as caught:
        RestoreCode.parse(text)
    assert str(caught.value) == "This is not a restore code: look for a mistyped symbol."


def test_drawn_codes_are_all_different() -> None:
    assert len({RestoreCode.draw().display for _ in range(1000)}) == 1000


def test_the_code_opens_the_master_key_it_sealed() -> None:
    assert open_master(BLOB, RestoreCode.parse(CODE.display)).reveal() == MASTER.reveal()


def test_another_code_is_told_to_be_the_wrong_one() -> None:
    with pytest.raises(WrongRestoreCode, match=r"^This restore code does not open this backup\.$"):
        open_master(BLOB, RestoreCode.draw())


def test_a_damaged_blob_refuses() -> None:
    """One bit in version, salt, inner version, nonce, key and tag, and cuts: each costs a derivation of 0.1 s."""
    positions = [0, 7, 8, 130, 136, 150, 240, 300, len(BLOB) * 8 - 1]
    for altered in [*(flip(BLOB, position) for position in positions), b"", BLOB[:10], BLOB[:-1], BLOB + b"\0"]:
        with pytest.raises(WrongRestoreCode):
            open_master(altered, CODE)


def test_neither_the_master_key_nor_the_code_is_in_the_blob() -> None:
    assert MASTER.reveal() not in BLOB
    assert len(BLOB) == 1 + 16 + 1 + 12 + 32 + 16


def test_two_blobs_of_one_key_and_code_have_different_salts() -> None:
    assert seal_master(MASTER, CODE)[1:17] != BLOB[1:17]
