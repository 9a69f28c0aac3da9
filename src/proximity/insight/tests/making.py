"""Facts and tables of counts for tests."""

from proximity.insight.rules.counting import Counts, Level
from proximity.insight.rules.facts import Bias, Channel, Fact, Quarter, Source, Stage

YEARS = range(2019, 2027)


def fact(**changes) -> Fact:
    """Return an ordinary fact, changed as told."""
    usual = {
        "city": "madrid", "source": Source.POLICE, "channel": Channel.DESK, "grounds": ("REL.MUS",),
        "incident_type": "insult", "stage": Stage.RECORDED, "bias": Bias.YES, "happened": Quarter(2024, 2),
    }  # fmt: skip
    return Fact(**(usual | changes))


def counts(rows, totals, *, channels=()) -> Counts:
    """Return a table of true counts: rows by ground, totals by column."""
    columns = tuple(str(2019 + index) for index in range(len(totals)))
    named = tuple((f"G{index}", tuple(row)) for index, row in enumerate(rows))
    return Counts(Level.COARSE_YEAR, YEARS, columns, named, tuple(totals), sum(totals), tuple(channels))
