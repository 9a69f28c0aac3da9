"""The filter in one line, and cells that no spreadsheet runs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.oversight.rules import LogFilter, spreadsheet_safe


def test_an_empty_filter_says_nothing_and_bounds_nothing():
    assert LogFilter().described() == ""
    assert LogFilter().interval("Europe/Madrid") == (None, None)


def test_the_last_day_that_can_be_typed_bounds_too():
    first, last = LogFilter(since=date.min, until=date.max).interval("Europe/Madrid")
    assert (first.date(), last.date()) == (date.min, date.max)


def test_a_filter_says_what_it_narrows_by():
    wanted = LogFilter(action="report", until=date(2026, 1, 2))
    assert wanted.described() == "action=report until=2026-01-02"
    assert LogFilter(target="MAD-2026-000123").described() == "target=MAD-2026-000123"
    assert LogFilter(target="ahmed", action="Zqx").described() == "action=... target=..."


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_looks_like_a_formula_is_text(cell):
    assert spreadsheet_safe(cell) == f"'{cell}"


@given(st.text())
def test_no_cell_begins_like_a_formula_and_nothing_is_lost(cell):
    safe = spreadsheet_safe(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe.endswith(cell)
