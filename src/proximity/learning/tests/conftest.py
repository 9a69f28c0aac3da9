"""Enough people that counts may be shown: three more officers in Madrid and two in Bradford."""

import pytest

from proximity.accounts.factories import actor_from, add_membership, add_person
from proximity.accounts.rules import Role
from proximity.foundation.testing import as_role

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
