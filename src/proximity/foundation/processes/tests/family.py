"""Small programs that misbehave in the ways real ones do; run as `python family.py KIND MARK [PORT]`.

MARK stands among the arguments of every process made here, so that a test can count what is left.
"""

import http.server
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType


def serve(port: int) -> None:
    """Answer every GET with 200."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

    http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


def fork(port: int, *, escape: bool = False) -> None:
    """Let a worker serve the port while the main process only waits, as web servers do.

    With `escape` the worker is a grandchild in a session of its own, as daemons are.
    """
    if os.fork() == 0:
        if escape:
            os.setsid()
            if os.fork():
                time.sleep(3600)
        serve(port)
    os.wait()


def refuse_to_stop(port: int) -> None:
    """Serve, deaf to every polite request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    serve(port)


def die_once(marker: Path) -> None:
    """Run, but end at once on the second to fourth start: a restart that needs several attempts."""
    with marker.open("a", encoding="utf-8") as file:
        file.write("started\n")
    if 1 < len(marker.read_text(encoding="utf-8").splitlines()) < 4:
        sys.exit(3)
    time.sleep(3600)


def sign_off(guest_book: Path) -> None:
    """Run until asked to end; then take a moment, and write into a file that the end has come."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        time.sleep(0.2)
        with guest_book.open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    guest_book.with_name(f"ready-{os.getpid()}").touch()
    time.sleep(3600)


def main() -> None:
    """Become what the arguments say."""
    kind, _mark, *rest = sys.argv[1:]
    if kind == "serve":
        serve(int(rest[0]))
    elif kind == "fork":
        fork(int(rest[0]))
    elif kind == "escape":
        fork(int(rest[0]), escape=True)
    elif kind == "deaf":
        refuse_to_stop(int(rest[0]))
    elif kind == "moody":
        die_once(Path(rest[0]))
    elif kind == "polite":
        sign_off(Path(rest[0]))
    elif kind == "broken":
        sys.exit("no such setting: COLOUR")
    else:
        time.sleep(3600)


if __name__ == "__main__":
    main()
