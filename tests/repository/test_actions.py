"""Every action that the program writes to the log has words for the auditor, in every language of the interface."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.utils import translation

from proximity.audit.operations import record_event
from proximity.audit.verify import VERIFIED
from proximity.cases import commands as keeping
from proximity.cases.operations import evidence, needs, reading, receiving, rights
from proximity.cases.rules.links import LinkKind
from proximity.cases.rules.proceedings import ENTERED
from proximity.cases.rules.qualifications import QualificationStatus
from proximity.cases.rules.retention import DisposalState, Subject
from proximity.cases.rules.states import ComplaintState
from proximity.cases.rules.support import ANSWERS
from proximity.directory.models import Note
from proximity.evidence.rules.clocks import Kept, Standing
from proximity.evidence.rules.custody import EVENTS
from proximity.oversight.actions import ACTIONS
from proximity.reporting.rules.states import MessageKind
from tests.repository.conftest import PACKAGE, modules

# Where the code puts an action together: by module and by what stands there, what it can become. A name that is nowhere written
# as a word fails until it stands here.
MADE: Mapping[tuple[str, str], set[str]] = {
    ("accounts/trail.py", "action"): {"sign_in.failed", "sign_in.slowed"},
    ("audit/commands.py", "VERIFIED"): {VERIFIED},
    ("oversight/operations.py", "VERIFIED"): {VERIFIED},
    ("cases/commands.py", "DUE"): {keeping.DUE},
    ("cases/operations/disposing.py", "f'disposal.{wanted}'"): {f"disposal.{state}" for state in DisposalState},
    ("cases/operations/disposing.py", "f\"{entry.subject}.{('disposed' if outcome is Outcome.DISPOSED else 'not_disposed')}\""): {
        f"{subject}.{became}" for subject in Subject for became in ("disposed", "not_disposed")
    },
    ("cases/operations/evidence.py", "ADDED"): {evidence.ADDED},
    ("cases/operations/handling.py", "f'case.complaint_{state}'"): {f"case.complaint_{state}" for state in ComplaintState},
    ("cases/operations/linking.py", "f'case.linked_{kind}'"): {f"case.linked_{kind}" for kind in LinkKind},
    ("cases/operations/linking.py", "f'case.unlinked_{link.kind}'"): {f"case.unlinked_{kind}" for kind in LinkKind},
    ("cases/operations/needs.py", "READ"): {needs.READ},
    ("cases/operations/proceedings.py", "f'proceedings.{kind}'"): {f"proceedings.{kind}" for kind in ENTERED},
    ("cases/operations/qualifying.py", "f'case.qualification_{status}'"): {
        f"case.qualification_{status}" for status in QualificationStatus
    },
    ("cases/operations/reading.py", "READ"): {reading.READ},
    ("cases/operations/receiving.py", "READ"): {receiving.READ},
    ("cases/operations/rights.py", "action"): set(rights.ACTIONS.values()),
    ("cases/operations/support.py", "f'support.request_{state}'"): {f"support.request_{state}" for state in ANSWERS},
    ("cases/operations/telling.py", "action"): {"proceedings.told", "proceedings.not_told"},
    ("config/commands.py", "f'restore_code.{options.what}'"): {"restore_code.new", "restore_code.confirm"},
    ("directory/operations/keeping.py", "f'directory.{what.value}'"): {f"directory.{what}" for what in Note},
    ("evidence/operations/custody.py", "EVENTS[act]"): set(EVENTS.values()),
    ("evidence/operations/preserving.py", "f'preservation.asked_{asked.what}'"): {
        f"preservation.asked_{what}" for what in Kept
    },
    ("evidence/operations/preserving.py", "f'preservation.{standing}'"): {
        f"preservation.{standing}" for standing in Standing if standing is not Standing.ASKED
    },
    ("insight/operations/record.py", "action"): {"fact.recorded", "fact.replaced"},
    ("reporting/operations/mailbox.py", "f'mailbox.{kind.value}'"): {
        f"mailbox.{kind}" for kind in (MessageKind.MESSAGE, MessageKind.FACTS, MessageKind.TREATMENT)
    },
    ("reporting/operations/sharing.py", "'erasure.granted' if granted else 'erasure.refused'"): {
        "erasure.granted", "erasure.refused",
    },
}  # fmt: skip


def written() -> Iterator[tuple[str, ast.expr]]:
    """Yield what each call that writes to the log names as the action, with the module where it stands."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules()}
    # A public one may be called from another module.
    public = {name for tree in trees.values() for name in _hand_on(tree) if not name.startswith("_")}
    for path, tree in trees.items():
        handed_on = _hand_on(tree)
        writers = {record_event.__name__, *handed_on, *public}
        inside = {id(node) for one in handed_on.values() for node in ast.walk(one)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) not in inside and _name(node) in writers and node.args:
                yield _where(path), node.args[0]


def _hand_on(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """Return the functions of a module that are told the action first and hand it on to `record_event`."""
    return {
        one.name: one
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and one.args.args and one.args.args[0].arg == "action"
        and any(isinstance(node, ast.Call) and _name(node) == record_event.__name__ for node in ast.walk(one))
    }  # fmt: skip


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _where(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_every_action_has_words_and_no_words_are_left_over():
    found, made = set(), set()
    for module, action in written():
        if isinstance(action, ast.Constant):
            found.add(action.value)
        else:
            made.add((module, ast.unparse(action)))
    assert "report.submitted" in found
    assert made == set(MADE)
    found |= set().union(*MADE.values())
    assert {action for action in found if action not in ACTIONS} == set()
    assert {action for action in ACTIONS if action not in found} == set()


@pytest.mark.parametrize("language", ["es"])
def test_the_words_are_translated(language):
    with translation.override("en"):
        english = {action: str(words) for action, words in ACTIONS.items()}
    with translation.override(language):
        assert [action for action, words in ACTIONS.items() if str(words) == english[action]] == []
