"""What the card of the text tool shows to type finds what a reader expects of it."""

import shlex
from pathlib import Path

import pytest

from proximity.assessment.identify.command import NONE_FOUND
from proximity.config import cli

CARD = Path(__file__).parents[1] / "docs/explanation/identify.md"
TYPED = [line.strip() for line in CARD.read_text(encoding="utf-8").splitlines() if line.startswith("    proximity ")]


@pytest.mark.parametrize("line", [line for line in TYPED if "--explain" in line])
def test_what_the_card_types_finds_something(line, capsys):
    assert cli.main(shlex.split(line)[1:]) == 0
    told = capsys.readouterr().out
    assert NONE_FOUND not in told
    assert "strong (3)" in told


def test_the_card_types_a_text_and_lines():
    assert [" ".join(shlex.split(line)[:3]) for line in TYPED] == [
        "proximity identify --explain", "proximity identify --jsonl"
    ]  # fmt: skip
