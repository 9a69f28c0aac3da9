"""A third city: two others must review a practice."""

import pytest

from proximity.accounts.factories import Kind, actor_from, add_city, add_membership, add_organisation, add_person
from proximity.accounts.rules import Role
from proximity.foundation.testing import as_role


@pytest.fixture
def riga(cast):
    """Return an officer of Rīga."""
    with as_role("owner"):
        city = add_city(slug="riga", name="Rīga", country="lv", time_zone="Europe/Riga", reference_prefix="RIG")
        police = add_organisation(city=city, kind=Kind.LOCAL_POLICE, name="Pašvaldības policija")
        person = add_person(email="liga@example.org", name="Liga", password="liga has a long password")
        return actor_from(add_membership(person=person, organisation=police, role=Role.OFFICER))
