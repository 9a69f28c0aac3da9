"""The symmetric box and the base of everything that holds a secret."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing.boxes import Box, Hidden, SealBroken, derive
from proximity.foundation.sealing.drafts import DraftSealer, TokenSealer
from proximity.foundation.sealing.keys import MasterKey, OrganisationKeys, SealKeys
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.sealing.restore_code import RestoreCode
from proximity.foundation.sealing.tests.tampering import calm, every_bit_flip, every_cut

SECRET = b"0123456789abcdef0123456789abcdef"
BOX = Box(SECRET, "test")


@calm
@given(st.binary(max_size=300), st.binary(max_size=40))
def test_a_box_gives_back_what_was_put_in(content: bytes, place: bytes) -> None:
    assert BOX.open(BOX.seal(content, place), place) == content


def test_every_flipped_bit_cut_or_added_byte_breaks_the_seal() -> None:
    sealed = BOX.seal(b"content", b"place")
    for altered in [*every_bit_flip(sealed), *every_cut(sealed)]:
        with pytest.raises(SealBroken):
            BOX.open(altered, b"place")


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_another_place_breaks_the_seal(place: bytes, other: bytes) -> None:
    sealed = BOX.seal(b"content", place)
    if other == place:
        other += b"!"
    with pytest.raises(SealBroken):
        BOX.open(sealed, other)


def test_another_purpose_or_another_secret_is_another_key() -> None:
    sealed = BOX.seal(b"content", b"")
    for box in (Box(SECRET, "other"), Box(bytes(32), "test")):
        with pytest.raises(SealBroken):
            box.open(sealed, b"")


def test_the_same_content_never_seals_to_the_same_bytes() -> None:
    assert len({BOX.seal(b"content", b"") for _ in range(100)}) == 100


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused_without_showing_it(length: int) -> None:
    with pytest.raises(ValueError, match=r"^a key must be 32 bytes long$"):
        Box(b"k" * length, "test")


def test_derived_keys_differ_by_secret_purpose_and_salt() -> None:
    keys = {
        derive(SECRET, "a"),
        derive(SECRET, "b"),
        derive(SECRET, "a", "b"),
        derive(SECRET, "ab"),
        derive(SECRET, "a", salt=b"salt"),
        derive(bytes(32), "a"),
    }
    assert len(keys) == 6
    assert len(derive(SECRET, "a", length=44)) == 44


def test_a_broken_seal_says_nothing_about_the_content() -> None:
    assert str(SealBroken()) == "The seal is broken: altered, moved, or sealed for another reader."


@pytest.mark.parametrize(
    "holder",
    [
        BOX,
        MasterKey(SECRET),
        RecordKey(SECRET),
        OrganisationKeys(SECRET * 2),
        SealKeys.of(SECRET),
        Receipt(SECRET[:16]),
        RestoreCode(12345),
        DraftSealer(SECRET),
        TokenSealer("mailbox", SECRET),
    ],
    ids=lambda holder: type(holder).__name__,
)
def test_what_holds_a_secret_shows_only_its_type_and_is_never_copied(holder: Hidden) -> None:
    shown = f"<{type(holder).__name__}: hidden>"
    assert repr(holder) == str(holder) == f"{holder}" == shown
    for escape in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither copied nor pickled"):
            escape(holder)
