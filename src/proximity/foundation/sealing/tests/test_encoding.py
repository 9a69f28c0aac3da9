"""Contexts, padding, JSON and text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing import encoding
from proximity.foundation.sealing.tests.tampering import calm

parts = st.lists(st.binary(max_size=8), max_size=4)


@given(parts, parts)
def test_two_contexts_are_equal_only_when_their_parts_are(one: list[bytes], other: list[bytes]) -> None:
    assert (encoding.context(*one) == encoding.context(*other)) == (one == other)


def test_moving_a_letter_between_parts_changes_the_context() -> None:
    assert encoding.context("report", "sbody") != encoding.context("reports", "body")


@calm
@given(st.binary(max_size=5000))
def test_padding_comes_off_again(content: bytes) -> None:
    padded = encoding.pad(content)
    assert len(padded) == encoding.bucket(len(content))
    assert encoding.unpad(padded) == content


@given(st.integers(0, 10**9))
def test_a_bucket_is_never_much_longer_than_its_content(length: int) -> None:
    bucket = encoding.bucket(length)
    assert length < bucket <= max(length * 1.12 + 2, length + 256)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_longer_content_never_gets_a_smaller_bucket(one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    assert encoding.bucket(shorter) <= encoding.bucket(longer)


def test_short_answers_all_look_alike() -> None:
    assert {encoding.bucket(length) for length in range(256)} == {256}
    assert encoding.bucket(256) == 512


def test_the_size_of_a_text_up_to_a_megabyte_says_less_than_one_byte() -> None:
    assert len({encoding.bucket(length) for length in range(0, 1_000_000, 97)}) < 256


@pytest.mark.parametrize("padded", [b"", b"\0" * 256, b"text"])
def test_content_without_a_marker_is_refused(padded: bytes) -> None:
    with pytest.raises(ValueError, match="no padding marker"):
        encoding.unpad(padded)


def test_a_lone_surrogate_becomes_the_replacement_character_and_the_rest_stays() -> None:
    assert encoding.encode_text("a\ud800b\udfffc").decode() == "a\ufffdb\ufffdc"
    assert encoding.encode_text("\ud83d\ude00").decode() == "\U0001f600"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_json_holds_no_number_that_json_does_not_know(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        encoding.encode_json({"n": number})
