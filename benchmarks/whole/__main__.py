"""`python -m benchmarks.whole [small|million]`: measure an installation against the targets; benchmarks/results.md keeps it.

`small` fills 200 cases, asks for a second each, and prints: it fails where something does not work, never for being slow.
`million` is for once, by hand: a million cases need about an hour to be made, and 25 GB of disk.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.whole.generator import Request
from benchmarks.whole.ground import Installation, Wrong, demo_memory, installation, shares
from benchmarks.whole.report import Line, Table, write

PER_SECOND = 260
"""Drafts that are made for each second of sending: more than any machine with two cores stores."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    steps: tuple[int, ...]
    seconds: float
    demo: bool


WHOLE = Size((1_000, 10_000, 100_000), 6, demo=True)
SMALL = Size((100, 200), 1, demo=False)
MILLION = Size((100_000, 1_000_000), 6, demo=False)
SIZES = {"small": SMALL, "million": MILLION}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure_public(one: Installation, size: Size, table: Table) -> None:
    """Measure the public form and the figures page."""
    site, first = one.demo.public, [Request("/en/report/")]
    one.check(site, first[0], holds="Are you safe right now?")
    table.add(
        Line.rate(
            "public form, its first page, 8 clients", one.measure(site, first, clients=8, seconds=size.seconds), 400
        )
    )
    table.add(
        Line.p95("public form, its first page, 1 client", one.measure(site, first, clients=1, seconds=size.seconds), 10)
    )
    (draft,) = one.inside("drafts", 1)
    seen = [Request("/en/report/", (("draft", draft), ("go", "stay")))]
    one.check(site, seen[0], holds="Check your answers")
    table.add(
        Line.p95(
            "public form, all answers on its last page, 1 client",
            one.measure(site, seen, clients=1, seconds=size.seconds),
        )
    )
    figures = [Request("/en/figures/madrid/")]
    one.check(site, figures[0], holds="Madrid")
    table.add(Line.rate("figures page, 8 clients", one.measure(site, figures, clients=8, seconds=size.seconds), 800))


def measure_sending(one: Installation, size: Size, table: Table) -> None:
    """Measure sending: the first press on Send while many arrive, which is counted and asked, and the second, which is stored.

    Every draft has a receipt of its own. Each report that was acknowledged must be there, whole, afterwards.
    """
    site, number = one.demo.public, round(PER_SECOND * (size.seconds + 1))
    first = [Request("/en/report/", (("draft", draft), ("go", "next"))) for draft in one.inside("drafts", number)]
    run = one.measure(site, first, clients=8, seconds=size.seconds)
    table.add(Line.rate("Send pressed while very many arrive: counted, one question shown, 8 clients", run))
    before = one.inside("stored")
    answered = [
        Request("/en/report/", (("draft", draft), ("go", "next"), ("answer", answer)))
        for draft, answer in one.inside("asked", number)
    ]
    run = one.measure(site, answered, clients=8, seconds=size.seconds)
    after = one.inside("stored")
    new = after["reports"] - before["reports"]
    # A few may have been stored whose answers came after the last second.
    if run.requests >= number or not run.requests <= new <= run.requests + run.clients:
        raise Wrong(f"{run.requests} sent of {number} drafts, {new} stored")
    if after["half"] or after["unanswered"] != before["unanswered"]:
        raise Wrong(f"{after['half']} reports are half there, or an answer was not understood")
    table.add(Line.rate("final submission: sealed, durable, in the log; 8 clients", run, 60))
    one_by_one = answered[run.requests + run.clients :][: number - run.requests - run.clients]
    if len(one_by_one) > 50 * size.seconds:
        table.add(
            Line.p95(
                "final submission, 1 client", one.measure(site, one_by_one, clients=1, seconds=min(2, size.seconds))
            )
        )


def measure_workspace(one: Installation, cases: int, size: Size, table: Table) -> None:
    """Measure the list, the page of a case, the search, figures and the log, with so many cases."""
    site, addresses = one.demo.staff, one.inside("pages")
    targets = {"list": 50, "case": 60}
    for name, paths in addresses.items():
        requests = [Request(path) for path in paths]
        for request in requests[:: max(1, len(requests) // 3)]:
            one.check(site, request, holds="<main")
        run = one.measure(site, requests, clients=1, seconds=size.seconds / 2)
        table.grow(cases, Line.p95(_NAMES.get(name, name), run, targets.get(name, 100)))
    counted = one.inside("release")
    table.grow(cases, Line.seconds(f"figures counted from all facts ({counted['facts']:,})", counted["seconds"]))
    verified = one.inside("verify")
    if verified["faulty"]:
        raise Wrong(f"{verified['faulty']} chains of the log are not whole")
    # By the processor's time, so that others at work on the machine do not count; the wall clock stands beside.
    table.grow(cases, Line.rows("log verified", verified["rows"], verified["seconds"], verified["computed"], 50_000))


_NAMES = {"list": "list of cases (open, all, deep, by ground)", "case": "page of a case"}


def fill(steps: Sequence[int], one: Installation) -> "subprocess.Popen[str]":
    """Begin to fill the installation; the process waits after each step."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.seeding", *map(str, steps)], env=one.demo.environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def measure(size: Size, table: Table) -> None:
    """Measure everything."""
    with installation() as one:
        seeder = fill(size.steps, one)
        assert seeder.stdout
        assert seeder.stdin
        try:
            for number, step in enumerate(size.steps):
                if number:
                    seeder.stdin.write("\n")
                    seeder.stdin.flush()
                said = seeder.stdout.readline().strip()
                if not said:
                    raise Wrong("the seeder ended")
                say(said)
                measure_workspace(one, step, size, table)
        finally:
            seeder.stdin.close()
            seeder.terminate()
            seeder.wait(60)
        measure_public(one, size, table)
        measure_sending(one, size, table)
        table.memory(f"this installation with {size.steps[-1]:,} cases, after the load", shares(one.demo.process.pid))
        if not (one.inside("verify")["faulty"] == 0):
            raise Wrong("after sending, the log is not whole")
    if size.demo:
        table.memory("the whole demo, eight cities", demo_memory("all"), 800)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and keep the table unless it is the small one."""
    size, begun = SIZES[arguments[0]] if arguments else WHOLE, time.monotonic()
    table = Table(say)
    measure(size, table)
    say(f"took {time.monotonic() - begun:.0f} s")
    if size is not SMALL:
        write(
            table,
            seconds=time.monotonic() - begun,
            command="make bench" if size is WHOLE else f"python -m benchmarks.whole {arguments[0]}",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
