"""Drafts and tokens that travel through the browser."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.drafts import DraftRefused, DraftSealer, TokenExpired, TokenRefused, TokenSealer
from proximity.foundation.sealing.tests.tampering import calm, every_bit_flip, every_cut
from proximity.foundation.sealing.tests.test_records import json_values

OLD_KEY, NEW_KEY = b"o" * 32, b"n" * 32
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DRAFTS = DraftSealer(NEW_KEY)
COOKIES = TokenSealer("mailbox", NEW_KEY)
HOUR = timedelta(hours=1)
MADRID_NOW = NOW.astimezone(timezone(HOUR))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def raw(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def text(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


@calm
@given(json_values)
def test_a_draft_comes_back_as_it_was(payload: JSONValue) -> None:
    opened = DRAFTS.open(DRAFTS.seal(payload, NOW), NOW)
    assert (opened.payload, opened.sealed_at, opened.age) == (payload, NOW, timedelta())


@given(
    st.timedeltas(-timedelta(days=40_000), timedelta(days=40_000)).map(lambda since: MADRID_NOW + since),
    st.timedeltas(timedelta(), timedelta(days=4000)),
)
def test_a_draft_tells_its_age_and_opens_however_old(sealed_at: datetime, age: timedelta) -> None:
    opened = DRAFTS.open(DRAFTS.seal("text", sealed_at), sealed_at + age)
    assert (opened.sealed_at, opened.age, opened.payload) == (sealed_at, age, "text")
    assert opened.sealed_at.tzinfo is UTC


def test_a_draft_is_never_younger_than_now_when_the_clock_was_set_back() -> None:
    assert DRAFTS.open(DRAFTS.seal("text", NOW), NOW - HOUR).age == timedelta()


def test_a_naive_instant_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError, match="naive"):
        DRAFTS.seal("text", NOW.replace(tzinfo=None))


def test_every_change_to_the_sealed_bytes_of_a_draft_refuses() -> None:
    sealed = raw(DRAFTS.seal("yes", NOW))
    for altered in [*every_bit_flip(sealed), *every_cut(sealed)]:
        with pytest.raises(DraftRefused):
            DRAFTS.open(text(altered), NOW)


@pytest.mark.parametrize("payload", ["", "x" * 10_000])
def test_every_other_spelling_of_a_token_refuses(payload: str) -> None:
    token = DRAFTS.seal(payload, NOW)
    letters = [*range(30), *range(len(token) - 30, len(token))]
    spellings = [token[:at] + other + token[at + 1 :] for at in letters for other in ALPHABET if other != token[at]]
    spellings += [
        token + "=",
        token + "A",
        token + " ",
        " " + token,
        token + "\n",
        token[:-1],
        token[:-1] + "+",
        token[:-1] + "\u0661",
    ]
    for spelling in spellings:
        with pytest.raises(DraftRefused):
            DRAFTS.open(spelling, NOW)


@calm
@given(st.text())
def test_any_text_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(DraftRefused, match=r"^The draft was altered or is not one of ours\.$"):
        DRAFTS.open(token, NOW)


def test_a_key_moved_to_second_place_still_opens_and_no_longer_seals() -> None:
    old = DraftSealer(OLD_KEY).seal("text", NOW)
    rotated = DraftSealer(NEW_KEY, OLD_KEY)
    assert rotated.open(old, NOW).payload == "text"
    assert DRAFTS.open(rotated.seal("text", NOW), NOW).payload == "text"
    with pytest.raises(DraftRefused):
        DRAFTS.open(old, NOW)


def test_drafts_and_tokens_of_every_purpose_refuse_one_another() -> None:
    token = COOKIES.seal("code", NOW)
    with pytest.raises(DraftRefused):
        DRAFTS.open(token, NOW)
    with pytest.raises(TokenRefused):
        TokenSealer("download", NEW_KEY).open(token, NOW, max_age=HOUR)
    with pytest.raises(TokenRefused):
        COOKIES.open(DRAFTS.seal("code", NOW), NOW, max_age=HOUR)


def test_a_token_opens_until_its_time_and_not_after() -> None:
    token = COOKIES.seal({"receipt": "code"}, NOW)
    assert COOKIES.open(token, NOW + HOUR, max_age=HOUR) == {"receipt": "code"}
    with pytest.raises(TokenExpired):
        COOKIES.open(token, NOW + HOUR + timedelta(microseconds=1), max_age=HOUR)


def test_a_token_altered_and_old_is_altered_first() -> None:
    sealed = raw(COOKIES.seal("code", NOW))
    for altered in every_bit_flip(sealed):
        with pytest.raises(TokenRefused) as caught:
            COOKIES.open(text(altered), NOW + 2 * HOUR, max_age=HOUR)
        assert not isinstance(caught.value, TokenExpired)


def test_the_same_draft_never_gives_the_same_token_and_never_shows_its_text() -> None:
    tokens = {DRAFTS.seal({"receipt": "7ZZZ"}, NOW) for _ in range(50)}
    assert len(tokens) == 50
    assert all(b"7ZZZ" not in raw(token) for token in tokens)


def test_the_length_of_a_token_tells_only_a_bucket() -> None:
    assert len({len(DRAFTS.seal({"story": "a" * size}, NOW)) for size in range(1000)}) == 1
    story = text(hashlib.shake_256(b"what no compression shortens").digest(1500))
    lengths = {len(raw(DRAFTS.seal(story[:size], NOW))) for size in range(0, 2000, 10)}
    assert lengths == {1 + 16 + bucket + 16 for bucket in range(256, 1793, 256)}


def test_a_long_draft_travels_compressed() -> None:
    story = "They shouted at us at the bus stop and followed us home. " * 100
    assert len(DRAFTS.seal(story, NOW)) < len(story) / 4


def test_a_sealer_needs_a_key_of_the_right_length() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        DraftSealer()
    with pytest.raises(ValueError, match="32 bytes"):
        TokenSealer("mailbox", NEW_KEY, b"short")
