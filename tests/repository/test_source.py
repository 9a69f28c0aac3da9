"""What must not stand in the source: lazily rendered answers, inline code, traces of a machine."""

import ast
import re
import subprocess

import pytest

from tests.repository.conftest import ROOT, modules, templates, where

# Rendered or sent after the wall's transaction has ended: a page would be empty without anybody noticing.
LAZY = {"TemplateResponse", "SimpleTemplateResponse", "StreamingHttpResponse"}
# Sends a sealed file chunk by chunk, with a key that is open already; no row is read on the way.
STREAMS_BYTES = frozenset({"src/proximity/cases/views/packs.py", "src/proximity/evidence/views/files.py"})


def test_no_answer_is_rendered_outside_the_wall():
    found = [
        f"{where(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id in LAZY and where(path) not in STREAMS_BYTES
    ]
    assert found == []


@pytest.mark.parametrize("path", templates(), ids=where)
def test_no_template_holds_code_or_style_of_its_own(path):
    text = path.read_text()
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text) == []
    assert re.findall(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text) == []
    assert re.findall(r"""(?:src|srcset|poster|data)\s*=\s*["']https?:""", text) == []


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


TRACES = {
    "a folder of somebody's machine": r"(?<![\w.])/(?:root|home|Users|work)/[A-Za-z]",
    "a package registry": r"https?://[^\s\"')]*(?:py[p]i|pythonhoste[d]|npm[j]s|/simple\b|artifactory|nexus)",
    "an index other than the usual": r"--(?:extra-)?index-url|--find-links",
    "a key": r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}",
}


@pytest.mark.parametrize("what", TRACES)
def test_the_repository_holds_no_traces_of_a_machine(what):
    pattern = re.compile(TRACES[what])
    found = []
    for name in tracked():
        path = ROOT / name
        if name == where(ROOT / "tests/repository/test_source.py") or not path.is_file():
            continue
        text = path.read_bytes().decode(errors="ignore")
        found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []
