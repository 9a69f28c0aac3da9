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


# What an organisation's own background work may do where nobody acts: read what it holds, write to the person, and let other
# cities read what its people share as it stands today.
OF_A_MACHINE = frozenset({
    Capability.READ_REPORTS, Capability.READ_FILES, Capability.ANSWER_REPORTS, Capability.PUBLISH_EXCHANGE,
})  # fmt: skip


class Machine(Actor):
    """An organisation's own background work. It has no person and no role: the log calls it `system`."""

    __slots__ = ()

    @property
    def label(self) -> str:
        """Return how the log names it."""
        return "system"

    def may(self, capability: Capability) -> bool:
        """Say whether background work may do something: what its jobs are for, and nothing else."""
        return capability in OF_A_MACHINE


def machine_of(organisation: Organisation) -> Machine:
    """Return an organisation's own background work as an actor; the caller enters the organisation's context."""
    return Machine(person_id=None, name="", role=Role.OFFICER, organisation=organisation)
