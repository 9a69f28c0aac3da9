"""Makes an installation of DATA ready to be polled: a city, objects of its own, and members with keys of their own.

`python -m benchmarks.polling.inside MEMBERS OBJECTS FILE [hub [ADDRESS]]`, in a process of its own; FILE gets who polls with
which key. With an address each member is to be found below it.
"""

import json
import secrets
import sys
from dataclasses import replace
from itertools import batched
from pathlib import Path

from benchmarks.seeding.__main__ import put_on_environment

from proximity.config.installation import Installation

put_on_environment(Installation.from_environment())

import django

django.setup()

from django.db import connection, transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.operations import add_city, add_membership, add_organisation, add_person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind, Role
from proximity.config.demo.making import as_staff
from proximity.exchange.operations import taking_part
from proximity.exchange.rules.questions import Question
from proximity.exchange.rules.readers import Readers
from proximity.network.context import enter_everywhere
from proximity.network.models import Outgoing
from proximity.network.operations.membership import SYSTEM, accept_instance, know_instance, this_instance
from proximity.network.reading import members_mark
from proximity.network.rules.cards import read_card
from proximity.network.rules.taxii import members_collection
from proximity.network.tests.elsewhere import Elsewhere

COUNTRIES = ("es", "bg", "ee", "fi", "it", "lv", "pt", "gb")
WORDS = "Who has tried this, with whom, what came of it, and what would you do otherwise? " * 12


def _officer() -> Actor:
    city = add_city(slug="bench", name="Bench", country="es", time_zone="Europe/Madrid", reference_prefix="BEN")
    office = add_organisation(city=city, kind=OrganisationKind.LOCAL_POLICE, name="Police of Bench")
    person = add_person(email="officer@bench.example", name="Officer", password=secrets.token_hex(12))
    return actor_from(add_membership(person=person, organisation=office, role=Role.OFFICER))


def _publish(by: Actor, objects: int) -> None:
    with as_staff():
        enter_as(by)
        for number in range(objects):
            asked = Question(f"Question {number}", WORDS, None)
            taking_part.ask(question=asked, readers=Readers.NETWORK, by=by)


def _join(members: list[Elsewhere], address: str) -> None:
    """Know and accept members by their cards, as an operator does; each has a city, a root and a request key of its own."""
    for some in batched(members, 200):
        with transaction.atomic():
            enter_everywhere()
            for one in some:
                name = one.id.hex
                where = f"{address}/{name}" if address else ""
                card = replace(read_card(one.card()), name=f"Member {name[:8]}", address=where).signed(one.root)
                know_instance(content=card, by=SYSTEM)
                accept_instance(instance_id=one.id, by=SYSTEM)


def main(members: int, objects: int, file: Path, hub: str = "", address: str = "") -> None:
    with transaction.atomic():
        by = _officer()
    with transaction.atomic():
        enter_everywhere()
        own = this_instance(name="Bench", is_hub=bool(hub), by=SYSTEM)
    with transaction.atomic():
        _publish(by, objects)
    made = [Elsewhere([COUNTRIES[number % len(COUNTRIES)]]) for number in range(members)]
    _join(made, address)
    with transaction.atomic():
        enter_everywhere()
        own = this_instance(by=SYSTEM)  # with its members where it is a hub
        mark = members_mark()
        places = sorted(Outgoing.objects.values_list("seq", flat=True))
    connection.close()
    file.touch(mode=0o600)
    file.write_text(
        json.dumps({
            "collection": str(members_collection(own.pk)),
            "places": places,
            "is_hub": bool(hub),
            "version": own.card_version,
            "mark": mark,
            "members": [[str(one.id), one.request.reveal().hex()] for one in made],
        })
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
