"""Sizes that keep the house readable, and the few places where the checks are told to look away."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.repository.conftest import modules, templates, where

MODULE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES = 400, 50, 40, 150
TEST_MODULE_LINES = 500
LOOKING_AWAY_PER_THOUSAND = 1.5


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def longer_than(limit: int, paths: Iterable[Path]) -> dict[str, int]:
    lengths = {where(path): len(path.read_text().splitlines()) for path in paths}
    return {name: lines for name, lines in lengths.items() if lines > limit}


def test_no_module_is_too_long():
    assert longer_than(MODULE_LINES, modules()) == {}


def test_no_module_of_tests_is_too_long():
    """Tests are sentences that do not lean on one another: a longer list of them is still read one by one."""
    assert longer_than(TEST_MODULE_LINES, modules(tests=True)) == {}


def test_no_function_is_too_long():
    found = [(where(path), one.name, lines_of(one)) for path in modules(tests=True) for one in functions(path)]
    assert [one for one in found if one[2] > FUNCTION_LINES] == []


def test_no_view_is_too_long():
    views = [path for path in modules() if path.stem == "views" or path.parent.name == "views"]
    assert views
    found = [(where(path), one.name, lines_of(one)) for path in views for one in functions(path)]
    assert [one for one in found if one[2] > VIEW_LINES] == []


def test_nine_functions_of_ten_are_short():
    lengths = sorted(lines_of(one) for path in modules() for one in functions(path))
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_no_template_is_too_long():
    assert longer_than(TEMPLATE_LINES, templates()) == {}


def looking_away(path: Path) -> Iterator[str]:
    """Yield each place where a check is switched off or a type is given up."""
    source = path.read_text()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and re.search(r"noqa|type: ignore", token.string):
            yield f"{where(path)}:{token.start[0]} {token.string}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and node.id == "Any":
            yield f"{where(path)}:{node.lineno} Any"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast":
            yield f"{where(path)}:{node.lineno} cast("


def test_the_checks_are_seldom_told_to_look_away():
    found = [place for path in modules() for place in looking_away(path)]
    lines = sum(len(path.read_text().splitlines()) for path in modules())
    assert len(found) / lines * 1000 <= LOOKING_AWAY_PER_THOUSAND, "\n".join(found)


def test_each_time_a_check_is_told_to_look_away_it_is_told_which_and_why():
    shape = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z-]+\]) .{4,}")
    found = [place for path in modules() for place in looking_away(path) if "#" in place]
    assert [place for place in found if not shape.search(place)] == []
