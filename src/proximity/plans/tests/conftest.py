"""A plan to work on, and the figures it reads."""

import pytest

from proximity.insight.factories import historical_facts
from proximity.insight.operations import import_history, prepare_release, release_table
from proximity.plans.factories import make_plan


@pytest.fixture
def lars(cast, acting):
    """Return Lars at work."""
    return acting(cast.lars)


@pytest.fixture
def plan(lars):
    """Return a plan of Madrid that can be published."""
    return make_plan(lars)


@pytest.fixture
def release(cast, acting):
    """Return a function that fills Madrid's register, releases figures, and leaves Lars at work."""

    def release(count=300):
        import_history(historical_facts(city="madrid", count=count, seed=1), by=acting(cast.alice))
        lars = acting(cast.lars)
        return release_table(prepared_id=prepare_release(by=lars).pk, note="New numbers.", by=lars)

    return release
