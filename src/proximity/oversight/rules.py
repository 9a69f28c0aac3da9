"""What an auditor asks of the log, and how a table of it can be opened without harm. Pure."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which events are asked for; what is empty does not narrow. Days are those of the city's own clock, both included."""

    action: str = ""
    actor: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None

    def described(self) -> str:
        """Return the filter in one line for the log of looks into the log, as `action=report since=2026-01-01`."""
        given = ((one.name, getattr(self, one.name)) for one in fields(self))
        return " ".join(f"{name}={value}" for name, value in given if value)

    def interval(self, time_zone: str) -> tuple[datetime | None, datetime | None]:
        """Return the first and the last instant at which events count: there is no day after the last that can be typed."""
        zone = ZoneInfo(time_zone)
        first = datetime.combine(self.since, time.min, zone) if self.since else None
        last = datetime.combine(self.until, time.max, zone) if self.until else None
        return first, last


def spreadsheet_safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs: what looks like a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
