"""Made from another piece: an excerpt, an enhanced picture, a transcript. Both chains tell of it, with both hashes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.evidence.details import original_details
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.rules.custody import Act, Derivation


@transaction.atomic
def note_derivation(
    *, file: EvidenceFile, source: EvidenceFile, how: Derivation, tool: str, by: Actor, now: datetime | None = None
) -> None:
    """Note in both chains what a file was made from, how and with what. `file` was received with `source` named.

    Raises `NotAllowed`, `RecordNotFound` without the key of both, `ValueError` where the file names another source.
    """
    by.check_may(Capability.ENTER_REPORTS)
    if file.source_id != source.pk:
        raise ValueError("this file was not received as made from that one")
    now, key, source_key = now or timezone.now(), open_record(file.pk, by=by), open_record(source.pk, by=by)
    sha256, source_sha256 = original_details(file, key).sha256, original_details(source, source_key).sha256
    note_custody(
        file, Act.DERIVED, key=key, hand=hand_of(by), about=source.pk, sha256=sha256, now=now,
        details={"how": how.value, "tool": tool.strip(), "source_sha256": source_sha256},
    )  # fmt: skip
    note_custody(
        source, Act.USED, key=source_key, hand=hand_of(by), about=file.pk, sha256=source_sha256, now=now,
        details={"how": how.value, "tool": tool.strip(), "made_sha256": sha256},
    )  # fmt: skip
