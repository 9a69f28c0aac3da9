"""The documents made from the code: complete, and compared when `make check` asks."""

import ast
from importlib import import_module

import pytest

from proximity.config.checks import generated
from proximity.config.checks.roles import PUBLIC, addresses
from proximity.config.checks.settings_table import settings_read
from proximity.config.checks.states import MACHINES, diagram
from proximity.config.checks.text import table
from tests.repository.conftest import PACKAGE, modules


def test_a_document_that_differs_is_named_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generated, "outdated", lambda: ["roles.md"])
    assert generated.main(["--check"]) == 1
    assert "out of date: docs/reference/roles.md" in capsys.readouterr().out
    monkeypatch.undo()
    assert len(generated.rewrite(tmp_path)) == len(generated.documents())
    (tmp_path / "states.md").write_text("something else")
    assert generated.outdated(tmp_path) == ["states.md"]
    assert generated.rewrite(tmp_path) == ["states.md"]
    assert generated.rewrite(tmp_path) == []


def test_nothing_is_said_where_all_is_up_to_date(monkeypatch, capsys):
    monkeypatch.setattr(generated, "rewrite", lambda: ["roles.md"])
    assert generated.main([]) == 0
    assert capsys.readouterr().out == "written: docs/reference/roles.md\n"
    assert generated.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def tables_of_transitions():
    """Return every table of transitions that the rules hold, by module and name."""
    found = {}
    for path in modules():
        for node in ast.parse(path.read_text()).body:
            targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
            for target in targets:
                if isinstance(target, ast.Name) and target.id.endswith("TRANSITIONS"):
                    module = ".".join(["proximity", *path.relative_to(PACKAGE).with_suffix("").parts])
                    found[f"{module}.{target.id}"] = getattr(import_module(module), target.id)
    return found


def test_every_table_of_transitions_is_drawn():
    drawn = [dict(machine.steps) for machine in MACHINES]
    found = tables_of_transitions()
    assert found
    assert [name for name, table in found.items() if dict(table) not in drawn] == []


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.title)
def test_every_state_can_be_reached(machine):
    steps = dict(machine.steps)
    reached, waiting = set(), list(machine.begins)
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += steps[state]
    assert reached == set(type(machine.begins[0]))
    assert diagram(machine).startswith("```mermaid\nstateDiagram-v2\n    [*] --> ")


def test_the_public_addresses_that_others_rely_on_are_there():
    found = {address.pattern for address in addresses(PUBLIC)}
    stable = {"/", "/<language>/", "/<language>/help/", "/<language>/privacy/", "/healthz", "/staff/"}
    stable |= {"/<language>/plan/<slug:city>/", "/<language>/plan/<slug:city>/<int:version>/"}
    assert stable - found == set()


def test_settings_tell_their_kind_default_and_purpose():
    by_name = {setting.name: setting for setting in settings_read()}
    assert by_name["TRUSTED_PROXIES"].default == "`0`"
    assert by_name["STAFF_SECRET_KEY"].default == "none: must be set"
    assert [name for name, setting in by_name.items() if not setting.words] == []


def test_a_bar_inside_a_cell_does_not_end_it():
    assert table(["a"], [["x|y"]]).splitlines()[-1] == "| x\\|y |"
