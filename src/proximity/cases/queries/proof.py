"""The evidence of a case, as rows of a dossier: each piece, what was done with it, and the gaps in its custody, named."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.cases.models import Case
from proximity.cases.queries.evidence import Gone, gone_pieces, subjects_of
from proximity.cases.queries.received import files_received
from proximity.dossier.rules.values import (
    UNKNOWN_LANGUAGE,
    Coded,
    Collected,
    CustodyRow,
    EvidenceRow,
    GapRow,
    Hashed,
    Told,
    Words,
)
from proximity.evidence.queries.report import Piece, Report, custody_report
from proximity.evidence.rules.custody import ACT_OF, Act, Finding, Hand, Line
from proximity.evidence.rules.kinds import State
from proximity.evidence.sentences import ACTS, GAPS, kind_in_words


@dataclass(frozen=True, slots=True)
class Proof:
    """The pieces of a case, their custody in the order of its acts, what the custody leaves open, what captured pages say."""

    evidence: tuple[EvidenceRow, ...]
    custody: tuple[CustodyRow, ...]
    gaps: tuple[GapRow, ...]
    told: tuple[Told, ...]


def proof_of(case: Case, *, by: Actor, files: Collection[UUID] | None = None) -> Proof:
    """Return the pieces that the actor may see, all or those in `files`, in the language that is switched on.

    A piece that came with a referral is among them. That one is missing is said only where all are asked for: who is given a
    choice is told of what was chosen.
    """
    report = custody_report(subjects_of(case), file_ids=files_received(case), by=by)
    pieces = [piece for piece in report.pieces if files is None or piece.id in files]
    custody = sorted(
        (_custody(piece, line, report) for piece in pieces for line in piece.lines), key=lambda row: row.at
    )
    zone = ZoneInfo(case.city.time_zone)
    gaps = [_gap(piece, finding, zone) for piece in pieces for finding in piece.gaps]
    gone = gone_pieces(case, report.pieces) if files is None else ()
    return Proof(
        evidence=tuple(_evidence(piece, report) for piece in pieces), custody=tuple(custody),
        gaps=(*gaps, *map(_gone, gone)), told=tuple(_written(piece) for piece in pieces if piece.facts.get("words")),
    )  # fmt: skip


def _evidence(piece: Piece, report: Report) -> EvidenceRow:
    note = "\n".join(filter(None, (piece.note, *_page(piece))))
    return EvidenceRow(
        id=str(piece.id), name=piece.name, kind=Coded(piece.kind, str(kind_in_words(piece.kind))),
        added_by=_whose(piece.added_by, report), added_at=piece.added_at, note=Words(note) if note else None,
        original=Hashed(piece.original.sha256, piece.original.size) if piece.is_file else None,
        clean_copy=Hashed(piece.copy.sha256, piece.copy.size) if piece.state is State.CLEAN else None,
        collected=_collected(piece, report), derived_from=str(piece.source) if piece.source else "",
    )  # fmt: skip


def _page(piece: Piece) -> Iterator[str]:
    """Yield where a captured page stood and whose it was; what it said are literal words, and stand among these."""
    owner = " · ".join(filter(None, (piece.facts.get("platform"), piece.facts.get("account"))))
    for label, value in ((_("Address"), piece.facts.get("url")), (_("Platform and account"), owner)):
        if value:
            yield f"{label}: {value}"


def _written(piece: Piece) -> Told:
    facts = piece.facts
    words = Words(facts["words"], facts.get("language") or UNKNOWN_LANGUAGE)
    return Told(Coded("page", piece.name), facts.get("account") or facts.get("platform", ""), words, piece.seen_at)


def _collected(piece: Piece, report: Report) -> Collected | None:
    said = piece.collected
    if said is None:
        return None
    how = " · ".join(filter(None, (said.how, said.source)))
    colleague = report.people.get(said.person, "") if said.person else ""
    return Collected(by=said.by or colleague, where=said.where, at=said.at, how=how)


def _custody(piece: Piece, line: Line, report: Report) -> CustodyRow:
    act = str(ACTS[line.act])
    if line.altered:
        act = _("%(act)s: what was sealed in this entry was changed") % {"act": act}
    elif line.to is not None:
        act = _("%(act)s, to: %(whom)s") % {"act": act, "whom": _whose(line.to, report)}
    return CustodyRow(
        evidence=str(piece.id), act=Coded(line.act, act), who=_person(line.hand, report, act=line.act),
        where=report.organisations.get(line.hand.organisation, "") if line.hand.organisation else "", at=line.at,
        purpose=line.purpose, sha256=line.sha256,
    )  # fmt: skip


def _person(hand: Hand, report: Report, *, act: Act) -> str:
    if hand.outside:
        return hand.outside
    if hand.organisation is None and hand.person is None:
        return _("the system") if act in {Act.CLEANED, Act.KEPT_SEALED} else _("the person who reported")
    return report.people.get(hand.person, "") if hand.person else _("the system")


def _whose(hand: Hand, report: Report) -> str:
    if hand.outside or hand == Hand():
        return hand.outside or _("the person who reported")
    names = (report.people.get(hand.person, "") if hand.person else "", report.organisations.get(hand.organisation, "")
             if hand.organisation else "")  # fmt: skip
    return ", ".join(filter(None, names))


def _gap(piece: Piece, finding: Finding, zone: ZoneInfo) -> GapRow:
    said = [str(ACTS[finding.line.act])] if finding.line else []
    if finding.logged is not None and finding.line is None:
        act = ACT_OF.get(finding.logged.action)
        said.append(str(ACTS[act]) if act else finding.logged.action)
    if finding.at is not None:
        said.append(date_format(timezone.localtime(finding.at, zone), "DATETIME_FORMAT"))
    return GapRow(str(piece.id), Coded(finding.gap, str(GAPS[finding.gap])), ", ".join(said))


def _gone(piece: Gone) -> GapRow:
    text = _("A piece added on %(day)s is no longer there, and nobody erased it here.")
    gap = Coded("piece_missing", _("The piece is missing"))
    return GapRow(str(piece.id), gap, text % {"day": date_format(piece.added_on, "DATE_FORMAT")})
