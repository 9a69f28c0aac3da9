"""The custody report: each piece with every act in order, hashes, who holds it now, and the gaps, found and named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_records
from proximity.evidence import storage
from proximity.evidence.access import files_visible_to
from proximity.evidence.details import Details, cleaned_details, facts_of, name_of, note_of, original_details
from proximity.evidence.models import EvidenceFile
from proximity.evidence.queries.lines import lines_of, logged_about
from proximity.evidence.rules.custody import (
    Bytes,
    Collected,
    Finding,
    Hand,
    Line,
    Logged,
    collected,
    find_gaps,
    holder,
    open_offers,
    place_of,
)
from proximity.evidence.rules.kinds import Sender, State, has_bytes
from proximity.foundation.sealing.records import RecordKey

NOTHING = Details("", 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as the report tells of it. `lines` are its acts in order; `gaps` what they leave open."""

    id: UUID
    name: str
    note: str
    kind: str
    state: State
    reason: str
    by_reporter: bool
    added_at: datetime
    added_by: Hand
    original: Details
    copy: Details
    facts: Mapping[str, str]
    source: UUID | None
    source_name: str
    collected: Collected | None
    place: str
    holder: Hand | None
    lines: tuple[Line, ...]
    waiting: tuple[Line, ...]
    gaps: tuple[Finding, ...]

    @property
    def is_file(self) -> bool:
        """Say whether there are bytes of it."""
        return has_bytes(self.kind)

    @property
    def seen_at(self) -> datetime | None:
        """Return when a page was seen, for a web capture where it was said."""
        said = self.facts.get("seen_at", "")
        return datetime.fromisoformat(said) if said else None


@dataclass(frozen=True, slots=True)
class Report:
    """The pieces of some reports and cases, and the names that stand in their custody, by id."""

    pieces: tuple[Piece, ...]
    people: Mapping[UUID, str]
    organisations: Mapping[UUID, str]

    @property
    def gaps(self) -> int:
        """Return how many gaps there are in all."""
        return sum(len(piece.gaps) for piece in self.pieces)

    def piece(self, piece_id: UUID | None) -> Piece | None:
        """Return one piece, or None."""
        return next((piece for piece in self.pieces if piece.id == piece_id), None)


def custody_report(subject_ids: Iterable[UUID], *, file_ids: Iterable[UUID] = (), by: Actor) -> Report:
    """Return the pieces of reports and cases, and further ones, that the actor may see; oldest first, in seven queries."""
    asked = Q(subject_id__in=list(subject_ids)) | Q(pk__in=list(file_ids))
    found = files_visible_to(by).filter(asked).order_by("added_at", "pk")
    files = list(found.prefetch_related("custody"))
    keys = open_records([file.pk for file in files], by=by)
    files = [file for file in files if file.pk in keys]
    logged = logged_about(file.pk for file in files)
    sources = {file.pk: _source(file, keys[file.pk]) for file in files}
    pieces = tuple(_piece(file, keys[file.pk], logged.get(file.pk, ()), sources) for file in files)
    return Report(pieces, *_names(pieces))


def _source(file: EvidenceFile, key: RecordKey) -> tuple[str, str]:
    return name_of(file, key), original_details(file, key).sha256


def _piece(
    file: EvidenceFile, key: RecordKey, logged: Sequence[Logged], sources: Mapping[UUID, tuple[str, str]]
) -> Piece:  # fmt: skip
    lines, original = lines_of(file, key), original_details(file, key)
    copy = cleaned_details(file, key) if file.cleaned is not None else NOTHING
    source_name, source_sha256 = sources.get(file.source_id, ("", None)) if file.source_id else ("", None)
    kept = Bytes(
        is_file=has_bytes(file.kind), by_reporter=file.sender == Sender.REPORTER, sha256=original.sha256,
        copy_sha256=copy.sha256, original=storage.has_original(file.city_id, file.pk),
        copy=storage.has_clean(file.city_id, file.pk), source=file.source_id, source_sha256=source_sha256,
    )  # fmt: skip
    return Piece(
        id=file.pk, name=name_of(file, key), note=note_of(file, key), kind=file.kind, state=State(file.state),
        reason=file.reason, by_reporter=file.sender == Sender.REPORTER, added_at=file.added_at,
        added_by=Hand(file.organisation_id, file.added_by), original=original, copy=copy, facts=facts_of(file, key),
        source=file.source_id, source_name=source_name, collected=collected(lines), place=place_of(lines), holder=holder(lines),
        lines=lines, waiting=open_offers(lines), gaps=find_gaps(lines, logged=logged, kept=kept),
    )  # fmt: skip


def _names(pieces: Iterable[Piece]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    hands = [hand for piece in pieces for line in piece.lines for hand in (line.hand, line.to) if hand]
    hands += [finding.logged.hand for piece in pieces for finding in piece.gaps if finding.logged]
    people = names_of([hand.person for hand in hands])
    bodies = Organisation.objects.filter(pk__in={hand.organisation for hand in hands if hand.organisation})
    return people, dict(bodies.values_list("pk", "name"))
