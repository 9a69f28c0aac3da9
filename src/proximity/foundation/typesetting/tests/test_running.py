import resource
import subprocess

import pytest

from proximity.foundation.typesetting import confinement, running
from proximity.foundation.typesetting.running import ProgramFailed, run_program


def test_a_program_answers_on_standard_output():
    assert run_program("json.tool", {"a": 1}).split() == [b"{", b'"a":', b"1", b"}"]


def test_a_program_that_fails_says_no_more_than_which():
    with pytest.raises(ProgramFailed, match=r"^proximity\.no\.such\.program$"):
        run_program("proximity.no.such.program", {"said": "a secret"})


def test_a_program_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.01)

    with pytest.raises(ProgramFailed):
        run_program("json.tool", {})


def test_programs_get_nothing_of_our_environment(monkeypatch):
    seen = {}

    def ran(argv, **options):
        seen.update(options, argv=argv)
        raise subprocess.TimeoutExpired(argv, 1)

    monkeypatch.setattr(subprocess, "run", ran)
    with pytest.raises(ProgramFailed):
        run_program("json.tool", {})
    assert seen["env"] == {}
    assert "-IB" in seen["argv"]


def test_a_program_takes_from_itself_what_it_does_not_need(monkeypatch):
    limits = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, limit: limits.update({what: limit}))

    confinement.confine()

    assert limits[resource.RLIMIT_FSIZE] == (0, 0)
    assert set(limits) == {resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_AS, resource.RLIMIT_CPU}
