"""Counts and times for a city's monitoring: addresses as their patterns, statuses, seconds; nothing about anybody.

What is asked for stays out: no path with a reference in it, no query, no browser, no network. Each web process counts for itself.
"""

import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

type GetResponse = Callable[[HttpRequest], HttpResponse]

REGISTRY = CollectorRegistry()
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REQUESTS = Counter("proximity_requests", "Requests answered.", ["side", "route", "method", "status"], registry=REGISTRY)
TIMES = Histogram(
    "proximity_request_seconds", "Seconds until an answer.", ["side", "route"], registry=REGISTRY, buckets=SECONDS
)


def counted(get_response: GetResponse) -> GetResponse:
    """Count each request under the pattern of its address, with its status and how long it took."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(settings.SIDE, route, method, str(response.status_code)).inc()
        TIMES.labels(settings.SIDE, route).observe(time.perf_counter() - begun)
        return response

    return middleware


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who shows the token of METRICS_TOKEN, in the text format of Prometheus; for everybody else there is no such page."""
    shown = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(
        shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()
    ):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), "text/plain; version=0.0.4; charset=utf-8")


class StaffState(Collector):
    """What the workspace's process can say of the whole: jobs that wait, whether the worker lives, room on the disk."""

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges as they are now; nothing on the public side, which may not ask."""
        if settings.SIDE != "staff":
            return
        waiting, oldest = jobs_waiting()
        yield GaugeMetricFamily("proximity_jobs_waiting", "Jobs that could begin now.", waiting)
        yield GaugeMetricFamily("proximity_jobs_oldest_seconds", "Seconds that the oldest of them has waited.", oldest)
        yield GaugeMetricFamily(
            "proximity_worker_seconds", "Seconds since the job worker was heard of.", worker_silence()
        )
        yield GaugeMetricFamily(
            "proximity_disk_free_bytes", "Room where the data lies.", disk_free(settings.PROXIMITY_DATA)
        )


REGISTRY.register(StaffState())


def jobs_waiting() -> tuple[int, float]:
    """Return how many jobs could begin now, and for how many seconds the oldest of them has waited (0 where none does)."""
    with connection.cursor() as cursor:
        # What a job waits from is its time, or when it was asked for.
        cursor.execute("""
            SELECT count(*), coalesce(extract(epoch FROM max(now() - coalesce(job.scheduled_at, asked.at))), 0)
            FROM procrastinate_jobs job LEFT JOIN LATERAL (
                SELECT min(event.at) AS at FROM procrastinate_events event WHERE event.job_id = job.id
            ) asked ON true
            WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()
        """)
        count, seconds = cursor.fetchone()
    return int(count), max(float(seconds), 0.0)


def worker_silence() -> float:
    """Return the seconds since a job worker was last heard of; infinite where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        (seconds,) = cursor.fetchone()
    return float("inf") if seconds is None else max(float(seconds), 0.0)


def disk_free(folder: Path) -> int:
    """Return the bytes that are free where a folder lies."""
    return shutil.disk_usage(folder).free
