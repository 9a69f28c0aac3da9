"""The table: what was measured, the target, whether it was met; printed as it comes, and kept in benchmarks/results.md."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from benchmarks.whole.generator import Run, name_of_generator

RESULTS = Path(__file__).resolve().parents[1] / "results.md"
MARK = "<!-- newest first -->"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in words, its target in words, and whether it was met; None where there is no target."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    @classmethod
    def rate(cls, what: str, run: Run, target: float = 0) -> Self:
        """Return how many a second."""
        figure = f"{run.per_second:.0f}/s (median {run.p50:.1f} ms, p95 {run.p95:.1f})"
        return cls(what, figure, f"≥ {target:.0f}/s" if target else "", run.per_second >= target if target else None)

    @classmethod
    def p95(cls, what: str, run: Run, target: float = 0) -> Self:
        """Return in which time 95 of 100 were answered."""
        figure = f"p95 {run.p95:.1f} ms (median {run.p50:.1f}; {run.requests} asked)"
        return cls(what, figure, f"p95 ≤ {target:.0f} ms" if target else "", run.p95 <= target if target else None)

    @classmethod
    def seconds(cls, what: str, spent: float) -> Self:
        """Return how long something took."""
        return cls(what, f"{spent:.2f} s")

    @classmethod
    def rows(cls, what: str, rows: float, spent: float, computed: float, target: float) -> Self:
        """Return how many rows a second, by the wall clock and by the processor's."""
        rate, own = rows / spent, rows / computed
        figure = f"{rate:,.0f} rows/s ({rows:,.0f} rows; {own:,.0f} by the processor's clock)"
        return cls(what, figure, f"≥ {target:,.0f} rows/s", rate >= target)


@dataclass(slots=True)
class Table:
    """All lines, those by number of cases apart, and the load that others put on the machine."""

    say: Callable[[str], None]
    lines: list[Line] = field(default_factory=list)
    growth: dict[int, list[Line]] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Take a line in."""
        self._say(line)
        self.lines.append(line)

    def grow(self, cases: int, line: Line) -> None:
        """Take in a line that holds for so many cases."""
        self._say(line, f"{cases:,} cases: ")
        self.growth.setdefault(cases, []).append(line)

    def memory(self, what: str, found: dict[str, float], target: float = 0) -> None:
        """Take in what memory processes take."""
        total = sum(found.values())
        parts = ", ".join(f"{name} {size:.0f}" for name, size in sorted(found.items(), key=lambda one: -one[1]))
        met = total <= target if target else None
        self.add(
            Line(f"memory (PSS): {what}", f"{total:.0f} MB ({parts})", f"≤ {target:.0f} MB" if target else "", met)
        )

    def _say(self, line: Line, before: str = "") -> None:
        self.loads.append(os.getloadavg()[0])
        verdict = {True: "  met", False: "  MISSED", None: ""}[line.met]
        self.say(f"{before}{line.what}: {line.figure}{'  ' if line.target else ''}{line.target}{verdict}")


def write(table: Table, *, seconds: float, command: str) -> None:
    """Put the table before the older ones, with the command that measured it."""
    old = RESULTS.read_text(encoding="utf-8")
    before, _mark, after = old.partition(MARK)
    RESULTS.write_text(f"{before}{MARK}\n\n{as_markdown(table, seconds, command)}{after}", encoding="utf-8")


def as_markdown(table: Table, seconds: float, command: str) -> str:
    """Return the table as it is kept."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    parts = [
        f"## {now}\n",
        _about(table, seconds, command),
        "| what | measured | target | |\n|---|---|---|---|",
        *(_row(line) for line in table.lines),
    ]
    if table.growth:
        sizes = sorted(table.growth)
        last = table.growth[sizes[-1]]
        parts += [_row(Line(f"{line.what}; {sizes[-1]:,} cases", line.figure, line.target, line.met)) for line in last]
        parts += [
            "\nAs cases become more:\n",
            f"| what | {' | '.join(f'{size:,}' for size in sizes)} |\n|---|{'---|' * len(sizes)}",
        ]
        for number, line in enumerate(last):
            cells = [table.growth[size][number].figure.partition(" (")[0] for size in sizes]
            parts.append(f"| {line.what.partition(' (')[0]} | {' | '.join(cells)} |")
    return "\n".join(parts) + "\n\n"


def _about(table: Table, seconds: float, command: str) -> str:
    from benchmarks.whole.ground import commit  # noqa: PLC0415  (needs git only here)

    return (
        f"`{command}` at {commit()}, {seconds:.0f} s; {machine()}; requests from {name_of_generator()} on the same cores;"
        f" load of the machine while it ran {min(table.loads):.1f} to {max(table.loads):.1f}.\n"
    )


def _row(line: Line) -> str:
    verdict = {True: "met", False: "**missed**", None: ""}[line.met]
    return f"| {line.what} | {line.figure} | {line.target} | {verdict} |"


def machine() -> str:
    """Return what the machine is."""
    rows = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {system}, Python {platform.python_version()}"
