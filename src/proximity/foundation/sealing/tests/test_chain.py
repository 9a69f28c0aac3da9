"""The audit chain: each thing an intruder can do to it is named."""

import hashlib
import hmac
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing.chain import (
    GENESIS,
    ChainFault,
    ChainRow,
    ChainValue,
    FaultKind,
    Head,
    chain_hash,
    chain_key,
    verify_chain,
)
from proximity.foundation.sealing.tests.tampering import calm, flip

KEY = chain_key(b"a" * 32, "city:madrid")
OTHER_KEY = chain_key(b"a" * 32, "city:bradford")


def written(count: int, *, key: bytes = KEY, previous: bytes = GENESIS, first: int = 1) -> list[ChainRow]:
    """Return rows as the log writes them."""
    rows = []
    for seq in range(first, first + count):
        entry: dict[str, ChainValue] = {"event": "case_read", "seq": seq, "labels": ["a", None, True]}
        previous = chain_hash(key, previous, entry)
        rows.append(ChainRow(seq, entry, previous))
    return rows


def head_of(rows: Sequence[ChainRow]) -> Head:
    return Head(len(rows), rows[-1].hash)


def edited(row: ChainRow) -> ChainRow:
    return row._replace(entry={**row.entry, "event": "nothing"})


def renumbered(rows: Sequence[ChainRow]) -> list[ChainRow]:
    return [row._replace(seq=seq) for seq, row in enumerate(rows, start=1)]


TEN = written(10)
HEAD = head_of(TEN)


def faults(rows: Sequence[ChainRow], head: Head | None = HEAD, key: bytes = KEY) -> list[tuple[str, int, int]]:
    return [(fault.kind.value, fault.first, fault.last) for fault in verify_chain(key, rows, head)]


@pytest.mark.parametrize("count", [0, 1, 2, 10])
def test_a_whole_chain_has_no_fault_with_or_without_its_head(count: int) -> None:
    rows = written(count)
    head = head_of(rows) if rows else Head(0, GENESIS)
    assert faults(rows, head) == faults(rows, None) == []


def test_the_hash_is_hmac_over_the_hash_before_and_canonical_json() -> None:
    entry: dict[str, ChainValue] = {"b": "ñ", "a": [1, None, {"y": True, "x": ""}]}
    message = GENESIS + '{"a":[1,null,{"x":"","y":true}],"b":"ñ"}'.encode()
    assert chain_hash(KEY, GENESIS, entry) == hmac.digest(KEY, message, hashlib.sha256)


def test_the_order_of_keys_does_not_matter_and_every_value_does() -> None:
    one = chain_hash(KEY, GENESIS, {"a": 1, "b": 2})
    assert one == chain_hash(KEY, GENESIS, {"b": 2, "a": 1})
    changes: list[dict[str, ChainValue]] = [{"a": 1, "b": 3}, {"a": 1}, {"a": "1", "b": 2}, {"a": True, "b": 2}]
    assert one not in {chain_hash(KEY, GENESIS, change) for change in changes}


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_hash_before_of_another_length_is_an_error_of_the_caller(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        chain_hash(KEY, bytes(length), {})


@given(st.integers(1, 10))
def test_an_edited_row_is_named(seq: int) -> None:
    rows = list(TEN)
    rows[seq - 1] = edited(rows[seq - 1])
    assert faults(rows) == [("altered", seq, seq)]


@given(st.integers(1, 9), st.integers(0, 255))
def test_a_row_whose_hash_was_changed_is_named_with_the_one_after(seq: int, bit: int) -> None:
    rows = list(TEN)
    rows[seq - 1] = rows[seq - 1]._replace(hash=flip(rows[seq - 1].hash, bit))
    assert faults(rows) == [("altered", seq, seq + 1)]


@given(st.integers(2, 8), st.integers(1, 2))
def test_rows_deleted_in_the_middle_are_named(first: int, count: int) -> None:
    assert faults(TEN[: first - 1] + TEN[first - 1 + count :]) == [("missing", first, first + count - 1)]


def test_the_first_row_deleted_is_named() -> None:
    assert faults(TEN[1:]) == [("missing", 1, 1)]


@given(st.integers(1, 9))
def test_a_row_deleted_and_the_rest_renumbered_is_named(seq: int) -> None:
    assert faults(renumbered(TEN[: seq - 1] + TEN[seq:])) == [("altered", seq, seq), ("tail cut", 10, 10)]


@given(st.integers(0, 9))
def test_a_tail_cut_off_is_named(kept: int) -> None:
    assert faults(TEN[:kept]) == [("tail cut", kept + 1, 10)]


def test_without_a_head_a_tail_cut_off_cannot_be_seen() -> None:
    assert faults(TEN[:5], None) == []


@given(st.integers(1, 10))
def test_a_row_inserted_with_the_rest_renumbered_is_named(seq: int) -> None:
    forged = ChainRow(0, {"event": "forged"}, bytes(31) + b"x")
    found = faults(renumbered([*TEN[: seq - 1], forged, *TEN[seq - 1 :]]))
    assert found[0] == ("inserted", seq, seq)


@given(st.integers(1, 10), st.sampled_from([0, 1]))
def test_a_row_inserted_under_a_number_in_use_is_named(seq: int, earlier: int) -> None:
    forged = ChainRow(seq, {"event": "forged"}, b"x" * 32)
    at = seq - earlier
    found = faults([*TEN[:at], forged, *TEN[at:]])
    assert ("duplicate", seq, seq) in found
    assert {first for _, first, _ in found} == {seq}


def test_a_row_appended_without_the_key_is_named() -> None:
    assert faults([*TEN, ChainRow(11, {"event": "forged"}, b"x" * 32)]) == [("altered", 11, 11)]


@given(st.integers(2, 9))
def test_a_chain_recomputed_without_the_key_is_named_from_where_it_starts(seq: int) -> None:
    forged = written(11 - seq, key=OTHER_KEY, previous=TEN[seq - 2].hash, first=seq)
    rows = [*TEN[: seq - 1], *forged]
    assert faults(rows) == [("recomputed", seq, 10), ("head differs", 10, 10)]
    assert faults(rows, None) == [("recomputed", seq, 10)]


def test_a_chain_checked_with_another_key_says_so_once() -> None:
    assert faults(TEN, key=OTHER_KEY) == [("wrong key", 1, 10)]


def test_a_chain_wholly_recomputed_shows_at_the_key_and_at_the_head() -> None:
    assert faults(written(10, key=OTHER_KEY)) == [("wrong key", 1, 10), ("head differs", 10, 10)]


def test_the_last_rows_edited_with_their_hashes_kept_are_called_altered() -> None:
    assert faults([*TEN[:8], edited(TEN[8]), edited(TEN[9])]) == [("altered", 9, 10)]


def test_several_faults_are_each_named() -> None:
    rows = [*TEN[:1], edited(TEN[1]), *TEN[2:4], *TEN[5:7], edited(TEN[7]), *TEN[8:9]]
    assert faults(rows) == [("altered", 2, 2), ("missing", 5, 5), ("altered", 8, 8), ("tail cut", 10, 10)]


def test_a_row_edited_just_before_a_hole_is_named_too() -> None:
    rows = [*TEN[:3], edited(TEN[3]), *TEN[5:]]
    assert faults(rows) == [("altered", 4, 4), ("missing", 5, 5)]


def test_numbers_that_jump_while_nothing_was_removed_are_named_as_missing_only() -> None:
    assert faults([row if row.seq < 5 else row._replace(seq=row.seq + 3) for row in TEN], None) == [("missing", 5, 7)]


def test_rows_beyond_the_head_are_no_fault_while_they_fit() -> None:
    assert faults(written(12)) == []


def test_a_head_that_never_was_is_named() -> None:
    assert faults(TEN, Head(4, b"x" * 32)) == [("head differs", 4, 4)]


def test_a_hash_of_another_length_is_a_fault_and_no_crash() -> None:
    rows = [*TEN[:4], TEN[4]._replace(hash=b"short"), *TEN[5:]]
    assert faults(rows) == [("altered", 5, 6)]


def test_the_rows_of_another_chain_do_not_fit() -> None:
    assert faults(written(10, key=OTHER_KEY), None) == [("wrong key", 1, 10)]


@calm
@given(st.data())
def test_any_mix_of_changes_is_found(data: st.DataObject) -> None:
    rows = list(TEN)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(rows) - 1))
        act = data.draw(st.sampled_from(["edit", "delete", "swap", "repeat", "forge"]))
        if act == "edit":
            rows[at] = rows[at]._replace(entry={"event": data.draw(st.text("ab", max_size=3))})
        elif act == "delete" and len(rows) > 1:
            del rows[at]
        elif act == "swap":
            rows[at], rows[0] = rows[0], rows[at]
        elif act == "repeat":
            rows.insert(at, rows[at])
        else:
            rows[at] = rows[at]._replace(hash=data.draw(st.binary(min_size=32, max_size=32)))
    for shown in (rows, renumbered(rows)):
        assert bool(faults(shown)) == (shown != TEN)


def test_each_fault_reads_as_a_sentence() -> None:
    sentences = {str(ChainFault(kind, 5, 5)) for kind in FaultKind}
    assert len(sentences) == len(FaultKind)
    assert str(ChainFault(FaultKind.TAIL_CUT, 8, 10)) == "Rows 8 to 10 are cut off at the end."
    assert str(ChainFault(FaultKind.RECOMPUTED, 3, 3)) == "Row 3 is recomputed without the key."


def test_rows_are_read_as_a_stream() -> None:
    assert verify_chain(KEY, iter(TEN), HEAD) == []
