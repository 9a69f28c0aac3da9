"""The conversation of one report, opened for who reads it: the person by her code, staff by their organisation's keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap, Organisation
from proximity.accounts.records import open_records
from proximity.accounts.rules import OrganisationKind
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.access import MESSAGE_TABLE, open_message_by_receipt
from proximity.reporting.models import Message, Report
from proximity.reporting.queries.labels import KINDS, RESPECT, ROLES, Words
from proximity.reporting.rules.states import MessageKind


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One message: who wrote (an organisation, never a name; none: the person), what kind it is, its words, who can read it.

    `respect` is how she was treated, in words, where she told it. `readers` is known to the person alone.
    """

    id: UUID
    organisation: Organisation | None
    role: Words | str
    kind: MessageKind
    about: Words | str
    text: str
    respect: Words | str
    at: datetime
    readers: tuple[str, ...] = ()


def talk_by_receipt(report: Report, receipt: Receipt) -> tuple[TalkLine, ...]:
    """Return the whole conversation as the person reads it, newest last."""
    messages = list(_messages(report))
    readers = _readers_of(messages)
    return tuple(_line(one, open_message_by_receipt(one, receipt), readers.get(one.pk, ())) for one in messages)


def talk_for(report: Report, *, by: Actor) -> tuple[TalkLine, ...]:
    """Return what the actor's organisation may read of the conversation, newest last."""
    messages = list(_messages(report))
    keys = open_records((one.pk for one in messages), by=by)
    return tuple(_line(one, keys[one.pk]) for one in messages if one.pk in keys)


def _messages(report: Report) -> Iterable[Message]:
    return Message.objects.filter(report=report).select_related("organisation").order_by("sent_at", "id")


def _readers_of(messages: Iterable[Message]) -> dict[UUID, tuple[str, ...]]:
    """Return the names of those who hold a key to each message, in two queries."""
    wraps = KeyWrap.objects.filter(record_id__in=[one.pk for one in messages])
    pairs = list(wraps.values_list("record_id", "organisation_id"))
    names = dict(Organisation.objects.filter(pk__in=[held for _, held in pairs]).values_list("pk", "name"))
    found: dict[UUID, tuple[str, ...]] = {}
    for record, held in pairs:
        found[record] = tuple(sorted((*found.get(record, ()), names[held])))
    return found


def _line(message: Message, key: RecordKey, readers: tuple[str, ...] = ()) -> TalkLine:
    body = key.open_json(bytes(message.body), table=MESSAGE_TABLE, column="body", row=message.pk)
    said = body if isinstance(body, dict) else {}
    respect = said.get("respect")
    author = message.organisation
    return TalkLine(
        id=message.pk,
        organisation=author,
        role=ROLES[OrganisationKind(author.kind)] if author else "",
        kind=MessageKind(message.kind),
        about=KINDS[MessageKind(message.kind)],
        text=str(said.get("text", "")),
        respect=RESPECT.get(respect, "") if isinstance(respect, int) else "",
        at=message.sent_at,
        readers=readers,
    )
