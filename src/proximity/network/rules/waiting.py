"""The waiting room: how many cards that nobody asked for may lie there, and how long. Pure.

Anybody may leave a card. Few may lie there from one network, some hundreds in all, and none for ever, so that a flood fills no
table; whom the operator expects is asked for her card by this instance itself, and needs no place.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

MOST, MOST_OF_ONE_NETWORK = 500, 5
KEPT = timedelta(days=30)
"""How long a card waits that nobody accepts."""
EXPECTED_FOR = timedelta(days=90)
NAMES = 4096
"""How many names all networks share, as where reports are counted: which it was, nobody can tell from the table."""
_IPV4_PREFIX, _IPV6_PREFIX = 24, 48


def prefix_of(address: str) -> str:
    """Return the network that a card comes from: 24 bits (IPv4) or 48 bits (IPv6); what is no address is one network."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    prefix = _IPV4_PREFIX if plain.version == 4 else _IPV6_PREFIX
    return str(ip_network(f"{plain}/{prefix}", strict=False))


def name_of(pseudonym: bytes) -> str:
    """Return under which of the few names a network's pseudonym of a day counts; never empty."""
    return f"k{int.from_bytes(pseudonym[:4], 'big') % NAMES:03x}"


def plain_address(address: str) -> str:
    """Return an address as it is compared: without the stroke at its end."""
    return address.strip().rstrip("/")
