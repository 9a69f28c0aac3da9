"""What the supervisor is told to start, and what it gives to whom."""

import pytest

from proximity.config.cli import main
from proximity.config.env import Database
from proximity.config.installation import Installation
from proximity.config.serve import accounts_table, announce, run_step, web_children, worker_child
from proximity.foundation.database.urls import Urls
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.progress import Progress

URLS = Urls(owner="postgresql://o:OWNERS@/p", staff="postgresql://s:STAFFS@/p", public="postgresql://u:PUBLICS@/p")


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data", 8000, 8001)
    made.create_keys()
    return made


def test_the_public_process_is_given_its_own_and_nothing_else(installation):
    public, staff = web_children(installation, URLS)
    given = " ".join(f"{name}={value}" for name, value in public.env.items())
    assert "PUBLICS" in given
    for secret in ("OWNERS", "STAFFS", "STAFF_SECRET_KEY", (installation.keys / "web.secret").read_text()):
        assert secret not in given
    assert "DATA" not in public.env
    assert "OWNERS" not in str(staff.env)
    assert (public.port, staff.port) == (8000, 8001)


def test_the_worker_has_the_staff_side_and_no_pool(installation):
    worker = worker_child(installation, URLS)
    assert worker.env["DATABASE_URL_STAFF"] == URLS.staff
    assert worker.env["DATABASE_POOL"] == ""
    assert worker.port is None


def test_secrets_are_drawn_once_and_only_for_their_owner(installation):
    path = installation.keys / "web.secret"
    first = path.read_text()
    installation.create_keys()
    assert path.read_text() == first
    assert path.stat().st_mode & 0o77 == 0


def test_the_table_of_accounts_shows_who_signs_in_with_what(installation):
    assert accounts_table(installation.accounts_file) == []
    installation.accounts_file.write_text(
        "name\torganisation\tcity\te-mail\tpassword\tTOTP secret\tone-time codes\taddress\n"
        "Alice\tPolice\tMadrid\talice@madrid.example\tpass\tSECRET\t111 222\thttp://localhost\n"
    )
    table = "\n".join(accounts_table(installation.accounts_file))
    assert "alice@madrid.example  pass" in table
    assert "111" in table
    assert "222" not in table
    assert "SECRET" not in table


def test_the_restore_code_is_shown_once(installation, capsys):
    announce(installation, demo=True)
    assert "Restore code" in capsys.readouterr().out
    announce(installation, demo=False)
    out = capsys.readouterr().out
    assert "Restore code" not in out
    assert "Proximity is ready at http://localhost:8000" in out


def test_a_step_that_fails_says_so(installation):
    with pytest.raises(ProcessProblem, match="exit code"):
        run_step(["no-such-command"], {"PATH": "/usr/bin:/bin"}, Progress(1))


def test_the_installation_reads_its_place_from_the_environment(monkeypatch, tmp_path):
    for name, value in (("DATA", str(tmp_path)), ("PORT", "9000")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("STAFF_PORT", raising=False)
    read = Installation.from_environment()
    assert (read.data, read.port, read.staff_port) == (tmp_path, 9000, 9001)


def test_commands_need_a_name_and_problems_are_one_line(monkeypatch, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([])
    monkeypatch.setenv("DATA", str(tmp_path))
    assert main(["backup", "--to", str(tmp_path)]) == 1
    assert "restore code" in capsys.readouterr().err
    assert main(["packs", "check"]) == 0


def test_a_database_address_is_read_and_connections_are_asked_before_use():
    read = Database.from_url("postgresql://me:p%40ss@/proximity?host=/run/socket").as_django(pool=True)
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["NAME"]) == ("me", "p@ss", "/run/socket", "proximity")
    assert read["CONN_HEALTH_CHECKS"]
    assert read["OPTIONS"]["pool"]["max_size"] > 1
    assert "pool" not in Database.from_url("postgresql://me@/proximity").as_django(pool=False)["OPTIONS"]
