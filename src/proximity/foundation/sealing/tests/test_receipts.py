"""The reporter's code."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing.receipts import NotAReceipt, Receipt
from proximity.foundation.sealing.tests.tampering import calm

PEPPER = b"p" * 32
receipts = st.binary(min_size=16, max_size=16).map(Receipt)


@given(receipts)
def test_a_receipt_is_read_back_from_what_it_shows(receipt: Receipt) -> None:
    assert Receipt.parse(receipt.display) == receipt


@given(receipts)
def test_a_receipt_shows_26_symbols_of_crockfords_alphabet_in_groups(receipt: Receipt) -> None:
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", receipt.display)


@given(receipts, st.data())
def test_a_receipt_is_read_however_it_is_typed(receipt: Receipt, data: st.DataObject) -> None:
    ways = {"0": "0Oo\uff10\u0660", "1": "1IiLl\uff11\u0661"}
    typed = ""
    for symbol in receipt.display.replace("-", ""):
        full_width = chr(ord(symbol) + 0xFEE0)
        typed += data.draw(st.sampled_from(ways.get(symbol, symbol + symbol.lower() + full_width)))
        typed += data.draw(st.sampled_from(["", "", "", " ", "-", "\u2013", "\u00a0", "\u200f"]))
    assert Receipt.parse(typed) == receipt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "8" + "0" * 25,
        "Z" * 26,
        "0" * 25,
        "0" * 27,
        "U" + "0" * 25,
        "0" * 25 + "\N{SNOWMAN}",
        "0" * 100_000,
    ],
)
def test_what_is_no_receipt_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotAReceipt) as caught:
        Receipt.parse(text)
    assert str(caught.value) == "This is not a receipt code: 26 letters and digits are needed."
    assert caught.value.__suppress_context__


@calm
@given(st.text())
def test_any_text_at_all_is_a_receipt_or_not_a_receipt(text: str) -> None:
    with contextlib.suppress(NotAReceipt):
        Receipt.parse(text)


def test_the_highest_receipt_fits() -> None:
    assert Receipt.parse("7" + "Z" * 25) == Receipt(b"\xff" * 16)


def test_drawn_receipts_are_all_different_and_16_bytes() -> None:
    shown = {Receipt.draw().display for _ in range(1000)}
    assert len(shown) == 1000
    # 1,000 draws leave one of the first symbol's eight values out with a chance of 10**-57.
    assert {code[0] for code in shown} == set("01234567")


def test_the_lookup_is_stable_keyed_and_shows_nothing_of_the_code() -> None:
    receipt = Receipt(bytes(range(16)))
    lookup = receipt.lookup(PEPPER)
    assert lookup == Receipt.parse(receipt.display).lookup(PEPPER)
    assert len(lookup) == 32
    assert lookup != receipt.lookup(b"q" * 32)
    assert lookup != Receipt(bytes(16)).lookup(PEPPER)


def test_the_reader_keys_follow_from_the_code_alone_and_differ_by_code() -> None:
    receipt = Receipt.draw()
    assert receipt.reader_keys().public == Receipt.parse(receipt.display).reader_keys().public
    assert receipt.reader_keys().public != Receipt.draw().reader_keys().public
    assert receipt.reader_keys().private.public_key().public_bytes_raw() == receipt.reader_keys().public


@given(receipts)
def test_a_receipt_never_shows_itself_by_accident(receipt: Receipt) -> None:
    assert repr(receipt) == str(receipt) == "<Receipt: hidden>"
