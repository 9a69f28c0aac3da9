"""How fast the database comes and goes: run `python benchmarks/database.py`. Starts PostgreSQL in a temporary folder.

Prints the medians, in seconds, until a client is signed in: first start (cluster made), later starts, stops, and the
start after a kill with some 60 MB of log to replay. What they mean stands in docs/decisions/0002-database-launcher.md.
"""

import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from proximity.foundation.database import server
from proximity.foundation.database.launcher import Cluster, start_cluster
from proximity.foundation.database.paths import Paths

ROUNDS = 5


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    """Run something and return its seconds and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def start(paths: Paths) -> Cluster:
    """Start the database and sign in once."""
    cluster = start_cluster(paths)
    psycopg.connect(cluster.urls.owner).close()
    return cluster


def kill_after_writing(cluster: Cluster) -> None:
    """Write 200,000 rows and kill the server before they are all in their place."""
    with psycopg.connect(cluster.urls.owner) as connection:
        connection.execute("CREATE TABLE rows AS SELECT n, repeat('x', 200) FROM generate_series(1, 200000) AS n")
    pid = server.server_pid(cluster.place)
    if pid is None or cluster.running is None:
        raise SystemExit("the server has gone")
    os.kill(pid, signal.SIGKILL)
    cluster.running.bury(lambda: False)
    cluster.stop()


def measure(paths: Paths, seconds: dict[str, list[float]]) -> None:
    """Take one round of times."""
    for name in ("first start", "later start", "later start"):
        spent, cluster = timed(lambda: start(paths))
        seconds[name].append(spent)
        spent, _ = timed(cluster.stop)
        seconds["stop"].append(spent)
    kill_after_writing(start(paths))
    spent, cluster = timed(lambda: start(paths))
    seconds["start after a kill"].append(spent)
    cluster.stop()


def main() -> None:
    """Measure and print."""
    seconds: dict[str, list[float]] = {"first start": [], "later start": [], "stop": [], "start after a kill": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="proximity-bench-") as folder:
            Path(folder).chmod(0o711)
            measure(Paths.of(Path(folder) / "data"), seconds)
    for name, spent in seconds.items():
        print(f"{name:20} {statistics.median(spent):6.2f} s  (from {min(spent):.2f} to {max(spent):.2f})")


if __name__ == "__main__":
    main()
