"""The daily summary: when it goes out, and what little it says. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from proximity.cases.rules.dues import Due, Urgency

HOUR = 7
TOO_LATE = 12
"""A summary that could not be sent by noon is not sent on that day: it would be no morning's."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much is due for somebody, and on which cases, by reference. There is room for nothing else."""

    overdue: int
    today: int
    references: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.overdue or self.today)


def is_time(now: datetime, time_zone: str) -> bool:
    """Say whether it is the city's morning: from seven until noon."""
    return HOUR <= now.astimezone(ZoneInfo(time_zone)).hour < TOO_LATE


def summary_of(dues: Iterable[Due], references: Mapping[UUID, str], *, now: datetime, today: date) -> Summary:
    """Return the summary of what is overdue or due today."""
    urgent = [(due.urgency(now, today), due.case) for due in dues]
    urgent = [(urgency, case) for urgency, case in urgent if urgency in {Urgency.OVERDUE, Urgency.TODAY}]
    return Summary(
        overdue=sum(urgency is Urgency.OVERDUE for urgency, _ in urgent),
        today=sum(urgency is Urgency.TODAY for urgency, _ in urgent),
        references=tuple(sorted({references[case] for _, case in urgent})),
    )
