"""Cities that tell each other something."""

import pytest

from proximity.network.operations import publish
from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import NETWORK


@pytest.fixture(autouse=True)
def kinds(settings):
    settings.EXCHANGE_KINDS = "proximity.network.tests.kinds.SCHEMAS"


@pytest.fixture
def practice(acting):
    """Return a function that publishes a practice as somebody and leaves her at work."""

    def make(actor, title="Open door", *, audience=NETWORK, marking=Marking.GREEN, kind=Kind.PRACTICE, language="es"):
        by = acting(actor)
        return publish(
            kind=kind, content={"title": title}, language=language, marking=marking, audience=audience, by=by
        )

    return make
