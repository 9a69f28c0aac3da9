"""5,000 members that poll a running installation every five minutes: how much of a core that takes, and how long they wait.

    python -m benchmarks.polling [MEMBERS [SECONDS [hub]]]

Starts `proximity run` in a folder of its own, accepts so many members, each with keys of its own, and lets them poll over HTTP
at the rate of MEMBERS in 300 seconds. The rate is kept whatever the answers take (open loop), and a wait counts from the moment
at which a poll was due. Every poll is a connection of its own with a fresh signature (RFC 9421); one in ten has new objects
before it. First the objects alone are asked for, then all that a member's worker asks (card, objects, how far one was read).
Processor time is user and system of every process of the installation, PostgreSQL's among them, as the kernel counts it; who
polls and signs is another process and does not count. Ends with one line of JSON.
"""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tests.running import Demo, demo_folder, running_demo

from proximity.foundation.processes.table import command_line, descendants, read_processes
from proximity.network.requests import sign_request
from proximity.network.rules.signing import SigningKey

EVERY = 300
"""Seconds between two polls of a member, as the worker's clock has it."""
OBJECTS, BEHIND, ONE_IN = 60, 3, 10
"""Objects that the installation has; how many are new to one member in ten."""
WARM, IDLE = 10, 15
CARD, MEMBERS, YOURS = "/.well-known/proximity-exchange", "/exchange/members/", "/exchange/yours/"
TICKS = os.sysconf("SC_CLK_TCK")
MARKS = (("wsgi_public", "public"), ("wsgi_staff", "workspace"), ("work-jobs", "worker"), ("postgres", "postgresql"))


def spent(root: int) -> dict[str, float]:
    """Return the processor seconds of a process and all below it, by what they are; of those that ended, their parent's."""
    found: dict[str, float] = {}
    for pid in [root, *(row.pid for row in descendants({root}, read_processes()))]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            name = _name(pid)
            found[name] = found.get(name, 0.0) + sum(map(int, fields[11:15])) / TICKS
    return found


def _name(pid: int) -> str:
    line = " ".join(command_line(pid))
    return next((name for mark, name in MARKS if mark in line), "supervisor")


def since(before: dict[str, float], after: dict[str, float], seconds: float) -> dict[str, float]:
    """Return what each used of one core, as a share, and together."""
    used = {name: round((after[name] - before.get(name, 0.0)) / seconds, 4) for name in sorted(after)}
    return used | {"together": round(sum(used.values()), 4)}


@dataclass(slots=True)
class Polls:
    """Who polls, and what came of it."""

    site: str
    told: dict[str, Any]
    whole: bool
    waits: list[float] = field(default_factory=list)
    requests: int = 0
    objects: int = 0
    size: int = 0
    failed: list[str] = field(default_factory=list)
    most_behind: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def poll(self, number: int, due: float) -> None:
        """Let a member poll once, and note how long it took since it was due."""
        begun = time.perf_counter()
        name, secret = self.told["members"][number % len(self.told["members"])]
        member, key = UUID(name), SigningKey(bytes.fromhex(secret))
        places = self.told["places"]
        cursor = places[-1 - BEHIND] if number % ONE_IN == 0 else places[-1]
        paths = [f"/exchange/collections/{self.told['collection']}/objects/?next={cursor}"]
        if self.whole:
            about = [f"{CARD}?known={self.told['version']}"]
            if self.told["is_hub"]:
                about.append(f"{MEMBERS}?known={self.told['mark']}")
            paths = [*about, *paths, YOURS]
        came = size = 0
        for path in paths:
            try:
                body = self._ask(path, member, key)
                size += len(body)
                came += len(json.loads(body).get("objects", []))
            except (OSError, http.client.HTTPException, ValueError) as problem:
                with self.lock:
                    self.failed.append(f"{type(problem).__name__} {problem}"[:120])
        with self.lock:
            self.waits.append(time.perf_counter() - due)
            self.objects += came
            self.requests += len(paths)
            self.size += size
            self.most_behind = max(self.most_behind, begun - due)

    def _ask(self, path: str, member: UUID, key: SigningKey) -> bytes:
        headers = {"Accept": "application/taxii+json;version=2.1"}
        if not path.startswith(CARD):
            headers |= sign_request(self.site + path, key=key, instance=member, now=datetime.now(UTC))
        line = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=30)
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            body = answer.read()
        finally:
            line.close()
        if answer.status != 200:
            raise ValueError(f"{path.split('?', maxsplit=1)[0]} answered {answer.status}")
        return body


def at_rate(polls: Polls, *, rate: float, seconds: float, first: int) -> int:
    """Let polls begin at a rate for so long, and wait for the last; return the number of the next member."""
    count = round(rate * seconds)
    with ThreadPoolExecutor(max_workers=200) as pool:
        begun = time.perf_counter()
        for number in range(count):
            due = begun + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(polls.poll, first + number, due)
    return first + count


def measured(
    demo: Demo, told: dict[str, Any], *, whole: bool, seconds: float, first: int
) -> tuple[dict[str, Any], int]:
    """Measure one way to poll, after some seconds that do not count; return the figures and the number of the next member."""
    rate = len(told["members"]) / EVERY
    first = at_rate(Polls(demo.public, told, whole), rate=rate, seconds=WARM, first=first)
    polls = Polls(demo.public, told, whole)
    before, begun = spent(demo.process.pid), time.perf_counter()
    first = at_rate(polls, rate=rate, seconds=seconds, first=first)
    took = time.perf_counter() - begun
    share = since(before, spent(demo.process.pid), took)
    waits = sorted(polls.waits)
    assert len(waits) == round(rate * seconds)
    if polls.failed:
        raise SystemExit(f"{len(polls.failed)} requests failed, such as: {polls.failed[:3]}")
    figures = {
        "polls": len(waits), "requests": polls.requests, "seconds": round(took, 1),
        "polls_per_second": round(len(waits) / took, 2), "objects": polls.objects, "mb": round(polls.size / 1e6, 1),
        "core_share": share,
        "p50_ms": round(waits[len(waits) // 2] * 1000, 1), "p95_ms": round(waits[int(len(waits) * 0.95)] * 1000, 1),
        "most_ms": round(waits[-1] * 1000, 1), "began_late_ms": round(polls.most_behind * 1000, 1),
    }  # fmt: skip
    return figures, first


@contextlib.contextmanager
def installation(members: int, hub: str) -> Iterator[tuple[Demo, dict[str, Any]]]:
    """Run an installation with so many members, and say who they are."""
    with demo_folder() as folder, running_demo(folder / "data", command="run") as demo:
        file = folder / "members.json"
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "benchmarks.polling.inside", str(members), str(OBJECTS), str(file), hub],
            env=demo.environment(), check=True,
        )  # fmt: skip
        print(f"{members} members accepted in {time.perf_counter() - begun:.0f} s", flush=True)
        yield demo, json.loads(file.read_text())


def main(members: int = 5_000, seconds: float = 60, hub: str = "") -> None:
    with installation(members, hub) as (demo, told):
        before = spent(demo.process.pid)
        time.sleep(IDLE)
        idle = since(before, spent(demo.process.pid), IDLE)["together"]
        objects, first = measured(demo, told, whole=False, seconds=seconds, first=0)
        print(json.dumps(objects), flush=True)
        whole, _first = measured(demo, told, whole=True, seconds=seconds, first=first)
        print(json.dumps(whole), flush=True)
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"members": members, "idle_core_share": idle, "load": load, "objects": objects, "whole": whole}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:4])
