"""The second transport: a signed file, by USB stick or mail. One JSON a line: card, objects, and a line that signs them all.

It is not encrypted: what is for few belongs on a stick that is handed over, not into a mail.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.pure.json import JSONObject
from proximity.network.context import enter_everywhere, enter_to_take
from proximity.network.database import DatabaseStore, hop_of
from proximity.network.models import Instance, State
from proximity.network.operations.membership import instance_key, take_card, this_instance
from proximity.network.outgoing import PAGE, all_places
from proximity.network.registry import schemas
from proximity.network.rules.cards import KeyState, NotACard, read_card
from proximity.network.rules.envelope import MAX_BYTES
from proximity.network.rules.signing import NotSigned, PublicKey, canonical, key_id_of
from proximity.network.rules.taking import Outcome, ingest

FORMAT = "proximity-exchange/1"
MAX_CARD = 16 * 1024 * 1024


class NotABundle(ValueError):
    """The file is none of ours, is not whole, was changed, or comes from somebody who does not belong."""


def write_bundle(path: Path, *, to: UUID, now: datetime) -> int:
    """Write all that a member may read to a file, and return how many objects that are."""
    with transaction.atomic(), path.open("xb") as stream:
        enter_everywhere()
        own = this_instance(now=now)
        reader = Instance.objects.get(pk=to, state=State.ACCEPTED)
        written = hashlib.sha256()
        count = 0

        def line(text: str) -> None:
            raw = text.encode() + b"\n"
            written.update(raw)
            stream.write(raw)

        line(canonical({"format": FORMAT, "card": own.card}).decode())
        for place in all_places(reader=reader.pk):
            line(place.wire)
            count += 1
        end: JSONObject = {"count": count, "for": str(to), "made": now.isoformat(), "sha256": written.hexdigest()}
        stream.write(canonical(end | {"signature": instance_key("request").sign(canonical(end))}) + b"\n")
    return count


def read_bundle(path: Path, *, now: datetime) -> Outcome:
    """Take in what a file holds, page by page; it can be read twice without harm. Raises `NotABundle`."""
    with path.open("rb") as stream:
        sender = _checked(stream, now=now)
        stream.seek(0)
        stream.readline(MAX_CARD)
        outcome = Outcome()
        for page in batched(_objects(stream), PAGE):
            with transaction.atomic():
                enter_to_take()
                known = Instance.objects.get(pk=sender)
                outcome += ingest(DatabaseStore(now=now), list(page), hop=hop_of(known), check=schemas().check)
    return outcome


def _checked(stream: BinaryIO, *, now: datetime) -> UUID:
    """Return who sent a file. Raises `NotABundle` unless a member signed all of it for this instance."""
    first = stream.readline(MAX_CARD)
    read, last, before = hashlib.sha256(first), b"", 0
    while line := stream.readline(MAX_BYTES + 1):
        if last:
            read.update(last)
            before += 1
        last = line
    with transaction.atomic():
        enter_to_take()
        try:
            head, end = json.loads(first), json.loads(last)
            signature = end.pop("signature")
            card = read_card(head["card"])
            sender = Instance.objects.select_for_update().get(pk=card.instance, state=State.ACCEPTED)
            take_card(sender, head["card"], now=now)
            raw, state = read_card(sender.card).request_keys[key_id_of(signature)]
            PublicKey(bytes.fromhex(raw)).check(signature, canonical(end))
        except (ValueError, KeyError, TypeError, AttributeError, NotACard, NotSigned, Instance.DoesNotExist):
            raise NotABundle from None
        own = this_instance(now=now)
    whole = end.get("sha256") == read.hexdigest() and end.get("count") == before
    if not whole or state is KeyState.REVOKED or uuid_or_none(str(end.get("for"))) != own.pk:
        raise NotABundle
    return sender.pk


def _objects(stream: BinaryIO) -> Iterator[JSONObject]:
    """Return the objects of a file whose last line was checked."""
    line = stream.readline(MAX_BYTES + 1)
    while following := stream.readline(MAX_BYTES + 1):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        # What is no object is counted as malformed, like anything else that is none.
        yield found if isinstance(found, dict) else {}
        line = following
