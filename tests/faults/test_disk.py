"""A full disk: a report is acknowledged and whole, or refused with all that was typed; afterwards all goes on by itself."""

import contextlib
import time
from http.client import HTTPException

import psycopg
import pytest
import pytest_socket

from tests.attack.dana import NGO, Walk
from tests.attack.ground import Ground
from tests.driver import Driver
from tests.faults.disk import may_mount, small_disk
from tests.faults.ground import Victim, victim

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("faults"), pytest.mark.enable_socket]
MOST_REPORTS = 120
"""After so many at the latest a table must have needed more room."""


@pytest.fixture(scope="module")
def full():
    """Return an installation on a small disk, and the disk."""
    pytest_socket.enable_socket()
    if not may_mount():
        pytest.skip("nobody may mount a small disk here")
    with small_disk() as disk, victim(contextlib.nullcontext(disk.folder)) as one:
        yield one, disk


def send(one: Victim, story: str) -> Walk:
    """Tell a story up to Send and press it, whatever is answered."""
    walk = Walk(one.demo.public).to_check(story, NGO)
    one.tries += 1
    return walk.press()


def is_refused(walk: Walk) -> bool:
    assert walk.page is not None
    return walk.page.status == 503


def try_again(walk: Walk) -> str:
    """Press the button of the page that refused until it is taken, and return the code."""
    deadline = time.monotonic() + 90
    while is_refused(walk):
        assert time.monotonic() < deadline, walk.page.text
        time.sleep(0.5)
        with contextlib.suppress(OSError, HTTPException):
            walk.press()
    return walk.code


def test_on_a_full_disk_a_report_is_whole_or_refused_with_all_that_was_typed(full):
    one, disk = full
    one.wait_until_it_answers()
    before = send(one, "Told while there was room.")
    one.receipts[before.code] = "Told while there was room."
    disk.fill()
    refused: dict[str, Walk] = {}
    for number in range(MOST_REPORTS):
        story = f"Told on a full disk, {number}. " + "ñ Ж " * 300
        walk = send(one, story)
        if is_refused(walk):
            refused[story] = walk
            if len(refused) == 3:
                break
        else:
            one.receipts[walk.code] = story
    assert len(refused) == 3, f"the disk never filled: {disk.free} bytes free"
    for walk in refused.values():
        assert "is still on this page, and nowhere else: leave it open." in walk.page.text
    # What was acknowledged can be read meanwhile.
    assert "Told while there was room." in Driver().post(f"{one.demo.public}/en/mailbox/", {"code": before.code}).text
    disk.make_room()
    for story, walk in refused.items():
        one.receipts[try_again(walk)] = story
    one.check(all_again=True)


def test_a_database_that_stopped_for_want_of_room_comes_back_once_there_is_some(full):
    """Without room for its own log PostgreSQL stops at once; it is started again until there is."""
    one, disk = full
    one.wait_until_it_answers()
    walk = Walk(one.demo.public).to_check("Told before the database stopped.", NGO)
    one.tries += 1
    disk.fill()
    stopped = False
    for _ in range(40):
        try:
            with psycopg.connect(Ground(one.demo).url("superuser"), autocommit=True) as root:
                root.execute("SELECT pg_switch_wal()")
                root.execute("CREATE TABLE IF NOT EXISTS filler (words text)")
                root.execute("INSERT INTO filler VALUES ('more')")
        except psycopg.Error as problem:
            stopped = stopped or isinstance(problem, psycopg.OperationalError)
            if stopped:
                break
    assert stopped, "the database found room"
    walk.press()
    assert is_refused(walk)
    disk.make_room()
    one.receipts[try_again(walk)] = "Told before the database stopped."
    one.check(all_again=True)
