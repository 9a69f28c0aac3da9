"""`proximity exchange`: taking part in the network, joining, reading now, files in place of a connection. The operator's."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from proximity.config import selftest
from proximity.config.commands import as_operator
from proximity.config.installation import Installation
from proximity.foundation.database.urls import Urls
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.supervisor import say_line

type Work = Callable[[argparse.Namespace], None]


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `exchange` and what there is below it."""
    parser = subparsers.add_parser("exchange", help="take part in the network of cities: join, accept, read, files")
    whats = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, work: Work, help_text: str) -> argparse.ArgumentParser:
        added = whats.add_parser(name, help=help_text)
        added.set_defaults(run=_as_operator(work))
        added.add_argument("--purpose", default="", help="why; it stands in the audit log beside the act")
        return added

    selftest.add_commands(whats)
    begin = add("begin", _begin, "take part: draw this installation's keys and show its card")
    begin.add_argument("--name", default="", help="how others see this installation")
    begin.add_argument("--hub", action="store_true", help="pass on what is for all members, and list them")
    add("status", _status, "say how one stands with each installation, and what was refused")
    card = add("card", _card, "write this installation's card to a file, for somebody without a connection")
    card.add_argument("file", type=Path)
    join = add("join", _join, "take note of an installation by its address or card, and leave ours there")
    join.add_argument("where", help="https://… or a file with a card")
    join.add_argument("--fingerprint", default="", help="as its operator read it to you: accepts it at once")
    expect = add(
        "expect", _expect, "say that an installation is expected: it is asked for its card, however many others wait"
    )
    expect.add_argument("address", help="https://…")
    accept = add("accept", _accept, "accept an installation that waits, after comparing fingerprints")
    accept.add_argument("instance", help="its identifier, as `status` shows it")
    accept.add_argument("--fingerprint", required=True, help="as its operator read it to you")
    add("leave", _leave, "part from an installation; what it wrote is deleted here").add_argument("instance")
    add(
        "recover",
        _recover,
        "after an older backup was put back: take our own objects back from others who hold newer ones",
    )
    add("sync", _sync, "read every accepted installation now")
    export = add("export", _export, "write all that an installation may read to a signed file")
    export.add_argument("file", type=Path)
    export.add_argument("--to", required=True, metavar="INSTANCE", help="its identifier")
    add("import", _import, "take in a signed file").add_argument("file", type=Path)
    key = add("replace-key", _replace_key, "draw another signing key for a city, and sign all it has published anew")
    key.add_argument("--city", required=True, help="short name of the city")
    key.add_argument("--stolen", action="store_true", help="what the old key signed holds no more, anywhere")


def _as_operator(work: Work) -> Callable[[Installation, argparse.Namespace], int]:
    def run(installation: Installation, options: argparse.Namespace) -> int:
        def inside(_urls: Urls) -> int:
            try:
                work(options)
            except (ValueError, LookupError, OSError) as problem:
                raise ProcessProblem(f"Not done: {type(problem).__name__} {problem}".rstrip()) from None
            return 0

        return as_operator(installation, inside)

    return run


def _begin(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.begin(say_line, name=options.name, is_hub=options.hub or None)


def _status(_options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.status(say_line)


def _card(options: argparse.Namespace) -> None:
    from proximity.network import commands

    options.file.write_text(json.dumps(commands.own_card(), ensure_ascii=False))


def _join(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.join(say_line, options.where, fingerprint=options.fingerprint, purpose=options.purpose)


def _expect(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.expect(say_line, options.address, purpose=options.purpose)


def _accept(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.accept(say_line, options.instance, fingerprint=options.fingerprint, purpose=options.purpose)


def _leave(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.leave(say_line, options.instance, purpose=options.purpose)


def _recover(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.take_back(say_line, purpose=options.purpose)


def _sync(_options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.sync(say_line)


def _export(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.write_file(say_line, options.file, to=options.to, purpose=options.purpose)


def _import(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.read_file(say_line, options.file, purpose=options.purpose)


def _replace_key(options: argparse.Namespace) -> None:
    from proximity.network import commands

    commands.replace_key(say_line, city=options.city, stolen=options.stolen)


def agent(_installation: Installation, _options: argparse.Namespace) -> int:
    """Act and read for one installation of the self-test."""
    import django

    django.setup()
    from proximity.config.selftest_agent import work

    work()
    return 0
