"""The process that acts and reads for one installation of the self-test: one line of JSON in, one line out."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import City, Membership
from proximity.accounts.operations import add_city, add_membership, add_organisation, add_person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind, Role
from proximity.foundation.pure.ids import new_reference
from proximity.foundation.pure.json import JSONObject
from proximity.network import commands
from proximity.network.bundles import read_bundle
from proximity.network.context import enter_everywhere
from proximity.network.models import Instance, SharedObject, State
from proximity.network.operations import found_group, publish, revise, translate, withdraw
from proximity.network.queries import objects
from proximity.network.rules import Audience, Kind, Marking
from proximity.network.rules.audience import OWN_CITY
from proximity.network.rules.cards import read_card
from proximity.network.rules.envelope import Form, Made
from proximity.network.rules.taxii import public_collection

_NOTE: JSONObject = {
    "type": "object", "required": ["title"], "additionalProperties": False,
    "properties": {"title": {"type": "string", "maxLength": 200}},
}  # fmt: skip
SCHEMAS: dict[Kind, JSONObject] = {Kind.PRACTICE: _NOTE, Kind.ADOPTION: _NOTE, Kind.QUESTION: _NOTE}
"""What travels in the story; the kinds of the product have schemas of their own, see `config/kinds.py`."""


def work() -> None:
    """Do what each line asks for, until there is none."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = ACTS[asked.pop("act")](asked)
        except Exception as problem:  # noqa: BLE001  (told to who asked, who ends the story)
            answer = {"failed": f"{type(problem).__name__} {problem}"[:300]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _quiet(_line: str) -> None:
    """Say nothing: standard output holds the answers."""


def _officer() -> Actor:
    return actor_from(Membership.objects.select_related("person", "organisation__city").get())


def _found(asked: JSONObject) -> JSONObject:
    slug = str(asked["slug"])
    city = add_city(
        slug=slug, name=str(asked["name"]), country=str(asked["country"]), time_zone=str(asked["zone"]),
        reference_prefix=slug[:3].upper(),
    )  # fmt: skip
    office = add_organisation(city=city, kind=OrganisationKind.LOCAL_POLICE, name=f"Police of {city.name}")
    person = add_person(email=f"officer@{slug}.example", name="Officer", password=new_reference("X") * 2)
    add_membership(person=person, organisation=office, role=Role.OFFICER)
    return {}


def _begin(asked: JSONObject) -> JSONObject:
    commands.begin(_quiet, name=str(asked["name"]), is_hub=bool(asked["hub"]))
    card = read_card(commands.own_card())
    city = City.objects.first()
    return {"instance": str(card.instance), "fingerprint": card.fingerprint, "city": str(city.pk) if city else ""}


def _join(asked: JSONObject) -> JSONObject:
    commands.join(_quiet, str(asked["address"]), fingerprint=str(asked["fingerprint"]), purpose="self-test")
    return {}


def _accept(asked: JSONObject) -> JSONObject:
    commands.accept(_quiet, str(asked["id"]), fingerprint=str(asked["fingerprint"]), purpose="self-test")
    return {}


@transaction.atomic
def _group(asked: JSONObject) -> JSONObject:
    by = _officer()
    enter_as(by)
    members = asked["members"]
    listed = [UUID(str(one)) for one in members] if isinstance(members, list) else []
    return {"id": str(found_group(name="Twins", members=listed, hub=UUID(str(asked["hub"])), by=by))}


@transaction.atomic
def _publish(asked: JSONObject) -> JSONObject:
    by = _officer()
    enter_as(by)
    audience = Audience.read(asked["audience"], asked.get("of", ""))
    if audience is None:
        raise ValueError("no such audience")
    made = publish(
        kind=Kind(str(asked.get("kind", Kind.PRACTICE))), content={"title": asked["title"]}, language="es",
        marking=Marking(str(asked.get("marking", Marking.GREEN))), audience=audience, by=by,
    )  # fmt: skip
    return {"id": str(made)}


def _publish_many(asked: JSONObject) -> JSONObject:
    count = int(str(asked["count"]))
    for begin in range(0, count, 100):
        with transaction.atomic():
            by = _officer()
            enter_as(by)
            for number in range(begin, min(begin + 100, count)):
                publish(
                    kind=Kind.QUESTION, content={"title": f"Many {number}"}, language="es", marking=Marking.GREEN,
                    audience=Audience.read("network", "") or OWN_CITY, by=by,
                )  # fmt: skip
    return {}


@transaction.atomic
def _translate(asked: JSONObject) -> JSONObject:
    by = _officer()
    enter_as(by)
    made = translate(
        object_id=UUID(str(asked["id"])), language=str(asked["language"]), content={"title": asked["title"]},
        made=Made.HUMAN, by=by,
    )  # fmt: skip
    return {"id": str(made)}


@transaction.atomic
def _narrow(asked: JSONObject) -> JSONObject:
    by = _officer()
    enter_as(by)
    title = str(asked.get("title", "Narrowed"))
    revise(object_id=UUID(str(asked["id"])), content={"title": title}, audience=OWN_CITY, by=by)
    return {}


@transaction.atomic
def _withdraw(asked: JSONObject) -> JSONObject:
    by = _officer()
    enter_as(by)
    withdraw(object_id=UUID(str(asked["id"])), by=by)
    return {}


def _sync(_asked: JSONObject) -> JSONObject:
    commands.sync(_quiet)
    with transaction.atomic():
        enter_everywhere()
        problems = Instance.objects.filter(state=State.ACCEPTED).exclude(problem="").values_list("name", "problem")
        return {"problems": [f"{name}: {problem}" for name, problem in problems]}


@transaction.atomic
def _seen(_asked: JSONObject) -> JSONObject:
    by = _officer()
    enter_as(by)
    practices = objects(Kind.PRACTICE, city=by.city_id)
    translations = SharedObject.objects.filter(kind=Kind.TRANSLATION, form=Form.CONTENT).values_list("pk", flat=True)
    return {
        "objects": [str(one.id) for one in practices], "translations": [str(pk) for pk in translations],
        "many": SharedObject.objects.filter(kind=Kind.QUESTION).count(), "held": SharedObject.objects.count(),
    }  # fmt: skip


@transaction.atomic
def _holds(asked: JSONObject) -> JSONObject:
    """Count the rows that hold a title, seen by somebody or not."""
    enter_everywhere()
    return {"rows": SharedObject.objects.filter(wire__contains=f'"title":"{asked["title"]}"').count()}


@transaction.atomic
def _count(_asked: JSONObject) -> JSONObject:
    enter_everywhere()
    return {"objects": SharedObject.objects.count()}


@transaction.atomic
def _collection(_asked: JSONObject) -> JSONObject:
    enter_everywhere()
    own = Instance.objects.get(state=State.SELF)
    return {"address": f"{own.address}/exchange/collections/{public_collection(own.pk)}/"}


def _export(asked: JSONObject) -> JSONObject:
    commands.write_file(_quiet, Path(str(asked["file"])), to=str(asked["to"]), purpose="self-test")
    return {}


def _import(asked: JSONObject) -> JSONObject:
    outcome = read_bundle(Path(str(asked["file"])), now=timezone.now())
    return {"taken": outcome.taken}


ACTS: dict[str, Callable[[JSONObject], JSONObject]] = {
    "found": _found, "begin": _begin, "join": _join, "accept": _accept, "group": _group, "publish": _publish,
    "publish_many": _publish_many, "translate": _translate, "narrow": _narrow, "withdraw": _withdraw, "sync": _sync,
    "seen": _seen, "holds": _holds, "count": _count, "collection": _collection, "export": _export, "import": _import,
}  # fmt: skip
