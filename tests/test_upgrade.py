"""The data of every earlier release, restored and run by today's program: nothing is lost, the log verifies, people get in."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import pytest_socket

from tests.attack.ground import Ground
from tests.driver import Driver
from tests.running import Demo, demo_folder, free_port, running_demo

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("upgrade"), pytest.mark.enable_socket]
RELEASES = sorted(path.parent for path in (Path(__file__).parent / "releases").glob("*/codes.json"))


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A running installation with the data of an earlier release, its codes, and what the commands said."""

    demo: Demo
    codes: dict[str, str]
    restored: str
    verified: str
    examined: str


@pytest.fixture(scope="module", params=RELEASES, ids=lambda path: path.name)
def upgraded(request: pytest.FixtureRequest) -> Iterator[Upgraded]:
    pytest_socket.enable_socket()
    release: Path = request.param
    codes = json.loads((release / "codes.json").read_text())
    with demo_folder() as folder:
        stopped = Demo(folder / "data", free_port(), free_port(), process=None)  # type: ignore[arg-type]  # not started yet
        backup = str(release / "backup.proximity-backup")
        said = [
            stopped.command("restore", backup, "--purpose", "upgrade", typed=codes["restore"] + "\n"),
            stopped.command("audit", "verify", "--purpose", "upgrade"),
        ]
        assert [one.returncode for one in said] == [0, 0], [one.stdout + one.stderr for one in said]
        said.append(stopped.command("doctor", "--purpose", "upgrade"))
        # The demo's table of accounts is no part of a backup.
        shutil.copy(release / "accounts.txt", stopped.data / "demo-accounts.txt")
        with running_demo(stopped.data, command="run") as demo:
            yield Upgraded(demo, codes, *(one.stdout for one in said))


def test_there_is_data_of_an_earlier_release():
    assert RELEASES


def test_the_log_is_whole_and_the_tables_fit(upgraded):
    # What waited in the backup has waited since it was made, and nobody has started the worker yet.
    assert [line for line in upgraded.examined.splitlines() if line.startswith("BAD") and "jobs wait" not in line] == []
    assert "The database fits this version." in upgraded.examined
    assert upgraded.verified.strip()


def test_dana_finds_her_words_by_the_code_she_was_given_then(upgraded):
    page = Driver().post(f"{upgraded.demo.public}/es/mailbox/", {"code": upgraded.codes["receipt"]})
    assert upgraded.codes["story"] in page.text


def test_alice_signs_in_and_opens_every_case(upgraded):
    ground = Ground(upgraded.demo)
    with psycopg.connect(ground.url("superuser")) as root:
        rows = root.execute(
            "SELECT reference FROM cases_case JOIN accounts_organisation o ON o.id = organisation_id"
            " JOIN accounts_city c ON c.id = o.city_id WHERE o.kind = 'local_police' AND c.slug = 'madrid'"
            " ORDER BY reference LIMIT 100"
        ).fetchall()
    assert len(rows) > 30
    alice = ground.sign_in("Alice")
    opened = [alice.get(f"{upgraded.demo.staff}/cases/{reference}/").status for (reference,) in rows]
    # One of them is shut to her, as before.
    assert opened.count(200) >= len(rows) - 2
    assert set(opened) <= {200, 404}


def test_what_the_city_published_is_still_there(upgraded):
    page = Driver().get(f"{upgraded.demo.public}/es/figures/madrid/")
    assert page.status == 200
    assert "<table" in page.text
