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


BAD = [
    (b'{"id": "\xff", "text": "a \xfe b"}', "not UTF-8"),
    (b'{"id": 1, "extra": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "no JSON"),
    (b'{"id": NaN, "text": "secret"}', "no JSON"),
    (b'{"id": 1, "text": ', "no JSON"),
    (b'["secret"]', "no object"),
    (b'{"id": 1}', '"text" is missing'),
    (b'{"id": 1, "text": null}', '"text" is missing'),
    (b'{"id": 1, "text": ["secret"]}', '"text" is no string'),
    (b'{"id": 1, "text": "secret", "lang": "de"}', '"lang" is none of en, es'),
    (b'{"id": 1, "text": "secret", "lang": ""}', '"lang" is none of en, es'),
    (b'{"id": 1, "text": "secret", "lang": 3}', '"lang" is none of en, es'),
    (b'{"id": 1, "text": "secret", "mode": "letter"}', '"mode" is none of narrative, reported_text'),
    (b'{"id": 1, "text": "secret", "mode": false}', '"mode" is none of narrative, reported_text'),
]


@pytest.mark.parametrize(("line", "told"), BAD)
def test_one_bad_line_says_what_is_wrong_and_costs_no_other(identify, tmp_path, line, told):
    path = tmp_path / "many.jsonl"
    good = b'{"id": "%s", "text": "They called me a dirty Paki", "lang": null, "mode": null}\n'
    path.write_bytes(b"\xef\xbb\xbf" + good % b"first" + line + b"\r\n" + good % b"last")
    code, said = identify("--jsonl", str(path))
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["first", "last"]
    assert code == 1
    assert said.err.startswith(f"line 2: {told}")
    assert "secret" not in said.err


@pytest.mark.parametrize("option", ["--file", "--jsonl"])
def test_a_file_that_is_none_is_told(identify, tmp_path, option):
    for path, told in ((tmp_path / "none", "No such file"), (tmp_path, "Is a directory")):
        code, said = identify(option, str(path))
        assert (code, said.out) == (1, "")
        assert f"{path}: {told}" in said.err
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"They called me a dirty \xff Paki")
    code, said = identify("--file", str(bad))
    assert (code, said.err) == (1, f"{bad}: not UTF-8\n")


def test_places_in_a_file_count_its_line_ends(identify, tmp_path):
    text = "They shouted.\r\nGo back to your country,\r\ndirty gypsy."
    path = tmp_path / "crlf.txt"
    path.write_bytes(text.encode("utf-8-sig"))
    _code, said = identify("--file", str(path), "--mode", "narrative")
    spans = {(span["start"], span["end"]) for one in json.loads(said.out)["suggestions"] for span in one["spans"]}
    assert {text[start:end] for start, end in spans} == {"They shouted", "Go back to your country", "dirty gypsy"}


def test_what_would_steer_a_terminal_is_written_out(identify):
    _code, said = identify("They called me a dirty Paki \x1b[2K\rall good\u202e here", "--explain")
    assert "Paki \\x1b[2K all good\\u202e here" in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_in_and_out_go_utf_8_whatever_the_locale(tmp_path, locale):
    lines = '{"id": "\\ud800", "text": "Él me llamó «moro de mierda»"}\n'
    ran = subprocess.run(
        [sys.executable, "-m", "proximity.config.cli", "identify", "--jsonl"], input=lines.encode(), capture_output=True,
        check=True, cwd=tmp_path,
        env={"PATH": "/usr/bin", "HOME": str(tmp_path), "LC_ALL": locale, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )  # fmt: skip
    found = json.loads(ran.stdout.decode())
    assert (found["id"], found["lang"]) == ("\ud800", "es")
    assert found["suggestions"]


def test_it_needs_neither_data_nor_database(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "proximity.config.cli", "identify", "--jsonl"], input='{"id": 1, "text": "Go home, Paki"}\n',
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PATH": "/usr/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert json.loads(ran.stdout)["id"] == 1
    assert list(tmp_path.iterdir()) == []
