"""Asking other instances over HTTPS, and nobody else: no private address, no redirection, no answer larger than a page.

The name is looked up once, every address it has is looked at, and the connection is made to one of those that were looked at: a
name that answers differently the second time leads nowhere.
"""

import ipaddress
import json
import socket
import ssl
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
from django.conf import settings
from django.db import connection

from proximity.foundation.pure.json import JSONObject
from proximity.network.requests import sign_request
from proximity.network.rules.signing import SigningKey
from proximity.network.rules.taxii import MEDIA

MAX_ANSWER = 16 * 1024 * 1024
TIMEOUT = httpx2.Timeout(20.0, connect=8.0)


class NotReached(Exception):
    """The instance did not answer as it should. The message is a code, such as `private_address` or `status_401`."""


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs requests: this instance's request key."""

    key: SigningKey
    instance: UUID
    now: Callable[[], datetime]


def several_at_once[One, Found](ask: Callable[[One], Found], those: Sequence[One]) -> list[Found]:
    """Ask several instances at a time, each in a thread with its own connection to the database; return answers in their order.

    Most of such a round is waiting for others: a hub of thousands, asked one after another, would not be through in five minutes.
    """
    many = min(settings.EXCHANGE_ASK_AT_ONCE, len(those))
    if many <= 1:
        return [ask(one) for one in those]
    left, found = deque(enumerate(those)), dict[int, Found]()

    def take_turns() -> None:
        try:
            while left:
                try:
                    place, one = left.popleft()
                except IndexError:  # another thread took the last one
                    return
                found[place] = ask(one)
                connection.close_if_unusable_or_obsolete()
        finally:
            connection.close()

    with ThreadPoolExecutor(many, thread_name_prefix="network") as threads:
        for taken in [threads.submit(take_turns) for _ in range(many)]:
            taken.result()
    return [found[place] for place in range(len(those))]


def fetch(url: str, *, signer: Signer | None = None, body: bytes | None = None) -> JSONObject:
    """Return the JSON at an address. Raises `NotReached`.

    Where the other clock refuses a signature, it is made once more by the time that the answer tells.
    """
    status, answer, date = _ask(url, signer, timedelta(), body)
    if status == httpx2.codes.UNAUTHORIZED and signer is not None and date is not None:
        status, answer, date = _ask(url, signer, date - signer.now(), body)
    if status not in {httpx2.codes.OK, httpx2.codes.ACCEPTED}:
        raise NotReached(f"status_{status}")
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise NotReached("no_json") from None
    if not isinstance(found, dict):
        raise NotReached("no_json")
    return found


def _ask(url: str, signer: Signer | None, apart: timedelta, body: bytes | None) -> tuple[int, bytes, datetime | None]:
    parts = urlsplit(url)
    if parts.scheme != "https" and not settings.EXCHANGE_PRIVATE_ADDRESSES:
        raise NotReached("no_https")
    if not parts.hostname or parts.username or parts.scheme not in {"http", "https"}:
        raise NotReached("no_address")
    address = looked_at(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    headers = {"Accept": MEDIA if "/exchange/" in parts.path else "application/json", "Host": parts.netloc}
    if signer is not None:
        headers |= sign_request(url, key=signer.key, instance=signer.instance, now=signer.now() + apart)
    target = httpx2.URL(url).copy_with(host=address)
    try:
        with (
            httpx2.Client(verify=_trusted(), trust_env=False, follow_redirects=False, timeout=TIMEOUT) as client,
            client.stream(
                "GET" if body is None else "POST", target, headers=headers, content=body,
                extensions={"sni_hostname": parts.hostname},
            ) as response,
        ):  # fmt: skip
            return response.status_code, _limited(response), _date(response)
    except (httpx2.HTTPError, httpx2.InvalidURL):
        raise NotReached("no_answer") from None


@cache
def _trusted() -> ssl.SSLContext:
    """Return the authorities that are trusted, read once: reading them for each request cost more than the request."""
    return httpx2.create_ssl_context(trust_env=False)


def _limited(response: httpx2.Response) -> bytes:
    found = bytearray()
    for piece in response.iter_bytes():
        found += piece
        if len(found) > MAX_ANSWER:
            raise NotReached("too_large")
    return bytes(found)


def _date(response: httpx2.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers.get("Date", ""))
    except (TypeError, ValueError):
        return None


def looked_at(host: str, port: int) -> str:
    """Return the address to connect to. Raises `NotReached` where a name has none, or any that is not of the open Internet."""
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        found = _named(host, port)
    else:
        found = {str(literal)}
    if not settings.EXCHANGE_PRIVATE_ADDRESSES and not all(is_public(one) for one in found):
        raise NotReached("private_address")
    # IPv4 first: many offices have no way out by the other.
    return min(found, key=lambda one: (":" in one, one))


def _named(host: str, port: int) -> set[str]:
    try:
        return {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotReached("unknown_name") from None


def is_public(address: str) -> bool:
    """Say whether an address is of the open Internet, also where one kind stands inside the other."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast
