"""Which of two versions of one object is held. A total order, so that any order of arrival ends with the same one.

One author writes an object, so that versions never merge: the greatest wins. A tombstone beats content of whatever version, also
one that comes later: what was withdrawn stays withdrawn. A notice ends what those hold who may no longer read; at the same
version content beats it, because whoever is sent content may read it. Two contents of one version, which an honest author never
writes, are decided by their hash, everywhere in the same way.
"""

from typing import NamedTuple

from proximity.network.rules.envelope import Form


class Rank(NamedTuple):
    """Where a version stands among those of its object."""

    is_tombstone: bool
    version: int
    is_content: bool
    digest: bytes


def rank(form: Form, version: int, digest: bytes) -> Rank:
    """Return the rank of a version."""
    return Rank(form is Form.TOMBSTONE, version, form is Form.CONTENT, digest)
