"""Jobs that a killed worker had in hand are done again, but not for ever. The database's part is tried in tests/faults."""

import asyncio
from dataclasses import dataclass, field

from procrastinate.jobs import Job, Status

from proximity.config.worker import MOST_ATTEMPTS, take_up


@dataclass
class Manager:
    """Stands in for procrastinate's, and notes what it was told."""

    stalled: list[Job]
    told: list[tuple[str, int]] = field(default_factory=list)
    asked: float = 0

    async def get_stalled_jobs(self, *, seconds_since_heartbeat: float) -> list[Job]:
        self.asked = seconds_since_heartbeat
        return self.stalled

    async def retry_job(self, job: Job) -> None:
        self.told.append(("again", job.id))

    async def finish_job(self, job: Job, status: Status, *, delete_job: bool) -> None:
        assert (status, delete_job) == (Status.FAILED, False)
        self.told.append(("given up", job.id))


@dataclass
class App:
    job_manager: Manager


def job(number: int, attempts: int) -> Job:
    return Job(
        id=number, queue="default", lock=None, queueing_lock=None, task_name="evidence.clean", attempts=attempts
    )  # fmt: skip


def test_what_a_silent_worker_had_in_hand_waits_again_and_what_ends_each_worker_does_not():
    manager = Manager([job(1, 1), job(2, MOST_ATTEMPTS), job(3, MOST_ATTEMPTS - 1)])
    assert asyncio.run(take_up(App(manager), silent_seconds=30)) == (2, 1)
    assert manager.told == [("again", 1), ("given up", 2), ("again", 3)]
    assert manager.asked == 30
