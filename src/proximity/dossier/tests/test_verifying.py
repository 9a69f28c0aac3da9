import io
import json
import struct
import zipfile

import pikepdf
import pytest

from proximity.dossier.tests.packs import (
    COPY,
    FILES,
    KEYS,
    OTHER_KEYS,
    entries,
    pack_bytes,
    repack,
    sign_again,
    signed_by,
)
from proximity.dossier.verifying import archive as archives
from proximity.dossier.verifying.verify import Verdict, verify_pack
from proximity.foundation.sealing.keys import fingerprint

OURS = fingerprint(KEYS.public_sign)
PHOTO = "files/001-foto-del-brazo.jpg"


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(pack_bytes())
    return path


def verdict(path, known=OURS):
    return verify_pack(path, known=known)


def test_a_pack_as_it_was_made_is_genuine(pack):
    found = verdict(pack)

    assert (found.verdict, found.fingerprint, found.problem) == (Verdict.GENUINE, OURS, "")
    assert found.manifest.reference == "MAD-2026-0042"
    assert set(entries(pack)) == {
        "pack.pdf", "evidence.json", PHOTO, "files/001-foto-del-brazo.clean.jpg", "files/002-fotograma.png", "manifest.json",
        "manifest.json.sig",
    }  # fmt: skip
    assert entries(pack)[PHOTO] == FILES["e1"]
    assert entries(pack)["files/001-foto-del-brazo.clean.jpg"] == COPY


def test_a_pack_whose_signer_the_reader_does_not_know_is_only_whole(pack):
    assert verdict(pack, known="").verdict is Verdict.SIGNER_UNKNOWN


def test_packing_it_again_with_folders_changes_nothing(pack):
    assert verdict(repack(pack, {"files/": b""} | entries(pack))).verdict is Verdict.GENUINE


@pytest.mark.parametrize("name", ["pack.pdf", "evidence.json", PHOTO, "manifest.json", "manifest.json.sig"])
def test_a_changed_file_is_named(pack, name):
    files = entries(pack)
    repack(pack, files | {name: files[name][:-9] + bytes([files[name][-9] ^ 1]) + files[name][-8:]})

    found = verdict(pack)

    assert found.verdict is Verdict.NOT_INTACT
    assert found.problem.startswith(name.removesuffix(".sig"))


@pytest.mark.parametrize("name", ["pack.pdf", "evidence.json", PHOTO, "manifest.json", "manifest.json.sig"])
def test_a_missing_file_is_named(pack, name):
    files = entries(pack)
    del files[name]

    found = verdict(repack(pack, files))

    assert found.verdict is Verdict.NOT_INTACT
    assert found.problem.startswith(f"{name}: it is missing")


def test_a_file_that_nobody_signed_is_named(pack):
    found = verdict(repack(pack, entries(pack) | {"files/003-extra.jpg": b"x"}))

    assert found.problem == "files/003-extra.jpg: the manifest does not list it"


def test_evidence_swapped_under_a_manifest_signed_anew_is_found_by_the_key(pack):
    files = entries(pack) | {PHOTO: b"another picture"}
    repack(pack, sign_again(files, OTHER_KEYS))

    assert verdict(pack).verdict is Verdict.NOT_INTACT
    assert verdict(pack, known="").problem.startswith(PHOTO)


def test_a_pdf_altered_under_a_manifest_signed_anew_is_found_by_its_own_signature(pack):
    files = entries(pack)
    files["pack.pdf"] += b"\n% more"

    for known in (OURS, "", fingerprint(OTHER_KEYS.public_sign)):
        found = verdict(repack(pack, sign_again(files, OTHER_KEYS)), known)
        assert found.verdict is Verdict.NOT_INTACT
        assert found.problem.startswith("pack.pdf")


def test_a_whole_pack_by_somebody_else_is_never_ours(pack):
    repack(pack, sign_again(entries(pack), OTHER_KEYS))
    theirs = fingerprint(OTHER_KEYS.public_sign)

    found = verdict(pack)

    assert found.verdict is Verdict.NOT_INTACT
    assert theirs in found.problem
    assert OURS in found.problem
    assert verdict(pack, known="").verdict is Verdict.SIGNER_UNKNOWN
    assert verdict(pack, known=theirs).verdict is Verdict.GENUINE


def test_the_pdf_and_the_record_of_two_packs_do_not_go_together(pack, tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(pack_bytes("another note"))
    theirs = entries(other)
    mixed = entries(pack) | {"evidence.json": theirs["evidence.json"]}

    assert verdict(repack(pack, sign_again(mixed, KEYS))).problem == "evidence.json: the PDF embeds another one"


def test_a_pdf_of_another_signer_is_found(pack, tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(pack_bytes("another note"))
    mixed = entries(pack) | {"pack.pdf": entries(other)["pack.pdf"]}

    assert "another certificate" in verdict(repack(pack, sign_again(mixed, KEYS))).problem


def test_an_unsigned_pdf_is_found(pack):
    files = entries(pack)
    with pikepdf.open(io.BytesIO(files["pack.pdf"])) as opened:
        del opened.Root.AcroForm
        del opened.pages[0].Annots
        saved = io.BytesIO()
        opened.save(saved)
    files["pack.pdf"] = saved.getvalue()

    assert verdict(repack(pack, sign_again(files, KEYS))).problem == "pack.pdf: it does not bear one signature"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"not a pdf", b"\0" * 4000])
def test_a_pdf_that_is_none_is_found(pack, content):
    files = entries(pack) | {"pack.pdf": content}

    assert verdict(repack(pack, sign_again(files, KEYS))).problem.startswith("pack.pdf: it cannot be read")


def record(pack, change):
    files = entries(pack)
    values = json.loads(files["evidence.json"])
    change(values)
    files["evidence.json"] = json.dumps(values).encode()
    return repack(pack, sign_again(files, KEYS))


def test_a_record_that_says_another_hash_is_found(pack):
    def change(values):
        values["files"][0]["original"]["sha256"] = "0" * 64

    assert verdict(record(pack, change)).problem.startswith(f"{PHOTO}: its hash is not")


def test_a_file_that_the_record_does_not_know_is_found(pack):
    def change(values):
        values["files"][0]["original"] = None

    assert verdict(record(pack, change)).problem == f"{PHOTO}: it is no file of the evidence"


@pytest.mark.parametrize(
    "content", [b"[]", b"{}", b'{"files": [3]}', b'{"files": 3}', b"\xff", b'{"files": [], "files": []}']
)
def test_a_record_that_is_none_is_found(pack, content):
    files = entries(pack) | {"evidence.json": content}

    assert verdict(repack(pack, sign_again(files, KEYS))).problem.startswith(("evidence.json", "files/"))


@pytest.mark.parametrize(
    "change",
    [
        {"algorithm": "RS256"}, {"algorithm": "none"}, {"algorithm": None}, {"public_key": ""}, {"public_key": "§"},
        {"public_key": 5}, {"signature": "AAAA"}, {"signature": None}, {"public_key": "A" * 43 + "="},
        {"public_key": "A" * 42 + "B="},
    ],
)  # fmt: skip
def test_a_signature_of_another_form_is_found(pack, change):
    files = entries(pack)
    files["manifest.json.sig"] = json.dumps(json.loads(files["manifest.json.sig"]) | change).encode()

    found = verdict(repack(pack, files))

    assert found.verdict is Verdict.NOT_INTACT
    assert found.fingerprint == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff\xfe",
        b'{"algorithm": "x", "algorithm": "Ed25519"}',
        b"[" * 100_000,
        b"{" * 9,
        b'{"algorithm": NaN}',
    ],
)
def test_a_signature_that_is_no_json_is_found(pack, content):
    assert verdict(repack(pack, entries(pack) | {"manifest.json.sig": content})).problem.startswith("manifest.json.sig")


def manifest(pack, change):
    files = entries(pack)
    values = json.loads(files["manifest.json"])
    change(values)
    files["manifest.json"] = json.dumps(values).encode()
    files["manifest.json.sig"] = signed_by(KEYS)(files["manifest.json"]).as_bytes()
    return repack(pack, files)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "zip"}, {"version": 2}, {"files": None}, {"files": [3]}, {"files": [{"path": "a"}]}, {"reference": None},
        {"files": [{"path": "../a", "sha256": "0" * 64}]}, {"files": [{"path": "a", "sha256": "0" * 63}]},
        {"files": [{"path": "a", "sha256": "Z" * 64}]}, {"files": []},
        {"files": [{"path": "a", "sha256": "0" * 64}, {"path": "A", "sha256": "0" * 64}]},
    ],
)  # fmt: skip
def test_a_manifest_of_another_form_is_found_even_signed(pack, change):
    found = verdict(manifest(pack, lambda values: values.update(change)))

    assert found.verdict is Verdict.NOT_INTACT
    assert found.fingerprint == OURS


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/passwd", "files/../../x", "C:/x", "files\\x", "files/ü.jpg", "-rf", "x" * 300, ".hidden"],
)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_read(pack, name):
    found = verdict(repack(pack, entries(pack) | {name: b"x"}))

    assert found.verdict is Verdict.NOT_INTACT
    assert found.fingerprint == ""


def test_a_file_that_stands_twice_is_refused(pack):
    with zipfile.ZipFile(pack, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(PHOTO, b"the other one")
    assert verdict(pack).problem == f"{PHOTO}: it is there twice"

    repack(pack, entries(pack) | {PHOTO.upper(): b"x"})
    assert "twice" in verdict(pack).problem


def test_a_link_is_refused(pack):
    link = zipfile.ZipInfo("files/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(pack, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    assert verdict(pack).problem == "files/link: it is a link or a device, not a file"


def test_a_comment_on_the_zip_is_refused(pack):
    with zipfile.ZipFile(pack, "a") as archive:
        archive.comment = b"read me first"

    assert verdict(pack).verdict is Verdict.NOT_INTACT


def test_another_way_of_packing_is_refused(pack):
    with zipfile.ZipFile(pack, "a") as archive:
        archive.writestr("files/9.txt", b"x", compress_type=zipfile.ZIP_BZIP2)

    assert "packed in a way" in verdict(pack).problem


def test_an_encrypted_entry_is_refused(pack):
    content = bytearray(pack.read_bytes())
    at = content.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", content, at, struct.unpack_from("<H", content, at)[0] | 1)
    pack.write_bytes(content)

    assert verdict(pack).problem.endswith("it is encrypted")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04" + b"\0" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack_is_refused(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)

    assert verdict(path).verdict is Verdict.NOT_INTACT


def test_wherever_a_pack_is_cut_off_it_is_refused(pack):
    whole = pack.read_bytes()

    for part in range(1, 20):
        pack.write_bytes(whole[: len(whole) * part // 20])
        assert verdict(pack).verdict is Verdict.NOT_INTACT


def test_damage_inside_an_entry_is_refused(pack):
    content = bytearray(pack.read_bytes())
    content[2000:2100] = bytes(100)
    pack.write_bytes(content)

    assert verdict(pack).problem.startswith("pack.pdf")


def test_what_is_too_much_is_refused_while_it_is_read(pack, monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILE", 1000)
    assert verdict(pack).problem == "pack.pdf: it is longer than a pack may hold"

    monkeypatch.setattr(archives, "MAX_TOTAL", 1000)
    assert "more than a pack may hold" in verdict(pack).problem


def test_a_manifest_that_unpacks_without_end_is_refused(pack):
    found = verdict(repack(pack, entries(pack) | {"manifest.json": bytes(archives.MAX_SMALL + 1)}))

    assert found.problem == "manifest.json: it is longer than a pack may hold"


def test_too_many_files_are_refused(pack, monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILES", 3)

    assert verdict(pack).verdict is Verdict.NOT_INTACT


def test_a_file_that_is_not_there_is_no_verdict(tmp_path):
    with pytest.raises(FileNotFoundError):
        verdict(tmp_path / "nowhere.zip")
