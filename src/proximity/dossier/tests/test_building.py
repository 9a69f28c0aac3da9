import hashlib
import json
from datetime import UTC, datetime

import pytest

from proximity.dossier import building
from proximity.dossier.building import BuildFailed, Signers, Source, build_pack
from proximity.dossier.packing import ContentChanged, Contents, PackedFile, write_pack
from proximity.dossier.rules.paths import Paths, is_safe, paths_of
from proximity.dossier.rules.values import Coded, EvidenceRow, Hashed
from proximity.dossier.signing.certificates import self_signed
from proximity.dossier.tests.packs import COPY, FILES, KEYS, entries, evidenced, signed_by
from proximity.dossier.verifying.verify import Verdict, verify_pack

NOW = datetime(2026, 11, 24, tzinfo=UTC)
AT = NOW


def signers():
    return Signers(KEYS, self_signed(organisation="Police", city="Madrid", country="ES", now=datetime.now(UTC)))


def sources():
    return {
        "e1": Source(lambda: iter([FILES["e1"]]), lambda: iter([COPY])),
        "e2": Source(lambda: iter([FILES["e2"]])),
    }


@pytest.mark.parametrize("left", [{}, {"e1": Source(lambda: iter([FILES["e1"]]), lambda: iter([COPY]))}])
def test_a_pack_is_built_of_what_has_bytes(tmp_path, left):
    path = tmp_path / "pack.zip"
    with path.open("wb") as file:
        build_pack(evidenced(), left or sources(), signers=signers(), write=file.write)

    assert verify_pack(path).verdict is Verdict.SIGNER_UNKNOWN
    record = json.loads(entries(path)["evidence.json"])
    assert [bool((one["original"] or {}).get("path")) for one in record["files"]] == [True, not left, False]


def test_bytes_that_changed_stop_the_pack():
    changed = sources() | {"e2": Source(lambda: iter([b"something else"]))}

    with pytest.raises(ContentChanged, match="fotograma"):
        build_pack(evidenced(), changed, signers=signers(), write=lambda _: None)


@pytest.mark.parametrize("program", ["drawing", "signing"])
def test_a_program_that_fails_says_no_more_than_which(program):
    with pytest.raises(BuildFailed, match=f"^{program}$"):
        building._run(program, {})


def test_the_same_contents_make_the_same_file():
    def made(at):
        found = bytearray()
        contents = Contents(
            "REF", "Police", at, b"%PDF", "0" * 64, b"{}", [PackedFile("files/1.txt", sha(b"x"), iter([b"x"]))]
        )
        write_pack(contents, write=found.extend, sign=signed_by(KEYS))
        return bytes(found)

    assert made(NOW) == made(NOW)
    assert made(datetime(1970, 1, 1, tzinfo=UTC)).startswith(b"PK")


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("foto del brazo.JPG", "files/001-foto-del-brazo.jpg"), ("../../etc/passwd", "files/001-etc-passwd"),
        ("", "files/001-file"), ("....", "files/001-file"), ("مرحبا.png", "files/001-file.png"), ("CON", "files/001-CON"),
        ("a\0b\n.txt", "files/001-a-b.txt"), ("x" * 300 + ".pdf", f"files/001-{'x' * 60}.pdf"),
        (".bashrc", "files/001-file.bashrc"),
        ("C:\\x\\evil.exe ", "files/001-C-x-evil-exe"), ("ñandú.heic", "files/001-nandu.heic"),
    ],
)  # fmt: skip
def test_a_files_name_leads_nowhere(name, path):
    row = EvidenceRow("1", name, Coded("x", "x"), "Alice", AT, original=Hashed("0" * 64, 1))

    assert paths_of([row]) == {"1": Paths(path)}
    assert is_safe(path)


def test_things_without_bytes_have_no_path():
    thing = EvidenceRow("1", "jacket", Coded("x", "x"), "Alice", AT)
    lost = EvidenceRow(
        "2", "a.jpg", Coded("x", "x"), "Alice", AT, original=Hashed("0" * 64, 1), clean_copy=Hashed("1" * 64, 1)
    )

    assert paths_of([thing, lost], without={"2"}) == {}
    assert paths_of([thing, lost]) == {"2": Paths("files/002-a.jpg", "files/002-a.clean.jpg")}
