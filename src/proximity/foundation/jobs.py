"""Background work: jobs are rows in PostgreSQL, put there in the transaction of the act that asks for them.

A job takes identifiers only, loads what it needs behind the wall, and calls one operation. Job rows outlive their work,
so nothing a person wrote may stand in their arguments.
"""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app


class Job(Protocol):
    """A job as its caller sees it."""

    def defer(self, **ids: str) -> int:
        """Ask for the job, in the caller's transaction; return its number."""
        ...


def job(*, name: str, lock: str | None = None) -> Callable[[Callable[..., None]], Job]:
    """Make a function a job. It is tried again up to five times, later each time; `lock` lets only one run at a time."""

    def decorate(work: Callable[..., None]) -> Job:
        def run(**ids: str) -> None:
            with_fresh_connection(lambda: work(**{key: UUID(value) for key, value in ids.items()}))

        task: Job = app.task(run, name=name, lock=lock, retry=5)
        return task

    return decorate


def ask_for(name: str) -> None:
    """Ask for a job by its name, in the caller's transaction, where what it does stands above who asks."""
    app.configure_task(name, allow_unknown=False).defer()


def periodic(*, name: str, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function by the clock (cron, with seconds as a sixth field); a run that is still waiting is not doubled."""

    def decorate(work: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            with_fresh_connection(work)

        app.periodic(cron=cron)(app.task(run, name=name, queueing_lock=name))
        return work

    return decorate


def with_fresh_connection(work: Callable[[], None]) -> None:
    """Run work with a live connection, also after the database was away."""
    close_old_connections()
    try:
        work()
    finally:
        close_old_connections()
