"""Who acts: the value that every operation takes as `by=`."""

from dataclasses import dataclass
from uuid import UUID

from proximity.accounts.models import Organisation
from proximity.accounts.rules import Capability, Role, may
from proximity.audit.operations import Origin
from proximity.foundation.wall import SYSTEM, enter_staff


class NotAllowed(PermissionError):
    """The role does not bring the capability. Says nothing about any object."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work in one organisation, as chosen at sign-in; or the operator at the command line."""

    person_id: UUID | None
    name: str
    role: Role
    organisation: Organisation

    @property
    def city_id(self) -> UUID:
        """Return the city whose wall surrounds all she sees."""
        return self.organisation.city_id

    @property
    def origin(self) -> Origin:
        """Return how the audit log names her."""
        return Origin(actor=self.label, city=self.city_id, organisation=self.organisation.pk)

    @property
    def label(self) -> str:
        """Return the identifier that the log keeps: never the name alone."""
        return f"person:{self.person_id}" if self.person_id else "operator"

    def may(self, capability: Capability) -> bool:
        """Say whether her role brings a capability."""
        return may(self.role, capability)

    def check_may(self, capability: Capability) -> None:
        """Raise `NotAllowed` unless her role brings a capability."""
        if not self.may(capability):
            raise NotAllowed(capability.value)


def enter_as(by: Actor) -> None:
    """Set the wall's context of this transaction to an actor; the operator, who is nobody inside, enters as background work."""
    enter_staff(city=by.city_id, organisation=by.organisation.pk, person=by.person_id or SYSTEM)
