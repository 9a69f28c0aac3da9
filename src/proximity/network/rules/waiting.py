"""The waiting room: how many cards that nobody asked for may lie there, and how long. Pure.

Anybody may leave a card. Few may lie there from one network, some hundreds in all, and none for ever, so that a flood fills no
table; whom the operator expects is asked for her card by this instance itself, and needs no place.
"""

from datetime import timedelta

MOST, MOST_OF_ONE_NETWORK = 500, 5
KEPT = timedelta(days=30)
"""How long a card waits that nobody accepts."""
EXPECTED_FOR = timedelta(days=90)
NAMES = 4096
"""How many names all networks share, as where reports are counted: which it was, nobody can tell from the table."""


def name_of(pseudonym: bytes) -> str:
    """Return under which of the few names a network's pseudonym of a day counts; never empty."""
    return f"k{int.from_bytes(pseudonym[:4], 'big') % NAMES:03x}"


def plain_address(address: str) -> str:
    """Return an address as it is compared: without the stroke at its end."""
    return address.strip().rstrip("/")
