"""Where a request comes from, told coarsely: enough to slow somebody down, too little to find her."""

import hashlib
import hmac
from datetime import date
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

UNKNOWN = "unknown"


def client_network(request: HttpRequest) -> str:
    """Return the client's IPv4 address, or the /64 network of an IPv6 one, or `unknown`.

    Behind proxies (`TRUSTED_PROXIES` of them) the address is the one that the outermost of them saw: the header's entries
    further left are whatever the client wrote.
    """
    try:
        address = ip_address(_address(request))
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False).network_address)
    return str(address)


def _address(request: HttpRequest) -> str:
    count: int = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if count and len(seen) >= count:
        return seen[-count]
    return str(request.META.get("REMOTE_ADDR", ""))


def pseudonym(value: str, *, day: date | None = None) -> bytes:
    """Return 16 bytes that stand for `value` during one day, under this process's secret: the same value, the same bytes."""
    on = day or timezone.now().date()
    key = f"proximity/pseudonym/{on.isoformat()}/{settings.SECRET_KEY}".encode()
    return hmac.new(key, value.encode(), hashlib.sha256).digest()[:16]
