"""Record keys: wraps and sealed values."""

from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from hypothesis import assume, given
from hypothesis import strategies as st

from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.encoding import context
from proximity.foundation.sealing.keys import OrganisationKeys, SealKeys
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.sealing.tests.tampering import calm, every_bit_flip, every_cut

KEY = RecordKey.generate()
ROW = UUID(int=7)
RECORD = UUID(int=8)
NADIA = OrganisationKeys.generate()
ALICE = OrganisationKeys.generate()

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def seal(text: str) -> bytes:
    return KEY.seal_text(text, table="report", column="story", row=ROW)


def same_key(one: RecordKey, other: RecordKey) -> bool:
    sealed = one.seal(b"probe", table="t", column="c", row=ROW)
    return other.open(sealed, table="t", column="c", row=ROW) == b"probe"


def test_a_wrap_opens_for_its_reader() -> None:
    wrapped = KEY.wrap_for(NADIA.public_seal, record_id=RECORD, reader="organisation:ngo")
    opened = RecordKey.open_wrap(wrapped, NADIA.private_seal, record_id=RECORD, reader="organisation:ngo")
    assert same_key(KEY, opened)
    assert len(wrapped) == 81


def test_a_wrap_opens_neither_for_another_reader_record_nor_private_key() -> None:
    wrapped = KEY.wrap_for(NADIA.public_seal, record_id=RECORD, reader="organisation:ngo")
    for private, record_id, reader in [
        (ALICE.private_seal, RECORD, "organisation:ngo"),
        (NADIA.private_seal, ROW, "organisation:ngo"),
        (NADIA.private_seal, RECORD, "organisation:police"),
    ]:
        with pytest.raises(SealBroken):
            RecordKey.open_wrap(wrapped, private, record_id=record_id, reader=reader)


def test_every_change_to_a_wrap_refuses() -> None:
    wrapped = KEY.wrap_for(NADIA.public_seal, record_id=RECORD, reader="ngo")
    for altered in [*every_bit_flip(wrapped), *every_cut(wrapped), wrapped[:1] + bytes(32) + wrapped[33:]]:
        with pytest.raises(SealBroken):
            RecordKey.open_wrap(altered, NADIA.private_seal, record_id=RECORD, reader="ngo")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32)], ids=["empty", "short", "of small order"])
def test_an_unusable_public_key_is_refused(public: bytes) -> None:
    with pytest.raises(ValueError, match=r"X25519|shared key"):
        KEY.wrap_for(public, record_id=RECORD, reader="ngo")


def test_two_wraps_for_one_reader_have_nothing_in_common() -> None:
    one, other = (KEY.wrap_for(NADIA.public_seal, record_id=RECORD, reader="ngo") for _ in range(2))
    assert one[1:33] != other[1:33]
    assert one[33:] != other[33:]


def test_a_wrap_is_plain_rfc_9180_so_that_any_library_can_open_it() -> None:
    """Open a wrap with X25519, HKDF and AES-GCM alone, following RFC 9180 sections 4.1, 5.1 and 7."""
    suite = b"HPKE" + bytes.fromhex("0020 0001 0002")
    kem = b"KEM" + bytes.fromhex("0020")

    def extract(salt: bytes, label: bytes, secret: bytes, suite_id: bytes) -> bytes:
        return HKDF.extract(SHA256(), salt, b"HPKE-v1" + suite_id + label + secret)

    def expand(key: bytes, label: bytes, info: bytes, length: int, suite_id: bytes) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + info
        return HKDFExpand(SHA256(), length, labelled).derive(key)

    wrapped = KEY.wrap_for(NADIA.public_seal, record_id=RECORD, reader="ngo")
    enc, sealed = wrapped[1:33], wrapped[33:]
    shared = NADIA.private_seal.exchange(X25519PublicKey.from_public_bytes(enc))
    secret = expand(extract(b"", b"eae_prk", shared, kem), b"shared_secret", enc + NADIA.public_seal, 32, kem)
    info = context("proximity/wrap/1", RECORD.bytes, "ngo")
    schedule = b"\0" + extract(b"", b"psk_id_hash", b"", suite) + extract(b"", b"info_hash", info, suite)
    prk = extract(secret, b"secret", b"", suite)
    cipher = AESGCM(expand(prk, b"key", schedule, 32, suite))
    opened = cipher.decrypt(expand(prk, b"base_nonce", schedule, 12, suite), sealed, b"")
    assert same_key(KEY, RecordKey(opened))


@calm
@given(st.binary(max_size=2000))
def test_bytes_come_back(value: bytes) -> None:
    sealed = KEY.seal(value, table="t", column="c", row=ROW)
    assert KEY.open(sealed, table="t", column="c", row=ROW) == value
    assert len(sealed) == len(value) + 29


@calm
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=600))
def test_any_unicode_comes_back(text: str) -> None:
    assert KEY.open_text(seal(text), table="report", column="story", row=ROW) == text


@calm
@given(json_values)
def test_any_json_comes_back(value: JSONValue) -> None:
    sealed = KEY.seal_json(value, table="t", column="c", row=ROW)
    assert KEY.open_json(sealed, table="t", column="c", row=ROW) == value


def test_text_that_no_page_could_show_is_sealed_all_the_same() -> None:
    assert KEY.open_text(seal("before \ud800 after"), table="report", column="story", row=ROW) == (
        "before \ufffd after"
    )


def test_yes_and_no_and_a_sentence_are_sealed_to_the_same_length() -> None:
    assert len(seal("yes")) == len(seal("no")) == len(seal("They shouted at us at the bus stop."))


def test_every_change_to_a_sealed_value_refuses() -> None:
    sealed = seal("yes")
    for altered in [*every_bit_flip(sealed), *every_cut(sealed)]:
        with pytest.raises(SealBroken):
            KEY.open_text(altered, table="report", column="story", row=ROW)


@pytest.mark.parametrize(
    ("table", "column", "row"),
    [
        ("case", "story", ROW),
        ("report", "reason", ROW),
        ("report", "story", RECORD),
        ("reports", "tory", ROW),
        ("reportstory", "", ROW),
    ],
)
def test_a_value_copied_to_another_place_refuses(table: str, column: str, row: UUID) -> None:
    with pytest.raises(SealBroken):
        KEY.open_text(seal("yes"), table=table, column=column, row=row)


@given(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)), st.integers(0, 1))
def test_no_two_places_are_ever_taken_for_each_other(names: tuple[str, str], row: int) -> None:
    here = ("ab", "a", UUID(int=0))
    sealed = KEY.seal(b"v", table=here[0], column=here[1], row=here[2])
    there = (*names, UUID(int=row))
    assume(there != here)
    with pytest.raises(SealBroken):
        KEY.open(sealed, table=there[0], column=there[1], row=there[2])


def test_a_value_opens_only_as_the_kind_it_was_sealed_as() -> None:
    place = {"table": "t", "column": "c"}
    with pytest.raises(SealBroken):
        KEY.open_json(KEY.seal_text("1", **place, row=ROW), **place, row=ROW)
    with pytest.raises(SealBroken):
        KEY.open(KEY.seal_text("1", **place, row=ROW), **place, row=ROW)


def test_another_record_key_refuses() -> None:
    with pytest.raises(SealBroken):
        RecordKey.generate().open_text(seal("yes"), table="report", column="story", row=ROW)


def test_a_record_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        RecordKey(bytes(16))


def test_subkeys_differ_by_purpose_and_salt() -> None:
    assert len({KEY.subkey(purpose, salt=salt) for purpose in "ab" for salt in (b"1", b"2")}) == 4


def test_the_reporter_reads_back_by_a_wrap_like_any_other_reader() -> None:
    reporter = SealKeys(X25519PrivateKey.generate())
    record_id = uuid4()
    wrapped = KEY.wrap_for(reporter.public, record_id=record_id, reader="reporter")
    assert same_key(KEY, RecordKey.open_wrap(wrapped, reporter.private, record_id=record_id, reader="reporter"))
