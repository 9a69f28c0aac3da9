"""Wrong codes are slowed without locking anybody out: a bucket of free tries per network, a short wait once it is empty.

Nothing here refuses: the caller looks a code up first and asks only after a wrong one, so the right code always opens. What is
remembered is a keyed hash of a network prefix, in this process's memory, under a random key that is thrown away each day.
"""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from threading import BoundedSemaphore, Lock

FREE_TRIES = 5
SECONDS_PER_TRY = 12.0
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 1.5
WAITING_AT_ONCE = 2
DAY_SECONDS = 86_400.0
NETWORKS_REMEMBERED = 20_000
_IPV4_PREFIX, _IPV6_PREFIX = 24, 48


def network_of(address: str) -> str:
    """Return the network that an address belongs to: its first 24 bits (IPv4) or 48 bits (IPv6); "" for none at all."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    prefix = _IPV4_PREFIX if plain.version == 4 else _IPV6_PREFIX
    return str(ip_network(f"{plain}/{prefix}", strict=False))


@dataclass(slots=True)
class WrongCodes:
    """How many wrong codes came lately, per network. One per process; safe to share between its threads."""

    _tries: dict[bytes, tuple[float, float]] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _key_since: float | None = None
    _lock: Lock = field(default_factory=Lock)
    _seats: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(WAITING_AT_ONCE))

    def wait_after_wrong(self, address: str, *, now: float) -> float:
        """Count one wrong code and return how many seconds its answer should wait: 0 while free tries are left.

        `now` is a monotonic clock in seconds. Each try comes back after `SECONDS_PER_TRY`.
        """
        with self._lock:
            self._forget(now)
            name = hmac.digest(self._key, network_of(address).encode(), "sha256")
            used, since = self._tries.get(name, (0.0, now))
            used = max(0.0, used - (now - since) / SECONDS_PER_TRY) + 1
            self._tries[name] = (used, now)
        over = used - FREE_TRIES
        return 0.0 if over <= 0 else min(LONGEST_WAIT, SHORTEST_WAIT * over)

    @contextmanager
    def seat(self) -> Iterator[bool]:
        """Take one of the few seats for waiting, and say whether there was one: nobody can make all threads wait."""
        taken = self._seats.acquire(blocking=False)
        try:
            yield taken
        finally:
            if taken:
                self._seats.release()

    def _forget(self, now: float) -> None:
        """Draw a new key each day, or when too many networks came, and with it forget every count."""
        if self._key_since is None:
            self._key_since = now
        if now - self._key_since > DAY_SECONDS or len(self._tries) >= NETWORKS_REMEMBERED:
            self._tries.clear()
            self._key, self._key_since = secrets.token_bytes(32), now
