"""Visits as a calendar file (RFC 5545), which every calendar program takes in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

LINE = 73
"""Octets of a line before it is folded: 75 with the sign that begins the next."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: whole days, since a visit's hours are agreed between those who go."""

    id: UUID
    title: str
    text: str
    place: str
    starts_on: date
    ends_on: date
    changed_at: datetime
    revision: int
    address: str = ""


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """Return a calendar file with the events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Proximity//Exchange//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines.extend(_event(event))
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in folded(line))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@proximity"
    yield f"DTSTAMP:{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.revision}"
    yield f"DTSTART;VALUE=DATE:{event.starts_on:%Y%m%d}"
    # The end of a whole day is the day after it.
    yield f"DTEND;VALUE=DATE:{event.ends_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{_escaped(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    if event.address:
        yield f"URL:{event.address}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return "".join(sign for sign in text.translate(_ESCAPED) if sign.isprintable())


def folded(line: str) -> Iterator[bytes]:
    """Yield a line in pieces that each fit, never cutting a sign in two."""
    piece, lead = b"", b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE:
            yield lead + piece
            piece, lead = b"", b" "
        piece += octets
    yield lead + piece
