"""What a city takes along: whole, behind the walls, readable without this program, and able to come in again elsewhere."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pyrage
import pytest
from django.db import connection
from pyrage.x25519 import Identity

from proximity.accounts.actors import enter_as
from proximity.accounts.operations import NotSound, add_membership, add_person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Role
from proximity.assessment.queries.assessments import bias_that_holds, grounds_of
from proximity.audit.models import AuditEvent
from proximity.bulk import commands, packing
from proximity.bulk.exporting import NOT_OPENED, folder_of, tables
from proximity.bulk.models import ImportRow
from proximity.bulk.queries.register import register_entries
from proximity.bulk.rules.portable import LEFT_OUT, fitting_name
from proximity.cases.factories import assess_case
from proximity.cases.models import Case
from proximity.cases.operations.evidence import add_case_files
from proximity.cases.operations.handling import close_case
from proximity.evidence.factories import photo, sealed
from proximity.evidence.models import CustodyEntry
from proximity.evidence.storage import city_folder
from proximity.foundation.privacy import proximity_models
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, forget_context

pytestmark = pytest.mark.django_db
TOLD = "shouted at us"

READER = """
import csv, hashlib, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
assert manifest["format"] == "proximity-export/1"
for one in manifest["files"]:
    content = (folder / one["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == one["sha256"], one["path"]
    if one["path"].endswith(".jsonl"):
        assert len([json.loads(line) for line in content.decode("utf-8").splitlines()]) == one["rows"]
known = {one["path"] for one in manifest["files"]} | {"manifest.json"}
assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == known
assert not [name for name in sys.modules if name.startswith(("django", "proximity"))]
print(len(manifest["files"]))
"""


@pytest.fixture
def assessed(case, alice, folders):
    assess_case(case, by=alice)
    upload = sealed(photo(), name="../../scarf.jpg", folder=city_folder(alice.city_id))
    add_case_files(case=case, uploads=[upload], note="The scarf", by=alice)
    close_case(case=case, feedback="We spoke to the driver.", by=alice)
    return Case.objects.get(pk=case.pk)


def export(to, city="madrid", **more):
    """Export as the operator does, who steps down to the workspace's role by herself."""
    said = []
    forget_context()
    with as_role("owner"):
        code = commands.export_all(said.append, city=city, to=to, purpose="Moving to another program", **more)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE proximity_staff")
    return code, said


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def part(to, cast, key):
    return to / folder_of(cast.organisations[key])


def test_every_table_is_taken_along_or_named_with_a_reason():
    known = {model._meta.db_table for model in proximity_models()}
    assert set(LEFT_OUT) <= known
    assert {model._meta.db_table for model in tables()} == known - set(LEFT_OUT)


def test_what_was_sealed_is_open_and_a_reader_needs_nothing_but_python(assessed, cast, tmp_path):
    to = tmp_path / "out"
    code, _said = export(to)
    assert code == 0
    police = part(to, cast, "madrid.police")
    report = lines(police / "reporting_report.jsonl")[0]
    assert TOLD in report["content"]["what"] or report["content"]["what"]
    assert lines(police / "cases_case.jsonl")[0]["reference"] == assessed.reference
    assert lines(police / "assessment_biasanswergiven.jsonl")[0]["reasons"] == "The words before the push."
    assert NOT_OPENED not in "".join(path.read_text(encoding="utf-8") for path in to.rglob("*.jsonl"))
    manifest = json.loads((to / "manifest.json").read_text())
    assert manifest["values_not_opened"] == 0
    assert manifest["values_opened"] > 10
    read = subprocess.run(
        [sys.executable, "-I", "-S", "-c", READER, str(to)], capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr


def test_an_original_is_there_as_it_came_and_its_custody_says_why(assessed, cast, tmp_path, alice):
    to = tmp_path / "out"
    export(to)
    (file,) = (part(to, cast, "madrid.police") / "evidence").iterdir()
    assert file.read_bytes() == photo()
    assert file.parent.name == "evidence"
    enter_as(alice)
    assert CustodyEntry.objects.filter(act="original_opened").count() == 1


def test_each_organisation_has_what_it_may_read_and_no_other(assessed, cast, tmp_path, alice):
    to = tmp_path / "out"
    export(to)
    for key in ("madrid.ngo", "madrid.state", "madrid.prosecution", "madrid.hall"):
        assert not (part(to, cast, key) / "cases_case.jsonl").exists()
        assert not (part(to, cast, key) / "evidence").exists()
    assert not [path for path in to.rglob("*") if "bradford" in str(path)]
    everything = b"".join(path.read_bytes() for path in to.rglob("*") if path.is_file())
    for secret in (b"password", b"argon2", b"PRIVATE KEY", bytes(cast.organisations["madrid.police"].seal_key)):
        assert secret not in everything.replace(b"without passwords", b"").replace(b"wrong passwords", b"")


def test_it_is_in_the_city_s_log_with_the_reason_before_anything_is_written(assessed, tmp_path):
    to = tmp_path / "out"
    export(to)
    with as_role("owner"):
        event = AuditEvent.objects.get(action="city.exported")
    assert (event.purpose, event.city_id) == ("Moving to another program", assessed.city_id)
    assert "city.exported" in (to / "audit.jsonl").read_text()


def test_a_zip_holds_the_same_and_is_for_its_owner_alone(assessed, tmp_path):
    to = tmp_path / "out.zip"
    assert export(to)[0] == 0
    assert to.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(to) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path / "unpacked")
    assert "manifest.json" in names
    assert not [name for name in names if name.startswith("/") or ".." in name]
    read = subprocess.run(
        [sys.executable, "-I", "-S", "-c", READER, str(tmp_path / "unpacked")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0, read.stderr


def test_an_encrypted_one_is_never_in_the_clear_and_opens_for_each_who_was_named(assessed, tmp_path):
    to, keys = tmp_path / "out.zip.age", [Identity.generate() for _ in range(2)]
    code, said = export(to, recipients=[str(key.to_public()) for key in keys])
    assert code == 0
    assert any("only who holds the key can open it" in line for line in said)
    assert to.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.zip.age"]
    encrypted = to.read_bytes()
    assert encrypted.startswith(b"age-encryption.org/v1\n")
    assert TOLD.encode() not in encrypted
    assert b"manifest.json" not in encrypted
    for key in keys:
        with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(encrypted, [key]))) as archive:
            assert archive.testzip() is None
            manifest = json.loads(archive.read("manifest.json"))
            assert {one["path"] for one in manifest["files"]} | {"manifest.json"} == set(archive.namelist())
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(encrypted, [Identity.generate()])


@pytest.mark.parametrize(
    ("name", "recipients", "said"),
    [
        ("out.zip", ["age1nonsense"], "no public key of age"),
        ("out.zip", [str(Identity.generate().to_public())], "such a name needs --for"),
        ("out.zip.age", [], "such a name needs --for"),
    ],
)
def test_a_key_and_a_name_that_do_not_fit_are_refused_before_anything_is_written(
    cast, tmp_path, name, recipients, said
):
    with pytest.raises(NotSound, match=said):
        export(tmp_path / name, recipients=recipients)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_while_it_is_encrypted_is_said_and_leaves_nothing(cast, tmp_path, monkeypatch):
    def fails(*_args):
        raise pyrage.EncryptError("No space left on device")

    monkeypatch.setattr(packing.pyrage, "encrypt_io", fails)
    with pytest.raises(NotSound, match="No space left on device"):
        export(tmp_path / "out.zip.age", recipients=[str(Identity.generate().to_public())])
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over_and_an_unknown_city_is_said(assessed, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(NotSound, match="is there already"):
        export(tmp_path / "there")
    with pytest.raises(NotSound, match="no city"):
        export(tmp_path / "new", city="atlantis")


def test_what_was_tampered_with_is_said_and_stops_nothing_else(assessed, cast, tmp_path):
    with as_role("owner"):
        Case.objects.filter(pk=assessed.pk).update(title=b"x" * 60)
        next(city_folder(assessed.city_id).glob("*.sealed")).write_bytes(b"x")
    to = tmp_path / "out"
    code, said = export(to)
    assert code == 1
    assert "could not be opened" in said[-1]
    assert lines(part(to, cast, "madrid.police") / "cases_case.jsonl")[0]["title"] == NOT_OPENED
    assert len(json.loads((to / "manifest.json").read_text())["files_missing"]) == 1


def test_names_of_evidence_lead_nowhere_else():
    one = new_id()
    for name in ("../../etc/passwd", "a/b\\c", ".hidden", "x" * 500, "", "\x00\n", "con:"):
        fitted = fitting_name(one, name)
        assert Path(fitted).name == fitted
        assert fitted.startswith(str(one))
        assert len(fitted) < 130


def test_the_cases_come_in_again_elsewhere_as_they_were(assessed, cast, tmp_path, alice, acting):
    """The round trip: what the police of Madrid take along, the police of Bradford bring in, by the file alone."""
    enter_as(alice)
    before = list(register_entries(alice))
    to = tmp_path / "out"
    export(to)
    table = part(to, cast, "madrid.police") / "cases.csv"
    assert next(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))[:3] == ["external", "recorded", "happened"]
    with as_role("owner"):
        person = add_person(email="carol@example.org", name="Carol", password="carol has a long password")
        actor = actor_from(
            add_membership(person=person, organisation=cast.organisations["bradford.police"], role=Role.SUPERVISOR)
        )
    decisions = tmp_path / "decisions.json"
    given = {
        "file": table, "city": "bradford", "organisation": "West Yorkshire Police", "account": "carol@example.org",
        "decisions": decisions, "report": tmp_path / "report.csv", "begin": True, "purpose": "moving",
    }  # fmt: skip
    said = []
    assert commands.import_table(said.append, **given) == commands.UNDECIDED
    chosen = json.loads(decisions.read_text(encoding="utf-8"))
    assert None not in chosen["columns"].values()
    assert all(codes for known in chosen["values"].values() for codes in known.values())
    decisions.write_text(
        json.dumps(chosen | {"source": "Madrid", "ground_status": "perceived", "ground_basis": "membership"}),
        encoding="utf-8",
    )
    assert commands.import_table(said.append, **given) == 0
    assert said[-1] == "1 cases were made."
    acting(actor)
    after = list(register_entries(actor))
    assert after == before
    made = Case.objects.get(organisation=actor.organisation)
    assert bias_that_holds(made.pk) == "yes"
    assert grounds_of([made.pk])[made.pk] == ["REL.MUS"]
    assert commands.import_table(said.append, **given) == 0
    assert said[-1] == "No row would become a case."


def test_the_command_says_what_is_wrong_with_the_account_the_file_and_the_decisions(cast, tmp_path, folders):
    table = tmp_path / "a.csv"
    table.write_text("a;b\n1;2\n")
    given = {
        "file": table, "city": "madrid", "organisation": "Policía Municipal", "account": "bob@example.org",
        "decisions": tmp_path / "d.json", "report": None, "begin": False, "purpose": "x",
    }  # fmt: skip
    with pytest.raises(NotSound, match="no supervisor"):
        commands.import_table(print, **given | {"account": "alice@example.org"})
    with pytest.raises(NotSound, match="cannot be taken"):
        commands.import_table(print, **given | {"file": tmp_path / "missing.csv"})
    said = []
    assert commands.import_table(said.append, **given) == commands.UNDECIDED
    assert "not decided: column 'a' (undecided)" in said
    (tmp_path / "d.json").write_text("[]")
    with pytest.raises(NotSound, match="holds no decisions"):
        commands.import_table(print, **given)
    enter_as(cast.bob)
    assert not ImportRow.objects.filter(verdict="done").exists()
