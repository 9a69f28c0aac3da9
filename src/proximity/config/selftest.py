"""`proximity exchange selftest`: a hub and some installations on this machine, real processes and databases, one story.

Each has its own PostgreSQL, its own public site and its own reading process. They join, publish, translate, adopt, narrow and
withdraw; a link is cut, who reads is killed in the middle, both come back; then all is read again from a file, and at last every
link is cut and the story goes on by files alone. One line of JSON says how it went.
"""

import argparse
import contextlib
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from proximity.config.installation import Installation
from proximity.config.selftest_files import ByFile
from proximity.config.serve import run_step, web_argv
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.ports import answers
from proximity.foundation.processes.progress import Progress
from proximity.foundation.processes.supervisor import say_line
from proximity.foundation.pure.json import JSONObject

MANY = 1200
"""Objects that are on their way when a worker is killed: enough for three pages."""
READY_SECONDS = 90
CITIES = (
    ("sierra", "Sierra", "es", "Europe/Madrid"),
    ("moor", "Moor", "gb", "Europe/London"),
    ("kalns", "Kalns", "lv", "Europe/Riga"),
)


class NotAsTold(ProcessProblem):
    """The story did not go as it should."""


@dataclass(slots=True)
class Node:
    """One installation of the story: its folder, its public site, and the process that acts and reads for it."""

    name: str
    installation: Installation
    environment: dict[str, str]
    public: dict[str, str]
    address: str
    site: subprocess.Popen[bytes] | None = None
    agent: subprocess.Popen[str] | None = None
    card: JSONObject = field(default_factory=dict)

    def open_site(self) -> None:
        """Start the public site and wait until it answers."""
        port = self.installation.port
        self.site = subprocess.Popen(
            web_argv("public", port, listen="127.0.0.1"), env=self.public, stdout=subprocess.DEVNULL
        )
        _wait(answers(port, host="127.0.0.1"), f"the public site of {self.name}")

    def close_site(self) -> None:
        """Stop the public site: nobody reaches this installation any more."""
        if self.site is not None:
            self.site.terminate()
            self.site.wait(30)
            self.site = None

    def open_agent(self) -> None:
        """Start the process that acts and reads."""
        argv = [sys.executable, "-m", "proximity.config.cli", "exchange-agent"]
        self.agent = subprocess.Popen(
            argv, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, act: str, **values: object) -> None:
        """Ask for an act without waiting for its end."""
        if self.agent is None or self.agent.stdin is None:
            raise NotAsTold(f"{self.name} has no process to act")
        self.agent.stdin.write(json.dumps({"act": act, **values}) + "\n")
        self.agent.stdin.flush()

    def do(self, act: str, **values: object) -> JSONObject:
        """Do one thing in this installation and return what came of it."""
        self.begin(act, **values)
        line = self.agent.stdout.readline() if self.agent and self.agent.stdout else ""
        answer = json.loads(line) if line else {"failed": "it ended"}
        if "failed" in answer:
            raise NotAsTold(f"{self.name}: {act}: {answer['failed']}")
        found: JSONObject = answer
        return found

    def kill_agent(self) -> None:
        """End the acting process as a power failure would."""
        if self.agent is not None:
            self.agent.send_signal(signal.SIGKILL)
            self.agent.wait(30)
            self.agent = None

    def close(self) -> None:
        """Stop everything."""
        self.close_site()
        if self.agent is not None:
            if self.agent.stdin is not None:
                self.agent.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.agent.wait(20)
            self.agent.kill()


def _wait(ready: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while not ready():
        if time.monotonic() > until:
            raise NotAsTold(f"{what} did not answer")
        time.sleep(0.1)


def selftest(_installation: Installation, options: argparse.Namespace) -> int:
    """Play the story and print one line of JSON; exit code 0 where it went as it should."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="proximity-exchange-") as folder, ExitStack() as stack:
        nodes = [_node(stack, Path(folder), name) for name in _names(options.instances)]
        told = Story(nodes[0], nodes[1:]).play()
        result = {"instances": len(nodes), **told, "seconds": round(time.monotonic() - began, 1)}
        result["collections"] = [str(node.do("collection")["address"]) for node in nodes]
        with contextlib.suppress(KeyboardInterrupt):
            if options.hold:
                _hear_ctrl_c()
            say_line(json.dumps(result))
            if options.hold:
                signal.pause()
    wrong = result["outside_audience"] or result["by_file_wrong"]
    return 0 if result["converged"] and result["revoked_gone"] and not wrong else 1


def _hear_ctrl_c() -> None:
    """End on Ctrl-C, or when told to, also where a shell that put this into the background lets Ctrl-C be ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def _names(count: int) -> list[str]:
    return [
        "hub",
        *(CITIES[place % len(CITIES)][0] + (str(place // 3 + 1) if place > 2 else "") for place in range(count)),
    ]


def _node(stack: ExitStack, folder: Path, name: str) -> Node:
    port = _free_port()
    installation = Installation(data=folder / name, port=port, staff_port=_free_port())
    installation.create_keys()
    database = stack.enter_context(ensure_running(installation.paths, environ={}))
    common = {
        "PUBLIC_ADDRESS": f"http://127.0.0.1:{port}", "EXCHANGE_PRIVATE_ADDRESSES": "1",
        "EXCHANGE_KINDS": "proximity.config.selftest_agent.SCHEMAS",
    }  # fmt: skip
    owner = installation.operator_environment(database.urls) | common
    run_step(["migrate-tables", "--demo"], owner, Progress(1))
    node = Node(
        name, installation, installation.staff_environment(database.urls) | common | {"DATABASE_POOL": ""},
        installation.public_environment(database.urls) | common, common["PUBLIC_ADDRESS"],
    )  # fmt: skip
    stack.callback(node.close)
    _found(node, owner)
    node.open_site()
    node.open_agent()
    node.card = node.do("begin", name=name, hub=name == "hub")
    return node


def _found(node: Node, owner: Mapping[str, str]) -> None:
    """Let the operator add the city with its office and officer; a hub has none."""
    if node.name != "hub":
        slug, name, country, zone = next(one for one in CITIES if node.name.startswith(one[0]))
        setup = json.dumps({"act": "found", "slug": node.name, "name": name, "country": country, "zone": zone})
        argv = [sys.executable, "-m", "proximity.config.cli", "exchange-agent"]
        done = subprocess.run(argv, env=dict(owner), input=setup + "\n", capture_output=True, text=True, check=False)
        if done.returncode or "failed" in done.stdout:
            raise NotAsTold(f"{slug} could not be set up: {done.stdout}{done.stderr[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Story:
    """What happens, and what everybody should see at the end."""

    def __init__(self, hub: Node, cities: list[Node]) -> None:
        """Take the hub and three installations with a city or more: who is cut off and who is killed are two."""
        if len(cities) < 3:
            raise NotAsTold("the story needs three installations and a hub")
        self.hub, self.cities = hub, cities
        self.first, self.second, self.last = cities[0], cities[1], cities[-1]

    def play(self) -> dict[str, object]:
        """Play it and return what came of it."""
        self._join()
        made = self._publish()
        self._read(2)
        translated = self.second.do("translate", id=made["network"], language="en", title="Translated")
        self.second.do("publish", title="Adopted", kind="adoption", audience="network")
        self.first.do("narrow", id=made["narrowed"])
        self.first.do("withdraw", id=made["withdrawn"])
        self._interrupted()
        self._read(3)
        file = self.first.installation.data / "stick"
        self.first.do("export", to=self.last.card["instance"], file=str(file))
        again = self.last.do("import", file=str(file))
        found = self._seen(made, str(translated["id"])) | {"by_file_again": again["taken"]}
        return found | {"by_file_wrong": list(self._by_file())}

    def _by_file(self) -> Sequence[str]:
        """Cut every link, and let everything travel on a stick between the first and the last."""
        for node in (self.hub, *self.cities):
            node.close_site()
        wrong = ByFile(self.first, self.last, self.first.installation.data).play()
        for node in (self.hub, *self.cities):
            node.open_site()
        return wrong

    def _join(self) -> None:
        for node in self.cities:
            node.do("join", address=self.hub.address, fingerprint=self.hub.card["fingerprint"])
            self.hub.do("accept", id=node.card["instance"], fingerprint=node.card["fingerprint"])
        self._read(2)

    def _publish(self) -> dict[str, str]:
        first = self.first
        made = first.do("group", members=[self.second.card["city"]], hub=self.hub.card["instance"])
        group = str(made["id"])
        wanted: dict[str, dict[str, str]] = {
            "public": {"audience": "public", "marking": "clear"}, "network": {"audience": "network"},
            "group": {"audience": "group", "of": group, "marking": "amber"}, "narrowed": {"audience": "network"},
            "withdrawn": {"audience": "network"}, "own": {"audience": "city", "marking": "red"},
            "country": {"audience": "country", "of": "es"},
        }  # fmt: skip
        return {name: str(first.do("publish", title=name.title(), **how)["id"]) for name, how in wanted.items()}

    def _interrupted(self) -> None:
        """Cut a link, kill who reads in the middle of it, and let both come back."""
        self.first.do("publish_many", count=MANY)
        self.hub.do("sync")
        self.hub.close_site()
        cut = self.second.do("sync")
        if not cut["problems"]:
            raise NotAsTold("a link that was cut was not told of")
        self.hub.open_site()
        before = self.last.do("count")["objects"]
        self.last.begin("sync")
        self._killed_in_the_middle(int(str(before)))
        self.last.open_agent()

    def _killed_in_the_middle(self, before: int) -> None:
        """Kill the last one's reading process once it has taken a page and not yet all; another process looks on."""
        with _looking(self.last) as count:
            until = time.monotonic() + READY_SECONDS
            while count() < before + 400:
                if time.monotonic() > until:
                    raise NotAsTold("nothing was read")
                time.sleep(0.02)
            self.last.kill_agent()

    def _read(self, rounds: int) -> None:
        for _ in range(rounds):
            for node in (self.hub, *self.cities):
                node.do("sync")

    def _seen(self, made: dict[str, str], translated: str) -> dict[str, object]:
        """Compare what each sees with what it should."""
        for_all = {made["public"], made["network"]}
        seen = {node.name: node.do("seen") for node in self.cities}
        found = {name: set(map(str, _listed(one["objects"]))) for name, one in seen.items()}
        others = {node.name: for_all | ({made["group"]} if node is self.second else set()) for node in self.cities[1:]}
        known = set(made.values())
        converged = all(found[name] & known == wanted for name, wanted in others.items())
        converged = (
            converged and len({one["many"] for one in seen.values()}) == 1 and seen[self.last.name]["many"] == MANY
        )
        converged = converged and all(translated in _listed(one["translations"]) for one in seen.values())
        outside = sum(len((found[name] & known) - wanted) for name, wanted in others.items())
        texts = [node.do("holds", title="Withdrawn")["rows"] for node in (self.hub, *self.cities)]
        # What is the first city's own is nowhere else, not even in a table; what is for its country or a group only at the hub.
        elsewhere = [("Own", 0), ("Narrowed", 0), ("Country", 1)]
        outside += sum(self._rows(title, (self.hub, *self.cities[1:])[begin:]) for title, begin in elsewhere)
        outside += self._rows("Group", self.cities[2:])
        objects = sum(int(str(one["held"])) for one in seen.values())
        return {
            "objects": objects, "converged": converged, "revoked_gone": not any(texts), "outside_audience": outside,
        }  # fmt: skip

    def _rows(self, title: str, nodes: Sequence[Node]) -> int:
        """Return in how many rows of these a title stands."""
        return sum(int(str(node.do("holds", title=title)["rows"])) for node in nodes)


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


@contextlib.contextmanager
def _looking(node: Node) -> Iterator[Callable[[], int]]:
    """Give a second process of an installation that counts what has been taken."""
    looker = Node(node.name, node.installation, node.environment, node.public, node.address)
    looker.open_agent()
    try:
        yield lambda: int(str(looker.do("count")["objects"]))
    finally:
        looker.close()


def add_commands(whats: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `exchange selftest`."""
    parser = whats.add_parser(
        "selftest", help="play a story between installations on this machine; prints one line of JSON"
    )
    parser.set_defaults(run=selftest)
    parser.add_argument("--instances", type=int, default=3, help="installations with a city, besides the hub (3)")
    parser.add_argument("--hold", action="store_true", help="keep all running until Ctrl-C")
