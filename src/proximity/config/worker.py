"""The job worker: a staff-side process that takes jobs from PostgreSQL until it is told to stop."""

import asyncio

from procrastinate.contrib.django import app


def work() -> None:
    """Take and run jobs, two at a time, until SIGINT or SIGTERM; a job in hand is finished first."""
    asyncio.run(_work())


async def _work() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(concurrency=2, delete_jobs="successful", shutdown_graceful_timeout=8)
