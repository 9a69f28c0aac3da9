"""Groups: a signed, versioned list of cities, kept by the city that founded it."""

from dataclasses import dataclass
from uuid import UUID

from proximity.foundation.pure.json import JSONObject

UNDETERMINED = "und"
"""The language of a list of cities (ISO 639-2)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Who belongs to a group, and which instance may pass its objects on: none, or a hub that the group names."""

    name: str
    members: frozenset[UUID]
    hub: UUID | None = None

    def to_content(self) -> JSONObject:
        """Return it as the content of an object."""
        members: JSONObject = {"members": [str(member) for member in sorted(self.members)]}
        return {"name": self.name, "hub": str(self.hub) if self.hub else None} | members

    @classmethod
    def from_content(cls, content: JSONObject) -> "Group":
        """Return the group that the content of an object, checked against its schema, tells of."""
        members, hub = content["members"], content["hub"]
        found = frozenset(UUID(str(one)) for one in members) if isinstance(members, list) else frozenset()
        return cls(str(content["name"]), found, UUID(str(hub)) if hub else None)
