"""The job worker: a staff-side process that takes jobs from PostgreSQL until it is told to stop."""

import asyncio
import contextlib
import logging

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

MOST_ATTEMPTS = 6
"""A job that has ended its worker so often, by the memory it takes say, is not begun again."""
_LOOK_EVERY = 10.0
_SILENT_SECONDS = 30.0

log = logging.getLogger("proximity.worker")


def work() -> None:
    """Take and run jobs, two at a time, until SIGINT or SIGTERM; a job in hand is finished first."""
    asyncio.run(_work())


async def _work() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        looking = asyncio.create_task(_take_up_again_and_again(worker_app))
        try:
            await worker_app.run_worker_async(concurrency=2, delete_jobs="successful", shutdown_graceful_timeout=8)
        finally:
            looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await looking


async def _take_up_again_and_again(worker_app: App) -> None:
    while True:
        await take_up(worker_app, silent_seconds=_SILENT_SECONDS)
        await asyncio.sleep(_LOOK_EVERY)


async def take_up(worker_app: App, *, silent_seconds: float) -> tuple[int, int]:
    """Let jobs be done again that a worker had in hand when it was killed: one that was not heard of for so many seconds.

    Return how many wait again, and how many were given up because they have been begun `MOST_ATTEMPTS` times.
    """
    again = given_up = 0
    for job in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds):
        if job.attempts >= MOST_ATTEMPTS:
            await worker_app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            log.error("a job was given up: its worker ended each time", extra={"job": job.task_name})
            given_up += 1
        else:
            await worker_app.job_manager.retry_job(job)
            again += 1
    return again, given_up
