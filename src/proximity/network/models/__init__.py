"""Tables of the network: authors with their keys, objects, who sees them, in which order they go out."""

from proximity.network.models.authors import Author, AuthorKey
from proximity.network.models.objects import Outgoing, SharedObject, Sight

__all__ = ["Author", "AuthorKey", "Outgoing", "SharedObject", "Sight"]
