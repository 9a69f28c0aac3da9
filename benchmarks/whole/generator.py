"""Who sends the requests: wrk, or, where there is none, threads of this process, which are slower and named as such."""

import http.client
import itertools
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

SCRIPT = Path(__file__).with_name("requests.lua")
OWN = "the benchmark's own generator (no wrk on this machine)"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: GET without a form, else POST."""

    path: str
    form: tuple[tuple[str, str], ...] = ()

    @property
    def method(self) -> str:
        return "POST" if self.form else "GET"

    @property
    def body(self) -> str:
        return urlencode(self.form)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of sending requests for a while: how many were answered, milliseconds, and how many failed."""

    clients: int
    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    most: float
    failed: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


def name_of_generator() -> str:
    """Return who sends the requests on this machine."""
    if shutil.which("wrk") is None:
        return OWN
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return " ".join((said.stdout or said.stderr).split()[:2])


def send(
    site: str, requests: Sequence[Request], *, clients: int, seconds: float, headers: dict[str, str], folder: Path
) -> Run:  # fmt: skip
    """Send requests in turn with so many clients for so long, each as from another network."""
    everything = headers | (
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": site} if requests[0].form else {}
    )
    if shutil.which("wrk") is None:
        return _send_ourselves(site, requests, clients, seconds, everything)
    path = folder / "requests.txt"
    lines = [f"H\t{name}\t{value}" for name, value in everything.items()]
    lines += [f"{one.method}\t{one.path}\t{one.body}" for one in requests]
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o600)
    argv = [
        "wrk",
        "-t1",
        f"-c{clients}",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "10s",
        "-s",
        str(SCRIPT),
        site,
        "--",
        str(path),
    ]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"wrk failed: {done.stdout}{done.stderr}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    found.pop("bytes")
    return Run(clients=clients, **found)


def _send_ourselves(
    site: str, requests: Sequence[Request], clients: int, seconds: float, headers: dict[str, str]
) -> Run:  # fmt: skip
    host = urlsplit(site).netloc
    turn, times, failed = itertools.count(), list[float](), list[int]()
    begun = time.perf_counter()

    def work() -> None:
        line = http.client.HTTPConnection(host, timeout=10)
        while time.perf_counter() - begun < seconds:
            number = next(turn)
            one = requests[number % len(requests)]
            network = {"X-Forwarded-For": f"198.{18 + number // 65536 % 2}.{number // 256 % 256}.{number % 256}"}
            start = time.perf_counter()
            try:
                line.request(one.method, one.path, one.body or None, headers | network)
                answer = line.getresponse()
                answer.read()
                if answer.status >= 400:
                    failed.append(answer.status)
            except (OSError, http.client.HTTPException):
                failed.append(0)
                line.close()
            times.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, ranked = time.perf_counter() - begun, sorted(times)
    p50, p95, p99 = (ranked[min(len(ranked) - 1, int(len(ranked) * share))] for share in (0.5, 0.95, 0.99))
    return Run(clients, len(ranked), spent, p50, p95, p99, ranked[-1], len(failed))
