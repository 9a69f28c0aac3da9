"""The evidence of a case: its pieces and those of its report, what is left open in their custody, what may vanish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation, Person
from proximity.accounts.queries import colleagues
from proximity.accounts.rules import Capability
from proximity.audit.queries import events_about, was_erased
from proximity.cases.models import Case
from proximity.cases.operations.evidence import ADDED
from proximity.cases.queries.received import files_received
from proximity.evidence.queries.offers import Request, camera_days, requests_of
from proximity.evidence.queries.report import Piece, Report, custody_report
from proximity.evidence.rules.clocks import Kept, Standing
from proximity.evidence.rules.custody import Act, Hand
from proximity.foundation.pure.ids import uuid_or_none

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gone:
    """A piece that the log of the case tells of and that is not there: its id, and when it was added."""

    id: UUID
    added_on: date


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """What the section shows: the first pieces, how many more there are, what vanishes, what is gone."""

    report: Report
    requests: tuple[Request, ...]
    gone: tuple[Gone, ...]
    camera_days: int | None

    @property
    def shown(self) -> tuple[Piece, ...]:
        """Return the newest pieces."""
        return tuple(reversed(self.report.pieces))[:SHOWN]

    @property
    def more(self) -> int:
        """Return how many pieces the section does not show."""
        return max(len(self.report.pieces) - SHOWN, 0)

    @property
    def captures(self) -> tuple[Piece, ...]:
        """Return the web captures, for which a holder can be asked to keep the page."""
        return tuple(piece for piece in self.report.pieces if piece.facts)

    @property
    def open_requests(self) -> tuple[Request, ...]:
        """Return the requests that wait for an answer, what is gone first at the front."""
        return tuple(one for one in self.requests if one.standing is Standing.ASKED)

    @property
    def asked_for_recordings(self) -> bool:
        """Say whether somebody was asked for recordings already."""
        return any(one.what is Kept.CAMERA for one in self.requests)


def subjects_of(case: Case) -> list[UUID]:
    """Return the records whose evidence belongs to a case: its own and its report's."""
    return [case.pk, *([case.report_id] if case.report_id else [])]


def case_evidence(case: Case, *, by: Actor) -> CaseEvidence:
    """Return the evidence of a case that `access` gave the actor."""
    report = custody_report(subjects_of(case), file_ids=files_received(case), by=by)
    return CaseEvidence(report, tuple(requests_of(case.pk, by=by)), gone_pieces(case, report.pieces), camera_days(by))


def receivers(piece: Piece, *, by: Actor) -> list[tuple[Hand, Person | Organisation]]:
    """Return to whom a piece can be handed over: colleagues, and organisations that were given its key."""
    people = [
        (Hand(by.organisation.pk, person.pk), person)
        for person in colleagues(by.organisation, Capability.ENTER_REPORTS)
        if person.pk != by.person_id
    ]
    shared = {
        line.to.organisation for line in piece.lines if line.act is Act.SHARED and line.to and line.to.organisation
    }
    others = Organisation.objects.filter(pk__in=shared).exclude(pk=by.organisation.pk).order_by("name")
    return [*people, *((Hand(body.pk), body) for body in others)]


def gone_pieces(case: Case, pieces: Iterable[Piece]) -> tuple[Gone, ...]:
    """Return what the log says was added to the case and what is neither there nor was erased by somebody."""
    there = {piece.id for piece in pieces}
    added = {uuid_or_none(event.label): event.at for event in events_about(case.pk, only=ADDED)}
    missing = {piece: at for piece, at in added.items() if piece is not None and piece not in there}
    return tuple(Gone(piece, at.date()) for piece, at in missing.items() if not was_erased(piece))
