"""The operator's commands for cities, organisations and accounts: what they are called and what each needs.

Every one of them needs `--purpose`: it stands in the audit log beside the act.
"""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from proximity.accounts.rules import OFFICES, OrganisationKind, Role
from proximity.config import moving
from proximity.config.commands import as_operator
from proximity.config.installation import Installation
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.supervisor import say_line
from proximity.packs.loader import available_countries, load_pack

type Command = Callable[[Installation, argparse.Namespace], int]


class Subparsers(Protocol):
    """What `add_subparsers` returns, as far as it is used here."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:  # noqa: A002  (argparse's)
        """Add a command."""
        ...


LONGEST_PURPOSE = 200
# As in the settings, which need a database's address to be read; a test compares the two.
LANGUAGES = ("en", "es", "it", "pt", "fi", "et", "lv", "bg")


def add_commands(subparsers: Subparsers) -> None:
    """Add `proximity city`, `organisation` and `account` with what each can do."""
    _add_city(
        _group(
            subparsers, "city", "list the cities of this installation, add one, say where it is, or load its districts"
        )
    )
    _add_organisation(_group(subparsers, "organisation", "list organisations, or add one"))
    _add_account(_group(subparsers, "account", "list who may sign in; add an account, reset its access, end an office"))


def _group(subparsers: Subparsers, name: str, help_text: str) -> Subparsers:
    parser = subparsers.add_parser(name, help=help_text, description=help_text.capitalize() + ".")
    return parser.add_subparsers(required=True, metavar="WHAT")


def _add_city(group: Subparsers) -> None:
    _act(group, "list", "list_cities", "list the cities")
    add = _act(group, "add", "add_city", "add a city")
    add.add_argument("slug", metavar="CITY", help="its name in addresses, in small letters: madrid")
    add.add_argument("--name", required=True, help="its name as the public reads it")
    add.add_argument("--country", required=True, choices=available_countries(), help="whose law and bodies apply")
    add.add_argument("--time-zone", required=True, metavar="ZONE", help="such as Europe/Madrid")
    add.add_argument("--prefix", required=True, help="two to four capitals that start each case's reference: MAD")
    _with_place(add)
    place = _act(
        group, "place", "place_city", "say where a city stands on the map of practices; without coordinates nowhere"
    )
    place.add_argument("slug", metavar="CITY")
    _with_place(place)
    districts = _act(group, "districts", "load_districts", "draw a city's districts on its map, from a GeoJSON file")
    districts.add_argument("slug", metavar="CITY")
    districts.add_argument("file", type=Path, metavar="FILE", help="a FeatureCollection of polygons in WGS 84")
    districts.add_argument("--name-in", default="", metavar="PROPERTY", help="what names a district there (name)")
    moving.add_export(_act(group, "export", "", "take everything of a city along, in the clear and in open formats"))


def _with_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--latitude", type=float, metavar="DEGREES", help="of its centre, north of the equator: 40.42")
    parser.add_argument(
        "--longitude", type=float, metavar="DEGREES", help="east of Greenwich, west with a minus: -3.70"
    )
    parser.add_argument("--source", default="", help="where that was seen, such as an address of GeoNames")
    parser.add_argument("--seen-on", type=date.fromisoformat, metavar="DAY", help="when: 2026-11-27")


def _add_organisation(group: Subparsers) -> None:
    _act(group, "list", "list_organisations", "list the organisations, city by city")
    add = _act(group, "add", "add_organisation", "add an organisation and draw its keys")
    add.add_argument("city", metavar="CITY")
    add.add_argument("--name", required=True, help="its name as the public reads it")
    add.add_argument("--kind", required=True, type=OrganisationKind, choices=list(OrganisationKind))
    add.add_argument(
        "--body", default="", type=_body, help="its code in the country pack, such as es.madrid.policia_municipal"
    )
    add.add_argument("--takes-reports", action="store_true", help="people may send reports to it")
    add.add_argument(
        "--elsewhere", nargs="?", const="", metavar="COUNTRY",
        help="it also takes the reports from this country, or, without one, from everywhere that has no city here",
    )  # fmt: skip
    add.add_argument("--acknowledge-days", type=int, default=2, help="working days until a first answer (2)")
    add.add_argument("--feedback-days", type=int, default=10, help="working days until feedback (10)")


def _add_account(group: Subparsers) -> None:
    _act(group, "list", "list_accounts", "list who may sign in, where each works, and since when nobody has seen them")
    add = _act(
        group,
        "add",
        "add_account",
        "add an account, or one more office of somebody who has one; shows the password once",
    )
    add.add_argument("email", metavar="E-MAIL")
    add.add_argument("--name", required=True)
    _with_office(add)
    add.add_argument("--role", required=True, type=Role, choices=list(Role), help=_roles())
    add.add_argument("--language", default="en", choices=LANGUAGES, help="of her workspace (en)")
    reset = _act(
        group, "reset", "reset_account", "give somebody a new password, shown once; second factor and sessions end"
    )
    reset.add_argument("email", metavar="E-MAIL")
    end = _act(group, "end", "end_office", "end somebody's work for an organisation")
    end.add_argument("email", metavar="E-MAIL")
    _with_office(end)


def _with_office(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--city", required=True)
    parser.add_argument("--organisation", required=True, help="its name, as `proximity organisation list` shows it")


def _roles() -> str:
    return "; ".join(f"{role.value}: {', '.join(sorted(kinds))}" for role, kinds in OFFICES.items())


def _act(group: Subparsers, name: str, work: str, help_text: str) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=help_text, description=help_text.capitalize() + ".")
    parser.add_argument(
        "--purpose", required=True, type=_purpose, help="why; it stands in the audit log beside the act"
    )
    parser.set_defaults(run=_running(work))
    return parser


def _running(work: str) -> Command:
    """Return a command that calls a function of `accounts`, `directory` or `network` with all that was typed."""

    def run(installation: Installation, options: argparse.Namespace) -> int:
        typed = {name: value for name, value in vars(options).items() if name != "run"}
        return as_operator(installation, lambda _urls: _call(work, typed))

    return run


def _call(work: str, typed: Mapping[str, object]) -> int:
    # Needs the tables, which are there only once Django is set up.
    from proximity.accounts import commands
    from proximity.accounts.operations import NotSound
    from proximity.directory import commands as directory
    from proximity.directory.rules.boundaries import BadBoundaries
    from proximity.network import commands as network

    # The network adds a city: it also lets her see what is for her.
    area = network if work == "add_city" else directory if hasattr(directory, work) else commands
    try:
        getattr(area, work)(say_line, **typed)
    except (NotSound, BadBoundaries) as problem:
        raise ProcessProblem(str(problem)) from None
    return 0


def _purpose(text: str) -> str:
    purpose = text.strip()
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        raise argparse.ArgumentTypeError(f"say why, in up to {LONGEST_PURPOSE} characters")
    return purpose


def _body(code: str) -> str:
    known = {body.code for country in available_countries() for body in load_pack(country).bodies}
    if code and code not in known:
        raise argparse.ArgumentTypeError(f"no country pack knows the body {code!r}")
    return code
