"""A report that the police of Madrid read, and the case that Alice opened from it."""

import base64
from dataclasses import replace

import pytest

from proximity.accounts.operations import add_membership, add_person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Role
from proximity.assessment.rules import BiasAnswer
from proximity.assessment.suggesting import switch
from proximity.cases.factories import make_case
from proximity.cases.operations.assessing import answer_bias_question
from proximity.cases.tests.pointing import WHAT
from proximity.dossier import building
from proximity.dossier.drawing.draw import draw
from proximity.dossier.signing.sign import sign_pdf
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.models import Report


@pytest.fixture
def told(cast):
    """Return a function that sends a report to the police (and to others by key) and returns it."""

    def send(*others, barred=()):
        readers = [cast.organisations[key] for key in ("madrid.police", *others)]
        bodies = tuple(cast.organisations[key] for key in barred)
        with as_role(PUBLIC):
            sent, _ = send_report(*readers, city=cast.cities["madrid"], barred=bodies)
        forget_context()
        return sent.report

    return send


@pytest.fixture
def alice(cast, acting):
    """Return Alice, at work."""
    return acting(cast.alice)


@pytest.fixture
def case(told, cast, acting):
    """Return Alice's case, in her context."""
    report = told("madrid.ngo")
    alice = acting(cast.alice)
    return make_case(Report.objects.get(pk=report.pk), by=alice)


@pytest.fixture
def join(cast):
    """Return a function that lets one more person work at the police of Madrid, and returns her."""

    def add(name, role=Role.OFFICER):
        with as_role("owner"):
            person = add_person(email=f"{name}@example.org", name=name.title(), password=f"{name} has a long password")
            membership = add_membership(person=person, organisation=cast.organisations["madrid.police"], role=role)
        cast.people[name], cast.memberships[name] = person, membership
        return actor_from(membership)

    return add


@pytest.fixture
def clara(join):
    """Return a third officer."""
    return join("clara")


@pytest.fixture
def eva(join):
    """Return a second supervisor."""
    return join("eva", Role.SUPERVISOR)


@pytest.fixture
def drawn_here(request, monkeypatch):
    """Draw and sign in this process, but in a test that is about the processes: starting two takes seconds each time."""
    if request.node.get_closest_marker("processes"):
        return
    programs = {"drawing": draw, "signing": _sign_here}
    monkeypatch.setattr(building, "_run", lambda program, given: programs[program](given))


def _sign_here(given):
    pdf, key, *certificates = (base64.b64decode(one) for one in (given["pdf"], given["key"], *given["certificates"]))
    return sign_pdf(pdf, key=key, certificates=certificates, name=given["name"], place=given["place"])


@pytest.fixture
def on(cast, acting):
    """Switch suggestions on in Madrid."""
    switch(on=True, by=acting(cast.bob))


@pytest.fixture
def unread(cast, acting, on):
    """Return a case of Alice's whose bias question nobody has answered."""
    with as_role(PUBLIC):
        sent, _ = send_report(
            cast.organisations["madrid.police"], city=cast.cities["madrid"], answers=replace(TOLD, what=WHAT, why="")
        )
    forget_context()
    alice = acting(cast.alice)
    return make_case(sent.report, by=alice)


@pytest.fixture
def shown(unread, cast):
    """Return that case, its bias question answered."""
    answer_bias_question(case=unread, answer=BiasAnswer.NOT_KNOWN, reasons="Not yet.", seen=0, by=cast.alice)
    return unread
