"""Every action that the program writes to the log has words for the auditor, in every language of the interface."""

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from proximity.audit.operations import record_event
from proximity.audit.verify import VERIFIED
from proximity.cases.commands import DUE
from proximity.cases.operations.reading import READ
from proximity.cases.rules.retention import DisposalState, Subject
from proximity.cases.rules.states import ComplaintState
from proximity.evidence.rules import Act, State
from proximity.oversight.actions import ACTIONS
from proximity.reporting.rules.states import MessageKind
from tests.repository.conftest import modules

# What hands its first argument on to `record_event`.
WRITERS = {record_event.__name__, "_tell_log", "_note"}
# Where the code puts an action together from the states of a thing.
MADE = {
    *(f"case.complaint_{state}" for state in ComplaintState),
    *(f"disposal.{state}" for state in DisposalState),
    *(f"{subject}.{became}" for subject in Subject for became in ("disposed", "not_disposed")),
    *(f"file.{act}" for act in (Act.VIEWED, Act.ORIGINAL_OPENED)),
    *(f"file.{state}" for state in (State.CLEAN, State.SEALED_ONLY)),
    *(f"mailbox.{kind}" for kind in (MessageKind.MESSAGE, MessageKind.FACTS, MessageKind.TREATMENT)),
    *("sign_in.slowed", "erasure.granted", "erasure.refused", "restore_code.new", "restore_code.confirm", VERIFIED, DUE, READ),
}  # fmt: skip


def written() -> Iterator[str]:
    """Yield each action that stands as a word in the code."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in WRITERS and isinstance(node.args[0].value, str):
                    yield node.args[0].value


def test_every_action_has_words_and_no_words_are_left_over():
    found = set(written()) | MADE
    assert "report.submitted" in found
    assert {action for action in found if action not in ACTIONS} == set()
    assert {action for action in ACTIONS if action not in found} == set()


@pytest.mark.parametrize("language", ["es"])
def test_the_words_are_translated(language):
    with translation.override("en"):
        english = {action: str(words) for action, words in ACTIONS.items()}
    with translation.override(language):
        assert [action for action, words in ACTIONS.items() if str(words) == english[action]] == []
