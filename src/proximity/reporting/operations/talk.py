"""Storing one message of a conversation, for the operations of both sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import new_record
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.json import JSONObject
from proximity.reporting.access import MESSAGE_TABLE, REPORTER, barred_from
from proximity.reporting.models import Message, Report
from proximity.reporting.rules.states import MessageKind


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says: its text, and how she was treated (1 to 5) where it tells that; 0 says nothing of it."""

    text: str
    respect: int = 0

    def as_json(self) -> JSONObject:
        """Return the body that is sealed."""
        return {"text": self.text, "respect": self.respect} if self.respect else {"text": self.text}


def store_message(
    report: Report,
    words: Words,
    *,
    kind: MessageKind,
    readers: Iterable[Organisation],
    by: Actor | None = None,
    now: datetime,
) -> Message:
    """Store a message under a key of its own, sealed to `readers` and to the person. `by` None: the person wrote it.

    An organisation's background work writes without a person's id.

    Whoever is barred from the report is barred from the message. The caller has authorised and decided, and tells the log.
    """
    message = Message(
        id=new_id(), city_id=report.city_id, report=report, kind=kind, sent_at=now,
        organisation=by.organisation if by else None, written_by=by.person_id if by else None,
    )  # fmt: skip
    key = new_record(message.pk, city_id=report.city_id, readers=readers, barred=barred_from(report))
    message.body = key.seal_json(words.as_json(), table=MESSAGE_TABLE, column="body", row=message.pk)
    message.reporter_wrap = key.wrap_for(bytes(report.reader_key), record_id=message.pk, reader=REPORTER)
    message.save(force_insert=True)
    return message
