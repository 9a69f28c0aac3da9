"""Ports: taken, free, impossible; and a server that answers or does not."""

import errno
import socket
from pathlib import Path

import pytest

from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.ports import answers, check_port_free, check_ports_free
from proximity.foundation.processes.supervisor import Supervisor
from proximity.foundation.processes.tests.conftest import Family, free_port

pytestmark = [pytest.mark.enable_socket, pytest.mark.cluster]


def test_a_listener_on_one_address_makes_the_port_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(ProcessProblem, match=f"Port {port}, wanted for Proximity, is in use"):
            check_port_free(port)
    check_port_free(port)


def test_a_number_that_is_no_port_is_named() -> None:
    with pytest.raises(ProcessProblem, match="70000 is not a port"):
        check_port_free(70000)


def test_two_children_cannot_want_one_port() -> None:
    port = free_port()
    with pytest.raises(ProcessProblem, match=f"Port {port} is wanted by both public and staff"):
        check_ports_free([("public", port), ("staff", port)])


@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.EACCES, "may not be used by this user"), (errno.EADDRNOTAVAIL, "cannot be used")]
)
def test_other_refusals_are_explained(monkeypatch: pytest.MonkeyPatch, number: int, sentence: str) -> None:
    def refuse(_socket: socket.socket, _address: object) -> None:
        raise OSError(number, "No")

    monkeypatch.setattr("socket.socket.bind", refuse)
    with pytest.raises(ProcessProblem, match=sentence):
        check_port_free(80)


def test_only_a_200_is_an_answer(tmp_path: Path, family: Family) -> None:
    port = free_port()
    assert not answers(port)()
    with Supervisor(logs=tmp_path) as supervisor:
        supervisor.start(family.child("serve", port=port))
        assert answers(port)()
        assert not answers(port, "/elsewhere")()
