"""The master key and the organisations' key pairs."""

import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.keyfiles import KeyExists, KeyMissing
from proximity.foundation.sealing.keys import MasterKey, OrganisationKeys, SealKeys, fingerprint, signature_holds
from proximity.foundation.sealing.tests.tampering import calm, every_bit_flip, every_cut

MASTER = MasterKey.generate()
POLICE = UUID(int=1)
NGO = UUID(int=2)


@calm
@given(st.binary(max_size=200), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_the_master_key_unwraps_what_it_wrapped(data: bytes, context: str) -> None:
    assert MASTER.unwrap(MASTER.wrap(data, context=context), context=context) == data


def test_another_context_master_or_any_change_refuses_to_unwrap() -> None:
    wrapped = MASTER.wrap(b"data", context="here")
    with pytest.raises(SealBroken):
        MASTER.unwrap(wrapped, context="there")
    with pytest.raises(SealBroken):
        MasterKey.generate().unwrap(wrapped, context="here")
    for altered in [*every_bit_flip(wrapped), *every_cut(wrapped)]:
        with pytest.raises(SealBroken):
            MASTER.unwrap(altered, context="here")


def test_a_saved_master_key_is_private_loads_again_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    MASTER.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert MasterKey.load(path).reveal() == MASTER.reveal()
    with pytest.raises(KeyExists):
        MasterKey.generate().save(path)
    assert MasterKey.load(path).reveal() == MASTER.reveal()
    assert [entry.name for entry in tmp_path.iterdir()] == ["master.key"]


def test_loading_a_master_key_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match=r"master\.key: this key file is missing"):
        MasterKey.load(tmp_path / "master.key")


def test_organisation_keys_open_again_with_the_same_public_halves() -> None:
    keys = OrganisationKeys.generate()
    opened = OrganisationKeys.open(MASTER, keys.wrapped_by(MASTER, POLICE), POLICE)
    assert (opened.public_seal, opened.public_sign) == (keys.public_seal, keys.public_sign)
    assert opened.private_seal.public_key().public_bytes_raw() == keys.public_seal


def test_organisation_keys_open_neither_for_another_organisation_nor_master() -> None:
    wrapped = OrganisationKeys.generate().wrapped_by(MASTER, POLICE)
    with pytest.raises(SealBroken):
        OrganisationKeys.open(MASTER, wrapped, NGO)
    with pytest.raises(SealBroken):
        OrganisationKeys.open(MasterKey.generate(), wrapped, POLICE)


def test_wrapped_organisation_keys_hold_no_private_key_in_the_clear() -> None:
    keys = OrganisationKeys.generate()
    assert keys.private_seal.private_bytes_raw() not in keys.wrapped_by(MASTER, POLICE)


def test_organisation_keys_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        OrganisationKeys(bytes(63))


def test_two_generated_organisations_share_no_key() -> None:
    one, other = OrganisationKeys.generate(), OrganisationKeys.generate()
    assert len({one.public_seal, one.public_sign, other.public_seal, other.public_sign}) == 4


def test_a_signature_holds_for_its_message_purpose_and_signer_only() -> None:
    keys = OrganisationKeys.generate()
    signature = keys.sign(b"message", purpose="release")
    assert signature_holds(keys.public_sign, signature, b"message", purpose="release")
    assert not signature_holds(keys.public_sign, signature, b"Message", purpose="release")
    assert not signature_holds(keys.public_sign, signature, b"message", purpose="referral")
    assert not signature_holds(OrganisationKeys.generate().public_sign, signature, b"message", purpose="release")
    for altered in [*every_bit_flip(signature), signature[:-1], b""]:
        assert not signature_holds(keys.public_sign, altered, b"message", purpose="release")


def test_a_public_key_of_another_length_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        signature_holds(b"short", bytes(64), b"", purpose="release")


def test_a_key_pair_follows_from_its_secret() -> None:
    assert SealKeys.of(bytes(32)).public == SealKeys.of(bytes(32)).public != SealKeys.of(b"1" * 32).public


def test_a_fingerprint_is_twenty_symbols_in_groups_and_differs_by_key() -> None:
    # The first 100 bits of SHA-256 of 32 zero bytes, 66687aadf862bd776c8fc18b8..., in base 32.
    assert fingerprint(bytes(32)) == "CSM7-NBFR-CAYQ-EV4F-R65R"
    assert len({fingerprint(uuid4().bytes) for _ in range(100)}) == 100
