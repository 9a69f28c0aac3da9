"""What is sealed of a referral: the dossier as it was sent with the terms it was sent on, notes, and the words of steps."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from proximity.cases.models import ProceedingsStep, Referral, ReferralNote
from proximity.cases.rules.referrals import PersonsShown
from proximity.dossier.rules.values import Dossier
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.sealing.records import RecordKey

TABLE, NOTE_TABLE, STEP_TABLE = "cases_referral", "cases_referralnote", "cases_proceedingsstep"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Terms:
    """By which rule it was sent (words, law, where and when that was seen), how the person is shown, how she consented."""

    rule: str
    legal_source: str
    seen_in: str
    seen_on: str
    persons: PersonsShown
    consent: str = ""

    def as_json(self) -> JSONObject:
        """Return the terms as a JSON object."""
        return {
            "rule": self.rule, "legal_source": self.legal_source, "seen_in": self.seen_in, "seen_on": self.seen_on,
            "persons": self.persons.value, "consent": self.consent,
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: JSONObject) -> "Terms":
        """Return the terms from a JSON object."""
        texts = {name: str(values.get(name, "")) for name in ("rule", "legal_source", "seen_in", "seen_on", "consent")}
        return cls(persons=PersonsShown(str(values.get("persons", PersonsShown.BY_ROLE))), **texts)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is referred: frozen the moment it is sent."""

    dossier: Dossier
    terms: Terms

    def fingerprint(self) -> str:
        """Return what tells two snapshots apart: a hash (SHA-256, hexadecimal) over all but when and by whom it was made."""
        timeless = replace(self.dossier, head=replace(self.dossier.head, made_at=NEVER, made_by=""))
        text = json.dumps([timeless.as_json(), self.terms.as_json()], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def seal_snapshot(snapshot: Snapshot, key: RecordKey, referral_id: UUID) -> bytes:
    """Return a snapshot sealed with the referral's key."""
    content: JSONObject = {"dossier": snapshot.dossier.as_json(), "terms": snapshot.terms.as_json()}
    return key.seal_json(content, table=TABLE, column="content", row=referral_id)


def open_snapshot(referral: Referral, key: RecordKey) -> Snapshot:
    """Return what a referral holds. Raises `SealBroken` with another key, `NotADossier` for a form that is not known."""
    content = key.open_json(bytes(referral.content), table=TABLE, column="content", row=referral.pk)
    values = content if isinstance(content, dict) else {}
    dossier, terms = values.get("dossier"), values.get("terms")
    return Snapshot(
        Dossier.from_json(dossier if isinstance(dossier, dict) else {}),
        Terms.from_json(terms if isinstance(terms, dict) else {}),
    )


def words_of_note(note: ReferralNote, key: RecordKey) -> str:
    """Return what a note says, opened with the key of its referral."""
    return key.open_text(bytes(note.text), table=NOTE_TABLE, column="text", row=note.pk)


def words_of_step(step: ProceedingsStep, key: RecordKey) -> tuple[str, str]:
    """Return the source and the reasons of a step, opened with the key of its thread."""
    return (
        key.open_text(bytes(step.source), table=STEP_TABLE, column="source", row=step.pk),
        key.open_text(bytes(step.reasons), table=STEP_TABLE, column="reasons", row=step.pk),
    )
