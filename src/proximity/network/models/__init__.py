"""Tables of the network: authors with their keys, objects, who sees them, in which order they go out, other instances."""

from proximity.network.models.authors import Author, AuthorKey
from proximity.network.models.instances import Expected, Instance, InstanceKey, Nonce, Refusal, State
from proximity.network.models.objects import Outgoing, SharedObject, Sight

__all__ = [
    "Author",
    "AuthorKey",
    "Expected",
    "Instance",
    "InstanceKey",
    "Nonce",
    "Outgoing",
    "Refusal",
    "SharedObject",
    "Sight",
    "State",
]
