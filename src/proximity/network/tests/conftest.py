"""Cities that tell each other something."""

import pytest

from proximity.foundation.testing import forget_context
from proximity.network.context import enter_everywhere
from proximity.network.models import Instance
from proximity.network.operations import publish
from proximity.network.operations.membership import SYSTEM, accept_instance, know_instance, this_instance
from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import NETWORK
from proximity.network.tests.elsewhere import Elsewhere
from proximity.network.tests.wire import Wire


@pytest.fixture(autouse=True)
def kinds(settings):
    settings.EXCHANGE_KINDS = "proximity.network.tests.kinds.SCHEMAS"
    settings.EXCHANGE_ASK_AT_ONCE = 1  # another thread's connection would not see what a test has written


@pytest.fixture
def practice(acting):
    """Return a function that publishes a practice as somebody and leaves her at work."""

    def make(actor, title="Open door", *, audience=NETWORK, marking=Marking.GREEN, kind=Kind.PRACTICE, language="es"):
        by = acting(actor)
        return publish(
            kind=kind, content={"title": title}, language=language, marking=marking, audience=audience, by=by
        )

    return make


@pytest.fixture
def here(cast):
    enter_everywhere()
    return this_instance(name="Two cities", by=SYSTEM)


@pytest.fixture
def riga(here):
    riga = Elsewhere(["lv"])
    know_instance(content=riga.card(), by=SYSTEM)
    accept_instance(instance_id=riga.id, by=SYSTEM)
    forget_context()
    return riga


@pytest.fixture
def site(request):
    """Return a function that steps to the public side, after which nothing is written on the other."""
    return lambda: request.getfixturevalue("public")


@pytest.fixture
def wire(here, riga, monkeypatch):
    riga.accept(here.card)
    enter_everywhere()
    Instance.objects.filter(pk=riga.id).update(address="https://riga.example")
    found = Wire(riga, here.pk)
    for reads in ("syncing", "recovering"):
        monkeypatch.setattr(f"proximity.network.operations.{reads}.fetch", found)
    return found
