"""The form of what a city takes along: which tables, how values are written, and a register to be brought in again. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from proximity.bulk.rules.cells import harmless
from proximity.bulk.rules.fields import Field
from proximity.foundation.pure.json import JSONValue

FORMAT = "proximity-export/1"
LONGEST_HEX = 128
REGISTER = (
    Field.EXTERNAL, Field.RECORDED, Field.HAPPENED, Field.CLOSED, Field.TOLD, Field.PLACE, Field.TITLE, Field.KIND, Field.GROUNDS,
    Field.BIAS, Field.STATUS, Field.COMPLAINT, Field.OFFENCE, Field.STAGE, Field.CHANNEL,
)  # fmt: skip
"""The columns of `cases.csv`, in their order: an import knows these headings and our codes in them."""

# Tables that are not taken along, each with why. A test finds a table that stands neither here nor in an export.
LEFT_OUT: Mapping[str, str] = {
    "accounts_city": "described in city.json",
    "accounts_organisation": "described in city.json",
    "accounts_membership": "described in city.json, without passwords and second factors",
    "accounts_person": "described in city.json, without passwords and second factors",
    "accounts_keywrap": "keys: what they open is written open",
    "accounts_organisationsecret": "keys",
    "accounts_guesscount": "counts wrong passwords of the last day",
    "accounts_secretaddress": "hashes of secrets: each person makes another where she goes",
    "accounts_takenback": "notes that keys were taken back",
    "audit_auditevent": "written as audit.jsonl",
    "audit_audithead": "the length of the log, which audit.jsonl shows",
    "bulk_import": "a file on its way in: the cases that it made are written",
    "bulk_importrow": "a file on its way in: the cases that it made are written",
    "bulk_keptdecisions": "what is proposed for the next import",
    "cases_casecounter": "the last number drawn: the references show it",
    "dossier_signingcertificate": "holds a private key",
    "insight_chart": "drawn from a release, which is written",
    "insight_preparedtable": "computed, and not released yet",
    "learning_answer": "each is read by the person alone who gave it",
    "learning_reply": "each is read by the person alone who gave it",
    "network_authorkey": "holds a private key",
    "network_expected": "the installations that this one waits for: of the operator, not of the city",
    "network_instance": "the installations that this one knows: of the operator, not of the city",
    "network_instancekey": "holds a private key",
    "network_nonce": "numbers of the requests of the last minutes",
    "network_refusal": "what other installations sent and was refused: of the operator, not of the city",
    "reporting_floodbucket": "counts of the last hour, without anybody",
    "search_change": "derived from the texts",
    "search_commonterm": "derived from the texts",
    "search_indexedrecord": "derived from the texts",
    "search_posting": "derived from the texts",
    "welcome_leaflet": "drawn from the pages",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One case as a row of the register that can be brought in again."""

    external: str
    recorded_on: date
    happened: str
    closed_on: date | None
    told: str
    place: str
    title: str
    kind: str
    grounds: Sequence[str]
    bias: str
    status: str
    complaint: str
    offence: str
    stage: str
    channel: str


def register_row(entry: Entry) -> list[str]:
    """Return a case as a row of `cases.csv`; no spreadsheet runs a cell of it, and an import reads each as it was."""
    cells = (
        entry.external, entry.recorded_on.isoformat(), entry.happened, entry.closed_on.isoformat() if entry.closed_on else "",
        entry.told, entry.place, entry.title, entry.kind, "; ".join(entry.grounds), entry.bias, entry.status, entry.complaint,
        entry.offence, entry.stage, entry.channel,
    )  # fmt: skip
    return [harmless(cell) for cell in cells]


def written(value: object) -> JSONValue:
    """Return a value of a table as JSON writes it: instants with their offset, days, identifiers, short bytes in hexadecimal."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex() if len(value) <= LONGEST_HEX else None
    if isinstance(value, Mapping):
        return {str(name): written(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    return str(value) if isinstance(value, UUID | Decimal) else repr(value)


def fitting_name(file_id: UUID, name: str) -> str:
    """Return the name that a piece of evidence has in an export: its identifier, and what is harmless of its own name."""
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in name)[-80:]
    kept = re.sub(r"\.{2,}", "_", kept).lstrip(".")
    return f"{file_id}-{kept}" if kept else str(file_id)
