"""Facts and releases for the tests of pages and files."""

from dataclasses import replace

import pytest
from django.core.cache import cache

from proximity.foundation.testing import STAFF, as_role
from proximity.insight.factories import historical_facts
from proximity.insight.models import Release
from proximity.insight.operations import import_history, prepare_release, release_table
from proximity.insight.rules.facts import Source


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Begin each test with nothing kept in memory: the same city is another one in each."""
    cache.clear()


@pytest.fixture
def fill(cast, acting):
    """Return a function that fills Madrid's register."""

    def fill(count=1500):
        with as_role(STAFF):
            import_history(historical_facts(city="madrid", count=count, seed=1), by=acting(cast.alice))

    return fill


@pytest.fixture
def release(cast, acting):
    """Return a function that prepares and releases Madrid's figures."""

    def release() -> Release:
        with as_role(STAFF):
            lars = acting(cast.lars)
            made = release_table(prepared_id=prepare_release(by=lars).pk, note="Corrected.", by=lars)
        cache.clear()
        return made

    return release


@pytest.fixture
def released(cast, acting, release):
    """Return a function that keeps facts and releases what may be published of them."""

    def released(facts) -> Release:
        with as_role(STAFF):
            import_history([replace(told, source=Source.HISTORY) for told in facts], by=acting(cast.alice))
        return release()

    return released
