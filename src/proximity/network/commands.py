"""What the operator does at the command line. Each returns only when it is done, and says what came of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts import commands as accounts
from proximity.accounts.models import City
from proximity.audit.operations import Origin, record_event
from proximity.foundation.pure.json import JSONObject
from proximity.network.bundles import read_bundle, write_bundle
from proximity.network.context import enter_everywhere, enter_to_take
from proximity.network.fetching import NotReached
from proximity.network.jobs import sync_all
from proximity.network.models import Expected, Instance, State
from proximity.network.operations.keys import replace_city_key
from proximity.network.operations.membership import (
    accept_instance,
    know_instance,
    leave_instance,
    this_instance,
)  # fmt: skip
from proximity.network.operations.recovering import recover
from proximity.network.operations.seeing import settle_sights
from proximity.network.operations.syncing import NotTheSame, ask_to_join, prepare, same_fingerprint
from proximity.network.operations.waiting_room import expect_instance, keep_waiting_room
from proximity.network.queries_network import expected, standings
from proximity.network.rules.cards import read_card
from proximity.network.rules.taking import Outcome

type Say = Callable[[str], None]
OPERATOR = Origin(actor="operator")


def begin(say: Say, *, name: str, is_hub: bool | None) -> None:
    """Take part in the network, or say anew under which name and in which role."""
    with transaction.atomic():
        enter_everywhere()
        own = this_instance(name=name, is_hub=is_hub, by=OPERATOR)
    card = read_card(own.card)
    say(f"{card.name} ({'hub' if card.is_hub else 'member'}) {card.instance} at {card.address}")
    say(f"fingerprint: {card.fingerprint}")


def add_city(say: Say, **typed: Any) -> None:
    """Add a city to this installation; she sees at once what others here have published for her."""
    accounts.add_city(say, **typed)
    count = settle_sights(by=OPERATOR)
    if count:
        say(f"{count} objects of the exchange are for it too")


def own_card() -> JSONObject:
    """Return this installation's card of today."""
    own = prepare()
    if own is None:
        raise LookupError("this installation takes no part yet: `proximity exchange begin`")
    found: JSONObject = own.card
    return found


def status(say: Say) -> None:
    """Say how one stands with each installation."""
    with transaction.atomic():
        enter_everywhere()
        for one in standings():
            read = one.read_at.isoformat(timespec="minutes") if one.read_at else "never"
            say(f"{one.state:9} {one.id} {one.name} {one.address or '(no address)'}")
            say(f"          fingerprint {one.fingerprint}")
            say(f"          read {read}; may read here: {one.waiting}; {one.problem or 'no problem'}")
            for reason, number in one.refused:
                say(f"          refused {number}: {reason}")
        for waited in expected():
            say(f"expected  {waited.address}; {waited.problem or 'not asked yet'}")


def join(say: Say, where: str, *, fingerprint: str, purpose: str) -> None:
    """Take note of an installation, by its address or by a file with its card; with its fingerprint, accept it."""
    if where.startswith(("https://", "http://")):
        try:
            row = ask_to_join(where, by=OPERATOR, fingerprint=fingerprint)
        except NotReached as problem:
            raise LookupError(f"{where} did not answer as it should: {problem}") from None
    else:
        row = _join_by_file(Path(where), fingerprint=fingerprint, purpose=purpose)
    card = read_card(row.card)
    say(f"{card.name} {card.instance}: {', '.join(city.name for city in card.cities) or 'no city'}")
    say(f"fingerprint: {card.fingerprint}")
    say(
        "accepted here"
        if row.state == State.ACCEPTED
        else "waits: compare the fingerprint, then `proximity exchange accept`"
    )


def _join_by_file(file: Path, *, fingerprint: str, purpose: str) -> Instance:
    content = json.loads(file.read_text())
    if fingerprint and not same_fingerprint(fingerprint, read_card(content).fingerprint):
        raise NotTheSame("the fingerprint is another")
    with transaction.atomic():
        enter_to_take()
        this_instance(by=OPERATOR)
        row = know_instance(content=content, by=OPERATOR)
        return accept_instance(instance_id=row.pk, by=OPERATOR, purpose=purpose) if fingerprint else row


def expect(say: Say, address: str, *, purpose: str) -> None:
    """Say that an installation is expected at an address."""
    row = expect_instance(address=address, by=OPERATOR, purpose=purpose)
    keep_waiting_room()
    with transaction.atomic():
        enter_everywhere()
        come = not Expected.objects.filter(pk=row.pk).exists()
    say(
        "its card is here: compare the fingerprint, then `proximity exchange accept`"
        if come
        else "it is asked every 5 minutes"
    )
    status(say)


def accept(say: Say, instance: str, *, fingerprint: str, purpose: str) -> None:
    """Accept an installation that waits."""
    with transaction.atomic():
        enter_to_take()
        row = Instance.objects.get(pk=UUID(instance))
        if not same_fingerprint(fingerprint, read_card(row.card).fingerprint):
            raise NotTheSame("the fingerprint is another")
        accept_instance(instance_id=row.pk, by=OPERATOR, purpose=purpose)
    say(f"{row.name}: accepted")


def leave(say: Say, instance: str, *, purpose: str) -> None:
    """Part from an installation."""
    with transaction.atomic():
        enter_to_take()
        leave_instance(instance_id=UUID(instance), by=OPERATOR, purpose=purpose)
    say("parted; what it wrote is deleted here")


def take_back(say: Say, *, purpose: str) -> None:
    """Take back from others what of this installation's own is newer there, after an older backup was put back."""
    prepare()
    count = recover(by=OPERATOR, always=True)
    _note("exchange.recovery_asked", target="", label=str(count or 0), purpose=purpose)
    say("nobody who was asked answered" if count is None else f"{count} objects taken back")


def sync(say: Say) -> None:
    """Read every accepted installation now."""
    say(f"{sync_all(patient=False)} versions came")
    status(say)


def write_file(say: Say, file: Path, *, to: str, purpose: str) -> None:
    """Write all that an installation may read to a signed file."""
    prepare()
    count = write_bundle(file, to=UUID(to), now=timezone.now())
    _note("exchange.file_written", target=to, label=str(count), purpose=purpose)
    say(f"{file}: {count} objects, signed, not encrypted")


def read_file(say: Say, file: Path, *, purpose: str) -> None:
    """Take in a signed file."""
    outcome = read_bundle(file, now=timezone.now())
    _note("exchange.file_read", target="", label=_counted(outcome), purpose=purpose)
    say(_counted(outcome))


def _counted(outcome: Outcome) -> str:
    refused = ", ".join(f"{number} {reason}" for reason, number in sorted(outcome.refused.items())) or "none"
    return f"taken {outcome.taken}, known {outcome.known}, refused {refused}"


def _note(action: str, *, target: str, label: str, purpose: str) -> None:
    with transaction.atomic():
        record_event(action, origin=OPERATOR, target=target, label=label[:80], purpose=purpose)


def replace_key(say: Say, *, city: str, stolen: bool) -> None:
    """Draw another signing key for a city."""
    with transaction.atomic():
        enter_everywhere()
        count = replace_city_key(author_id=City.objects.get(slug=city).pk, stolen=stolen, by=OPERATOR)
        this_instance(by=OPERATOR)
    say(f"{count} objects signed anew; others hear of it when they read this installation next")
