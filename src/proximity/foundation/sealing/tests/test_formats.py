"""What was sealed once opens for ever: bytes kept from the first version.

A failure here means that a change would make every report, file, backup and receipt in use unreadable. Do not renew the
bytes; give the new format its own version byte and keep reading this one.
"""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

from proximity.foundation.sealing.chain import GENESIS, chain_hash, chain_key
from proximity.foundation.sealing.drafts import DraftSealer, TokenSealer
from proximity.foundation.sealing.files import open_file_bytes
from proximity.foundation.sealing.keys import MasterKey, OrganisationKeys, signature_holds
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.sealing.restore_code import RestoreCode, open_master

SECRET = bytes(range(32))
ID = UUID(int=1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = RecordKey(SECRET)
MASTER = MasterKey(SECRET)
ORGANISATION_KEYS = OrganisationKeys(SECRET * 2)
RECEIPT = Receipt(SECRET[:16])

VALUE = bytes.fromhex("01d264c744192c9f4bd0864638cf217e7f54544eb26cd6bf407f30308e9a571369a1")
TEXT = bytes.fromhex(
    "01f123bef93d83aff0d103f1107ab03aa73f061fdcfc5cdedba975eaa67f9db156750061095ef18f410322ba04e5fe18df28"
    "6f593bb4a829c78323dfc430743b115508fa0402996f1e1feed9185412e57458fee2377d4e8d56a3360de4d876d3e358f420"
    "adc4b78b1edddcec94f3f58c4af474ae98164604fe9470274b69114f786f72b3c3b938ec22eee41f0c7924c3f4235b6cb752"
    "d42930aeb36ea0faa713a8b98acbdc812f3102fa5e9131c2d5a4833b7c791477421ec80ef74603808b58e2f642f896101aee"
    "94957823c1cad16e37ac8d58b4273eb2ad358de022e3a35e446e94bc7234ff5e72122271b2f52cb3c1c62f501e020a813169"
    "772f2111ae14b9cd44c30e12f713cafc00f02a5d9e6363aa1478f639bca14a9e5e4fd8"
)
JSON = bytes.fromhex(
    "01a5e1b079f4b22b6880a5d95c3df0871960d41c25ac6da0359478e901a55e16bfb3dbc27bd05789f6d3f2af0896f951741e"
    "0eb38d5a0fd81e55f8c1400d0cdff40c9740ee2743512c92c72511763be346bb91a9c95b1559b0f0b22fb87a04940fe34e14"
    "85782436a4a3aecc25fab33b5d64f9d126d2420912f0b9d08cb14506cdb1f209c85f99add128148039074677f37c1dadf7c1"
    "e60e09f95502a645d9b3971dc10f1c28819ea624a74b44a8aa6adf29d3cc6b20df7ae90251574a8e06a8337e59643a1145a0"
    "15426bdcd71803b0334265fd07cb54763c86d42c553f9b0c80eee6ab1a7ecc56456789a93f92e7c37f986e682f80b0e3725d"
    "adc8762ecbd01370d55150fd323a38a41c82b486a9cb660d6074db1bd0c04701a6566b"
)
WRAP = bytes.fromhex(
    "011dc828e2a4a040c0118f6fd29bca8fcf4863f1640c7e35d624beef8f41a947302ab1aae978a1eca267badde322461c763b"
    "06bf467c2ec5819dcba15957469f295f8cf1ecdc37af722084c22bbf7e0799"
)
MASTER_WRAP = bytes.fromhex("01b8625de768bd3698afb1d38c12320c55c517136df7568027ad25f30bbdefba27")
ORGANISATION = bytes.fromhex(
    "01b98022556aa7f7173af45976dd4be8ab4e516cbf186cc7c14ba8498514f308637919b32f96446949d524f69980b6219e9d"
    "1c3eb8d31bd10d53e847cc1b9936a41d5b019d76977ca86e4dc458f2c03727970d21dde978c76654a3ae12"
)
FILE = bytes.fromhex("01e7f48f286017ed6c19df43932377c8848d2b726865704d1b33da3278740a8a369ba503bfe76943e8d533835ba02a")
RESTORE = bytes.fromhex(
    "01cd03887a04b66c688c293fdd3974d42f0114f01dfb96402294ce321b5edea49ffbdaa20b1879692c1e4181ae64c90643b1"
    "ea5dff21f2041d948fc637a2ebf577c83db0d522f73b478774bf57cf"
)
DRAFT = (
    "Ab2B9QRAegEnueICmj3irMfqKa1yabCllvU-wNYE4rBQ53GFMqPoX8LKDYftQJVo-1DiN-nSTteM8YbPB-4Q9306IMNQluNQzMH-"
    "LmYgcA9SCjLIaoKUJdUo-oNRnickIgQAzmtqVqfi9XNp1e8h2ba8er51LLWaeYMtV1UewboqTV5UR2MlUoCEbDRaP-Wa1Z1HRfst"
    "hSUurTcE6dlAiAkAmrh_K5YBgfNAG_TyU5RScY0B_cJyeD-rUCdNphxy01pRqD7vbIpvlfDkvAV3l1jZC7o1kL5RcwbdQt1vLt_7"
    "_llLVVSb4d4HkiI2NeyQG-xpiXRXiBss4OByvuD3Nzt-RmYW_3CGoixgcEdMxFmlJ0W9hEvp5O2XV4qSq2ylQg"
)
COOKIE = (
    "AZC9c1SAHnzPirWB2iltIPMLU14bSIam7uiDv05QVofxCatW19C1ye2sWhuHUeWlrcz34jJTT9ZI-mwM_VHXS4_3OnettGYYZFp0"
    "5uM--v4aa16Lj3E_eWPqFz4fqaIIm9_xKkXZVLnfcg5Qqvzv607tYDJkD1dyQu8Rj0ehDLKmiSxNXxdsB_KNQx_9SlCIq3uXrbq3"
    "-l8h9vk8zsPhFA2AFqMPfnWXfTc8rarp-hOD_8jlvQkdR7XmzMF6BOW6QDj1w7nNO4eGkvOWdd3QHhb2lmj8h7VAcp9d-uu956vH"
    "zMiUnKY1blWt4fTDeB2SvVK0bQhMCeQsnqoz92a52qetdA2OOfMbqgEIKcaTC02nKNalH6CGMS2A024D-_1uQg"
)
SIGNATURE = bytes.fromhex(
    "01fe75414ea2d2761aeaac9f084a3e503ee10d122fa84379b503cdab447668c53eacb946fb874682a719eb388145ecfe3e31a87e7f35a157640ca9271c461501"
)


def test_sealed_values_open() -> None:
    assert KEY.open(VALUE, table="t", column="c", row=ID) == b"value"
    assert KEY.open_text(TEXT, table="t", column="c", row=ID) == "text"
    assert KEY.open_json(JSON, table="t", column="c", row=ID) == [1, "x"]


def test_a_wrap_opens() -> None:
    opened = RecordKey.open_wrap(WRAP, ORGANISATION_KEYS.private_seal, record_id=ID, reader="r")
    assert opened.open(VALUE, table="t", column="c", row=ID) == b"value"


def test_what_the_master_key_wrapped_opens() -> None:
    assert MASTER.unwrap(MASTER_WRAP, context="here") == b"data"
    opened = OrganisationKeys.open(MASTER, ORGANISATION, ID)
    assert (opened.public_seal, opened.public_sign) == (ORGANISATION_KEYS.public_seal, ORGANISATION_KEYS.public_sign)


def test_a_signature_holds() -> None:
    assert signature_holds(ORGANISATION_KEYS.public_sign, SIGNATURE, b"m", purpose="p")


def test_a_file_opens() -> None:
    assert open_file_bytes(io.BytesIO(FILE), KEY, ID) == b"content"


def test_drafts_and_tokens_open() -> None:
    assert DraftSealer(SECRET).open(DRAFT, NOW).payload == "text"
    assert TokenSealer("mailbox", SECRET).open(COOKIE, NOW, max_age=timedelta()) == "text"


def test_a_receipt_finds_its_report_and_its_keys() -> None:
    assert RECEIPT.display == "0004-1061-050R-3GG2-8A1C-60T3-GF"
    assert RECEIPT.lookup(SECRET).hex() == "9f3ed1c220ddb83d3968e9c7942db7190156b44336b5ae398006caf9793a4363"
    assert RECEIPT.reader_keys().public.hex() == "a64c9078568bb6289c4797cd4a89ea6810cbf598fd37167cd0d5877cb483d070"


def test_the_restore_code_opens_the_backup() -> None:
    assert RestoreCode(12345).display == "0000-0000-0000-0000-0000-000C-1S2X"
    assert open_master(RESTORE, RestoreCode(12345)).reveal() == SECRET


def test_the_chain_goes_on() -> None:
    digest = chain_hash(chain_key(SECRET, "city"), GENESIS, {"event": "ñ", "seq": 1})
    assert digest.hex() == "80ea478765e35e43b12bc70766cfc9d7efce337dd5dd1db4bc66ee268a55d9e8"
