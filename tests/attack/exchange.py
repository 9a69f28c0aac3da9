"""The exchange network: forged, replayed, passed on, too large, and an address that leads inside."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from proximity.network.rules import Marking
from proximity.network.rules.audience import NETWORK, OWN_CITY, group
from proximity.network.rules.envelope import signed
from proximity.network.tests.elsewhere import Elsewhere, acquainted, settled
from tests.attack.ground import Ground, Result

PROXIMITY = Path(sys.executable).parent / "proximity"
BOMB_SECONDS = 5
"""How long the processor may look at a bomb until it is refused."""


def attacks(ground: Ground) -> Iterator[Result]:
    """Yield one result per attack. Those between instances run the product's own rules, with a store in memory."""
    yield _forged_author()
    yield _taken_identifier()
    yield _replayed()
    yield _removed_member()
    yield _hub_relays()
    yield _bomb()
    yield _too_large()
    yield _inner_address(ground)
    yield _public_process(ground)
    yield _waiting_room(ground)


def _city(one: Elsewhere):
    return next(iter(one.cities))


def _got(reader: Elsewhere, words: str) -> str:
    found = [content for _version, content in reader.visible().values() if words in content]
    return f"{len(found)} objects" if found else ""


def _forged_author() -> Result:
    victim, thief, reader = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]), Elsewhere(["fi"]))
    made = thief.publish(_city(thief), "Forged")
    item = replace(thief.held[made].item, author=_city(victim))
    key = thief.keys[_city(thief)][0][0]
    for sender in (thief, victim):
        reader.take(
            [signed(item, key), {**thief.held[made].wire, "created_by_ref": f"identity--{_city(victim)}"}], sender.id
        )
    return Result(
        "an object in another city's name", "signed by a member's own key, handed over by both", _got(reader, "Forged")
    )


def _taken_identifier() -> Result:
    victim, thief, reader = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]), Elsewhere(["fi"]))
    made = victim.publish(_city(victim), "True")
    item = replace(victim.held[made].item, author=_city(thief), content={"title": "Squat"})
    reader.take([signed(item, thief.keys[_city(thief)][0][0])], thief.id)
    reader.pull(victim)
    return Result(
        "an identifier taken before its object arrives",
        "same id, another author",
        _got(reader, "Squat") or ("" if _got(reader, "True") else "the true one was shut out"),
    )


def _replayed() -> Result:
    author, reader = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    made = author.publish(_city(author), "Old")
    old = author.held[made].wire
    author.revise(made, "New")
    gone = author.publish(_city(author), "Gone")
    content = author.held[gone].wire
    author.withdraw(gone)
    reader.pull(author)
    reader.take([old, content], author.id)
    return Result(
        "an old version, and one that was withdrawn, sent again",
        "correctly signed both",
        _got(reader, "Old") or _got(reader, "Gone"),
    )


def _removed_member() -> Result:
    author, removed, stays = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]), Elsewhere(["fi"]))
    made = author.found(_city(author), [_city(removed), _city(stays)])
    author.publish(_city(author), "Secret", audience=group(made), marking=Marking.AMBER)
    settled(author, removed, stays)
    author.regroup(made, [_city(stays)])
    author.publish(_city(author), "Later", audience=group(made), marking=Marking.AMBER)
    settled(author, removed, stays)
    asked_again = json.dumps([wire for _seq, wire in [*author.serve(removed.id), *stays.serve(removed.id)]])
    got = (
        _got(removed, "Secret")
        or _got(removed, "Later")
        or ("served" if "Later" in asked_again or "Secret" in asked_again else "")
    )
    return Result(
        "what a group says after a member was put out", "reads author and members again, from the beginning", got
    )


def _hub_relays() -> Result:
    hub, author, member, outsider = acquainted(
        Elsewhere(is_hub=True), Elsewhere(["es"]), Elsewhere(["lv"]), Elsewhere(["fi"])
    )
    without = author.found(_city(author), [_city(member)])
    named = author.found(_city(author), [_city(member)], hub.id)
    author.publish(_city(author), "Not named", audience=group(without), marking=Marking.AMBER)
    author.publish(_city(author), "Strict", audience=group(named), marking=Marking.AMBER_STRICT)
    author.publish(_city(author), "Own", audience=OWN_CITY, marking=Marking.RED)
    hub.pull(author)
    held = json.dumps([kept.wire for kept in hub.held.values()])
    got = next((words for words in ("Not named", "Strict", "Own") if words in held), "")
    # And a hub that got hold of it all the same hands it on:
    stolen = [kept.wire for kept in author.held.values()]
    member.take(stolen, hub.id)
    outsider.take(stolen, hub.id)
    handed = _got(member, "Not named") or _got(member, "Strict") or _got(member, "Own") or _got(outsider, "")
    return Result(
        "a hub that reads and passes on what does not name it", "two groups, AMBER+STRICT, RED", got or handed
    )


def _bomb() -> Result:
    author, reader = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    wire = author.held[author.publish(_city(author), "Bomb")].wire
    deep = json.loads('{"a":' * 900 + "1" + "}" * 900)
    begun = time.thread_time()
    reader.take(
        [wire | {"content": deep}, wire | {"extensions": deep}, {"content": [[[]] * 50_000] * 50}, {}], author.id
    )
    took = time.thread_time() - begun
    return Result(
        "a schema bomb",
        "900 levels, 2.5 million lists, an extension that is none",
        f"{len(reader.held)} held" if reader.held else f"{took:.0f} s of the processor" if took > BOMB_SECONDS else "",
    )


def _too_large() -> Result:
    author, reader = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    wire = author.held[author.publish(_city(author), "x" * 10_000_000, audience=NETWORK)].wire
    reader.take([wire], author.id)
    kept = sum(len(json.dumps(one[2])) for one in reader.aside if one[2] is not None)
    return Result("an object of 10 MB", "correctly signed", "held" if reader.held or kept else "")


def _inner_address(ground: Ground) -> Result:
    """Join an address of this machine: nothing may be asked there."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                asked.append(connection.recv(100))
                connection.close()

        listener = threading.Thread(target=listen)
        listener.start()
        port = server.getsockname()[1]
        for where in (
            f"https://127.0.0.1:{port}/",
            f"http://localhost:{port}/",
            f"https://[::ffff:127.0.0.1]:{port}/",
            f"https://localhost:{port}/",
            f"https://2130706433:{port}/",
            f"https://0.0.0.0:{port}/",
        ):
            _operate(ground, asked, "join", where)
        # What is expected is asked at its address by the worker itself, again and again.
        _operate(ground, asked, "expect", f"https://127.0.0.1:{port}/")
        done.set()
        listener.join()
    return Result(
        "joining an address inside", "loopback by number, by name, mapped, as one number; expected there",
        f"{len(asked)} requests" if asked else "",
    )  # fmt: skip


def _operate(ground: Ground, asked: list[bytes], act: str, where: str) -> None:
    tried = subprocess.run(
        [str(PROXIMITY), "exchange", act, where], env=ground.demo.environment(), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    said = tried.stdout + tried.stderr
    # A command that fails for another reason has shown nothing.
    if "private_address" not in said and "no_https" not in said:
        asked.append(said.encode()[-200:] or b"it joined")


def _public_process(ground: Ground) -> Result:
    tables = ("sharedobject", "outgoing", "authorkey", "instancekey", "instance", "refusal", "sight", "author")
    got = []
    with ground.login("public") as login:
        for table in tables:
            try:
                with login.transaction():
                    login.execute(f"SELECT count(*) FROM network_{table}")
            except Exception:  # noqa: BLE001, S112  (a refusal is what is wanted)
                continue
            got.append(table)
    return Result("tables of the network from the public process", f"{len(tables)} tables", ", ".join(got))


def _waiting_room(ground: Ground) -> Result:
    """Leave cards that are false, all from one network, then an honest one from another."""
    knock = "SELECT network_knock(gen_random_uuid(), 'False', '', decode(repeat('00', 32), 'hex'), false, '{}', 1, %s)"
    with ground.login("public") as login:
        taken = [login.execute(knock, ["kfff"]).fetchone()[0] for _ in range(600)].count(True)
        (honest,) = login.execute(knock, ["k001"]).fetchone()
    got = f"{taken} false cards were taken" if taken > 20 else "" if honest else "the honest city was kept out"
    return Result("a waiting room full of false cards", "600 from one network", got)
