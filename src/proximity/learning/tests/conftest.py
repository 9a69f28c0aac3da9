"""Enough people that counts may be shown: three more officers in Madrid and two in Bradford; a story whose counts are shared."""

import pytest

from proximity.accounts.factories import actor_from, add_membership, add_person
from proximity.accounts.rules import Role
from proximity.foundation.testing import as_role
from proximity.learning.factories import make_scenario
from proximity.learning.operations.sharing import begin_sharing

MORE = (
    ("ana", "madrid.police"),
    ("eva", "madrid.police"),
    ("ivo", "madrid.police"),
    ("kim", "bradford.police"),
    ("pat", "bradford.police"),
)


@pytest.fixture
def more(cast):
    """Return them at work."""
    with as_role("owner"):
        people = [
            (add_person(email=f"{name}@example.org", name=name.title(), password=f"{name} has a long password"), office)
            for name, office in MORE
        ]
        return [
            actor_from(add_membership(person=person, organisation=cast.organisations[office], role=Role.OFFICER))
            for person, office in people
        ]


@pytest.fixture
def people(cast):
    """Return a function that adds people at work in an office of Madrid, by role."""
    made = iter(range(100))

    def add(number, office="madrid.police", role=Role.OFFICER):
        with as_role("owner"):
            found = [
                add_person(email=f"p{one}@example.org", name=f"P{one}", password=f"p{one} has a long password")
                for one in [next(made) for _ in range(number)]
            ]
            return [
                actor_from(add_membership(person=one, organisation=cast.organisations[office], role=role))
                for one in found
            ]

    return add


@pytest.fixture
def story(cast, acting):
    """Return a scenario of Madrid, whose counts Madrid shares."""
    begin_sharing(by=acting(cast.teo))
    return make_scenario(acting(cast.teo))
