"""The fixtures of cases, and the worker's turn at the index."""

import pytest

from proximity.accounts.actors import enter_as, machine_of
from proximity.cases.tests.conftest import alice, case, clara, eva, join, told
from proximity.search.operations.indexing import index_changes

__all__ = ["alice", "case", "clara", "eva", "join", "told"]


@pytest.fixture
def indexed(cast):
    """Return a function that lets the worker read what changed at an organisation, and gives the context back to somebody."""

    def work(back, office="madrid.police"):
        by = machine_of(cast.organisations[office])
        enter_as(by)
        read = 0
        while found := index_changes(by=by):
            read += found
        enter_as(back)
        return read

    return work
