"""What an auditor asks of the log, and how a table of it can be opened without harm. Pure."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

HIDDEN = "..."
_ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)?")
# Days, references such as MAD-2026-000123, identifiers, and who acted: `person:` and an identifier.
_CODE = re.compile(r"\d{4}-\d\d-\d\d|[A-Z]{1,4}-[0-9A-Z-]{4,20}|([a-z]+:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which events are asked for; what is empty does not narrow. Days are those of the city's own clock, both included."""

    action: str = ""
    actor: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None

    def described(self) -> str:
        """Return the filter in one line for the log of looks into the log, as `action=report since=2026-01-01`.

        What was typed and is no code, reference or identifier (a name, say) shows as three dots: the log holds no content.
        """
        given = ((one.name, str(getattr(self, one.name) or "")) for one in fields(self))
        return " ".join(f"{name}={value if _is_code(name, value) else HIDDEN}" for name, value in given if value)

    def interval(self, time_zone: str) -> tuple[datetime | None, datetime | None]:
        """Return the first and the last instant at which events count: there is no day after the last that can be typed."""
        zone = ZoneInfo(time_zone)
        first = datetime.combine(self.since, time.min, zone) if self.since else None
        last = datetime.combine(self.until, time.max, zone) if self.until else None
        return first, last


def _is_code(name: str, value: str) -> bool:
    return (_ACTION if name == "action" else _CODE).fullmatch(value) is not None


def spreadsheet_safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs: what looks like a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
