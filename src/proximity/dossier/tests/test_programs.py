"""The two programs without starting them: what comes in on standard input, what goes out, and what they take from themselves."""

import base64
import io
import json
import sys
from types import SimpleNamespace

import pytest

from proximity.dossier.drawing import __main__ as drawing
from proximity.dossier.sheet.document import document_of
from proximity.dossier.signing import __main__ as signing
from proximity.dossier.signing.certificates import self_signed
from proximity.dossier.tests.packs import NOW
from proximity.dossier.tests.sample import sample


@pytest.fixture
def run(monkeypatch):
    def main(program, given):
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(given)))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        assert program.main() == 0
        return out.getvalue()

    return main


def text(content):
    return base64.b64encode(content).decode()


def test_a_document_is_drawn_and_signed(run):
    identity = self_signed(organisation="Police", city="Madrid", country="ES", now=NOW)

    pdf = run(drawing, document_of(sample(), {}, evidence=b"{}", fingerprint=""))
    signed = run(signing, {
        "pdf": text(pdf), "key": text(identity.key), "certificates": [text(identity.certificates[0])],
        "name": "Police", "place": "",
    })  # fmt: skip

    assert signed.startswith(pdf)
    assert b"ETSI.CAdES.detached" in signed[len(pdf) :]
