"""What is made for one city of the demo, by the keys of cities.toml."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from proximity.accounts.models import City, Membership, Organisation


@dataclass(slots=True)
class DemoCity:
    """A city of the demo with its organisations by key and its people by first name."""

    city: City
    language: str
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Membership] = field(default_factory=dict)

    def members(self, office: str) -> list[Membership]:
        """Return who works in an office."""
        organisation = self.organisations[office]
        return [member for member in self.people.values() if member.organisation_id == organisation.pk]


@contextmanager
def as_staff() -> Iterator[None]:
    """Work behind the wall, as the staff role, although the operator's connection is the owner's."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE proximity_staff")
        try:
            yield
        finally:
            # After an error the transaction is lost, and the role with it.
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
