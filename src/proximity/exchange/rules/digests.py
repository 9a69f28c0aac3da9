"""The weekly mail on questions and answers: when it goes out, and what little it says. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = 7


@dataclass(frozen=True, slots=True)
class Digest:
    """How much is new. There is room for nothing else."""

    questions: int
    answers: int

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.questions or self.answers)


def last_due(now: datetime, time_zone: str) -> datetime:
    """Return the last Monday at seven in a city, at or before a moment: what was told since then has had its mail."""
    here = now.astimezone(ZoneInfo(time_zone))
    monday = here.replace(hour=HOUR, minute=0, second=0, microsecond=0) - timedelta(days=here.weekday())
    return monday if monday <= here else monday - timedelta(days=7)
