"""Streamed sealing of files."""

import hashlib
import io
import tracemalloc
from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.files import (
    HEADER_BYTES,
    SEGMENT_BYTES,
    FileSealer,
    open_file,
    open_file_bytes,
)
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.sealing.tests.tampering import calm, every_bit_flip, every_cut, flip

KEY = RecordKey.generate()
PHOTO = UUID(int=1)
VIDEO = UUID(int=2)
SIZES = [0, 1, 65535, 65536, 65537, 2 * 65536, 3 * 65536 - 1, 5 * 65536 + 7]
SEALED_SEGMENT = SEGMENT_BYTES + 16


def content(size: int) -> bytes:
    return hashlib.shake_256(b"content").digest(size)


def seal(plain: bytes, *, file_id: UUID = PHOTO, key: RecordKey = KEY, chunk: int = 10_000) -> bytes:
    sealer = FileSealer(key, file_id=file_id)
    sealed = sealer.start()
    for start in range(0, len(plain), chunk):
        sealed += sealer.update(plain[start : start + chunk])
    return sealed + sealer.finish()


def unseal(sealed: bytes, *, file_id: UUID = PHOTO, key: RecordKey = KEY) -> bytes:
    return open_file_bytes(io.BytesIO(sealed), key, file_id)


def segments(sealed: bytes) -> tuple[bytes, list[bytes]]:
    body = sealed[HEADER_BYTES:]
    return sealed[:HEADER_BYTES], [body[at : at + SEALED_SEGMENT] for at in range(0, len(body), SEALED_SEGMENT)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("chunk", [4096, 65536, 10**6])
def test_a_file_of_any_size_comes_back_whatever_the_chunks(size: int, chunk: int) -> None:
    plain = content(size)
    sealed = seal(plain, chunk=chunk)
    assert unseal(sealed) == plain
    assert len(sealed) == HEADER_BYTES + size + 16 * max(1, -(-size // SEGMENT_BYTES))


@calm
@given(st.lists(st.integers(0, 3 * SEGMENT_BYTES), max_size=5))
def test_a_file_comes_back_with_its_hash_and_size_however_its_bytes_arrive(sizes: list[int]) -> None:
    plain = content(sum(sizes))
    sealer = FileSealer(KEY, file_id=PHOTO)
    sealed, start = sealer.start(), 0
    for size in sizes:
        sealed += sealer.update(plain[start : start + size])
        start += size
        assert sealer.size == start
    sealed += sealer.finish()
    assert unseal(sealed) == plain
    assert (sealer.sha256, sealer.size) == (hashlib.sha256(plain).digest(), len(plain))


def test_every_segment_but_the_last_is_full_and_comes_by_itself() -> None:
    yielded = list(open_file(io.BytesIO(seal(content(2 * SEGMENT_BYTES + 5))), KEY, PHOTO))
    assert [len(segment) for segment in yielded] == [SEGMENT_BYTES, SEGMENT_BYTES, 5]


@pytest.mark.parametrize("size", [0, 1, 20])
def test_every_flipped_bit_cut_or_added_byte_of_a_small_file_refuses(size: int) -> None:
    sealed = seal(content(size))
    for altered in [*every_bit_flip(sealed), *every_cut(sealed)]:
        with pytest.raises(SealBroken):
            unseal(altered)


LARGE = seal(content(3 * SEGMENT_BYTES + 100))


@calm
@given(st.integers(0, len(LARGE) * 8 - 1))
def test_any_flipped_bit_of_a_large_file_refuses(position: int) -> None:
    with pytest.raises(SealBroken):
        unseal(flip(LARGE, position))


@calm
@given(st.integers(0, len(LARGE) - 1) | st.integers(0, 3).map(lambda n: HEADER_BYTES + n * SEALED_SEGMENT))
def test_a_large_file_cut_anywhere_refuses_also_between_segments(length: int) -> None:
    with pytest.raises(SealBroken):
        unseal(LARGE[:length])


@calm
@given(st.binary(min_size=1, max_size=100) | st.just(LARGE[HEADER_BYTES:]))
def test_a_large_file_with_bytes_appended_refuses(more: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(LARGE + more)


@pytest.mark.parametrize(
    "rearrange",
    [
        lambda parts: [parts[1], parts[0], *parts[2:]],
        lambda parts: [parts[0], parts[0], *parts[1:]],
        lambda parts: parts[1:],
        lambda parts: parts[:-1],
        lambda parts: [parts[0], *parts[2:]],
        lambda parts: [*parts, parts[-1]],
        lambda parts: parts[-1:],
    ],
    ids=["swapped", "repeated", "first gone", "last gone", "middle gone", "last twice", "only the last"],
)
def test_segments_in_another_order_or_number_refuse(rearrange: Callable[[list[bytes]], list[bytes]]) -> None:
    header, parts = segments(seal(content(4 * SEGMENT_BYTES)))
    assert unseal(header + b"".join(parts)) == content(4 * SEGMENT_BYTES)
    with pytest.raises(SealBroken):
        unseal(header + b"".join(rearrange(parts)))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_segment_from_another_sealing_refuses_even_of_the_same_file(place: int) -> None:
    plain = content(3 * SEGMENT_BYTES)
    header, parts = segments(seal(plain))
    for other in (seal(plain), seal(plain, file_id=VIDEO)):
        mixed = list(parts)
        mixed[place] = segments(other)[1][place]
        with pytest.raises(SealBroken):
            unseal(header + b"".join(mixed))


def test_a_header_from_another_sealing_refuses() -> None:
    one, other = seal(b"content"), seal(b"content")
    with pytest.raises(SealBroken):
        unseal(other[:HEADER_BYTES] + one[HEADER_BYTES:])


def test_a_file_put_in_another_files_place_or_under_another_key_refuses() -> None:
    sealed = seal(b"content")
    with pytest.raises(SealBroken):
        unseal(sealed, file_id=VIDEO)
    with pytest.raises(SealBroken):
        unseal(sealed, key=RecordKey.generate())


def test_what_is_yielded_before_the_break_is_genuine_and_the_break_is_told() -> None:
    header, parts = segments(LARGE)
    broken = header + parts[0] + flip(parts[1], 0) + b"".join(parts[2:])
    stream = open_file(io.BytesIO(broken), KEY, PHOTO)
    assert next(stream) == content(3 * SEGMENT_BYTES + 100)[:SEGMENT_BYTES]
    with pytest.raises(SealBroken):
        next(stream)
    assert list(stream) == []


def test_a_source_that_reads_in_drips_opens_all_the_same() -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    assert open_file_bytes(Dripping(LARGE), KEY, PHOTO) == content(3 * SEGMENT_BYTES + 100)


def test_the_plaintext_is_nowhere_in_the_sealed_file() -> None:
    needle = b"a face on a photograph"
    assert needle not in seal(needle * 10_000)


def test_the_same_file_never_seals_to_the_same_bytes() -> None:
    assert len({seal(b"content") for _ in range(50)}) == 50


def test_a_sealer_called_out_of_turn_refuses() -> None:
    sealer = FileSealer(KEY, file_id=PHOTO)
    calls: dict[str, Callable[[], bytes]] = {
        "start": sealer.start,
        "update": lambda: sealer.update(b""),
        "finish": sealer.finish,
        "sha256": lambda: sealer.sha256,
    }
    for state, out_of_turn in {
        "new": ["update", "finish", "sha256"],
        "open": ["start", "sha256"],
        "done": ["start", "update", "finish"],
    }.items():
        for name in out_of_turn:
            with pytest.raises(RuntimeError, match=f"is {state}"):
                calls[name]()
        if state != "done":
            calls[{"new": "start", "open": "finish"}[state]]()


def test_the_counter_never_wraps_round(monkeypatch: pytest.MonkeyPatch) -> None:
    sealer = FileSealer(KEY, file_id=PHOTO)
    sealer.start()
    monkeypatch.setattr(sealer._segments, "_count", 2**32 - 1)
    sealer.update(bytes(SEGMENT_BYTES + 1))
    with pytest.raises(OverflowError):
        sealer.finish()


def test_sealing_and_opening_hold_a_few_segments_in_memory_whatever_the_size() -> None:
    class Drain(io.BytesIO):
        """Reads as the sealed file, produced as it is read."""

        def __init__(self, size: int) -> None:
            self.sealer = FileSealer(KEY, file_id=PHOTO)
            self.left = size
            self.ready = self.sealer.start()
            super().__init__()

        def read(self, size: int | None = -1, /) -> bytes:
            while len(self.ready) < (size or 0) and self.left:
                self.left -= SEGMENT_BYTES
                self.ready += self.sealer.update(bytes(SEGMENT_BYTES))
                if not self.left:
                    self.ready += self.sealer.finish()
            taken, self.ready = self.ready[:size], self.ready[size:]
            return taken

    tracemalloc.start()
    try:
        opened = sum(len(segment) for segment in open_file(Drain(256 * SEGMENT_BYTES), KEY, PHOTO))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert opened == 256 * SEGMENT_BYTES
    assert peak < 16 * SEGMENT_BYTES
