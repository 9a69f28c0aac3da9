"""How long a hub takes to ask all of its members once: what its worker does every five minutes.

    python -m benchmarks.rounds [MEMBERS [MILLISECONDS]]

Starts `proximity run` in a folder of its own as a hub, accepts so many members, each with an address of its own at a small server
here that has nothing new and takes MILLISECONDS to say so (100 unless told, as from another country), and runs
`proximity exchange sync` once. Ends with one line of JSON.
"""

import asyncio
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.running import demo_folder, running_demo

KNOWN = re.compile(r"known=([0-9]+)")


class Members:
    """All members at one port: each knows no newer card, has no objects, and does not say how far it has read."""

    def __init__(self, wait: float) -> None:
        """Take how many seconds each answer takes."""
        self.wait, self.asked, self.port = wait, 0, 0
        self._ready, self._loop = threading.Event(), asyncio.new_event_loop()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
        await asyncio.sleep(self.wait)
        self.asked += 1
        known = KNOWN.search(target)
        status, body = "200 OK", json.dumps({"objects": [], "more": False})
        if known:
            body = json.dumps({"version": int(known[1])})
        elif "/yours/" in target:
            status, body = "404 Not Found", "{}"
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        writer.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, backlog=200)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await server.serve_forever()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve in a thread meanwhile."""
        threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), daemon=True).start()
        self._ready.wait()
        yield


def main(members: int = 5_000, milliseconds: int = 100) -> None:
    here = Members(milliseconds / 1000)
    with here.serving(), demo_folder() as folder, running_demo(folder / "data", command="run") as demo:
        environment = demo.environment() | {"EXCHANGE_PRIVATE_ADDRESSES": "1"}
        subprocess.run(
            [sys.executable, "-m", "benchmarks.polling.inside", str(members), "1", str(folder / "members.json"), "hub",
             f"http://127.0.0.1:{here.port}"],
            env=environment, check=True,
        )  # fmt: skip
        before, begun = here.asked, time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "proximity.config.cli", "exchange", "sync"], env=environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        took = time.perf_counter() - begun
    print(
        json.dumps({
            "members": members, "answer_ms": milliseconds, "requests": here.asked - before, "seconds": round(took, 1)
        })
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
