"""What an upload costs: run `python benchmarks/upload.py`. Needs no database; takes about a minute.

The real server (granian, one worker, as `proximity run` starts it) with the real upload handler, and a client that sends 200 MB
over the loop-back. Memory is the peak of the server's processes (VmHWM) above what they held before. What is left out is the row.
"""

import http.client
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from proximity.evidence.rules.kinds import Refused
from proximity.evidence.uploads import sealed_upload

MEGABYTE = 1024 * 1024
SIZE = 200 * MEGABYTE
BOUNDARY = "a-line-between-parts"
PIECE = os.urandom(256 * 1024)


def view(request: HttpRequest) -> HttpResponse:
    """Take a file and forget it."""
    with sealed_upload(request, folder=Path(os.environ["BENCHMARK_FOLDER"])) as upload:
        upload.fields()
        try:
            return HttpResponse(f"taken {upload.taken().size}")
        except Refused as refused:
            return HttpResponse(f"refused: {upload.why(refused.refusal)}")


urlpatterns = [path("", view)]

if "BENCHMARK_FOLDER" in os.environ:
    settings.configure(
        ROOT_URLCONF="upload", ALLOWED_HOSTS=["127.0.0.1"], MAX_FILE_BYTES=SIZE, SECRET_KEY="not a secret",  # noqa: S106  (signs nothing)
        USE_I18N=False,
        FILE_UPLOAD_HANDLERS=["proximity.evidence.uploads.NoUploads"],
    )  # fmt: skip
    django.setup()
    application = get_wsgi_application()


def body(size: int) -> Iterator[bytes]:
    """Yield a form with a film of `size` bytes."""
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n'.encode()
    yield b"\0\0\0\x18ftypisom".ljust(len(PIECE), b"\0")
    for _ in range(size // len(PIECE) - 1):
        yield PIECE
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def send(port: int, size: int) -> tuple[str, float]:
    """Send one file; return the answer and the seconds that it took."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    length = size + sum(len(piece) for piece in body(0)) - len(PIECE)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(length)}
    start = time.perf_counter()
    connection.request("POST", "/", body=body(size), headers=headers)
    answer = connection.getresponse().read().decode()
    return answer, time.perf_counter() - start


def peak(pid: int) -> int:
    """Return the peak resident memory of a process and its children, in bytes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    own = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    return own + sum(peak(int(child)) for child in children)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def main() -> None:
    """Start the server, send files, print what they cost."""
    port, folder = free_port(), tempfile.mkdtemp()
    argv = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "upload:application",
    ]  # fmt: skip
    environment = {**os.environ, "BENCHMARK_FOLDER": folder}
    server = subprocess.Popen(argv, cwd=Path(__file__).parent, env=environment)
    try:
        wait_for(port)
        send(port, MEGABYTE)
        before = peak(server.pid)
        answer, seconds = send(port, SIZE)
        print(f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        print(f"200 MB: {answer}, {seconds:.2f} s, {SIZE / MEGABYTE / seconds:.0f} MB/s, on disk, flushed")
        print(
            f"memory: {before / MEGABYTE:.1f} MB before, {(peak(server.pid) - before) / MEGABYTE:.1f} MB more at its peak"
        )
        answer, seconds = send(port, SIZE + 50 * MEGABYTE)
        print(f"250 MB: {answer[:40]} …, {seconds:.2f} s; memory {(peak(server.pid) - before) / MEGABYTE:.1f} MB more")
        assert list(Path(folder).iterdir()) == []
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def wait_for(port: int) -> None:
    """Wait until the server listens."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    main()
