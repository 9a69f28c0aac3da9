"""Ports: whether one is free, and whether a web server answers on it."""

import errno
import http.client
import socket
from collections.abc import Callable, Iterable

from proximity.foundation.processes.child import ProcessProblem


def check_port_free(port: int, *, who: str = "Proximity") -> None:
    """Raise `ProcessProblem`, naming the port, when a server listens on it or this user may not use it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Connections of an earlier run that are still winding down (TIME_WAIT) are no hindrance; a listener is.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OverflowError:
            raise ProcessProblem(f"{port} is not a port: ports go from 1 to 65535.") from None
        except OSError as problem:
            raise ProcessProblem(_why_not(port, who, problem)) from problem


def _why_not(port: int, who: str, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port}, wanted for {who}, is in use by another program. Stop it, or choose another port."
    if problem.errno == errno.EACCES:
        return f"Port {port}, wanted for {who}, may not be used by this user. Choose one above 1023."
    return f"Port {port}, wanted for {who}, cannot be used: {problem.strerror}."


def check_ports_free(wanted: Iterable[tuple[str, int]]) -> None:
    """Check pairs of (who wants it, port); raise also when two want the same one."""
    taken: dict[int, str] = {}
    for who, port in wanted:
        if port in taken:
            raise ProcessProblem(f"Port {port} is wanted by both {taken[port]} and {who}. Choose two ports.")
        check_port_free(port, who=who)
        taken[port] = who


def answers(port: int, path: str = "/healthz", *, host: str = "localhost") -> Callable[[], bool]:
    """Return a check that says whether `GET path` on that port is answered with 200 within a second."""

    def check() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=1)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return check
