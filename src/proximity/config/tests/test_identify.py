"""`proximity identify`: one text, a file, many texts a line."""

import json
import subprocess
import sys

import pytest

from proximity.assessment.identify.command import NONE_FOUND
from proximity.config import cli


@pytest.fixture
def identify(capsys):
    def run(*arguments):
        code = cli.main(["identify", *arguments])
        return code, capsys.readouterr()

    return run


def test_one_text_gives_one_line(identify):
    code, told = identify("Me llamaron «moro de mierda»", "--lang", "es")
    found = json.loads(told.out)
    assert code == 0
    assert set(found) == {"id", "lang", "mentioned", "grounds", "suggestions", "against", "open_questions"}
    (first, *_rest) = found["suggestions"]
    assert set(first) == {"indicator", "ground", "spans", "rule", "reason", "strength", "caveats"}
    assert first["indicator"] == "BI-10"


def test_explained_for_people_and_none_found_is_no_all_clear(identify):
    code, told = identify("Nothing at all", "--explain")
    assert code == 0
    assert NONE_FOUND in told.out
    assert "open: perception" in told.out
    _code, told = identify("They called me a dirty Paki", "--explain")
    assert "slur" in told.out
    assert "(" in told.out


def test_a_file(identify, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("Muslims are vermin", encoding="utf-8")
    _code, told = identify("--file", str(path), "--mode", "reported_text")
    assert json.loads(told.out)["grounds"] == ["REL.MUS"]


def test_many_lines_and_a_bad_one_is_told_without_its_content(identify, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text(
        '{"id": "a", "text": "Muslims are vermin", "mode": "reported_text", "lang": "en"}\n\nsecret\n{"id": 2, "text": 3}\n'
        '{"id": "b", "text": ""}\n'
    )
    code, told = identify("--jsonl", str(path), "--explain")
    first, second = (json.loads(line) for line in told.out.splitlines())
    assert code == 1
    assert (first["id"], second["id"]) == ("a", "b")
    assert first["suggestions"][0]["points"] == 2
    assert "line 3" in told.err
    assert "line 4" in told.err
    assert "secret" not in told.err


def test_it_needs_neither_data_nor_database(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "proximity.config.cli", "identify", "--jsonl"], input='{"id": 1, "text": "Go home, Paki"}\n',
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PATH": "/usr/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert json.loads(ran.stdout)["id"] == 1
    assert list(tmp_path.iterdir()) == []
