"""A sealed record that the police of Madrid hold the key of, without any report or case around it."""

import pytest

from proximity.accounts.records import new_record
from proximity.foundation.pure.ids import new_id


@pytest.fixture
def alice(cast, acting):
    """Return Alice, at work."""
    return acting(cast.alice)


@pytest.fixture
def record(cast, alice):
    """Return the id of a record of hers."""
    identifier = new_id()
    new_record(identifier, city_id=alice.city_id, readers=[alice.organisation])
    return identifier
